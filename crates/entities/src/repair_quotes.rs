//! The table `repair_quotes`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "repair_quotes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: i64,
    pub revision: i32,
    pub replaces_id: Option<Uuid>,
    pub provider_id: Uuid,
    pub created_by: Uuid,
    pub customer_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub customer_name: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub customer_email: Option<String>,
    pub vehicle_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub vehicle: String,
    pub session_id: Option<Uuid>,
    pub repair_id: Option<Uuid>,
    pub supplement: bool,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text")]
    pub diagnosis_summary: String,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    pub tax_bps: i64,
    pub subtotal_cents: i64,
    pub discount_cents: i64,
    pub tax_cents: i64,
    pub customer_total_cents: i64,
    pub approved_cents: i64,
    pub deposit_cents: i64,
    pub warranty_months: i32,
    pub warranty_miles: Option<i32>,
    pub valid_days: i32,
    pub valid_until: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub decline_reason: Option<String>,
    pub version: i32,
    pub sent_at: Option<DateTimeUtc>,
    pub viewed_at: Option<DateTimeUtc>,
    pub decided_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
