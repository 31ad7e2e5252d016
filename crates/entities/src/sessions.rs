//! The table `sessions`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub customer_id: Uuid,
    pub mechanic_id: Uuid,
    pub workshop_id: Option<Uuid>,
    pub provider_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    pub planned_minutes: i32,
    pub price_cents: i64,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    pub nudged_at: Option<DateTimeUtc>,
    pub support_alerted_at: Option<DateTimeUtc>,
    pub customer_in_room_at: Option<DateTimeUtc>,
    pub mechanic_in_room_at: Option<DateTimeUtc>,
    pub started_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    pub ended_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub starts_at: Option<DateTimeUtc>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
