//! The intake: which vehicle, what problem, which service, and the payment.

mod draft;
mod intake;
mod pay;
mod problem;
mod service;
mod vehicle;

pub use intake::Intake;

use pitlane_domain::vocabulary::ServiceKind;

use crate::text::t;

/// A service in a word or two.
pub fn service_word(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Chat => t().common.chat,
        ServiceKind::Video => t().common.video,
        ServiceKind::InPerson => t().common.in_person,
    }
}
