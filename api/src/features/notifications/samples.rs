//! One message of each kind with made-up content: staff looks at them, and tests render them with names of every sort.

use super::content::{Content, DigestItem, MoneyMoved};
use super::render::{one_line, render};
use super::texts;
use chrono::DateTime;
use pitlane_contract::sent_messages::TemplateCase;
use pitlane_domain::vocabulary::{
    Channel, DisputeStatus, QuoteStatus, RepairStatus, ServiceKind, Topic, WorkshopRole,
};
use uuid::Uuid;

/// Who the made-up messages speak of.
pub const SOMEBODY: &str = "Dana Okafor";

/// How `content` reads to somebody called `name`, on every channel that it can take.
pub fn case(public_url: &str, content: &Content, name: &str) -> Result<TemplateCase, String> {
    let (letter, channels) = (texts::letter(content), content.channels());
    let stop = (!content.topics().is_empty()).then(|| format!("{public_url}/unsubscribe"));
    let (text, html) = if channels.contains(&Channel::Email) {
        let mail = render(&letter, Some(name), public_url, stop.as_deref())?;
        (mail.text, mail.html)
    } else {
        (String::new(), String::new())
    };
    let short = format!("{public_url}/m/Ab3dEf6hIj");
    Ok(TemplateCase {
        channels: channels.to_vec(),
        subject: one_line(&letter.subject),
        summary: one_line(&letter.summary),
        text,
        html,
        sms: channels.contains(&Channel::Sms).then(|| texts::short::text(content, Some(&short))),
    })
}

/// One of each kind, with `name` wherever somebody's words stand.
pub fn every_kind(name: &str) -> Vec<Content> {
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
    let day = DateTime::from_timestamp(1_795_000_000, 0).unwrap_or_default();
    let currency = || "USD".to_owned();
    let time_zone = "America/New_York".to_owned();
    vec![
        Content::SessionStarting { session_id: id, with: words(), starts_at: day, time_zone },
        Content::FollowUpAnswered { session_id: id, mechanic: words() },
        Content::ReviewReceived { customer: words(), rating: 4, text: words() },
        Content::ReviewReplied { provider: words(), reply: words(), path: "/mechanics/ana".to_owned() },
        Content::WarrantyEnding { repair_id: id, provider: words(), vehicle: words(), ends_at: day },
        Content::DeclinedLineDue { title: words(), provider: words(), vehicle: words() },
        Content::FavoriteAvailable { favorite: words() },
        Content::ServiceDue { vehicle: words(), items: vec![words(), "Oil and filter".to_owned()] },
        Content::PayoutSent { amount_cents: 120_050, currency: currency(), arrives_on: day.date_naive() },
        Content::PayoutFailed { amount_cents: 120_050, currency: currency(), reason: words() },
        Content::TextsAllowed,
        Content::StaffText { text: format!("The part for {name} came. Call us.") },
        Content::Digest {
            items: vec![DigestItem {
                title: words(),
                summary: words(),
                path: Some("/vehicles".to_owned()),
                topic: Some(Topic::Reminders),
            }],
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
    let promised_at = DateTime::from_timestamp(1_795_000_000, 0).unwrap_or_default();
    all.push(Content::RepairSlipped {
        repair_id: id,
        provider,
        vehicle,
        promised_at,
        time_zone: "America/New_York".to_owned(),
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
    all.extend(of_sessions(id, name));
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
            time_zone: "America/New_York".to_owned(),
            status,
        });
    }
    let vehicle = name.to_owned();
    let asked = Content::ReviewRequested { request_id: id, provider, vehicle };
    all.push(Content::ByLink { token: "abc123".to_owned(), of: Box::new(asked.clone()) });
    all.push(asked);
    all
}

fn of_sessions(id: Uuid, name: &str) -> Vec<Content> {
    let refunded = MoneyMoved::Refunded { reason: name.to_owned() };
    let money = |moved| Content::SessionMoney {
        request_id: id,
        service: ServiceKind::Video,
        vehicle: name.to_owned(),
        amount_cents: 4_500,
        currency: "USD".to_owned(),
        moved,
    };
    [MoneyMoved::Charged, refunded, MoneyMoved::Released].into_iter().map(money).collect()
}
