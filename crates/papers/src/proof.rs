//! The proof of what a customer approved: each approval on its own, as it was given.

use crate::PaperError;
use crate::fonts::Fonts;
use crate::receipt::{columns, sum};
use crate::sheet::{Cell, Sheet, Style, WIDTH};
use crate::words::{moment, money, percent, quantity};
use pitlane_contract::quotes::{AuthorizationProof, QuoteProof};
use pitlane_domain::vocabulary::{AuthorizationMethod, LineKind};

/// The proof as a PDF file.
pub fn proof(fonts: &Fonts, proof: &QuoteProof) -> Result<Vec<u8>, PaperError> {
    let title = format!("Proof of authorization {}", proof.number);
    let mut sheet = Sheet::new(fonts, title.clone());
    let issued = moment(proof.issued_at);
    let cells = [
        Cell { x: 0.0, width: 364.0, right: false, style: Style::TITLE, text: &title },
        Cell { x: 368.0, width: WIDTH - 368.0, right: true, style: Style::QUIET, text: &issued },
    ];
    sheet.row(&cells, &[]);
    sheet.space(8.0);
    sheet.pair("Quote", &format!("{}, revision {}", proof.number, proof.revision));
    sheet.pair("Provider", &proof.provider_name);
    sheet.pair("Customer", &proof.customer_name);
    sheet.pair("Vehicle", &proof.vehicle);
    if !proof.diagnosis_summary.is_empty() {
        sheet.pair("What is wrong", &proof.diagnosis_summary);
    }
    for (place, given) in proof.authorizations.iter().enumerate() {
        approval(&mut sheet, place + 1, given, &proof.currency);
    }
    sheet.finish()
}

fn approval(sheet: &mut Sheet<'_>, place: usize, given: &AuthorizationProof, currency: &str) {
    let kept = &given.authorization;
    sheet.space(16.0);
    sheet.room(150.0);
    sheet.text(Style::HEAD, &format!("Authorization {place}"));
    sheet.rule();
    sheet.pair("Given", method(kept.method));
    sheet.pair("Name as given", &kept.typed_name);
    sheet.pair("When", &moment(kept.at));
    if let Some(name) = &kept.recorded_by {
        sheet.pair("Recorded by", &format!("{name}, {}", moment(given.recorded_at)));
    }
    for (name, value) in [("Said", &kept.reason), ("Address", &given.ip), ("Browser", &given.user_agent)] {
        if let Some(value) = value {
            sheet.pair(name, value);
        }
    }
    sheet.space(6.0);
    lines(sheet, given, currency);
    sum(sheet, Style::STRONG, "Approved of this quote", given.quote_total_cents, currency);
    sum(sheet, Style::PLAIN, "Added by this authorization", kept.added_cents, currency);
    sum(sheet, Style::PLAIN, "Authorized for the repair from then on", kept.total_cents, currency);
    sheet.space(4.0);
    if let Some(wording) = &given.tolerance_wording {
        sheet.pair("Charging more", wording);
    }
    sheet.pair("SHA-256", &kept.sha256);
}

fn lines(sheet: &mut Sheet<'_>, given: &AuthorizationProof, currency: &str) {
    let heads = columns(Style::QUIET, ["Approved", "Quantity", "Each", "Amount"]);
    sheet.row(&heads, &[]);
    sheet.rule();
    for line in &given.lines {
        let taken_off = line.kind == LineKind::Discount;
        let tax = if line.taxable { ", taxed" } else { "" };
        let title = format!("{}{tax}{}", line.title, if taken_off { " (on the whole quote)" } else { "" });
        let sign = if taken_off { -1 } else { 1 };
        let (each, total) = (money(line.unit_cents, currency), money(sign * line.total_cents, currency));
        let many = quantity(line.quantity_thousandths);
        sheet.row(&columns(Style::PLAIN, [&title, &many, &each, &total]), &heads);
    }
    sheet.rule();
    sheet.row(&columns(Style::QUIET, [&format!("Tax at {}", percent(given.tax_bps)), "", "", ""]), &[]);
}

/// How an approval was given, in words.
const fn method(method: AuthorizationMethod) -> &'static str {
    match method {
        AuthorizationMethod::Portal => "In the customer's account",
        AuthorizationMethod::Link => "By the link that was sent to the customer",
        AuthorizationMethod::Phone => "By phone",
        AuthorizationMethod::Text => "By text message",
        AuthorizationMethod::InPerson => "In person",
    }
}
