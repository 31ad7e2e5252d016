//! When a mechanic counts as online: the switch is on and the browser has been heard of lately.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// Seconds without a heartbeat after which a mechanic counts as offline.
pub const ONLINE_SECONDS: i64 = 90;

/// Whoever was seen after this time is online, if the switch is on.
pub fn seen_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::seconds(ONLINE_SECONDS)
}

/// The words of a stored list.
pub fn words(stored: Option<&Value>) -> Vec<String> {
    let words = stored.and_then(Value::as_array).into_iter().flatten();
    words.filter_map(|word| word.as_str().map(str::to_owned)).collect()
}
