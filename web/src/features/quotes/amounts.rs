//! Numbers as people type them, and back.

/// Reads a number with up to `places` decimals as a whole number of its smallest part: `12.5` with two places is 1250.
pub fn read(text: &str, places: u32) -> Option<i64> {
    let text = text.trim().trim_start_matches('$').replace([' ', '\u{a0}'], "");
    let text = if text.contains('.') { text.replace(',', "") } else { text.replace(',', ".") };
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let width = places as usize;
    if whole.is_empty() && part.is_empty() || part.len() > width || whole.len() > 9 {
        return None;
    }
    (digits(whole) && digits(part)).then(|| format!("{whole}{part:0<width$}").parse().ok()).flatten()
}

/// Writes what [`read`] reads, with every decimal.
pub fn write(value: i64, places: u32) -> String {
    let (scale, width) = (10_i64.pow(places), places as usize);
    format!("{}.{:0>width$}", value / scale, value % scale)
}

/// Writes what [`read`] reads, without decimals that say nothing.
pub fn short(value: i64, places: u32) -> String {
    let text = write(value, places);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An amount of money, where there is one.
pub fn money(cents: i64) -> String {
    if cents == 0 { String::new() } else { write(cents, 2) }
}
