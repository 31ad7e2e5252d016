//! Quotes: the provider's list and editor, the customer's list and decision.

pub mod amounts;
mod decide;
mod declined;
mod editor;
mod known;
mod list;
mod new;
mod order;
mod proof;
mod rates;
mod record;
mod sent;
mod sheet;
mod start;
mod talk;

pub use declined::DeclinedLines;
pub use list::{CustomerQuotes, Quotes};
pub use new::NewQuote;
pub use order::{CustomerQuote, LinkedQuote};
pub use rates::Rates;
pub use sent::OwnQuote;
pub use sheet::{explained, line_sum};
pub use start::{QuoteForRepair, QuoteFromSession};

use pitlane_contract::quotes::{Quote, QuoteLine};
use pitlane_domain::{
    limits::{PERSON_NAME, fits},
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

/// The rule for a name in place of a signature.
fn person_name(value: &str) -> Option<String> {
    let good = fits(PERSON_NAME, value);
    (!good).then(|| (t().quotes.typed_name_invalid)(*PERSON_NAME.start(), *PERSON_NAME.end()))
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
