//! The words about reviews, reminders, payouts, and what is told about messages themselves.

use super::{Action, BECAUSE_PROVIDER, Content, Letter, empty, money, page};

const BECAUSE_REVIEW: &str = "You get this message because you wrote a review on Pitlane.";
const BECAUSE_VEHICLE: &str = "You get this message because you keep this vehicle on Pitlane.";
const BECAUSE_REPAIR: &str = "You get this message because your vehicle was repaired through Pitlane.";
const BECAUSE_FAVORITE: &str = "You get this message because you saved this favorite on Pitlane.";
const BECAUSE_CONSENT: &str = "You get this message because you agreed to text messages.";
const BECAUSE_SUPPORT: &str = "You get this message because you asked Pitlane for help.";
const BECAUSE_DIGEST: &str = "You get this message because you chose one mail a day for what can wait.";

/// Puts `content` into words.
pub fn letter(content: &Content) -> Letter {
    match content {
        Content::ReviewReceived { customer, rating, text } => received(customer, *rating, text),
        Content::ReviewReplied { provider, reply, path } => Letter {
            subject: format!("{provider} replied to your review"),
            summary: "The reply stands under your review, for everybody to read.".to_owned(),
            facts: vec![("In their words", reply.clone())],
            action: Some(Action { label: "Read the reply", path: path.clone() }),
            ..empty(BECAUSE_REVIEW)
        },
        Content::WarrantyEnding { repair_id, provider, vehicle, ends_at } => Letter {
            subject: "A warranty ends soon".to_owned(),
            summary: format!("The warranty of {provider} on the work on your {vehicle} ends soon."),
            paragraphs: vec![
                "If something about this work is not right, tell them before that day.".to_owned(),
            ],
            facts: vec![("Last day", ends_at.format("%-d %B %Y").to_string())],
            action: page("Open the repair", "repairs", *repair_id, ""),
            ..empty(BECAUSE_REPAIR)
        },
        Content::FavoriteAvailable { favorite } => Letter {
            subject: format!("{favorite} is available again"),
            summary: format!("You can book {favorite} again now."),
            action: Some(Action { label: "Book again", path: "/dashboard".to_owned() }),
            ..empty(BECAUSE_FAVORITE)
        },
        Content::ServiceDue { vehicle, items } => Letter {
            subject: format!("Your {vehicle} is due for service"),
            summary: format!("By its dates and mileage your {vehicle} needs some care."),
            paragraphs: vec![
                "Was it done already? Note the day on the vehicle's page, and the reminder moves on."
                    .to_owned(),
            ],
            facts: items.iter().map(|item| ("Due", item.clone())).collect(),
            action: Some(Action { label: "Look at the vehicle", path: "/vehicles".to_owned() }),
            ..empty(BECAUSE_VEHICLE)
        },
        Content::StaffText { text } => {
            Letter { subject: text.clone(), summary: text.clone(), ..empty(BECAUSE_SUPPORT) }
        }
        Content::PayoutSent { .. } | Content::PayoutFailed { .. } => payout(content),
        Content::Digest { items } => Letter {
            subject: match items.len() {
                1 => "One thing from Pitlane".to_owned(),
                number => format!("{number} things from Pitlane"),
            },
            summary: "This is what could wait until now.".to_owned(),
            facts: items.iter().map(|item| ("News", format!("{}: {}", item.title, item.summary))).collect(),
            action: Some(Action { label: "Open Pitlane", path: "/dashboard".to_owned() }),
            ..empty(BECAUSE_DIGEST)
        },
        _ => Letter {
            subject: "You agreed to text messages".to_owned(),
            summary: "We text you what you chose; reply STOP to end it, HELP for help.".to_owned(),
            action: Some(Action { label: "Choose what you get", path: "/settings/messages".to_owned() }),
            ..empty(BECAUSE_CONSENT)
        },
    }
}

fn payout(content: &Content) -> Letter {
    let told = match content {
        Content::PayoutSent { amount_cents, currency, arrives_on } => Letter {
            subject: "Money is on its way to you".to_owned(),
            summary: format!("A payout of {} goes to your bank account.", money(*amount_cents, currency)),
            facts: vec![("Expected on", arrives_on.format("%-d %B %Y").to_string())],
            ..empty(BECAUSE_PROVIDER)
        },
        Content::PayoutFailed { amount_cents, currency, reason } => Letter {
            subject: "Your bank refused a payout".to_owned(),
            summary: format!("A payout of {} came back from your bank.", money(*amount_cents, currency)),
            paragraphs: vec!["Check your bank details; the amount is still yours.".to_owned()],
            facts: vec![("Reason", reason.replace('_', " "))],
            ..empty(BECAUSE_PROVIDER)
        },
        _ => empty(BECAUSE_PROVIDER),
    };
    let action = Some(Action { label: "Open the balance", path: "/provider/balance".to_owned() });
    Letter { action, ..told }
}

fn received(customer: &str, rating: i32, text: &str) -> Letter {
    let mut facts = vec![("Stars", format!("{rating} of 5"))];
    if !text.trim().is_empty() {
        facts.push(("In their words", text.to_owned()));
    }
    Letter {
        subject: format!("{customer} reviewed you"),
        summary: "You can reply, and everybody can read the reply.".to_owned(),
        facts,
        action: Some(Action { label: "Read and reply", path: "/provider/reviews".to_owned() }),
        ..empty(BECAUSE_PROVIDER)
    }
}
