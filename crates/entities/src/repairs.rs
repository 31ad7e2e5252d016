//! The table `repairs`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "repairs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: i64,
    pub provider_id: Uuid,
    pub customer_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub customer_name: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub customer_email: Option<String>,
    pub vehicle_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub vehicle: String,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    pub promised_at: Option<DateTimeUtc>,
    pub work_completed_at: Option<DateTimeUtc>,
    pub warranty_months: i32,
    pub warranty_miles: Option<i32>,
    pub warranty_expires_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    pub authorized_cents: i64,
    pub tolerance_cents: i64,
    pub reserved_cents: i64,
    pub charged_cents: i64,
    pub refunded_cents: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
