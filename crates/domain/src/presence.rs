//! Who counts as online.

use chrono::{DateTime, TimeDelta, Utc};

/// Seconds without a sign of life after which a mechanic counts as offline, whatever their switch says.
pub const ONLINE_SECONDS: i64 = 90;

/// The time after which somebody must have been seen to count as online at `now`.
pub fn seen_after(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::seconds(ONLINE_SECONDS)
}

/// Whether a mechanic counts as online: the switch is on and they were seen a short while ago.
pub fn is_online(switched_on: bool, last_seen_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    switched_on && last_seen_at.is_some_and(|seen| seen > seen_after(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_silent_for_long_is_offline() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        assert!(is_online(true, Some(now - TimeDelta::seconds(89)), now));
        assert!(!is_online(true, Some(now - TimeDelta::seconds(90)), now));
        assert!(!is_online(false, Some(now), now));
        assert!(!is_online(true, None, now));
    }
}
