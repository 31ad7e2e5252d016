//! Repairs: the provider's board, and the timeline and the money that the customer follows.

mod afterwards;
mod board;
mod customer;
mod drag;
mod follow;
mod lanes;
mod linked;
mod list;
mod moves;
mod notes;
mod origins;
mod own;
mod papers;
mod pay;
mod payments;
mod receipt;
mod refund;
mod timeline;

pub use board::Board;
pub use customer::CustomerRepair;
pub use follow::Follow;
pub use linked::LinkedRepairPage;
pub use own::OwnRepair;
pub use papers::QuotePapers;

use pitlane_contract::repairs::RepairSummary;
use pitlane_domain::vocabulary::{RepairPaymentStatus, RepairStatus};

use crate::{text::t, ui::Tone};

/// A repair by its number and its customer.
fn named(repair: &RepairSummary) -> String {
    format!("{}, {}", repair.number, repair.customer_name)
}

/// Where a repair stands, in a word or two and a colour.
pub fn standing(status: RepairStatus) -> (&'static str, Tone) {
    let words = &t().repairs;
    match status {
        RepairStatus::Received => (words.received, Tone::Plain),
        RepairStatus::InProgress => (words.in_progress, Tone::Plain),
        RepairStatus::WaitingForParts => (words.waiting_for_parts, Tone::Wait),
        RepairStatus::Ready => (words.ready, Tone::Good),
        RepairStatus::Completed => (words.completed, Tone::Good),
        RepairStatus::Cancelled => (words.cancelled, Tone::Off),
    }
}

/// How far a repair is paid, in a word or two and a colour.
pub fn paid(status: RepairPaymentStatus) -> (&'static str, Tone) {
    let words = &t().repairs;
    match status {
        RepairPaymentStatus::Unpaid => (words.unpaid, Tone::Off),
        RepairPaymentStatus::Partial => (words.partial, Tone::Wait),
        RepairPaymentStatus::Paid => (words.paid, Tone::Good),
        RepairPaymentStatus::Refunded => (words.refunded, Tone::Off),
    }
}
