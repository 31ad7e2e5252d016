//! All words of all messages. Plain, sentence case, one sentence a thought.

mod money;
mod news;
mod reasons;
mod repairs;
pub mod short;

use super::content::{Content, DigestItem};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use pitlane_domain::vocabulary::{ServiceKind, WorkshopRole};
pub use reasons::Reason;
use uuid::Uuid;

/// A message in words, before it has a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The subject of the mail and the title of the notice.
    pub subject: String,
    /// What it is about, in one sentence.
    pub summary: String,
    /// More sentences, for the mail only.
    pub paragraphs: Vec<String>,
    /// Facts below one another: what and its value.
    pub facts: Vec<(&'static str, String)>,
    /// The one thing to do.
    pub action: Option<Action>,
    /// Why it comes: said small at the end.
    pub reason: Reason,
}

/// A link into the web app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What the button says.
    pub label: &'static str,
    /// A path of the web app.
    pub path: String,
}

/// Greets by name.
pub fn greeting(name: Option<&str>) -> String {
    match name.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => format!("Hello {name},"),
        None => "Hello,".to_owned(),
    }
}

/// Ends every mail.
pub const SIGNATURE: &str = "Pitlane";
/// Says how a topic is ended.
pub const STOP: &str = "Get no more of these:";
/// The same on the small button of a browser's message.
pub const STOP_SHORT: &str = "Stop these";
/// Stands under a button for whoever cannot press it.
pub const LINK_BELOW: &str = "If the button does not work, open this address:";

/// Puts `content` into words.
pub fn letter(content: &Content) -> Letter {
    let named = content.clone().with_names();
    let mut letter = said(&named);
    letter.facts.retain(|(_, value)| !value.trim().is_empty());
    if named != *content {
        // the word that took a name's place may begin the sentence
        letter.subject = capitalised(&letter.subject);
        letter.summary = capitalised(&letter.summary);
    }
    letter
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn said(content: &Content) -> Letter {
    match content {
        Content::ByLink { token, of } => by_link(token, of),
        Content::VerifyEmail { .. }
        | Content::ResetPassword { .. }
        | Content::AccountExists
        | Content::WorkshopInvitation { .. } => account(content),
        Content::PriorityRequest { .. }
        | Content::StartNudge { .. }
        | Content::OffersPaused
        | Content::SupportAlert { .. } => work(content),
        Content::QuoteLink { .. }
        | Content::QuoteReceived { .. }
        | Content::QuoteDecided { .. }
        | Content::QuoteExpired { .. }
        | Content::QuoteMessage { .. }
        | Content::QuoteAnswer { .. } => repairs::quote(content),
        Content::RepairMoved { .. } | Content::RepairSlipped { .. } | Content::ReviewRequested { .. } => {
            repairs::repair(content)
        }
        Content::RepairPaid { .. }
        | Content::RefundIssued { .. }
        | Content::SessionMoney { .. }
        | Content::PaymentDisputed { .. }
        | Content::PayoutSent { .. }
        | Content::PayoutFailed { .. } => money::letter(content),
        Content::ReviewReceived { .. }
        | Content::ReviewReplied { .. }
        | Content::WarrantyEnding { .. }
        | Content::DeclinedLineDue { .. }
        | Content::FavoriteAvailable { .. }
        | Content::ServiceDue { .. }
        | Content::TextsAllowed
        | Content::StaffText { .. }
        | Content::Digest { .. } => news::letter(content),
        _ => booking(content),
    }
}

/// `content` as one of several in a mail.
pub fn item(content: &Content) -> DigestItem {
    let letter = letter(content);
    let path = letter.action.map(|action| action.path);
    DigestItem { title: letter.subject, summary: letter.summary, path, topic: Some(content.kind().topic()) }
}

fn account(content: &Content) -> Letter {
    match content {
        Content::VerifyEmail { token } => Letter {
            subject: "Confirm your e-mail address".to_owned(),
            summary: "Confirm this address so that we can reach you about your bookings.".to_owned(),
            paragraphs: vec!["The link works once, for 24 hours.".to_owned()],
            action: link("Confirm address", "/verify-email?token=", token),
            ..empty(Reason::Address)
        },
        Content::ResetPassword { token } => Letter {
            subject: "Choose a new password".to_owned(),
            summary: "Somebody, most likely you, asked for a new password for this account.".to_owned(),
            paragraphs: vec![
                "The link works once, for one hour, and signs you out everywhere else.".to_owned(),
            ],
            action: link("Choose a password", "/reset-password?token=", token),
            ..empty(Reason::Password)
        },
        Content::WorkshopInvitation { token, workshop, inviter, role } => Letter {
            subject: format!("Join {workshop} on Pitlane"),
            summary: format!("{inviter} invites you to {workshop} as {}.", role_word(*role)),
            paragraphs: vec!["The link works once, for seven days.".to_owned()],
            action: link("Join the workshop", "/invitations/accept?token=", token),
            ..empty(Reason::Invitation)
        },
        _ => Letter {
            subject: "You already have an account".to_owned(),
            summary: "Somebody, most likely you, tried to sign up with this address.".to_owned(),
            paragraphs: vec![
                "The address has an account already, so no new one was made.".to_owned(),
                "Sign in with your password, or choose a new one if you forgot it.".to_owned(),
            ],
            action: Some(Action { label: "Sign in", path: "/sign-in".to_owned() }),
            ..empty(Reason::SecondAccount)
        },
    }
}

fn booking(content: &Content) -> Letter {
    match content {
        Content::BookingConfirmed { request_id, service, vehicle, price_cents, currency, preferred } => {
            booked(*request_id, *service, vehicle, &amount(*price_cents, currency), preferred.as_deref())
        }
        Content::MechanicAssigned { session_id, mechanic, vehicle } => Letter {
            subject: format!("{mechanic} takes your request"),
            summary: format!("{mechanic} is waiting for you in the session room."),
            facts: vec![("Vehicle", vehicle.clone())],
            action: page("Open the session", "sessions", *session_id, ""),
            ..empty(Reason::Booking)
        },
        Content::MechanicCancelled { request_id, mechanic } => Letter {
            subject: "We are finding you another mechanic".to_owned(),
            summary: format!(
                "{mechanic} had to give your request back, and we are asking everybody else now."
            ),
            paragraphs: vec!["There is nothing to do, and nothing more to pay.".to_owned()],
            action: page("Follow the search", "requests", *request_id, ""),
            ..empty(Reason::Booking)
        },
        Content::RequestExpired { request_id, paid } => expired(*request_id, *paid),
        Content::SessionEnded { session_id, with, to_mechanic } => ended(*session_id, with, *to_mechanic),
        Content::SummaryReady { session_id, mechanic } => Letter {
            subject: "Your summary is ready".to_owned(),
            summary: format!("{mechanic} wrote down what was found and what to do next."),
            action: page("Read the summary", "sessions", *session_id, "/summary"),
            ..empty(Reason::Booking)
        },
        Content::SessionStarting { session_id, with, starts_at, time_zone } => Letter {
            subject: format!("Your session with {with} begins soon"),
            summary: format!("{with} expects you at {}.", clock(*starts_at, time_zone)),
            action: page("Open the session", "sessions", *session_id, ""),
            ..empty(Reason::Session)
        },
        Content::FollowUpAnswered { session_id, mechanic } => Letter {
            subject: format!("{mechanic} answered your question"),
            summary: "The answer to your follow-up question is in the summary of the session.".to_owned(),
            action: page("Read the answer", "sessions", *session_id, "/summary"),
            ..empty(Reason::Booking)
        },
        _ => empty(Reason::Booking),
    }
}

/// The time of day in `zone`, with its name; UTC where the zone is not known.
fn clock(at: DateTime<Utc>, zone: &str) -> String {
    told(at, zone, "%H:%M (%Z)")
}

/// Day and time in `zone`, with its name; UTC where the zone is not known.
fn day_and_time(at: DateTime<Utc>, zone: &str) -> String {
    told(at, zone, "%-d %B %Y, %H:%M (%Z)")
}

fn told(at: DateTime<Utc>, zone: &str, how: &str) -> String {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    at.with_timezone(&zone).format(how).to_string()
}

fn booked(id: Uuid, service: ServiceKind, vehicle: &str, price: &str, preferred: Option<&str>) -> Letter {
    let next = match preferred {
        Some(name) => format!("We are asking {name} first, and everybody else if they cannot take it."),
        None => "We are asking every mechanic who is online now.".to_owned(),
    };
    Letter {
        subject: "Your booking is confirmed".to_owned(),
        summary: next,
        paragraphs: vec![
            "The price is held on your card, and charged only when the session starts.".to_owned(),
        ],
        facts: vec![
            ("Service", service_word(service).to_owned()),
            ("Vehicle", vehicle.to_owned()),
            ("Price", price.to_owned()),
        ],
        action: page("Follow your request", "requests", id, ""),
        ..empty(Reason::Booking)
    }
}

fn expired(id: Uuid, paid: bool) -> Letter {
    let (subject, summary) = if paid {
        (
            "Nobody was free for your request",
            "No mechanic took your request in time, so it has ended and nothing is charged.",
        )
    } else {
        ("Your request has ended", "Your request was not paid in time, so it has ended.")
    };
    let paragraphs = if paid {
        vec!["The amount held on your card is released; banks show that within a few days.".to_owned()]
    } else {
        Vec::new()
    };
    Letter {
        subject: subject.to_owned(),
        summary: summary.to_owned(),
        paragraphs,
        action: page("See what happened", "requests", id, ""),
        ..empty(Reason::Booking)
    }
}

fn ended(id: Uuid, with: &str, to_mechanic: bool) -> Letter {
    if to_mechanic {
        return Letter {
            subject: format!("Write the summary for {with}"),
            summary: format!("Your session with {with} is over, and they are waiting for your summary."),
            action: page("Write the summary", "sessions", id, "/summary"),
            ..empty(Reason::Provider)
        };
    }
    Letter {
        subject: format!("Your session with {with} is over"),
        summary: format!("{with} is writing a summary, and we tell you when it is there."),
        action: page("Open the session", "sessions", id, ""),
        ..empty(Reason::Booking)
    }
}

fn work(content: &Content) -> Letter {
    match content {
        Content::PriorityRequest { customer, service, vehicle, concern, window_minutes } => Letter {
            subject: format!("{customer} asks for you first"),
            summary: format!("You have {} before everybody else is asked.", minutes(*window_minutes)),
            facts: vec![
                ("Service", service_word(*service).to_owned()),
                ("Vehicle", vehicle.clone()),
                ("In their words", concern.clone()),
            ],
            action: Some(Action { label: "Answer the request", path: "/provider/offers".to_owned() }),
            ..empty(Reason::Provider)
        },
        Content::StartNudge { session_id, customer } => Letter {
            subject: format!("{customer} is waiting for you"),
            summary: "You took this request and have not started the session yet.".to_owned(),
            paragraphs: vec!["After five minutes the customer may ask for somebody else.".to_owned()],
            action: page("Start the session", "sessions", *session_id, ""),
            ..empty(Reason::Provider)
        },
        Content::SupportAlert { session_id, request_id, mechanic } => Letter {
            subject: "A session did not start".to_owned(),
            summary: format!("{mechanic} accepted five minutes ago and has not started the session."),
            facts: vec![("Session", session_id.to_string()), ("Request", request_id.to_string())],
            ..empty(Reason::Support)
        },
        _ => Letter {
            subject: "You get no more requests for now".to_owned(),
            summary: "You missed three requests in a row, so we stopped sending you new ones.".to_owned(),
            paragraphs: vec!["Switch yourself online again when you have time.".to_owned()],
            action: Some(Action { label: "Open my requests", path: "/provider/offers".to_owned() }),
            ..empty(Reason::Provider)
        },
    }
}

/// The same words to somebody without an account: the button opens the one repair.
fn by_link(token: &str, of: &Content) -> Letter {
    let words = said(of);
    let label = words.action.as_ref().map_or("Open the repair", |action| action.label);
    let summary = match of {
        Content::RepairPaid { .. } => {
            "Your payment went through, and your receipt is on the page.".to_owned()
        }
        _ => words.summary,
    };
    Letter { summary, action: link(label, "/repair-links/", token), ..words }
}

const fn empty(reason: Reason) -> Letter {
    Letter {
        subject: String::new(),
        summary: String::new(),
        paragraphs: Vec::new(),
        facts: Vec::new(),
        action: None,
        reason,
    }
}

fn empty_with(subject: String, reason: Reason) -> Letter {
    Letter { subject, ..empty(reason) }
}

#[expect(clippy::unnecessary_wraps, reason = "reads as the field that it fills")]
fn page(label: &'static str, section: &str, id: Uuid, rest: &str) -> Option<Action> {
    Some(Action { label, path: format!("/{section}/{id}{rest}") })
}

/// A link with a secret; once the secret is gone there is no link.
fn link(label: &'static str, path: &str, token: &str) -> Option<Action> {
    let fine = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let token: String = token.chars().filter(|c| fine(*c)).collect();
    (!token.is_empty()).then(|| Action { label, path: format!("{path}{token}") })
}

fn amount(cents: i64, currency: &str) -> String {
    format!("{}.{:02} {currency}", cents / 100, cents % 100)
}

fn minutes(number: i64) -> String {
    if number == 1 { "1 minute".to_owned() } else { format!("{number} minutes") }
}

const fn service_word(service: ServiceKind) -> &'static str {
    match service {
        ServiceKind::Chat => "Chat",
        ServiceKind::Video => "Video call",
        ServiceKind::InPerson => "Visit",
    }
}

const fn role_word(role: WorkshopRole) -> &'static str {
    match role {
        WorkshopRole::Owner => "an owner",
        WorkshopRole::Manager => "a manager",
        WorkshopRole::Mechanic => "a mechanic",
    }
}
