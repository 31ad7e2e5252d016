//! Quiet hours and times of day, in the zone of the person they are for.

use chrono::{DateTime, Days, MappedLocalTime, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

/// The hours in which a person does not want to be disturbed, by the clock on their wall. They may span midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// When they begin.
    pub from: NaiveTime,
    /// When they end.
    pub until: NaiveTime,
}

impl QuietHours {
    /// When they end, if it is one of them at `now` in `zone`.
    pub fn end(&self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let time = now.with_timezone(&zone).time();
        let inside = if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            time >= self.from || time < self.until
        };
        inside.then(|| next_local(now, zone, self.until))
    }
}

/// The next moment after `now` at which the clocks of `zone` show `time`. Where they leap over it, the moment after the
/// leap; where they show it twice, the second one, unless only that one is left to come.
pub fn next_local(now: DateTime<Utc>, zone: Tz, time: NaiveTime) -> DateTime<Utc> {
    let today = now.with_timezone(&zone).date_naive();
    let days = [0, 1, 2].into_iter().filter_map(|ahead| today.checked_add_days(Days::new(ahead)));
    let moments = days.map(|day| moment(zone, day.and_time(time)));
    moments.into_iter().find(|moment| *moment > now).unwrap_or(now + TimeDelta::days(1))
}

/// The moment at which the clocks of `zone` show `local`.
fn moment(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    // no leap of any zone in use is longer than a day
    let minutes = (0..=24 * 60).map(|ahead| local + TimeDelta::minutes(ahead));
    let shown = minutes.into_iter().find_map(|local| match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(_, at) => Some(at.to_utc()),
        MappedLocalTime::None => None,
    });
    shown.unwrap_or_else(|| local.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn time(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    const NIGHT: fn() -> QuietHours = || QuietHours { from: time(22, 0), until: time(7, 0) };

    #[test]
    fn a_night_ends_in_the_morning_of_the_persons_own_zone() {
        let berlin = Tz::Europe__Berlin;
        assert_eq!(NIGHT().end(at("2026-11-21T22:30:00Z"), berlin), Some(at("2026-11-22T06:00:00Z")));
        assert_eq!(NIGHT().end(at("2026-11-22T05:59:59Z"), berlin), Some(at("2026-11-22T06:00:00Z")));
        assert_eq!(NIGHT().end(at("2026-11-22T06:00:00Z"), berlin), None);
        assert_eq!(NIGHT().end(at("2026-11-21T22:30:00Z"), Tz::America__New_York), None);
    }

    #[test]
    fn a_rest_at_noon_does_not_span_midnight() {
        let noon = QuietHours { from: time(12, 0), until: time(14, 0) };
        assert_eq!(noon.end(at("2026-06-01T13:00:00Z"), Tz::UTC), Some(at("2026-06-01T14:00:00Z")));
        assert_eq!(noon.end(at("2026-06-01T11:59:00Z"), Tz::UTC), None);
        assert_eq!(noon.end(at("2026-06-01T23:00:00Z"), Tz::UTC), None);
    }

    #[test]
    fn the_night_in_which_the_clocks_change_ends_at_seven_all_the_same() {
        // spring: 02:00 leaps to 03:00 on 2027-03-28 in Berlin
        let before = at("2027-03-27T22:00:00Z");
        assert_eq!(NIGHT().end(before, Tz::Europe__Berlin), Some(at("2027-03-28T05:00:00Z")));
        // autumn: 02:00 comes twice on 2026-11-01 in New York
        let before = at("2026-11-01T03:00:00Z");
        assert_eq!(NIGHT().end(before, Tz::America__New_York), Some(at("2026-11-01T12:00:00Z")));
    }

    #[test]
    fn a_time_that_the_clocks_leap_over_is_the_moment_after() {
        let early = QuietHours { from: time(22, 0), until: time(2, 30) };
        let before = at("2027-03-27T22:00:00Z");
        assert_eq!(early.end(before, Tz::Europe__Berlin), Some(at("2027-03-28T01:00:00Z")));
    }

    proptest! {
        #[test]
        fn the_end_is_to_come_and_is_quiet_no_more(
            seconds in 1_700_000_000_i64..1_900_000_000,
            from in 0u32..1440, until in 0u32..1440,
            zone in proptest::sample::select(vec![
                Tz::Europe__Berlin, Tz::America__New_York, Tz::Asia__Kolkata, Tz::Australia__Lord_Howe, Tz::Pacific__Apia,
            ]),
        ) {
            let hours = QuietHours { from: time(from / 60, from % 60), until: time(until / 60, until % 60) };
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            // a leap of the clocks may swallow waking hours that are shorter than it
            prop_assume!((from + 1440 - until) % 1440 >= 180);
            if let Some(end) = hours.end(now, zone) {
                prop_assert!(end > now && end - now <= TimeDelta::hours(26));
                prop_assert!(hours.end(end, zone).is_none());
            }
        }
    }
}
