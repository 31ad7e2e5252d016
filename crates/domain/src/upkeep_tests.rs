//! When service is due.

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn read(on: &str, miles: i32) -> Reading {
    Reading { on: day(on), miles }
}

fn oil(on: Option<&str>, miles: Option<i32>) -> Interval {
    Interval { last_done_on: on.map(day), last_done_miles: miles, ..default_interval(EngineOil) }
}

fn state(interval: &Interval, miles: Option<i32>, today: &str) -> ServiceState {
    service_due(interval, miles, day(today)).state
}

#[test]
fn work_is_due_by_date_or_by_mileage_whichever_comes_first() {
    let done = oil(Some("2026-01-31"), Some(60_000));
    let due = service_due(&done, Some(60_000), day("2026-02-01"));
    assert_eq!((due.on, due.at_miles), (Some(day("2027-01-31")), Some(67_500)));
    assert_eq!(due.state, ServiceState::Fine);
    assert_eq!(state(&done, Some(67_000), "2026-06-01"), ServiceState::Soon);
    assert_eq!(state(&done, Some(67_500), "2026-06-01"), ServiceState::Due);
    assert_eq!(state(&done, Some(61_000), "2027-01-01"), ServiceState::Soon);
    assert_eq!(state(&done, Some(61_000), "2027-01-31"), ServiceState::Due);
    // a month without that day ends it on its last one
    let brake_fluid = Interval { last_done_on: Some(day("2024-02-29")), ..default_interval(BrakeFluid) };
    assert_eq!(service_due(&brake_fluid, None, day("2026-01-01")).on, Some(day("2026-02-28")));
}

#[test]
fn what_nobody_told_is_not_guessed() {
    assert_eq!(state(&oil(None, None), Some(90_000), "2026-11-20"), ServiceState::Unknown);
    let off = Interval { last_done_on: Some(day("2000-01-01")), ..Interval::default() };
    assert_eq!(state(&off, Some(90_000), "2026-11-20"), ServiceState::Off);
    // without a mileage today only the date counts
    assert_eq!(state(&oil(Some("2026-11-01"), Some(10)), None, "2026-11-20"), ServiceState::Fine);
}

#[test]
fn mileage_grows_as_it_did() {
    let today = day("2026-11-20");
    assert_eq!(estimated_miles(&[], today), None);
    assert_eq!(estimated_miles(&[read("2026-01-01", 50_000)], today), Some(50_000));
    // 100 days for 3,000 miles, then 50 days more
    let two = [read("2026-10-01", 53_000), read("2026-06-23", 50_000)];
    assert_eq!(estimated_miles(&two, today), Some(54_500));
    // too close together, driven backwards, or too old to go by
    for before in [read("2026-09-20", 50_000), read("2026-06-23", 60_000), read("2020-01-01", 1_000)] {
        assert_eq!(estimated_miles(&[before, two[0]], today), Some(53_000), "{before:?}");
    }
    // a vehicle that nobody has told about for years is not driven on for ever
    assert_eq!(estimated_miles(&two, day("2036-01-01")), Some(53_000 + 3_000 * 365 / 100));
    // what lies in the future is not known
    assert_eq!(estimated_miles(&[read("2026-12-01", 60_000)], today), None);
}

#[test]
fn every_item_has_an_interval_a_name_and_a_reason() {
    for item in ServiceItem::ALL {
        let interval = default_interval(*item);
        assert!(interval.every_months.is_some() || interval.every_miles.is_some());
        assert!(!name(*item).is_empty() && explanation(*item).ends_with('.'));
    }
}

proptest! {
    #[test]
    fn more_time_and_miles_never_make_it_less_due(
        done in 0i32..100_000, driven in 0i32..50_000, more in 0i32..10_000, days in 0u64..900, later in 0u64..400,
    ) {
        let start = day("2024-01-01");
        let interval = Interval { last_done_on: Some(start), last_done_miles: Some(done), ..default_interval(EngineOil) };
        let at = |miles, days| service_due(&interval, Some(miles), start + Days::new(days)).state;
        prop_assert!(at(done + driven + more, days + later) >= at(done + driven, days));
    }
}
