//! What the papers say, read back from the files by another program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use pitlane_contract::quotes::QuoteLine;
use pitlane_contract::repairs::{Receipt, ReceiptPart, ReceiptPayment};
use pitlane_domain::vocabulary::{LineDecision, LineKind, PaymentPart};
use pitlane_papers::{Fonts, receipt};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use uuid::Uuid;

/// The text of a file, by poppler's `pdftotext`.
fn text(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext of poppler-utils is there");
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap()
}

fn line(title: &str, kind: LineKind, quantity_thousandths: i64, unit_cents: i64) -> QuoteLine {
    QuoteLine {
        id: Uuid::nil(),
        kind,
        title: title.to_owned(),
        quantity_thousandths,
        unit_cents,
        total_cents: quantity_thousandths * unit_cents / 1_000,
        taxable: kind == LineKind::Part,
        part_number: (kind == LineKind::Part).then(|| "BP-4471".to_owned()),
        part_condition: None,
        severity: None,
        decision: LineDecision::Approved,
        deferral: None,
        snoozed_until: None,
        photos: Vec::new(),
    }
}

fn example(customer: &str, lines: Vec<QuoteLine>) -> Receipt {
    let at = "2026-11-20T12:00:00Z".parse().unwrap();
    Receipt {
        repair_id: Uuid::nil(),
        number: "Q-1001".to_owned(),
        provider_name: "Harbor Garage".to_owned(),
        provider_address: Some("12 Dock Street, Portland".to_owned()),
        customer_name: customer.to_owned(),
        vehicle: "2019 Subaru Outback".to_owned(),
        parts: vec![ReceiptPart {
            quote_id: Uuid::nil(),
            number: "Q-1001".to_owned(),
            revision: 2,
            lines,
            subtotal_cents: 123_456,
            discount_cents: 1_000,
            tax_bps: 825,
            tax_cents: 1_072,
            total_cents: 123_528,
        }],
        total_cents: 123_528,
        paid_cents: 100_000,
        refunded_cents: 8_000,
        due_cents: 31_528,
        currency: "USD".to_owned(),
        payments: vec![ReceiptPayment {
            payment_id: Uuid::nil(),
            part: PaymentPart::Deposit,
            amount_cents: 100_000,
            refunded_cents: 8_000,
            paid_at: at,
            fee_rule: Some("0193aa00-0000-7000-8000-000000000001 v3".to_owned()),
        }],
        completed_at: Some(at),
        warranty_expires_at: Some(at),
        warranty_miles: Some(12_000),
        issued_at: at,
    }
}

fn fonts() -> Fonts {
    Fonts::new([PathBuf::from("/usr/share/fonts"), PathBuf::from("/usr/local/share/fonts")]).unwrap()
}

/// Keeps a file for a look at it, where a folder is named for that.
fn keep(name: &str, pdf: &[u8]) {
    if let Ok(folder) = std::env::var("PITLANE_KEEP_PAPERS") {
        std::fs::write(PathBuf::from(folder).join(name), pdf).unwrap();
    }
}

#[test]
fn a_receipt_shows_every_figure_once() {
    let lines = vec![
        line("Replace the front pads", LineKind::Labor, 2_500, 12_000),
        line("Front brake pads", LineKind::Part, 2_000, 6_495),
        line("Winter offer", LineKind::Discount, 1_000, 1_000),
    ];
    let pdf = receipt(&fonts(), &example("Dana Okafor", lines)).unwrap();
    keep("plain.pdf", &pdf);
    let text = text(&pdf);
    for figure in [
        "Q-1001, revision 2",
        "2.5",
        "$120.00",
        "$300.00",
        "$64.95",
        "$129.90",
        "$1,234.56",
        "Discount: Winter offer",
        "-$10.00",
        "Tax 8.25%",
        "$10.72",
        "$1,235.28",
        "-$80.00",
        "$315.28",
        "No. BP-4471",
        "rule 0193aa00-0000-7000-8000-000000000001 v3",
        "or 12,000 miles",
        "Page 1 of 1",
    ] {
        assert!(text.contains(figure), "{figure} is missing in\n{text}");
    }
    assert!(pdf.len() < 60_000, "only the letters that are used are in the file: {} bytes", pdf.len());
}

#[test]
fn names_in_many_scripts_can_be_read_and_copied() {
    let names = ["Дана Окафор", "Δανάη Παπαδοπούλου", "محمد الحسيني", "山田 太郎", "Đặng Thị Ánh", "김민수"];
    for (number, name) in names.iter().enumerate() {
        let lines = vec![line(&format!("Inspection for {name}"), LineKind::Labor, 1_000, 5_000)];
        let pdf = receipt(&fonts(), &example(name, lines)).unwrap();
        keep(&format!("script-{number}.pdf"), &pdf);
        let text = text(&pdf);
        for word in name.split(' ') {
            assert!(text.contains(word), "{word} is missing in\n{text}");
        }
        assert!(text.contains("$1,235.28"));
    }
}

#[test]
fn long_texts_wrap_and_many_lines_take_more_pages() {
    let long = "a very long word without an end ".repeat(6);
    let lines: Vec<_> = (1..=90)
        .map(|n| line(&format!("{n}. {}", long.trim()), LineKind::Labor, 1_000 * n, 12_345))
        .chain([line(&"z".repeat(200), LineKind::Fee, 1_000, 1)])
        .collect();
    let pdf = receipt(&fonts(), &example("Dana Okafor", lines)).unwrap();
    keep("long.pdf", &pdf);
    let text = text(&pdf);
    let pages = text.matches("Page ").count();
    assert!(pages > 5 && text.contains(&format!("Page {pages} of {pages}")), "{pages}");
    assert!(
        text.matches("Quantity").count() + 1 >= pages,
        "the heads of the columns are on each page of lines"
    );
    for n in 1..=90_i64 {
        assert!(text.contains(&format!("{n}. a very long word")), "{n}");
    }
    assert_eq!(text.matches('z').count(), 200, "nothing of a word that is cut is lost");
}

#[test]
fn what_no_font_has_does_not_stop_a_paper() {
    let bare = Fonts::new([]).unwrap();
    let lines = vec![line("\u{202E}Pads\u{0007} \u{1F697}\n\t ", LineKind::Part, 1_000, 1)];
    let pdf = receipt(&bare, &example("山田 太郎", lines)).unwrap();
    let text = text(&pdf);
    assert!(text.contains("Pads") && text.contains("$1,235.28"), "{text}");
    receipt(&bare, &example("", Vec::new())).unwrap();
}
