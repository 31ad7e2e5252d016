//! The words about reviews and reminders, and what is told about messages themselves.

use super::{Action, Content, DigestItem, Letter, Reason, empty, page};

/// Puts `content` into words.
pub fn letter(content: &Content) -> Letter {
    match content {
        Content::ReviewReceived { customer, rating, text } => received(customer, *rating, text),
        Content::ReviewReplied { provider, reply, path } => Letter {
            subject: format!("{provider} replied to your review"),
            summary: "The reply stands under your review, for everybody to read.".to_owned(),
            facts: vec![("In their words", reply.clone())],
            action: Some(Action { label: "Read the reply", path: path.clone() }),
            ..empty(Reason::Review)
        },
        Content::WarrantyEnding { repair_id, provider, vehicle, ends_at } => Letter {
            subject: "A warranty ends soon".to_owned(),
            summary: format!("The warranty of {provider} on the work on your {vehicle} ends soon."),
            paragraphs: vec![
                "If something about this work is not right, tell them before that day.".to_owned(),
            ],
            facts: vec![("Last day", ends_at.format("%-d %B %Y").to_string())],
            action: page("Open the repair", "repairs", *repair_id, ""),
            ..empty(Reason::Repaired)
        },
        Content::DeclinedLineDue { title, provider, vehicle } => Letter {
            subject: format!("You wanted to think of this today: {title}"),
            summary: format!(
                "You declined this line of {provider} for your {vehicle} and chose today for it."
            ),
            action: Some(Action { label: "Open the list", path: "/declined-lines".to_owned() }),
            ..empty(Reason::Chosen)
        },
        Content::FavoriteAvailable { favorite } => Letter {
            subject: format!("{favorite} is available again"),
            summary: format!("You can book {favorite} again now."),
            action: Some(Action { label: "Book again", path: "/dashboard".to_owned() }),
            ..empty(Reason::Favorite)
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
            ..empty(Reason::Vehicle)
        },
        Content::StaffText { text } => {
            Letter { subject: text.clone(), summary: text.clone(), ..empty(Reason::Help) }
        }
        Content::Digest { items } => digest(items),
        _ => Letter {
            subject: "You agreed to text messages".to_owned(),
            summary: "We text you what you chose; reply STOP to end it, HELP for help.".to_owned(),
            action: Some(Action { label: "Choose what you get", path: "/settings/messages".to_owned() }),
            ..empty(Reason::Consent)
        },
    }
}

fn digest(items: &[DigestItem]) -> Letter {
    Letter {
        subject: match items.len() {
            1 => "One thing from Pitlane".to_owned(),
            number => format!("{number} things from Pitlane"),
        },
        summary: "This is what could wait until now.".to_owned(),
        facts: items.iter().map(|item| ("News", told(item))).collect(),
        action: Some(Action { label: "Open Pitlane", path: "/dashboard".to_owned() }),
        ..empty(Reason::Digest)
    }
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
        ..empty(Reason::Provider)
    }
}

fn told(item: &DigestItem) -> String {
    let parts = [item.title.trim(), item.summary.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}
