//! The table `provider_customer_relations`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "provider_customer_relations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub provider_id: Uuid,
    pub customer_id: Uuid,
    pub total_bookings: i64,
    pub total_spent_cents: i64,
    pub average_rating: Option<f64>,
    pub first_booking_at: Option<DateTimeUtc>,
    pub last_booking_at: Option<DateTimeUtc>,
    pub is_favorite_customer: bool,
    pub is_blocked: bool,
    pub favorite_asked_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
