//! A customer's requests: the list, one request with its countdown and timeline, and its payment.

mod list;
mod page;
mod payment;
mod timeline;
mod ways;

pub use list::Requests;
pub use page::Request;
pub use payment::RequestPayment;

use pitlane_contract::dispatch::SessionRequest;
use pitlane_domain::vocabulary::RequestStatus;

use crate::{text::t, ui::Tone};

/// Who is asked alone right now.
pub fn asked_alone(request: &SessionRequest) -> Option<String> {
    request.priority_expires_at?;
    request.preferred_provider.as_ref().map(|provider| provider.name.clone())
}

/// Where a request stands, in a word or two and a colour.
pub fn standing(request: &SessionRequest) -> (String, Tone) {
    let words = &t().request;
    match request.status {
        RequestStatus::AwaitingPayment => (words.awaiting_payment.to_owned(), Tone::Wait),
        RequestStatus::Pending => match asked_alone(request) {
            Some(name) => ((words.pending_first)(&name), Tone::Wait),
            None => (words.pending.to_owned(), Tone::Wait),
        },
        RequestStatus::Accepted => (words.accepted.to_owned(), Tone::Good),
        RequestStatus::Cancelled => (words.cancelled.to_owned(), Tone::Off),
        RequestStatus::Expired => (words.expired.to_owned(), Tone::Off),
    }
}
