//! The words about quotes and repairs.

use super::{Content, Letter, Reason, amount, day_and_time, empty, empty_with, link, page};
use pitlane_domain::vocabulary::{QuoteStatus, RepairStatus};

/// Puts what is about a quote into words.
pub fn quote(content: &Content) -> Letter {
    match content {
        Content::QuoteLink { token, provider, vehicle, total_cents, currency, supplement } => {
            let total = amount(*total_cents, currency);
            let (label, what, promise) = if *supplement {
                (
                    "See what was found",
                    "More work",
                    "You can approve all of it or single lines. The work that you approved before goes on either way.",
                )
            } else {
                (
                    "Read the quote",
                    "Total",
                    "You can approve all of it or single lines, and nothing is charged that you did not approve.",
                )
            };
            Letter {
                paragraphs: vec![promise.to_owned()],
                facts: vec![("Vehicle", vehicle.clone()), (what, total)],
                action: link(label, "/quote-links/", token),
                ..waiting(provider, *supplement)
            }
        }
        Content::QuoteReceived { quote_id, provider, supplement } => {
            let label = if *supplement { "See what was found" } else { "Read the quote" };
            Letter { action: page(label, "quotes", *quote_id, ""), ..waiting(provider, *supplement) }
        }
        Content::QuoteDecided { quote_id, customer, number, status, approved_cents, currency } => {
            let (subject, summary) = decided(customer, number, *status, &amount(*approved_cents, currency));
            Letter {
                summary,
                action: page("Open the quote", "provider/quotes", *quote_id, ""),
                ..empty_with(subject, Reason::Provider)
            }
        }
        Content::QuoteExpired { quote_id, customer, number } => Letter {
            summary: format!("{customer} did not decide on quote {number} in time, so it has ended."),
            action: page("Open the quote", "provider/quotes", *quote_id, ""),
            ..empty_with(format!("Quote {number} has expired"), Reason::Provider)
        },
        Content::QuoteMessage { quote_id, from, number, text, to_provider } => {
            let (section, reason) =
                if *to_provider { ("provider/quotes", Reason::Provider) } else { ("quotes", Reason::Quote) };
            let action = page("Read and answer", section, *quote_id, "");
            Letter { action, ..written(from, number, text, reason) }
        }
        Content::QuoteAnswer { token, from, number, text } => {
            let action = token.as_ref().and_then(|token| link("Read and answer", "/quote-links/", token));
            Letter { action, ..written(from, number, text, Reason::Quote) }
        }
        _ => empty(Reason::Quote),
    }
}

fn written(from: &str, number: &str, text: &str, reason: Reason) -> Letter {
    Letter {
        summary: format!("{from} wrote about quote {number}."),
        facts: vec![("Message", text.to_owned())],
        ..empty_with(format!("A message about quote {number}"), reason)
    }
}

fn waiting(provider: &str, supplement: bool) -> Letter {
    if supplement {
        return Letter {
            summary: format!("{provider} found more to do on your vehicle, and does it only if you approve."),
            ..empty_with(format!("{provider} asks for your approval"), Reason::Repair)
        };
    }
    Letter {
        summary: format!("{provider} wrote you a quote, line by line, and waits for your decision."),
        ..empty_with(format!("Your quote from {provider}"), Reason::Quote)
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
            Letter { summary, facts, action, ..empty_with(subject, Reason::Repair) }
        }
        Content::RepairSlipped { repair_id, provider, vehicle, promised_at, time_zone, reason } => Letter {
            summary: format!("{provider} needs more time for your {vehicle} than promised."),
            facts: vec![
                ("Now promised for", day_and_time(*promised_at, time_zone)),
                ("Reason", reason.clone()),
            ],
            action: page("Follow the repair", "repairs", *repair_id, ""),
            ..empty_with("Your repair takes longer".to_owned(), Reason::Repair)
        },
        Content::ReviewRequested { request_id, provider, vehicle } => Letter {
            summary: format!("Tell others how {provider} helped you with your {vehicle}."),
            action: page("Write a review", "reviews", *request_id, ""),
            ..empty_with(format!("How was {provider}?"), Reason::Work)
        },
        _ => empty(Reason::Repair),
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
