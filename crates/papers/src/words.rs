//! Figures as the papers write them. The papers are in English, times in UTC.

use chrono::{DateTime, Utc};

/// A price, such as `$1,234.50`; other currencies than the dollar are named behind the figure.
///
/// ```
/// # use pitlane_papers::money;
/// assert_eq!(money(123_450, "USD"), "$1,234.50");
/// assert_eq!(money(-5, "USD"), "-$0.05");
/// assert_eq!(money(100_000_000, "EUR"), "1,000,000.00 EUR");
/// ```
pub fn money(cents: i64, currency: &str) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    let (whole, rest) = (thousands(cents / 100), cents % 100);
    match currency {
        "USD" => format!("{sign}${whole}.{rest:02}"),
        other => format!("{sign}{whole}.{rest:02} {other}"),
    }
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A quantity in thousandths, such as `2.5`.
pub fn quantity(thousandths: i64) -> String {
    decimal(thousandths, 3)
}

/// Basis points as a percentage, such as `8.25%`.
pub fn percent(basis_points: i64) -> String {
    format!("{}%", decimal(basis_points, 2))
}

fn decimal(number: i64, places: u32) -> String {
    let scale = 10_u64.pow(places);
    let (sign, number) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
    let rest = format!("{:0width$}", number % scale, width = places as usize);
    let rest = rest.trim_end_matches('0');
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{rest}", number / scale)
}

/// A day, such as `20 November 2026`.
pub fn day(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y").to_string()
}

/// A day and time, such as `20 November 2026, 12:00 UTC`.
pub fn moment(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y, %H:%M UTC").to_string()
}

/// A number of miles, such as `12,000 miles`.
pub fn miles(number: i32) -> String {
    format!("{} miles", thousands(u64::from(number.unsigned_abs())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_well() {
        assert_eq!(quantity(2_500), "2.5");
        assert_eq!(quantity(10_000_000), "10000");
        assert_eq!(quantity(125), "0.125");
        assert_eq!(percent(825), "8.25%");
        assert_eq!(percent(700), "7%");
        assert_eq!(money(0, "USD"), "$0.00");
        assert_eq!(money(i64::MAX, "USD"), "$92,233,720,368,547,758.07");
        assert_eq!(miles(12_000), "12,000 miles");
        let at = "2026-11-02T09:05:00Z".parse().unwrap();
        assert_eq!((day(at), moment(at)), ("2 November 2026".into(), "2 November 2026, 09:05 UTC".into()));
    }
}
