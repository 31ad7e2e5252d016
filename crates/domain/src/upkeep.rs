//! When a vehicle is due for service: by date, and by the mileage that its recorded mileages let expect.

use crate::vocabulary::ServiceItem::{
    self, AirFilter, BatteryCheck, BrakeCheck, BrakeFluid, CabinFilter, Coolant, EngineOil, Inspection,
    TireRotation, TransmissionFluid,
};
use crate::vocabulary::ServiceState;
use chrono::{Days, Months, NaiveDate};

/// Days before the date at which work counts as due soon.
pub const SOON_DAYS: u64 = 30;
/// Miles before the mileage at which work counts as due soon.
pub const SOON_MILES: i32 = 500;
/// Mileages that lie fewer days apart say nothing about how much a vehicle is driven.
const SHORTEST_SPAN_DAYS: i64 = 30;
/// Older mileages say little about how much it is driven now.
const LONGEST_SPAN_DAYS: i64 = 730;
/// No estimate goes further beyond the last recorded mileage.
const LONGEST_GUESS_DAYS: i64 = 365;

/// How often work is due, and when it was last done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Interval {
    /// After so many months.
    pub every_months: Option<u32>,
    /// After so many miles.
    pub every_miles: Option<i32>,
    /// When it was last done.
    pub last_done_on: Option<NaiveDate>,
    /// At which mileage it was last done.
    pub last_done_miles: Option<i32>,
}

/// A mileage that somebody read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// When.
    pub on: NaiveDate,
    /// What the odometer showed.
    pub miles: i32,
}

/// When work is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// By date.
    pub on: Option<NaiveDate>,
    /// By mileage.
    pub at_miles: Option<i32>,
    /// Where that leaves it today.
    pub state: ServiceState,
}

/// The interval that most makers of passenger cars name or stay below; the owner's manual knows better.
pub const fn default_interval(item: ServiceItem) -> Interval {
    let (months, miles) = match item {
        EngineOil | TireRotation => (Some(12), Some(7_500)),
        CabinFilter => (Some(12), Some(15_000)),
        AirFilter => (Some(36), Some(30_000)),
        BrakeCheck => (Some(12), Some(12_000)),
        BrakeFluid => (Some(24), None),
        Coolant => (Some(60), Some(100_000)),
        TransmissionFluid => (None, Some(60_000)),
        BatteryCheck | Inspection => (Some(12), None),
    };
    Interval { every_months: months, every_miles: miles, last_done_on: None, last_done_miles: None }
}

/// What the work is called.
pub const fn name(item: ServiceItem) -> &'static str {
    match item {
        EngineOil => "Engine oil and filter",
        TireRotation => "Tire rotation",
        BrakeCheck => "Brake check",
        BrakeFluid => "Brake fluid",
        CabinFilter => "Cabin air filter",
        AirFilter => "Engine air filter",
        Coolant => "Coolant",
        TransmissionFluid => "Transmission fluid",
        BatteryCheck => "Battery check",
        Inspection => "Inspection",
    }
}

/// Why it is done, in one sentence.
pub const fn explanation(item: ServiceItem) -> &'static str {
    match item {
        EngineOil => "Oil thins and takes up dirt with age and use, and a worn oil wears the engine.",
        TireRotation => "Front and rear tires wear differently, so changing places makes a set last longer.",
        BrakeCheck => "Pads and discs wear with every stop, and a look in time saves the discs.",
        BrakeFluid => "Brake fluid takes up water from the air, which lets it boil when the brakes get hot.",
        CabinFilter => "A full filter lets less air in, fogs the windows and smells.",
        AirFilter => "A clogged filter costs power and fuel.",
        Coolant => "Its protection against rust and frost fades over the years.",
        TransmissionFluid => {
            "Old fluid shifts badly and wears the gearbox, which costs far more than the fluid."
        }
        BatteryCheck => "A weak battery shows in a test before it fails on a cold morning.",
        Inspection => "Many states ask for one each year, and a general look finds what no interval names.",
    }
}

/// What the odometer shows `today`, from what it showed before: driven on as it was driven on average. With too little to
/// go by it is the last recorded mileage, and none without any.
pub fn estimated_miles(readings: &[Reading], today: NaiveDate) -> Option<i32> {
    let last = *readings.iter().filter(|reading| reading.on <= today).max()?;
    let age = |reading: &Reading| (last.on - reading.on).num_days();
    let first = readings
        .iter()
        .filter(|reading| (SHORTEST_SPAN_DAYS..=LONGEST_SPAN_DAYS).contains(&age(reading)))
        .max_by_key(|reading| age(reading));
    let Some(first) = first.filter(|first| first.miles < last.miles) else { return Some(last.miles) };
    let days = (today - last.on).num_days().min(LONGEST_GUESS_DAYS);
    let driven = i64::from(last.miles - first.miles) * days / age(first);
    Some(last.miles.saturating_add(i32::try_from(driven).unwrap_or(i32::MAX)))
}

/// When work is due that is done every `interval`, with an odometer that shows `miles` today.
pub fn service_due(interval: &Interval, miles: Option<i32>, today: NaiveDate) -> Due {
    let on = interval
        .last_done_on
        .zip(interval.every_months)
        .and_then(|(done, months)| done.checked_add_months(Months::new(months)));
    let at_miles =
        interval.last_done_miles.zip(interval.every_miles).map(|(done, every)| done.saturating_add(every));
    let within = |days: u64, ahead: i32| {
        let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
        on.is_some_and(|on| on <= day)
            || at_miles.zip(miles).is_some_and(|(at, miles)| at <= miles.saturating_add(ahead))
    };
    let state = if interval.every_months.is_none() && interval.every_miles.is_none() {
        ServiceState::Off
    } else if on.is_none() && at_miles.is_none() {
        ServiceState::Unknown
    } else if within(0, 0) {
        ServiceState::Due
    } else if within(SOON_DAYS, SOON_MILES) {
        ServiceState::Soon
    } else {
        ServiceState::Fine
    };
    Due { on, at_miles, state }
}

#[cfg(test)]
#[path = "upkeep_tests.rs"]
mod tests;
