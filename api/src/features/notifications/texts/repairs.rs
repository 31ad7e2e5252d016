//! The words about quotes and repairs.

use super::{Action, BECAUSE_PROVIDER, Content, Letter, empty, link, money, page};
use pitlane_domain::vocabulary::{DisputeStatus, QuoteStatus, RepairStatus};

const BECAUSE_QUOTE: &str = "You get this message because a workshop wrote you a quote on Pitlane.";
const BECAUSE_WORK: &str = "You get this message because a mechanic worked for you through Pitlane.";
const BECAUSE_REPAIR: &str = "You get this message because your vehicle is repaired through Pitlane.";

/// Puts what is about a quote into words.
pub fn quote(content: &Content) -> Letter {
    match content {
        Content::QuoteLink { token, provider, vehicle, total_cents, currency, supplement } => Letter {
            summary: waiting(provider, *supplement),
            paragraphs: vec![
                "You can approve all of it or single lines, and nothing is charged that you did not approve."
                    .to_owned(),
            ],
            facts: vec![("Vehicle", vehicle.clone()), ("Total", money(*total_cents, currency))],
            action: link("Read the quote", "/quote-links/", token),
            ..empty_with(subject(provider, *supplement), BECAUSE_QUOTE)
        },
        Content::QuoteReceived { quote_id, provider, supplement } => Letter {
            summary: waiting(provider, *supplement),
            action: page("Read the quote", "quotes", *quote_id, ""),
            ..empty_with(subject(provider, *supplement), BECAUSE_QUOTE)
        },
        Content::QuoteDecided { quote_id, customer, number, status, approved_cents, currency } => {
            let (subject, summary) = decided(customer, number, *status, &money(*approved_cents, currency));
            Letter {
                summary,
                action: page("Open the quote", "provider/quotes", *quote_id, ""),
                ..empty_with(subject, BECAUSE_PROVIDER)
            }
        }
        Content::QuoteExpired { quote_id, customer, number } => Letter {
            summary: format!("{customer} did not decide on quote {number} in time, so it has ended."),
            action: page("Open the quote", "provider/quotes", *quote_id, ""),
            ..empty_with(format!("Quote {number} has expired"), BECAUSE_PROVIDER)
        },
        Content::QuoteMessage { quote_id, from, number, text, to_provider } => {
            let (section, note) =
                if *to_provider { ("provider/quotes", BECAUSE_PROVIDER) } else { ("quotes", BECAUSE_QUOTE) };
            let action = page("Read and answer", section, *quote_id, "");
            Letter { action, ..written(from, number, text, note) }
        }
        Content::QuoteAnswer { token, from, number, text } => {
            let action = token.as_ref().and_then(|token| link("Read and answer", "/quote-links/", token));
            Letter { action, ..written(from, number, text, BECAUSE_QUOTE) }
        }
        _ => empty(BECAUSE_QUOTE),
    }
}

fn written(from: &str, number: &str, text: &str, note: &'static str) -> Letter {
    Letter {
        summary: format!("{from} wrote about quote {number}."),
        facts: vec![("Message", text.to_owned())],
        ..empty_with(format!("A message about quote {number}"), note)
    }
}

fn empty_with(subject: String, note: &'static str) -> Letter {
    Letter { subject, ..empty(note) }
}

fn subject(provider: &str, supplement: bool) -> String {
    if supplement { format!("{provider} found more work") } else { format!("Your quote from {provider}") }
}

fn waiting(provider: &str, supplement: bool) -> String {
    if supplement {
        format!("{provider} found more to do on your vehicle and asks for your approval.")
    } else {
        format!("{provider} wrote you a quote, line by line, and waits for your decision.")
    }
}

fn decided(customer: &str, number: &str, status: QuoteStatus, approved: &str) -> (String, String) {
    match status {
        QuoteStatus::Declined => (
            format!("{customer} declined quote {number}"),
            "Nothing was approved; you can write a new revision.".to_owned(),
        ),
        QuoteStatus::PartiallyApproved => (
            format!("{customer} approved a part of quote {number}"),
            format!("The approved lines come to {approved}."),
        ),
        _ => {
            (format!("{customer} approved quote {number}"), format!("The approved lines come to {approved}."))
        }
    }
}

/// Puts what is about a repair into words.
pub fn repair(content: &Content) -> Letter {
    match content {
        Content::RepairMoved { repair_id, provider, vehicle, status, note } => {
            let (subject, summary) = moved(*status, provider, vehicle);
            let facts = if note.is_empty() { Vec::new() } else { vec![("Note", note.clone())] };
            let action = page("Follow the repair", "repairs", *repair_id, "");
            Letter { summary, facts, action, ..empty_with(subject, BECAUSE_REPAIR) }
        }
        Content::RepairSlipped { repair_id, provider, vehicle, promised_at, reason } => Letter {
            summary: format!("{provider} needs more time for your {vehicle} than promised."),
            facts: vec![
                ("Now promised for", promised_at.format("%-d %B %Y, %H:%M UTC").to_string()),
                ("Reason", reason.clone()),
            ],
            action: page("Follow the repair", "repairs", *repair_id, ""),
            ..empty_with("Your repair takes longer".to_owned(), BECAUSE_REPAIR)
        },
        Content::RepairPaid { repair_id, vehicle, amount_cents, currency, to_provider } => {
            paid(*repair_id, vehicle, money(*amount_cents, currency), *to_provider)
        }
        Content::RefundIssued { repair_id, vehicle, amount_cents, currency, reason } => Letter {
            summary: "The amount goes back to your card; banks show that within a few days.".to_owned(),
            facts: vec![
                ("Amount", money(*amount_cents, currency)),
                ("Vehicle", vehicle.clone()),
                ("Reason", reason.clone()),
            ],
            action: page("Open the repair", "repairs", *repair_id, ""),
            ..empty_with("You get money back".to_owned(), BECAUSE_REPAIR)
        },
        Content::PaymentDisputed { .. } => disputed(content),
        Content::ReviewRequested { request_id, provider, vehicle } => Letter {
            summary: format!("Tell others how {provider} helped you with your {vehicle}."),
            action: page("Write a review", "reviews", *request_id, ""),
            ..empty_with(format!("How was {provider}?"), BECAUSE_WORK)
        },
        _ => empty(BECAUSE_REPAIR),
    }
}

fn disputed(content: &Content) -> Letter {
    let Content::PaymentDisputed { repair_id, amount_cents, currency, reason, due_at, status } = content
    else {
        return empty(BECAUSE_PROVIDER);
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
    let mut facts = vec![("Amount", money(*amount_cents, currency)), ("Reason", reason.replace('_', " "))];
    if let Some(due) = due_at.filter(|_| *status == DisputeStatus::NeedsResponse) {
        facts.push(("Answer until", due.format("%-d %B %Y, %H:%M UTC").to_string()));
    }
    Letter {
        summary: summary.to_owned(),
        facts,
        action: repair_id.and_then(|id| page("Open the repair", "provider/repairs", id, "")),
        ..empty_with(subject.to_owned(), BECAUSE_PROVIDER)
    }
}

fn paid(id: uuid::Uuid, vehicle: &str, amount: String, to_provider: bool) -> Letter {
    let facts = vec![("Amount", amount), ("Vehicle", vehicle.to_owned())];
    let at = |label, section: &str| Some(Action { label, path: format!("/{section}/{id}") });
    if to_provider {
        return Letter {
            summary: "A payment for a repair went through.".to_owned(),
            facts,
            action: at("Open the repair", "provider/repairs"),
            ..empty_with("A repair was paid".to_owned(), BECAUSE_PROVIDER)
        };
    }
    Letter {
        summary: "Your payment went through, and the receipt is in the app.".to_owned(),
        facts,
        action: at("Open the repair", "repairs"),
        ..empty_with("Your receipt".to_owned(), BECAUSE_REPAIR)
    }
}

fn moved(status: RepairStatus, provider: &str, vehicle: &str) -> (String, String) {
    let (subject, summary) = match status {
        RepairStatus::Received => ("Your repair is planned", "has your vehicle on the list"),
        RepairStatus::InProgress => ("Work on your vehicle goes on", "is working on your vehicle"),
        RepairStatus::WaitingForParts => ("Your repair waits for parts", "is waiting for parts"),
        RepairStatus::Ready => ("Your vehicle is ready", "has finished, and you can pick your vehicle up"),
        RepairStatus::Completed => ("Your repair is completed", "has handed your vehicle over"),
        RepairStatus::Cancelled => ("Your repair was called off", "has called the repair off"),
    };
    (subject.to_owned(), format!("{provider} {summary}: {vehicle}."))
}
