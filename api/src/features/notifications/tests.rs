//! Every kind of message, rendered with words of every sort.

mod ending;
mod lint;
mod snapshots;
mod values;

use super::content::Content;
use super::render::{Rendered, one_line, render};
use super::samples::every_kind;
use super::texts::letter;
use pitlane_domain::vocabulary::{NotificationKind, ServiceKind};
use proptest::prelude::*;
use uuid::Uuid;
use values::{MAILS, Mail};

const HOME: &str = "https://pitlane.test";

fn rendered(content: &Content, name: &str) -> Rendered {
    render(&letter(content), Some(name), HOME, None).unwrap()
}

/// As it goes out: with the page that ends such mails, where they can be ended.
fn rendered_with_stop(content: &Content, name: &str) -> Rendered {
    let stop = content.kind().topic().can_be_stopped().then(|| format!("{HOME}/unsubscribe"));
    render(&letter(content), Some(name), HOME, stop.as_deref()).unwrap()
}

/// As it stands in the HTML part.
fn escaped(text: &str) -> String {
    minijinja::HtmlEscape(&one_line(text)).to_string()
}

#[test]
fn every_kind_of_the_vocabulary_has_its_words() {
    let kinds: Vec<_> = every_kind("Ana").iter().map(Content::kind).collect();
    assert!(NotificationKind::ALL.iter().all(|kind| kinds.contains(kind)));
}

#[test]
fn every_kind_renders_both_parts_with_every_sort_of_words() {
    for Mail { content, name, html, text } in MAILS.iter() {
        let letter = letter(content);
        assert!(
            !one_line(&letter.subject).is_empty() && !one_line(&letter.summary).is_empty(),
            "{content:?}"
        );
        assert!(text.contains(&one_line(&letter.summary)), "{text}");
        assert!(
            html.contains(&escaped(&letter.subject)) && html.contains(&escaped(&letter.summary)),
            "{html}"
        );
        assert!(text.starts_with("Hello") && html.contains("Hello"), "{text}");
        assert!(!text.contains("\n\n\n"), "{text:?}");
        assert!(html.contains("prefers-color-scheme: dark"), "{html}");
        if !name.contains("{{") {
            assert!(!text.contains("{{") && !html.contains("{{"), "{text}");
        }
        for (what, value) in &letter.facts {
            assert!(text.contains(&format!("{what}: {}", one_line(value))), "{what} is not in {text}");
            assert!(html.contains(&escaped(value)), "{what} is not in {html}");
        }
        if let Some(action) = letter.action {
            let url = format!("{HOME}{}", action.path);
            assert!(text.contains(&url), "{text}");
            assert!(html.contains(&format!("href=\"{url}\"")), "{url} in {html}");
        }
    }
}

#[test]
fn a_sentence_whose_name_is_not_known_has_somebody_in_it() {
    // what staff write is theirs
    let ours = every_kind(" ").into_iter().filter(|it| !matches!(it, Content::StaffText { .. }));
    for content in ours {
        let letter = letter(&content);
        for said in [&letter.subject, &letter.summary] {
            let twice = said.trim_start().contains("  ") || said.contains(" ,") || said.contains(" .");
            assert!(!twice && said.starts_with(char::is_uppercase), "{said:?} of {content:?}");
        }
        assert!(letter.facts.iter().all(|(_, value)| !value.trim().is_empty()), "{content:?}");
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    for Mail { html, .. } in MAILS.iter() {
        let linked = html.matches("://").count();
        let ours = html.matches(HOME).count();
        let names_of_formats = html.matches("http://www.w3.org/").count();
        assert_eq!(linked, ours + names_of_formats, "{html}");
        assert!(!html.contains("@import") && !html.contains("url("), "{html}");
    }
}

#[test]
fn html_in_names_stays_text() {
    let name = "<script>alert(1)</script>\"><img src=x onerror=alert(1)> {{ greeting }} <mj-raw>";
    for content in every_kind(name) {
        let html = rendered(&content, name).html;
        for tag in ["<script", "<img", "<mj-raw"] {
            assert!(!html.contains(tag), "{tag} in {html}");
        }
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }
}

#[test]
fn the_text_part_reads_well() {
    let content = Content::BookingConfirmed {
        request_id: Uuid::from_u128(7),
        service: ServiceKind::Chat,
        vehicle: "2019 Honda Civic".into(),
        price_cents: 1_505,
        currency: "USD".into(),
        preferred: Some("Ben".into()),
    };
    assert_eq!(
        rendered(&content, "Ana").text,
        "Hello Ana,\n\n\
         We are asking Ben first, and everybody else if they cannot take it.\n\n\
         The price is held on your card, and charged only when the session starts.\n\n\
         Service: Chat\nVehicle: 2019 Honda Civic\nPrice: 15.05 USD\n\n\
         Follow your request:\nhttps://pitlane.test/requests/00000000-0000-0000-0000-000000000007\n\n\
         You get this message because you booked on Pitlane.\n\n\
         Pitlane\nhttps://pitlane.test"
    );
}

#[test]
fn links_lead_to_the_pages_of_the_app() {
    let path = |content: &Content| letter(content).action.map(|action| action.path);
    let id = Uuid::from_u128(7);
    let expected = [
        (0, "/verify-email?token=abc123".to_owned()),
        (1, "/reset-password?token=abc123".to_owned()),
        (3, "/invitations/accept?token=abc123".to_owned()),
        (4, format!("/requests/{id}")),
        (5, format!("/sessions/{id}")),
        (6, "/provider/offers".to_owned()),
        (12, format!("/sessions/{id}/summary")),
    ];
    for (place, wanted) in expected {
        assert_eq!(path(&every_kind("Ana")[place]), Some(wanted));
    }
}

#[test]
fn no_secret_stays_after_the_mail() {
    for content in every_kind("Ana") {
        let kept = serde_json::to_string(&content.clone().without_secrets()).unwrap();
        assert!(!kept.contains("abc123"), "{kept}");
        // what is kept still reads
        assert_eq!(serde_json::from_str::<Content>(&kept).unwrap().kind(), content.kind());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_name_renders(name in "\\PC{0,40}", place: prop::sample::Index) {
        let all = every_kind(&name);
        let content = place.get(&all);
        let mail = render(&letter(content), Some(&name), HOME, None);
        prop_assert!(mail.is_ok(), "{:?}", mail);
        prop_assert!(!one_line(&letter(content).subject).contains(['\r', '\n']));
    }
}
