//! How every case of every kind reads, compared with what is kept beside this file. After a wanted change
//! `INSTA_UPDATE=always ./dev unit snapshots` keeps the new words; the difference is then part of the change.

use super::rendered_with_stop;
use crate::features::notifications::content::Content;
use crate::features::notifications::forms::{shown, told};
use crate::features::notifications::render::one_line;
use crate::features::notifications::samples::{SOMEBODY, every_kind};
use crate::features::notifications::texts::{letter, short};
use chrono::DateTime;
use pitlane_domain::vocabulary::{Channel, NotificationKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use uuid::Uuid;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/features/notifications/tests/snapshots");
/// Those whose HTML is kept whole; of the others only what stands inside the frame, which is the same for all.
const WHOLE: [NotificationKind; 3] =
    [NotificationKind::VerifyEmail, NotificationKind::BookingConfirmed, NotificationKind::Digest];

/// Every case with the name of its file.
fn cases() -> Vec<(String, Content)> {
    let mut numbers: BTreeMap<NotificationKind, usize> = BTreeMap::new();
    let named = |content: Content| {
        let number = numbers.entry(content.kind()).or_default();
        *number += 1;
        (format!("{}_{number}", content.kind()), content)
    };
    every_kind(SOMEBODY).into_iter().map(named).collect()
}

/// Every channel of `content`, below one another.
fn written(content: &Content) -> String {
    let (words, channels) = (letter(content), content.channels());
    let names = channels.iter().map(|channel| channel.as_str()).collect::<Vec<_>>().join(", ");
    let mut all = format!("topic: {}\nchannels: {names}\n", content.kind().topic());
    let mut part = |title: &str, text: &str| {
        writeln!(all, "\n---- {title}\n{}", text.trim_end()).unwrap();
    };
    if channels.contains(&Channel::InApp) {
        let told = told(content, Uuid::nil(), DateTime::default());
        let ends = told.stop.unwrap_or_default();
        let path = told.path.unwrap_or_default();
        part("in the app", &[told.title, told.body, path, told.reason, ends].join("\n"));
    }
    if channels.contains(&Channel::Push) {
        let stop = Some("/unsubscribe?token=signed".to_owned());
        let shown = shown(content, "tag".to_owned(), stop);
        part("in a browser", &serde_json::to_string_pretty(&shown).unwrap());
    }
    if channels.contains(&Channel::Sms) {
        let link = Some("https://pitlane.test/m/Ab3dEf6hIj");
        part("text message", &short::text(content, link));
        part("first text message", &short::first(content, link));
    }
    if channels.contains(&Channel::Email) {
        let mail = rendered_with_stop(content, SOMEBODY);
        part("subject", &one_line(&words.subject));
        part("text part", &mail.text);
        if WHOLE.contains(&content.kind()) {
            part("HTML part", &lines(&mail.html));
        } else {
            part("HTML part, inside the frame", &lines(inside(&mail.html)));
        }
    }
    all
}

/// From the first word below the heading of the frame to its end.
fn inside(html: &str) -> &str {
    let begin = html.find("class=\"sheet").unwrap();
    let end = html.rfind("<!--[if mso | IE]>").unwrap();
    &html[begin..end]
}

/// One tag a line, so that a difference shows what is different.
fn lines(html: &str) -> String {
    html.replace("><", ">\n<")
}

#[test]
fn every_case_of_every_kind_reads_as_it_did() {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(FOLDER);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, content) in cases() {
            insta::assert_snapshot!(name.as_str(), written(&content));
            // also where the environment says that a difference may pass
            let kept = std::fs::read_to_string(Path::new(FOLDER).join(format!("{name}.snap"))).unwrap();
            assert!(kept.trim_end().ends_with(written(&content).trim()), "{name} is not what is kept");
        }
    });
    // and nothing is kept of a case that is not there any more
    let wanted: BTreeSet<_> = cases().into_iter().map(|(name, _)| format!("{name}.snap")).collect();
    let files = std::fs::read_dir(FOLDER).unwrap();
    let kept: BTreeSet<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(kept, wanted);
}
