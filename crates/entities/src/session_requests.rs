//! The table `session_requests`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session_requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub customer_id: Uuid,
    pub vehicle_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub service: String,
    #[sea_orm(column_type = "Text")]
    pub concern: String,
    pub price_cents: i64,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    pub planned_minutes: i32,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text")]
    pub routing_type: String,
    pub preferred_provider_id: Option<Uuid>,
    pub notify_and_wait: bool,
    pub window_open: bool,
    pub priority_window_minutes: Option<i32>,
    pub priority_notified_at: Option<DateTimeUtc>,
    pub priority_expires_at: Option<DateTimeUtc>,
    pub fallback_broadcast_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub broadcast_cause: Option<String>,
    pub broadcast_round: i32,
    pub broadcast_expires_at: Option<DateTimeUtc>,
    pub payment_due_at: DateTimeUtc,
    pub accepted_at: Option<DateTimeUtc>,
    pub mechanic_id: Option<Uuid>,
    pub started_at: Option<DateTimeUtc>,
    pub parent_session_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub follow_up_type: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
