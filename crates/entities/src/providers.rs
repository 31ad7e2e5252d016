//! The table `providers`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "providers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub mechanic_id: Option<Uuid>,
    pub workshop_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    pub closed_at: Option<DateTimeUtc>,
    pub listed: bool,
    pub created_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub region: Option<String>,
    pub labor_rate_cents: Option<i64>,
    pub tax_bps: Option<i64>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
