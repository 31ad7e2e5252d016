//! The table `customer_favorites`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_favorites")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub customer_id: Uuid,
    pub provider_id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub label: Option<String>,
    pub added_at: DateTimeUtc,
    pub last_service_at: Option<DateTimeUtc>,
    pub total_services: i64,
    pub total_spent_cents: i64,
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
