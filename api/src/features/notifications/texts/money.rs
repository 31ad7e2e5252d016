//! The words about money: receipts, what goes back, what a bank asks back, and what goes to providers.

use super::{Action, Content, Letter, Reason, amount, day_and_time, empty, empty_with, page, service_word};
use crate::features::notifications::content::MoneyMoved;
use pitlane_domain::vocabulary::DisputeStatus;
use uuid::Uuid;

/// Puts `content` into words.
pub fn letter(content: &Content) -> Letter {
    match content {
        Content::RepairPaid { repair_id, vehicle, amount_cents, currency, to_provider } => {
            paid(*repair_id, vehicle, amount(*amount_cents, currency), *to_provider)
        }
        Content::RefundIssued { repair_id, vehicle, amount_cents, currency, reason } => Letter {
            summary: GOES_BACK.to_owned(),
            facts: vec![
                ("Amount", amount(*amount_cents, currency)),
                ("Vehicle", vehicle.clone()),
                ("Reason", reason.clone()),
            ],
            action: page("Open the repair", "repairs", *repair_id, ""),
            ..empty_with("You get money back".to_owned(), Reason::Repair)
        },
        Content::SessionMoney { .. } => session(content),
        Content::PaymentDisputed { .. } => disputed(content),
        _ => payout(content),
    }
}

const GOES_BACK: &str = "The amount goes back to your card; banks show that within a few days.";

fn session(content: &Content) -> Letter {
    let Content::SessionMoney { request_id, service, vehicle, amount_cents, currency, moved } = content
    else {
        return empty(Reason::Booking);
    };
    let (subject, summary) = match moved {
        MoneyMoved::Charged => (
            "Your receipt for the session",
            "The session has started, and the amount that was held on your card is charged.",
        ),
        MoneyMoved::Refunded { .. } => ("You get money back", GOES_BACK),
        MoneyMoved::Released => (
            "Nothing is charged",
            "Your request was called off, and the amount held on your card is released; banks show that within a few days.",
        ),
    };
    let mut facts = vec![
        ("Amount", amount(*amount_cents, currency)),
        ("Service", service_word(*service).to_owned()),
        ("Vehicle", vehicle.clone()),
    ];
    if let MoneyMoved::Refunded { reason } = moved {
        facts.push(("Reason", reason.clone()));
    }
    Letter {
        summary: summary.to_owned(),
        facts,
        action: page("Open the request", "requests", *request_id, ""),
        ..empty_with(subject.to_owned(), Reason::Booking)
    }
}

fn disputed(content: &Content) -> Letter {
    let Content::PaymentDisputed { repair_id, amount_cents, currency, reason, due_at, time_zone, status } =
        content
    else {
        return empty(Reason::Provider);
    };
    let (subject, summary) = match status {
        DisputeStatus::NeedsResponse | DisputeStatus::UnderReview => (
            "A bank asks a payment back",
            "A customer told their bank that a payment was not right, and the bank waits for an answer. The papers of the \
             repair are your evidence.",
        ),
        DisputeStatus::Won => ("You keep a disputed payment", "The bank decided that the payment stands."),
        DisputeStatus::Lost => {
            ("A disputed payment is lost", "The bank gave the amount back to the customer.")
        }
    };
    let mut facts = vec![("Amount", amount(*amount_cents, currency)), ("Reason", reason.replace('_', " "))];
    if let Some(due) = due_at.filter(|_| *status == DisputeStatus::NeedsResponse) {
        facts.push(("Answer until", day_and_time(due, time_zone)));
    }
    Letter {
        summary: summary.to_owned(),
        facts,
        action: repair_id.and_then(|id| page("Open the repair", "provider/repairs", id, "")),
        ..empty_with(subject.to_owned(), Reason::Provider)
    }
}

fn paid(id: Uuid, vehicle: &str, amount: String, to_provider: bool) -> Letter {
    let facts = vec![("Amount", amount), ("Vehicle", vehicle.to_owned())];
    if to_provider {
        return Letter {
            summary: "A payment for a repair went through.".to_owned(),
            facts,
            action: page("Open the repair", "provider/repairs", id, ""),
            ..empty_with("A repair was paid".to_owned(), Reason::Provider)
        };
    }
    Letter {
        summary: "Your payment went through, and the receipt is in the app.".to_owned(),
        facts,
        action: page("Open the repair", "repairs", id, ""),
        ..empty_with("Your receipt".to_owned(), Reason::Repair)
    }
}

fn payout(content: &Content) -> Letter {
    let told = match content {
        Content::PayoutSent { amount_cents, currency, arrives_on } => Letter {
            summary: format!("A payout of {} goes to your bank account.", amount(*amount_cents, currency)),
            facts: vec![("Expected on", arrives_on.format("%-d %B %Y").to_string())],
            ..empty_with("Money is on its way to you".to_owned(), Reason::Provider)
        },
        Content::PayoutFailed { amount_cents, currency, reason } => Letter {
            summary: format!("A payout of {} came back from your bank.", amount(*amount_cents, currency)),
            paragraphs: vec!["Check your bank details; the amount is still yours.".to_owned()],
            facts: vec![("Reason", reason.replace('_', " "))],
            ..empty_with("Your bank refused a payout".to_owned(), Reason::Provider)
        },
        _ => empty(Reason::Provider),
    };
    let action = Some(Action { label: "Open the balance", path: "/provider/balance".to_owned() });
    Letter { action, ..told }
}
