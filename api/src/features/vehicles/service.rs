//! Adding, changing and removing vehicles.

pub mod intervals;
pub mod reminders;

use super::queries;
use super::queries::intervals::record;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use chrono::{DateTime, Datelike, Utc};
use pitlane_contract::vehicles::{NewVehicle, UpdateVehicle, Vehicle};
use pitlane_domain::vehicles::{Vin, VinCheck, check_year};
use pitlane_entities::vehicles::{ActiveModel, Model};
use sea_orm::ActiveValue::{Set, Unchanged};
use uuid::Uuid;

/// Most miles that an odometer shows.
const MOST_MILES: i32 = 2_000_000;

fn vehicle(row: Model) -> Vehicle {
    let warning = "The check digit of this VIN does not fit; compare it with the one on the vehicle.";
    Vehicle {
        id: row.id,
        year: row.year,
        make: row.make,
        model: row.model,
        vin: row.vin,
        vin_warning: row.vin_warning.then(|| warning.to_owned()),
        plate: row.plate,
        mileage: row.mileage,
        created_at: row.created_at,
    }
}

/// The vehicles of a customer, the newest first.
pub async fn list(state: &AppState, customer: Uuid) -> Result<Vec<Vehicle>, ApiError> {
    Ok(queries::list(&state.db, customer).await?.into_iter().map(vehicle).collect())
}

/// One vehicle of a customer.
pub async fn get(state: &AppState, customer: Uuid, id: Uuid) -> Result<Vehicle, ApiError> {
    queries::find(&state.db, customer, id).await?.map(vehicle).ok_or_else(ApiError::not_found)
}

/// Adds a vehicle under `id`; the same id twice is one vehicle.
pub async fn create(
    state: &AppState,
    customer: Uuid,
    id: Uuid,
    body: NewVehicle,
) -> Result<Vehicle, ApiError> {
    let now = state.clock.now();
    let mut row = ActiveModel {
        id: Set(id),
        customer_id: Set(customer),
        vin: Set(None),
        vin_warning: Set(false),
        plate: Set(None),
        mileage: Set(None),
        removed_at: Set(None),
        created_at: Set(now),
        ..Default::default()
    };
    let fields = UpdateVehicle {
        year: Some(body.year),
        make: Some(body.make),
        model: Some(body.model),
        vin: body.vin,
        plate: body.plate,
        mileage: body.mileage,
    };
    read(&mut row, fields, now)?;
    let work = state.begin().await?;
    queries::insert(&work.tx, row).await?;
    if let Some(miles) = body.mileage {
        record(&work.tx, now, (id, miles)).await?;
    }
    work.commit().await?;
    get(state, customer, id).await
}

/// Changes a vehicle; what is left out stays.
pub async fn update(
    state: &AppState,
    customer: Uuid,
    id: Uuid,
    body: UpdateVehicle,
) -> Result<Vehicle, ApiError> {
    let work = state.begin().await?;
    let found = queries::find(&work.tx, customer, id).await?.ok_or_else(ApiError::not_found)?;
    let mut row = ActiveModel { id: Unchanged(found.id), ..Default::default() };
    read(&mut row, body, work.now)?;
    let changed = queries::update(&work.tx, row).await?;
    if let Some(miles) = changed.mileage.filter(|_| changed.mileage != found.mileage) {
        record(&work.tx, work.now, (id, miles)).await?;
    }
    work.commit().await?;
    Ok(vehicle(changed))
}

/// Puts the fields that are there into a row.
fn read(row: &mut ActiveModel, fields: UpdateVehicle, now: DateTime<Utc>) -> Result<(), ApiError> {
    let mut check = Check::new();
    if let Some(year) = fields.year {
        check.field("year", check_year(year, now.year()));
        row.year = Set(year);
    }
    if let Some(make) = fields.make.and_then(|make| check.text("make", &make, 1..=40)) {
        row.make = Set(make);
    }
    if let Some(model) = fields.model.and_then(|model| check.text("model", &model, 1..=60)) {
        row.model = Set(model);
    }
    match fields.vin.as_deref().map(str::trim) {
        None => {}
        Some("") => {
            row.vin = Set(None);
            row.vin_warning = Set(false);
        }
        Some(vin) => {
            if let Some((vin, found)) = check.field("vin", Vin::parse(vin)) {
                row.vin = Set(Some(vin.as_str().to_owned()));
                row.vin_warning = Set(found == VinCheck::CheckDigitDiffers);
            }
        }
    }
    if let Some(plate) = fields.plate.and_then(|plate| check.text("plate", &plate, 0..=12)) {
        row.plate = Set(Some(plate.to_uppercase()).filter(|plate| !plate.is_empty()));
    }
    if let Some(mileage) = fields.mileage.and_then(|miles| check.number("mileage", miles, 0..=MOST_MILES)) {
        row.mileage = Set(Some(mileage));
    }
    row.updated_at = Set(now);
    check.done()
}

/// Removes a vehicle; what was done on it stays in the history.
pub async fn remove(state: &AppState, customer: Uuid, id: Uuid) -> Result<(), ApiError> {
    let removed = queries::remove(&state.db, state.clock.now(), customer, id).await?;
    if removed { Ok(()) } else { Err(ApiError::not_found()) }
}
