//! The table `session_summaries`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session_summaries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub session_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub findings: String,
    #[sea_orm(column_type = "Text")]
    pub steps_taken: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub parts_needed: Json,
    #[sea_orm(column_type = "Text")]
    pub next_steps: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub photo_ids: Json,
    pub submitted_at: Option<DateTimeUtc>,
    pub first_viewed_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
