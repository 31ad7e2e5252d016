//! Every kind of message, rendered with names of every sort.

use super::content::{Content, DigestItem};
use super::render::{Rendered, one_line, render};
use super::texts::letter;
use chrono::DateTime;
use pitlane_domain::vocabulary::{
    DisputeStatus, NotificationKind, QuoteStatus, RepairStatus, ServiceKind, WorkshopRole,
};
use proptest::prelude::*;
use uuid::Uuid;

const HOME: &str = "https://pitlane.test";

/// One of each kind, with `name` wherever somebody's words stand.
fn every_kind(name: &str) -> Vec<Content> {
    let (id, name) = (Uuid::from_u128(7), name.to_owned());
    vec![
        Content::VerifyEmail { token: "abc123".into() },
        Content::ResetPassword { token: "abc123".into() },
        Content::AccountExists,
        Content::WorkshopInvitation {
            token: "abc123".into(),
            workshop: name.clone(),
            inviter: name.clone(),
            role: WorkshopRole::Manager,
        },
        Content::BookingConfirmed {
            request_id: id,
            service: ServiceKind::Chat,
            vehicle: name.clone(),
            price_cents: 1_500,
            currency: "USD".into(),
            preferred: Some(name.clone()),
        },
        Content::MechanicAssigned { session_id: id, mechanic: name.clone(), vehicle: name.clone() },
        Content::PriorityRequest {
            customer: name.clone(),
            service: ServiceKind::Video,
            vehicle: name.clone(),
            concern: name.clone(),
            window_minutes: 10,
        },
        Content::MechanicCancelled { request_id: id, mechanic: name.clone() },
        Content::RequestExpired { request_id: id, paid: true },
        Content::RequestExpired { request_id: id, paid: false },
        Content::SessionEnded { session_id: id, with: name.clone(), to_mechanic: false },
        Content::SessionEnded { session_id: id, with: name.clone(), to_mechanic: true },
        Content::SummaryReady { session_id: id, mechanic: name.clone() },
        Content::StartNudge { session_id: id, customer: name.clone() },
        Content::SupportAlert { session_id: id, request_id: id, mechanic: name.clone() },
        Content::OffersPaused,
    ]
    .into_iter()
    .chain(of_quotes(id, &name))
    .chain(of_repairs(id, &name))
    .chain(of_news(id, &name))
    .collect()
}

fn of_news(id: Uuid, name: &str) -> Vec<Content> {
    let words = || name.to_owned();
    let day = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    let currency = || "USD".to_owned();
    let time_zone = "America/New_York".to_owned();
    vec![
        Content::SessionStarting { session_id: id, with: words(), starts_at: day, time_zone },
        Content::FollowUpAnswered { session_id: id, mechanic: words() },
        Content::ReviewReceived { customer: words(), rating: 4, text: words() },
        Content::ReviewReplied { provider: words(), reply: words(), path: "/mechanics/ana".to_owned() },
        Content::WarrantyEnding { repair_id: id, provider: words(), vehicle: words(), ends_at: day },
        Content::FavoriteAvailable { favorite: words() },
        Content::ServiceDue { vehicle: words(), items: vec![words(), "Oil and filter".to_owned()] },
        Content::PayoutSent { amount_cents: 120_050, currency: currency(), arrives_on: day.date_naive() },
        Content::PayoutFailed { amount_cents: 120_050, currency: currency(), reason: words() },
        Content::TextsAllowed,
        Content::Digest {
            items: vec![DigestItem { title: words(), summary: words(), path: Some("/vehicles".to_owned()) }],
        },
    ]
}

fn of_quotes(id: Uuid, name: &str) -> Vec<Content> {
    let (provider, customer, vehicle) = (name.to_owned(), name.to_owned(), name.to_owned());
    let (total_cents, currency) = (48_950, "USD".to_owned());
    let decided = |status| Content::QuoteDecided {
        quote_id: id,
        customer: customer.clone(),
        number: "2026-0007".to_owned(),
        status,
        approved_cents: 31_250,
        currency: currency.clone(),
    };
    let mut all: Vec<_> = [QuoteStatus::Approved, QuoteStatus::PartiallyApproved, QuoteStatus::Declined]
        .into_iter()
        .map(decided)
        .collect();
    for supplement in [false, true] {
        let (provider, vehicle, currency) = (provider.clone(), vehicle.clone(), currency.clone());
        all.push(Content::QuoteReceived { quote_id: id, provider: provider.clone(), supplement });
        let token = "abc123".to_owned();
        all.push(Content::QuoteLink { token, provider, vehicle, total_cents, currency, supplement });
    }
    let number = || "2026-0007".to_owned();
    all.push(Content::QuoteExpired { quote_id: id, customer, number: number() });
    for to_provider in [false, true] {
        let (from, text) = (name.to_owned(), name.to_owned());
        all.push(Content::QuoteMessage { quote_id: id, from, number: number(), text, to_provider });
    }
    for token in [None, Some("abc123".to_owned())] {
        let (from, text) = (name.to_owned(), name.to_owned());
        all.push(Content::QuoteAnswer { token, from, number: number(), text });
    }
    all
}

fn of_repairs(id: Uuid, name: &str) -> Vec<Content> {
    let words = || (name.to_owned(), name.to_owned());
    let mut all: Vec<_> = RepairStatus::ALL
        .iter()
        .map(|status| {
            let (provider, vehicle) = words();
            Content::RepairMoved { repair_id: id, provider, vehicle, status: *status, note: name.to_owned() }
        })
        .collect();
    let (provider, vehicle) = words();
    let promised_at = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    all.push(Content::RepairSlipped {
        repair_id: id,
        provider,
        vehicle,
        promised_at,
        reason: name.to_owned(),
    });
    for to_provider in [false, true] {
        let (_, vehicle) = words();
        let currency = "USD".to_owned();
        all.push(Content::RepairPaid { repair_id: id, vehicle, amount_cents: 10_000, currency, to_provider });
    }
    let (provider, vehicle) = words();
    let (currency, reason) = ("USD".to_owned(), name.to_owned());
    all.push(Content::RefundIssued { repair_id: id, vehicle, amount_cents: 2_500, currency, reason });
    for status in DisputeStatus::ALL {
        let (currency, reason, due_at) =
            ("USD".to_owned(), "product_not_received".to_owned(), Some(promised_at));
        let (repair_id, status) = (Some(id), *status);
        all.push(Content::PaymentDisputed {
            repair_id,
            amount_cents: 1_500,
            currency,
            reason,
            due_at,
            status,
        });
    }
    let vehicle = name.to_owned();
    all.push(Content::ReviewRequested { request_id: id, provider, vehicle });
    all
}

fn rendered(content: &Content, name: &str) -> Rendered {
    render(&letter(content), Some(name), HOME, None).unwrap()
}

#[test]
fn every_kind_of_the_vocabulary_has_its_words() {
    let kinds: Vec<_> = every_kind("Ana").iter().map(Content::kind).collect();
    assert!(NotificationKind::ALL.iter().all(|kind| kinds.contains(kind)));
}

#[test]
fn every_kind_renders_both_parts_for_every_name() {
    let long = "Maximiliane-Alexandra ".repeat(12);
    for name in ["Ana", "", "   ", long.as_str(), "Анна Петрова", "山田 太郎", "نور الدين", "O'Neil & Søn"]
    {
        for content in every_kind(name) {
            let mail = rendered(&content, name);
            let letter = letter(&content);
            assert!(!letter.subject.is_empty() && !letter.summary.is_empty(), "{content:?}");
            assert!(mail.text.contains(&one_line(&letter.summary)), "{}", mail.text);
            assert!(mail.text.starts_with("Hello"), "{}", mail.text);
            assert!(!mail.text.contains("\n\n\n") && !mail.text.contains("{{"), "{:?}", mail.text);
            assert!(mail.html.contains("prefers-color-scheme: dark") && mail.html.contains("Hello"));
            if let Some(action) = letter.action {
                let url = format!("{HOME}{}", action.path);
                assert!(mail.text.contains(&url), "{}", mail.text);
                assert!(mail.html.contains(&format!("href=\"{url}\"")), "{url} in {}", mail.html);
            }
        }
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    for content in every_kind("Ana") {
        let html = rendered(&content, "Ana").html;
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
    fn any_name_renders(name in "\\PC{0,40}", place in 0usize..16) {
        let content = &every_kind(&name)[place];
        let mail = render(&letter(content), Some(&name), HOME, None);
        prop_assert!(mail.is_ok(), "{:?}", mail);
        prop_assert!(!one_line(&letter(content).subject).contains(['\r', '\n']));
    }
}
