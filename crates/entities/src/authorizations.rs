//! The table `authorizations`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "authorizations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub quote_id: Uuid,
    pub repair_id: Uuid,
    pub revision: i32,
    pub customer_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub method: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub line_ids: Json,
    #[sea_orm(column_type = "Text")]
    pub typed_name: String,
    pub recorded_by: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub ip: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub user_agent: Option<String>,
    pub added_cents: i64,
    pub total_cents: i64,
    #[sea_orm(column_type = "Text")]
    pub canonical: String,
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    pub at: DateTimeUtc,
    pub created_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub tolerance_wording: Option<String>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
