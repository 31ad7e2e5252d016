//! The table `fee_rules`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "fee_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub rule_id: Uuid,
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub applies_to: String,
    #[sea_orm(column_type = "Text")]
    pub scope: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_type: Option<String>,
    pub provider_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub service: Option<String>,
    pub percent_bps: i64,
    pub fixed_cents: i64,
    pub min_cents: Option<i64>,
    pub max_cents: Option<i64>,
    pub priority: i32,
    pub active: bool,
    pub valid_from: DateTimeUtc,
    pub valid_until: Option<DateTimeUtc>,
    pub created_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
