//! The table `dispatch_offers`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dispatch_offers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub mechanic_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub sent_at: DateTimeUtc,
    pub attempts: i32,
    pub delivered_at: Option<DateTimeUtc>,
    pub seen_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub response: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub responded_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
