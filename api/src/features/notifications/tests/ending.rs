//! Every message says why it comes and, on every channel, how such messages end; or why they cannot.

use super::HOME;
use super::values::{MAILS, Mail, values};
use crate::features::notifications::content::Content;
use crate::features::notifications::forms::{shown, told};
use crate::features::notifications::samples::every_kind;
use crate::features::notifications::texts::{letter, short};
use chrono::DateTime;
use pitlane_domain::vocabulary::{Channel, NotificationKind};
use uuid::Uuid;

/// What a browser's push service takes at most, after what encryption adds (RFC 8291, section 4).
const LONGEST_PUSH: usize = 3_993;

fn on(channel: Channel) -> impl Iterator<Item = Content> {
    let all = values().into_iter().flat_map(|(_, name)| every_kind(&name));
    all.filter(move |content| content.channels().contains(&channel))
}

#[test]
fn every_mail_says_why_it_comes_and_how_such_mails_end() {
    for Mail { content, html, text, .. } in MAILS.iter() {
        let reason = letter(content).reason;
        assert!(
            text.contains("You get this message because ") && html.contains("You get this message because ")
        );
        let ends = text.contains(&format!("Get no more of these:\n{HOME}/unsubscribe"))
            && html.contains(&format!("href=\"{HOME}/unsubscribe\""));
        assert_eq!(ends, content.kind().topic().can_be_stopped(), "{content:?}");
        match reason.stays() {
            Some(why) => assert!(!ends && text.contains(why), "{text}"),
            None => assert!(ends, "{content:?} neither ends nor says why it stays"),
        }
    }
}

#[test]
fn every_kind_has_a_reason_of_the_right_sort() {
    for content in every_kind("Ana") {
        let reason = letter(&content).reason;
        assert_eq!(reason.stays().is_none(), content.kind().topic().can_be_stopped(), "{content:?}");
        assert!(reason.short().starts_with("Because ") && reason.short().len() <= 80, "{reason:?}");
    }
    assert!(NotificationKind::ALL.iter().all(|kind| every_kind("").iter().any(|it| it.kind() == *kind)));
}

#[test]
fn every_notice_says_why_it_comes_and_where_such_messages_end() {
    for content in on(Channel::InApp) {
        let notice = told(&content, Uuid::from_u128(1), DateTime::default());
        let topic = content.kind().topic();
        assert_eq!(notice.stop, Some(format!("/unsubscribe?topic={topic}")), "{content:?}");
        assert_eq!(notice.reason, letter(&content).reason.short());
    }
}

#[test]
fn every_push_says_why_it_comes_and_has_a_button_that_ends_such_messages() {
    let path = format!("/unsubscribe?token={}", "a".repeat(300));
    for content in on(Channel::Push) {
        assert!(content.kind().topic().can_be_stopped(), "{content:?}");
        let shown = shown(&content, "tag".to_owned(), Some(path.clone()));
        assert_eq!(shown.reason, letter(&content).reason.short());
        let stop = shown.stop.clone().unwrap();
        assert_eq!((stop.label.as_str(), &stop.path), ("Stop these", &path));
        assert!(shown.path.starts_with('/') && shown.to_payload().len() <= LONGEST_PUSH, "{content:?}");
    }
}

#[test]
fn the_first_text_of_every_kind_says_how_such_texts_end() {
    let address = "https://pitlane.test/m/Ab3dEf6hIj";
    for content in on(Channel::Sms) {
        let (first, later) = (short::first(&content, Some(address)), short::text(&content, Some(address)));
        if content.kind().topic().can_be_stopped() {
            assert!(first.contains("Reply STOP to end."), "{first}");
            assert!(!later.contains("STOP"), "{later}");
            assert_eq!(first.ends_with(address), later.ends_with(address), "{first}");
            assert!(short::fits_two(&first) && short::fits(&later), "{first}");
        } else {
            assert_eq!(first, later);
        }
    }
    let usual: Vec<_> = every_kind("Dana Okafor");
    for content in usual.iter().filter(|it| it.channels().contains(&Channel::Sms)) {
        let first = short::first(content, Some(address));
        assert!(short::fits(&first), "{first}");
        let told = first.contains(&letter(content).reason.short());
        assert!(told || !content.kind().topic().can_be_stopped(), "{first}");
    }
}
