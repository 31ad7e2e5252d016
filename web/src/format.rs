//! Dates, numbers and money as the person's own browser writes them.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::{clock, text::t};

fn locales() -> Array {
    let language = web_sys::window().and_then(|window| window.navigator().language());
    language.map_or_else(Array::new, |language| Array::of1(&JsValue::from_str(&language)))
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        // a plain object takes every property
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    object
}

fn written(formatter: &js_sys::Function, value: &JsValue) -> String {
    formatter.call1(&JsValue::UNDEFINED, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn date_text(at: DateTime<Utc>, pairs: &[(&str, &str)]) -> String {
    let date = Date::new(&JsValue::from_f64(millis(at)));
    written(&Intl::DateTimeFormat::new(&locales(), &options(pairs)).format(), &date)
}

/// Milliseconds since 1970, the browser's measure of time.
#[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
pub fn millis(at: DateTime<Utc>) -> f64 {
    at.timestamp_millis() as f64
}

/// A time as a browser's own field writes it, in the person's time zone.
pub fn typed_time(text: &str) -> Option<DateTime<Utc>> {
    let millis = Date::new(&JsValue::from_str(text)).get_time();
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a date")]
    let at = (!millis.is_nan()).then(|| DateTime::from_timestamp_millis(millis as i64));
    at.flatten()
}

/// A price, such as `$35.00`.
pub fn money(cents: i64, currency: &str) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact up to 90 trillion")]
    let amount = cents as f64 / 100.0;
    let pairs = options(&[("style", "currency"), ("currency", currency)]);
    written(&Intl::NumberFormat::new(&locales(), &pairs).format(), &JsValue::from_f64(amount))
}

/// A whole number with its separators.
pub fn number(value: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown to people; exact up to 9 quadrillion")]
    let value = value as f64;
    written(&Intl::NumberFormat::new(&locales(), &Object::new()).format(), &JsValue::from_f64(value))
}

/// A number with one decimal, such as a rating.
pub fn one_decimal(value: f64) -> String {
    let pairs = options(&[("minimumFractionDigits", "1"), ("maximumFractionDigits", "1")]);
    written(&Intl::NumberFormat::new(&locales(), &pairs).format(), &JsValue::from_f64(value))
}

/// A day as people say it: `12 Nov`, with the year only when it is another one.
pub fn day(at: DateTime<Utc>) -> String {
    let same_year =
        Date::new(&JsValue::from_f64(millis(at))).get_full_year() == Date::new_0().get_full_year();
    let short: &[(&str, &str)] = &[("day", "numeric"), ("month", "short")];
    let long: &[(&str, &str)] = &[("day", "numeric"), ("month", "short"), ("year", "numeric")];
    date_text(at, if same_year { short } else { long })
}

/// A day in UTC, as the books have it: `12 Nov 2026`.
pub fn utc_day(at: DateTime<Utc>) -> String {
    date_text(at, &[("day", "numeric"), ("month", "short"), ("year", "numeric"), ("timeZone", "UTC")])
}

/// A day of the calendar, wherever one is: `12 Nov 2026`.
pub fn plain_day(on: NaiveDate) -> String {
    utc_day(on.and_time(NaiveTime::MIN).and_utc())
}

/// A month in UTC, as the books have it: `November 2026`.
pub fn utc_month(at: DateTime<Utc>) -> String {
    date_text(at, &[("month", "long"), ("year", "numeric"), ("timeZone", "UTC")])
}

/// The time of day.
pub fn time(at: DateTime<Utc>) -> String {
    date_text(at, &[("hour", "numeric"), ("minute", "2-digit")])
}

/// Day and time in full, for hovering and for screen readers.
pub fn exact(at: DateTime<Utc>) -> String {
    date_text(at, &[("dateStyle", "full"), ("timeStyle", "short")])
}

/// Day and time in short, for lists that are read closely.
pub fn short_exact(at: DateTime<Utc>) -> String {
    date_text(at, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// The time of day today, the day otherwise.
pub fn day_or_time(at: DateTime<Utc>) -> String {
    let then = Date::new(&JsValue::from_f64(millis(at)));
    let today = Date::new_0();
    if then.to_date_string() == today.to_date_string() { time(at) } else { day(at) }
}

/// A day as the heading of what happened on it: today, yesterday, else the day.
pub fn day_heading(at: DateTime<Utc>) -> String {
    let then = Date::new(&JsValue::from_f64(millis(at))).to_date_string();
    let yesterday = Date::new_0();
    yesterday.set_date(yesterday.get_date().wrapping_sub(1));
    if then == Date::new_0().to_date_string() {
        t().notices.today.to_owned()
    } else if then == yesterday.to_date_string() {
        t().notices.yesterday.to_owned()
    } else {
        day(at)
    }
}

/// How long ago, in the largest unit that fits: `2 hours ago`.
pub fn ago(at: DateTime<Utc>) -> String {
    let seconds = ((clock::now() - millis(at)) / 1000.0).max(0.0);
    let (value, unit) = match seconds {
        s if s < 60.0 => return t().common.just_now.to_owned(),
        s if s < 3_600.0 => (s / 60.0, "minute"),
        s if s < 86_400.0 => (s / 3_600.0, "hour"),
        s if s < 30.0 * 86_400.0 => (s / 86_400.0, "day"),
        s if s < 365.0 * 86_400.0 => (s / (30.0 * 86_400.0), "month"),
        s => (s / (365.0 * 86_400.0), "year"),
    };
    Intl::RelativeTimeFormat::new(&locales(), &options(&[("numeric", "auto")]))
        .format(-value.floor(), unit)
        .into()
}

/// A length of time in whole minutes and seconds: `9 min 5 s`.
pub fn duration(seconds: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "whole seconds of a countdown")]
    let seconds = seconds.max(0.0).ceil() as i64;
    let (minutes, rest) = (seconds / 60, seconds % 60);
    match minutes {
        0 => (t().common.seconds)(rest),
        1..10 if rest > 0 => (t().common.minutes_seconds)(minutes, rest),
        _ => (t().common.minutes)(minutes),
    }
}

/// The person's IANA time zone, such as `America/Chicago`.
pub fn time_zone() -> Option<String> {
    let resolved = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&resolved, &JsValue::from_str("timeZone")).ok()?.as_string()
}

/// The time zones that the browser knows, by their IANA names; none where it does not tell.
fn time_zones() -> Vec<String> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).unwrap_or_default();
    let list = Reflect::get(&intl, &JsValue::from_str("supportedValuesOf")).ok();
    let list = list.and_then(|list| list.dyn_into::<js_sys::Function>().ok());
    let zones = list.and_then(|list| list.call1(&intl, &JsValue::from_str("timeZone")).ok());
    let zones = zones.map(|zones| Array::from(&zones).iter().filter_map(|zone| zone.as_string()).collect());
    zones.unwrap_or_default()
}

/// The time zones to choose from, `own` and the browser's among them, each with the words for it.
pub fn zone_choices(own: &str) -> Vec<(String, String)> {
    let mut zones = time_zones();
    zones.extend([own.to_owned(), "UTC".to_owned()]);
    zones.extend(time_zone());
    zones.sort_unstable();
    zones.dedup();
    zones.into_iter().map(|zone| (zone.clone(), zone_words(&zone))).collect()
}

/// The name of a time zone as it is read.
pub fn zone_words(zone: &str) -> String {
    zone.replace('_', " ")
}

/// The person's language, such as `en-US`.
pub fn locale() -> Option<String> {
    web_sys::window()?.navigator().language()
}
