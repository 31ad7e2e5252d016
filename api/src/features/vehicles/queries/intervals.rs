//! SQL of service intervals and recorded mileages.

use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_entities::service_intervals::{ActiveModel, Column, Entity, Model};
use pitlane_entities::vehicles;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use uuid::Uuid;

/// What is stored of a vehicle's intervals.
pub async fn of_vehicle(db: &impl ConnectionTrait, vehicle: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::VehicleId.eq(vehicle)).order_by_asc(Column::Id).all(db).await
}

/// Writes an interval. What changed starts a new turn: its owner is reminded again when it is due.
pub async fn write(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    let known = OnConflict::columns([Column::VehicleId, Column::Item])
        .update_columns([
            Column::EveryMonths,
            Column::EveryMiles,
            Column::LastDoneOn,
            Column::LastDoneMiles,
            Column::Source,
            Column::RemindedAt,
            Column::UpdatedAt,
        ])
        .to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(tx).await.map(drop)
}

/// A vehicle that a provider has in a repair that was not cancelled.
pub async fn in_repair(
    db: &impl ConnectionTrait,
    provider: Uuid,
    vehicle: Uuid,
) -> Result<Option<vehicles::Model>, DbErr> {
    let text = "SELECT v.* FROM vehicles v WHERE v.id = $1 AND v.removed_at IS NULL AND EXISTS (SELECT 1 FROM repairs r \
        WHERE r.vehicle_id = v.id AND r.provider_id = $2 AND r.status <> 'cancelled')";
    let values = [vehicle.into(), provider.into()];
    vehicles::Entity::find().from_raw_sql(statement(db, text, values)).one(db).await
}

/// A mileage that somebody recorded.
#[derive(Debug, FromQueryResult)]
pub struct Recorded {
    /// When.
    pub read_at: DateTime<Utc>,
    /// What the odometer showed.
    pub miles: i32,
}

/// The mileages that were recorded of a vehicle.
pub async fn recorded(db: &impl ConnectionTrait, vehicle: Uuid) -> Result<Vec<Recorded>, DbErr> {
    let text = "SELECT read_at, miles FROM mileage_readings WHERE vehicle_id = $1 ORDER BY read_at";
    Recorded::find_by_statement(statement(db, text, [vehicle.into()])).all(db).await
}

/// Records a mileage.
pub async fn record(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    (vehicle, miles): (Uuid, i32),
) -> Result<(), DbErr> {
    let text = "INSERT INTO mileage_readings (vehicle_id, read_at, miles, created_at) VALUES ($1, $2, $3, $2) \
        ON CONFLICT (vehicle_id, read_at) DO UPDATE SET miles = excluded.miles";
    tx.execute_raw(statement(tx, text, [vehicle.into(), now.into(), miles.into()])).await.map(drop)
}

/// A vehicle whose owner may have to be reminded.
#[derive(Debug, FromQueryResult)]
pub struct Candidate {
    /// The vehicle.
    pub id: Uuid,
    /// Its owner.
    pub customer_id: Uuid,
    /// In words.
    pub vehicle: String,
    /// Where its owner lives.
    pub time_zone: String,
}

/// Vehicles with work that was done once and nobody was reminded of since, in the order of their ids.
pub async fn candidates(db: &impl ConnectionTrait, after: Uuid, limit: i64) -> Result<Vec<Candidate>, DbErr> {
    let text = "SELECT v.id, v.customer_id, CAST(v.year AS text) || ' ' || v.make || ' ' || v.model AS vehicle, u.time_zone \
        FROM vehicles v JOIN users u ON u.id = v.customer_id AND u.deleted_at IS NULL \
        WHERE v.id > $1 AND v.removed_at IS NULL AND EXISTS (SELECT 1 FROM service_intervals i WHERE i.vehicle_id = v.id \
          AND i.reminded_at IS NULL AND (i.last_done_on IS NOT NULL OR i.last_done_miles IS NOT NULL)) \
        ORDER BY v.id LIMIT $2";
    Candidate::find_by_statement(statement(db, text, [after.into(), limit.into()])).all(db).await
}

/// Takes the intervals among `ids` that nobody was reminded of yet; each is taken once for a turn.
pub async fn take(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    ids: Vec<Uuid>,
) -> Result<Vec<Model>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::update_many()
        .col_expr(Column::RemindedAt, Expr::value(now))
        .filter(Column::Id.is_in(ids))
        .filter(Column::RemindedAt.is_null())
        .exec_with_returning(tx)
        .await
}
