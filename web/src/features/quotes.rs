//! Quotes: the provider's list and editor, the customer's list and decision.

pub mod amounts;
mod decide;
mod declined;
mod editor;
mod list;
mod new;
mod order;
mod record;
mod sent;
mod sheet;
mod start;
mod talk;

pub use declined::DeclinedLines;
pub use list::{CustomerQuotes, Quotes};
pub use new::NewQuote;
pub use order::{CustomerQuote, LinkedQuote};
pub use sent::OwnQuote;
pub use sheet::line_sum;
pub use start::{QuoteForRepair, QuoteFromSession};

use pitlane_contract::quotes::{Quote, QuoteLine};
use pitlane_domain::{
    quotes::Line,
    vocabulary::{QuoteStatus, Severity},
};

use crate::{text::t, ui::Tone};

/// Where a quote stands, in a word or two and a colour.
pub fn standing(status: QuoteStatus) -> (&'static str, Tone) {
    let words = &t().quotes;
    match status {
        QuoteStatus::Draft => (words.draft, Tone::Plain),
        QuoteStatus::Sent => (words.sent, Tone::Wait),
        QuoteStatus::Approved => (words.approved, Tone::Good),
        QuoteStatus::PartiallyApproved => (words.partially, Tone::Good),
        QuoteStatus::Declined => (words.declined, Tone::Bad),
        QuoteStatus::Expired => (words.expired, Tone::Off),
        QuoteStatus::Superseded => (words.superseded, Tone::Off),
        QuoteStatus::Cancelled => (words.cancelled, Tone::Off),
    }
}

/// The same for the customer, who is the one that a sent quote waits for.
pub fn customer_standing(status: QuoteStatus) -> (&'static str, Tone) {
    match status {
        QuoteStatus::Sent => (t().quotes.waits, Tone::Wait),
        status => standing(status),
    }
}

/// How pressing a line is, in words and a colour.
pub fn pressing(severity: Severity) -> (&'static str, Tone) {
    let words = &t().quotes;
    match severity {
        Severity::Unsafe => (words.severity_unsafe, Tone::Bad),
        Severity::Soon => (words.severity_soon, Tone::Wait),
        Severity::Later => (words.severity_later, Tone::Off),
    }
}

/// A line as the rules count it.
pub fn counted(line: &QuoteLine) -> Line {
    Line {
        kind: line.kind,
        quantity_thousandths: line.quantity_thousandths,
        unit_cents: line.unit_cents,
        taxable: line.taxable,
    }
}

/// Number and revision, as a page's name.
pub fn name(quote: &Quote) -> String {
    (t().quotes.one_title)(&quote.number)
}
