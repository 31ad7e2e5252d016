//! How often work on a vehicle is due, and when it was last done, as its owner or a provider who works on it says.

use crate::features::dispatch::service::vehicle_words;
use crate::features::vehicles::queries::{self, intervals};
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use pitlane_contract::vehicles::{
    ServiceInterval, ServiceIntervals, WriteServiceInterval, WriteServiceIntervals,
};
use pitlane_domain::upkeep::{self, Interval, Reading, default_interval, estimated_miles, service_due};
use pitlane_domain::vocabulary::{IntervalSource, ServiceItem};
use pitlane_entities::service_intervals::{ActiveModel, Model};
use pitlane_entities::vehicles;
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Who looks at a vehicle.
#[derive(Debug, Clone, Copy)]
pub enum Who {
    /// Its owner.
    Owner(Uuid),
    /// A provider who has it in a repair.
    Provider(Uuid),
}

async fn allowed(db: &impl ConnectionTrait, who: Who, vehicle: Uuid) -> Result<vehicles::Model, ApiError> {
    let found = match who {
        Who::Owner(customer) => queries::find(db, customer, vehicle).await?,
        Who::Provider(provider) => intervals::in_repair(db, provider, vehicle).await?,
    };
    found.ok_or_else(ApiError::not_found)
}

/// The service intervals of a vehicle: what is stored, and the defaults for the rest.
pub async fn get(state: &AppState, who: Who, vehicle: Uuid) -> Result<ServiceIntervals, ApiError> {
    let found = allowed(&state.db, who, vehicle).await?;
    let stored = intervals::of_vehicle(&state.db, vehicle).await?;
    let today = state.clock.now().date_naive();
    let miles = expected(&state.db, vehicle, &stored, today).await?;
    let mut items = Vec::new();
    for item in ServiceItem::ALL {
        let row = stored.iter().find(|row| row.item == item.as_str());
        items.push(shown(*item, row, miles, today)?);
    }
    let words = vehicle_words(found.year, &found.make, &found.model);
    Ok(ServiceIntervals { vehicle_id: vehicle, vehicle: words, estimated_miles: miles, items })
}

/// What the odometer should show today, from what was recorded and what was said about work done.
pub async fn expected(
    db: &impl ConnectionTrait,
    vehicle: Uuid,
    stored: &[Model],
    today: NaiveDate,
) -> Result<Option<i32>, DbErr> {
    let recorded = intervals::recorded(db, vehicle).await?;
    let mut readings: Vec<Reading> =
        recorded.iter().map(|row| Reading { on: row.read_at.date_naive(), miles: row.miles }).collect();
    let said = stored.iter().filter_map(|row| row.last_done_on.zip(row.last_done_miles));
    readings.extend(said.map(|(on, miles)| Reading { on, miles }));
    Ok(estimated_miles(&readings, today))
}

/// A stored row as the rules read it.
pub fn interval(row: &Model) -> Interval {
    Interval {
        every_months: row.every_months.and_then(|months| u32::try_from(months).ok()),
        every_miles: row.every_miles,
        last_done_on: row.last_done_on,
        last_done_miles: row.last_done_miles,
    }
}

fn shown(
    item: ServiceItem,
    row: Option<&Model>,
    miles: Option<i32>,
    today: NaiveDate,
) -> Result<ServiceInterval, ApiError> {
    let interval = row.map_or_else(|| default_interval(item), interval);
    let due = service_due(&interval, miles, today);
    Ok(ServiceInterval {
        item,
        name: upkeep::name(item).to_owned(),
        explanation: upkeep::explanation(item).to_owned(),
        every_months: interval.every_months.and_then(|months| i32::try_from(months).ok()),
        every_miles: interval.every_miles,
        source: match row {
            Some(row) => row.source.parse()?,
            None => IntervalSource::Default,
        },
        last_done_on: interval.last_done_on,
        last_done_miles: interval.last_done_miles,
        due_on: due.on,
        due_at_miles: due.at_miles,
        state: due.state,
    })
}

/// Changes the intervals that are named.
pub async fn put(
    state: &AppState,
    who: Who,
    vehicle: Uuid,
    body: WriteServiceIntervals,
) -> Result<ServiceIntervals, ApiError> {
    let work = state.begin().await?;
    allowed(&work.tx, who, vehicle).await?;
    read(&body, work.now)?;
    let stored = intervals::of_vehicle(&work.tx, vehicle).await?;
    for new in &body.items {
        let row = stored.iter().find(|row| row.item == new.item.as_str());
        if let Some(row) = changed(who, vehicle, row, new, work.now) {
            intervals::write(&work.tx, row).await?;
        }
    }
    work.commit().await?;
    get(state, who, vehicle).await
}

fn read(body: &WriteServiceIntervals, now: DateTime<Utc>) -> Result<(), ApiError> {
    let mut check = Check::new();
    // somebody east of here may live in tomorrow already
    let tomorrow = (now + TimeDelta::days(1)).date_naive();
    let named: BTreeSet<ServiceItem> = body.items.iter().map(|item| item.item).collect();
    if body.items.is_empty() || named.len() < body.items.len() {
        check.refuse("items", "invalid", "Name each kind of work once.");
    }
    for (position, item) in body.items.iter().enumerate() {
        let numbers = [
            ("every_months", item.every_months, 1..=240),
            ("every_miles", item.every_miles, 100..=500_000),
            ("last_done_miles", item.last_done_miles, 0..=2_000_000),
        ];
        for (field, number, bounds) in numbers {
            if let Some(number) = number {
                check.number(&format!("items.{position}.{field}"), number, bounds);
            }
        }
        let far = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap_or_default();
        if item.last_done_on.is_some_and(|on| on > tomorrow || on < far) {
            let field = format!("items.{position}.last_done_on");
            check.refuse(&field, "out_of_range", "Enter a day that has been.");
        }
    }
    check.done()
}

/// The row to write; none where nothing changes.
fn changed(
    who: Who,
    vehicle: Uuid,
    row: Option<&Model>,
    new: &WriteServiceInterval,
    now: DateTime<Utc>,
) -> Option<ActiveModel> {
    let before = row.map_or_else(|| default_interval(new.item), interval);
    let after = Interval {
        every_months: new.every_months.and_then(|months| u32::try_from(months).ok()),
        every_miles: new.every_miles,
        last_done_on: new.last_done_on,
        last_done_miles: new.last_done_miles,
    };
    if before == after {
        return None;
    }
    let same = (before.every_months, before.every_miles) == (after.every_months, after.every_miles);
    let source = match (row, who) {
        (Some(row), _) if same => row.source.clone(),
        (None, _) if same => IntervalSource::Default.as_str().to_owned(),
        (_, Who::Owner(_)) => IntervalSource::Owner.as_str().to_owned(),
        (_, Who::Provider(_)) => IntervalSource::Provider.as_str().to_owned(),
    };
    Some(ActiveModel {
        id: Set(row.map_or_else(new_id, |row| row.id)),
        vehicle_id: Set(vehicle),
        item: Set(new.item.as_str().to_owned()),
        every_months: Set(new.every_months),
        every_miles: Set(new.every_miles),
        last_done_on: Set(new.last_done_on),
        last_done_miles: Set(new.last_done_miles),
        source: Set(source),
        reminded_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    })
}
