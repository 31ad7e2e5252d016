//! What exactly was approved, as a text that anybody can hash again.

use crate::vocabulary::LineKind;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use uuid::Uuid;

/// An approval as it is hashed. The order of the fields is part of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Approval<'a> {
    /// The quote.
    pub quote_id: Uuid,
    /// Its number.
    pub number: i64,
    /// Its revision.
    pub revision: i32,
    /// ISO 4217.
    pub currency: &'a str,
    /// Tax in basis points.
    pub tax_bps: i64,
    /// What the approved lines come to, in minor units.
    pub total_cents: i64,
    /// Every approved line in the order of the quote, discounts among them.
    pub lines: Vec<ApprovedLine<'a>>,
}

/// One approved line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovedLine<'a> {
    /// The line.
    pub id: Uuid,
    /// What it is for.
    pub kind: LineKind,
    /// In the provider's words.
    pub title: &'a str,
    /// How many, in thousandths.
    pub quantity_thousandths: i64,
    /// Price of one, in minor units.
    pub unit_cents: i64,
    /// Whether tax is due on it.
    pub taxable: bool,
}

/// The approval as one line of JSON, fields in their order, no spaces: the same text for the same approval.
pub fn canonical(approval: &Approval<'_>) -> String {
    // plain data with text keys: writing it cannot fail
    serde_json::to_string(approval).unwrap_or_default()
}

/// SHA-256 (FIPS 180-4) of `text` in hexadecimal digits.
pub fn sha256(text: &str) -> String {
    sha256_of(text.as_bytes())
}

/// SHA-256 (FIPS 180-4) of `bytes` in hexadecimal digits.
pub fn sha256_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // writing to a text cannot fail
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn approval(title: &str, unit_cents: i64) -> Approval<'_> {
        Approval {
            quote_id: Uuid::nil(),
            number: 1,
            revision: 1,
            currency: "USD",
            tax_bps: 825,
            total_cents: unit_cents,
            lines: vec![ApprovedLine {
                id: Uuid::nil(),
                kind: LineKind::Part,
                title,
                quantity_thousandths: 1_000,
                unit_cents,
                taxable: true,
            }],
        }
    }

    #[test]
    fn the_form_is_what_it_always_was() {
        let text = canonical(&approval("Pads", 6_495));
        assert_eq!(
            text,
            "{\"quote_id\":\"00000000-0000-0000-0000-000000000000\",\"number\":1,\"revision\":1,\"currency\":\"USD\",\
             \"tax_bps\":825,\"total_cents\":6495,\"lines\":[{\"id\":\"00000000-0000-0000-0000-000000000000\",\
             \"kind\":\"part\",\"title\":\"Pads\",\"quantity_thousandths\":1000,\"unit_cents\":6495,\"taxable\":true}]}"
        );
        assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    proptest! {
        #[test]
        fn another_line_has_another_hash(a in ".{0,20}", b in ".{0,20}", price in 0i64..1_000, more in 1i64..1_000) {
            let hash = |title: &str, cents| sha256(&canonical(&approval(title, cents)));
            prop_assert_eq!(hash(&a, price) == hash(&b, price), a == b);
            prop_assert_ne!(hash(&a, price), hash(&a, price + more));
        }
    }
}
