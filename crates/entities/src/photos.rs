//! The table `photos`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "photos")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub repair_id: Option<Uuid>,
    pub quote_line_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub category: String,
    pub pair_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub caption: String,
    #[sea_orm(column_type = "Text")]
    pub storage_key: String,
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    pub size: i64,
    pub width: i32,
    pub height: i32,
    pub taken_at: Option<DateTimeUtc>,
    pub uploaded_by: Uuid,
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
