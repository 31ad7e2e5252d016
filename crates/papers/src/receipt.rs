//! The receipt: an order sheet of what was approved, what it comes to, and what was paid.

use crate::PaperError;
use crate::fonts::Fonts;
use crate::sheet::{Cell, Sheet, Style, WIDTH};
use crate::words::{day, miles, moment, money, percent, quantity};
use pitlane_contract::quotes::QuoteLine;
use pitlane_contract::repairs::{Receipt, ReceiptPart};
use pitlane_domain::vocabulary::{LineKind, PartCondition, PaymentPart};

/// The receipt as a PDF file.
pub fn receipt(fonts: &Fonts, receipt: &Receipt) -> Result<Vec<u8>, PaperError> {
    let mut sheet = Sheet::new(fonts, format!("Receipt {}", receipt.number));
    head(&mut sheet, receipt);
    for part in &receipt.parts {
        order(&mut sheet, part, receipt);
    }
    paid(&mut sheet, receipt);
    last(&mut sheet, receipt);
    sheet.finish()
}

fn head(sheet: &mut Sheet<'_>, receipt: &Receipt) {
    let number = format!("Receipt {}", receipt.number);
    let issued = moment(receipt.issued_at);
    let cells = [
        Cell { x: 0.0, width: 320.0, right: false, style: Style::TITLE, text: &number },
        Cell { x: 324.0, width: WIDTH - 324.0, right: true, style: Style::QUIET, text: &issued },
    ];
    sheet.row(&cells, &[]);
    sheet.space(8.0);
    let seller = [Some(receipt.provider_name.as_str()), receipt.provider_address.as_deref()];
    let seller = seller.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let columns = [("From", seller.as_str()), ("For", &receipt.customer_name), ("Vehicle", &receipt.vehicle)];
    let third = WIDTH / 3.0;
    let cells = |style, texts: [&'static str; 3]| {
        let mut x = -third;
        texts.map(|text| {
            x += third;
            Cell { x, width: third - 12.0, right: false, style, text }
        })
    };
    sheet.row(&cells(Style::QUIET, columns.map(|(name, _)| name)), &[]);
    let mut x = -third;
    let values = columns.map(|(_, text)| {
        x += third;
        Cell { x, width: third - 12.0, right: false, style: Style::PLAIN, text }
    });
    sheet.row(&values, &[]);
}

/// The columns of an order: what, how many, for how much each, and in all.
pub fn columns<'a>(style: Style, texts: [&'a str; 4]) -> [Cell<'a>; 4] {
    let [title, quantity, unit, sum] = texts;
    let right = |x: f32, width: f32, text: &'a str| Cell { x, width, right: true, style, text };
    [
        Cell { x: 0.0, width: 268.0, right: false, style, text: title },
        right(272.0, 62.0, quantity),
        right(338.0, 82.0, unit),
        right(424.0, WIDTH - 424.0, sum),
    ]
}

fn order(sheet: &mut Sheet<'_>, part: &ReceiptPart, receipt: &Receipt) {
    let currency = receipt.currency.as_str();
    sheet.space(12.0);
    sheet.room(80.0);
    let name = match part.revision {
        1 => format!("Quote {}", part.number),
        revision => format!("Quote {}, revision {revision}", part.number),
    };
    sheet.text(Style::HEAD, &name);
    sheet.space(4.0);
    let heads = columns(Style::QUIET, ["Approved", "Quantity", "Each", "Amount"]);
    sheet.row(&heads, &[]);
    sheet.rule();
    for line in part.lines.iter().filter(|line| line.kind != LineKind::Discount) {
        let (title, each) = (title(line), money(line.unit_cents, currency));
        let (many, sum) = (quantity(line.quantity_thousandths), money(line.total_cents, currency));
        sheet.row(&columns(Style::PLAIN, [&title, &many, &each, &sum]), &heads);
    }
    sheet.rule();
    sum(sheet, Style::PLAIN, "Subtotal", part.subtotal_cents, currency);
    if part.discount_cents > 0 {
        let named: Vec<_> = part.lines.iter().filter(|line| line.kind == LineKind::Discount).collect();
        let name = match named.as_slice() {
            [one] => format!("Discount: {}", one.title),
            _ => "Discounts".to_owned(),
        };
        sum(sheet, Style::PLAIN, &name, -part.discount_cents, currency);
    }
    sum(sheet, Style::PLAIN, &format!("Tax {}", percent(part.tax_bps)), part.tax_cents, currency);
    sum(sheet, Style::STRONG, "Total", part.total_cents, currency);
}

/// What a line is for, in words, with the part's number and condition below it.
pub fn title(line: &QuoteLine) -> String {
    let condition = line.part_condition.map(|condition| match condition {
        PartCondition::New => "New part",
        PartCondition::Used => "Used part",
        PartCondition::Rebuilt => "Rebuilt part",
    });
    let number = line.part_number.as_ref().map(|number| format!("No. {number}"));
    let about: Vec<_> = condition.map(ToOwned::to_owned).into_iter().chain(number).collect();
    let tax = if line.taxable { ", taxed" } else { "" };
    if about.is_empty() {
        format!("{}{tax}", line.title)
    } else {
        format!("{}{tax}\n{}", line.title, about.join(", "))
    }
}

/// A figure at the foot of a table.
pub fn sum(sheet: &mut Sheet<'_>, style: Style, name: &str, cents: i64, currency: &str) {
    let value = money(cents, currency);
    let cells = [
        Cell { x: 0.0, width: 400.0, right: false, style, text: name },
        Cell { x: 404.0, width: WIDTH - 404.0, right: true, style, text: &value },
    ];
    sheet.row(&cells, &[]);
}

fn paid(sheet: &mut Sheet<'_>, receipt: &Receipt) {
    let currency = receipt.currency.as_str();
    sheet.space(14.0);
    sheet.room(90.0);
    sheet.text(Style::HEAD, "Payments");
    sheet.rule();
    for payment in &receipt.payments {
        let part = match payment.part {
            PaymentPart::Deposit => "Deposit",
            PaymentPart::Part => "Part payment",
            PaymentPart::Rest => "Payment",
        };
        let rule = payment.fee_rule.as_ref().map(|rule| format!("\nPlatform fee rule {rule}"));
        let name = format!("{part}, {}{}", moment(payment.paid_at), rule.unwrap_or_default());
        sum(sheet, Style::PLAIN, &name, payment.amount_cents, currency);
        if payment.refunded_cents > 0 {
            sum(sheet, Style::PLAIN, "Refunded of it", -payment.refunded_cents, currency);
        }
    }
    sheet.rule();
    sum(sheet, Style::PLAIN, "Approved in all", receipt.total_cents, currency);
    if receipt.paid_cents > receipt.total_cents {
        let above = receipt.paid_cents - receipt.total_cents;
        sum(sheet, Style::PLAIN, "Above it, as the region allows", above, currency);
    }
    sum(sheet, Style::PLAIN, "Paid", receipt.paid_cents, currency);
    if receipt.refunded_cents > 0 {
        sum(sheet, Style::PLAIN, "Refunded", -receipt.refunded_cents, currency);
    }
    sum(sheet, Style::STRONG, "Left to pay", receipt.due_cents, currency);
}

fn last(sheet: &mut Sheet<'_>, receipt: &Receipt) {
    sheet.space(14.0);
    if let Some(at) = receipt.completed_at {
        sheet.pair("Completed", &day(at));
    }
    if let Some(until) = receipt.warranty_expires_at {
        let distance = receipt.warranty_miles.map(|number| format!(", or {}", miles(number)));
        sheet.pair("Warranty until", &format!("{}{}", day(until), distance.unwrap_or_default()));
    }
}
