//! Papers, read back by another program.

use std::io::Write;
use std::process::{Command, Stdio};

/// The text of a PDF file, by poppler's `pdftotext`, line by line as it stands on the paper.
pub fn text_of(pdf: &[u8]) -> String {
    assert!(pdf.starts_with(b"%PDF-"), "a PDF file");
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext of poppler-utils is there");
    let mut input = reader.stdin.take().unwrap();
    input.write_all(pdf).unwrap();
    drop(input);
    String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap()
}

/// Every amount of a text in cents, in their order.
pub fn amounts_of(text: &str) -> Vec<i64> {
    let words = text.split_whitespace().filter_map(|word| {
        let (sign, figure) = word.split_once('$')?;
        let cents: i64 = figure.replace([',', '.'], "").parse().ok()?;
        Some(if sign == "-" { -cents } else { cents })
    });
    words.collect()
}
