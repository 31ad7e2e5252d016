use leptos::prelude::*;

use super::card::Card;
use crate::text::t;

/// Says why a card did not work: at the field where it was mistyped, else above the form.
pub fn place(card: Card, code: &str) {
    let words = &t().booking;
    let (field, text) = match code {
        "incorrect_number" => (Some(card.number), words.card_invalid),
        "invalid_expiry_month" | "invalid_expiry_year" => (Some(card.expiry), words.expiry_invalid),
        "expired_card" => (Some(card.expiry), words.card_expired),
        "invalid_cvc" => (Some(card.cvc), words.cvc_invalid),
        "incorrect_cvc" => (Some(card.cvc), words.cvc_wrong),
        "insufficient_funds" => (None, words.no_funds),
        "processing_error" => (None, words.card_trouble),
        "authentication_required" | "payment_intent_authentication_failure" => (None, words.auth_failed),
        _ => (None, words.declined),
    };
    // a kept card has no fields here
    match field.filter(|_| card.wallet.saved().is_none()) {
        Some(field) => {
            field.error.set(Some(text.to_owned()));
            card.form.error.set(Some(t().problems.check_fields.to_owned()));
        }
        None => card.form.error.set(Some(text.to_owned())),
    }
}
