//! The table `quote_lines`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quote_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub quote_id: Uuid,
    pub position: i32,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    pub quantity_thousandths: i64,
    pub unit_cents: i64,
    pub total_cents: i64,
    pub taxable: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub part_number: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub part_condition: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub severity: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub decision: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub deferred: Option<String>,
    pub snoozed_until: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
