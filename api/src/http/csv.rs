//! Files of comma-separated values (RFC 4180) that spreadsheets open without running anything.

use actix_web::http::header::{
    CacheControl, CacheDirective, ContentDisposition, DispositionParam, DispositionType,
};
use actix_web::{HttpResponse, HttpResponseBuilder};

/// A file of comma-separated values.
#[derive(Debug, utoipa::ToSchema)]
#[schema(value_type = String)]
pub struct CsvFile(pub String);

/// A cell.
#[derive(Debug)]
pub enum Cell<'a> {
    /// What somebody wrote: never read as a formula.
    Text(&'a str),
    /// A number, which may be negative.
    Number(i64),
}

/// Writes one row with its end of line.
pub fn row(into: &mut String, cells: &[Cell<'_>]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            into.push(',');
        }
        match cell {
            Cell::Number(number) => into.push_str(&number.to_string()),
            Cell::Text(text) => write_text(into, text),
        }
    }
    into.push_str("\r\n");
}

fn write_text(into: &mut String, text: &str) {
    // spreadsheets read what begins like this as a formula; with an apostrophe it stays a text
    let formula =
        text.trim_start_matches([' ', '"']).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%']);
    let quoted = formula || text.contains([',', '"', '\r', '\n', ';', '\'']);
    if !quoted {
        into.push_str(text);
        return;
    }
    into.push('"');
    if formula {
        into.push('\'');
    }
    into.push_str(&text.replace('"', "\"\""));
    into.push('"');
}

/// An answer that is saved as `name`; the rows are its body.
pub fn answer(name: String) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    let (disposition, parameters) = (DispositionType::Attachment, vec![DispositionParam::Filename(name)]);
    answer.insert_header(ContentDisposition { disposition, parameters });
    answer.insert_header(CacheControl(vec![CacheDirective::Private, CacheDirective::NoStore]));
    answer.content_type("text/csv; charset=utf-8");
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut into = String::new();
        row(&mut into, &[Cell::Text(text), Cell::Number(-5)]);
        into
    }

    #[test]
    fn texts_that_look_like_formulas_stay_texts() {
        assert_eq!(written("Harbor Garage"), "Harbor Garage,-5\r\n");
        assert_eq!(written("=1+1"), "\"'=1+1\",-5\r\n");
        assert_eq!(written("\t@SUM(A1)"), "\"'\t@SUM(A1)\",-5\r\n");
        assert_eq!(written("-2"), "\"'-2\",-5\r\n");
        assert_eq!(written(" +cmd|' /C calc'!A0"), "\"' +cmd|' /C calc'!A0\",-5\r\n");
        assert_eq!(written("a \"b\", c"), "\"a \"\"b\"\", c\",-5\r\n");
    }

    proptest! {
        #[test]
        fn no_cell_begins_like_a_formula(text in ".{0,40}") {
            let cell = written(&text);
            let inner = cell.strip_prefix('"').unwrap_or(&cell);
            prop_assert!(!inner.starts_with(['=', '+', '@', '\t', '\r', '\n']) || text.is_empty());
            prop_assert!(!inner.starts_with('-'));
        }

        #[test]
        fn quotes_are_closed(text in "[a\",;\r\n=]{0,20}") {
            prop_assert_eq!(written(&text).matches('"').count() % 2, 0);
        }
    }
}
