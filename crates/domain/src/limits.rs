//! How long what people write may be, in characters, and how far the numbers of a quote's terms may go. The API refuses
//! what is beyond, and the page that takes it says so before.

use std::ops::RangeInclusive;

/// What customers read about a mechanic or a workshop.
pub const BIO: RangeInclusive<usize> = 0..=1_000;
/// Where a workshop is.
pub const ADDRESS: RangeInclusive<usize> = 0..=200;
/// The description of a line that is sent.
pub const LINE_TITLE: RangeInclusive<usize> = 1..=200;
/// The maker's number of a part.
pub const PART_NUMBER: RangeInclusive<usize> = 0..=60;
/// What is wrong, in a quote or a template.
pub const DIAGNOSIS: RangeInclusive<usize> = 0..=4_000;
/// The name of a template.
pub const TEMPLATE_NAME: RangeInclusive<usize> = 1..=80;
/// The name of a person: the customer's, and who gave an approval.
pub const PERSON_NAME: RangeInclusive<usize> = 2..=120;
/// A vehicle in words.
pub const VEHICLE: RangeInclusive<usize> = 1..=120;
/// Why a quote was declined, and what was said with an approval.
pub const DECISION_REASON: RangeInclusive<usize> = 0..=1_000;
/// A message about a quote.
pub const QUOTE_MESSAGE: RangeInclusive<usize> = 1..=1_000;
/// A note on the timeline of a repair.
pub const REPAIR_NOTE: RangeInclusive<usize> = 0..=2_000;
/// Why a repair takes longer than promised.
pub const SLIP_REASON: RangeInclusive<usize> = 0..=500;
/// What a photo shows.
pub const CAPTION: RangeInclusive<usize> = 0..=200;
/// Why money goes back.
pub const REFUND_REASON: RangeInclusive<usize> = 1..=500;
/// Months of warranty from the completion.
pub const WARRANTY_MONTHS: RangeInclusive<i32> = 0..=120;
/// Miles of warranty from the completion.
pub const WARRANTY_MILES: RangeInclusive<i32> = 0..=1_000_000;
/// Days that a quote holds.
pub const VALID_DAYS: RangeInclusive<i32> = 1..=365;

/// Whether a text, without spaces around it, is as long as it may be.
///
/// ```
/// # use pitlane_domain::limits::{PERSON_NAME, fits};
/// assert!(fits(PERSON_NAME, " \u{c9}l "));
/// assert!(!fits(PERSON_NAME, " x "));
/// ```
pub fn fits(bounds: RangeInclusive<usize>, text: &str) -> bool {
    bounds.contains(&text.trim().chars().count())
}
