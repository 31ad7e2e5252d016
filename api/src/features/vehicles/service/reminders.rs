//! Owners are written to when work on a vehicle is due: one message for all of it, once for each turn.

use super::intervals::{expected, interval};
use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::vehicles::jobs;
use crate::features::vehicles::queries::intervals::{self, Candidate};
use crate::http::problem::ApiError;
use crate::state::AppState;
use chrono::NaiveDate;
use pitlane_domain::upkeep::{name, service_due};
use pitlane_domain::vocabulary::{ServiceItem, ServiceState};
use uuid::Uuid;

/// How many vehicles one job looks at.
const BATCH: i64 = 200;

/// Looks at the vehicles that come after `after`, and leaves the rest to another job.
pub async fn remind(state: &AppState, day: NaiveDate, after: Uuid) -> Result<(), ApiError> {
    let found = intervals::candidates(&state.db, after, BATCH).await?;
    for candidate in &found {
        remind_one(state, candidate).await?;
    }
    let full = i64::try_from(found.len()).unwrap_or(i64::MAX) >= BATCH;
    if let Some(last) = found.last().filter(|_| full) {
        let mut work = state.begin().await?;
        let next = jobs::remind(day, last.id, work.now);
        work.enqueue(next);
        work.commit().await?;
    }
    Ok(())
}

/// Writes to the owner of one vehicle. The rows are taken in the transaction of the message, so no other server writes it
/// as well.
async fn remind_one(state: &AppState, candidate: &Candidate) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let zone = candidate.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let today = work.now.with_timezone(&zone).date_naive();
    let stored = intervals::of_vehicle(&work.tx, candidate.id).await?;
    let miles = expected(&work.tx, candidate.id, &stored, today).await?;
    let due = stored
        .iter()
        .filter(|row| service_due(&interval(row), miles, today).state == ServiceState::Due)
        .map(|row| row.id);
    let mut taken = intervals::take(&work.tx, work.now, due.collect()).await?;
    if taken.is_empty() {
        return Ok(());
    }
    taken.sort_by_key(|row| row.item.parse::<ServiceItem>().ok());
    let mut items = Vec::new();
    for row in &taken {
        let due = service_due(&interval(row), miles, today);
        items.push(words(row.item.parse()?, due.on.filter(|on| *on <= today), due.at_miles));
    }
    let content = Content::ServiceDue { vehicle: candidate.vehicle.clone(), items };
    let key = format!("service_due:{}:{}", candidate.id, work.now.timestamp());
    notify(&mut work, vec![Notification::to_user(candidate.customer_id, key, content)]).await?;
    Ok(work.commit().await?)
}

/// What is due, since which day or at which mileage.
fn words(item: ServiceItem, on: Option<NaiveDate>, at_miles: Option<i32>) -> String {
    match (on, at_miles) {
        (Some(on), _) => format!("{}, since {}", name(item), on.format("%-d %B %Y")),
        (None, Some(miles)) => format!("{}, at {} miles", name(item), thousands(miles)),
        (None, None) => name(item).to_owned(),
    }
}

fn thousands(number: i32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_is_said_in_words() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 2);
        assert_eq!(
            words(ServiceItem::EngineOil, on, Some(1)),
            "Engine oil and filter, since 2 November 2026"
        );
        assert_eq!(words(ServiceItem::Coolant, None, Some(100_000)), "Coolant, at 100,000 miles");
        assert_eq!(
            (thousands(0), thousands(999), thousands(1_234_567)),
            ("0".into(), "999".into(), "1,234,567".into())
        );
    }
}
