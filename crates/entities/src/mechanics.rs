//! The table `mechanics`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mechanics")]
#[expect(clippy::struct_excessive_bools, reason = "a column each")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub workshop_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub display_name: String,
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    #[sea_orm(column_type = "Text")]
    pub bio: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub specialties: Json,
    pub years_experience: i32,
    pub response_target_minutes: i32,
    pub response_median_minutes: Option<f64>,
    pub avg_rating: Option<f64>,
    pub total_reviews: i64,
    pub accepting: bool,
    pub is_online: bool,
    pub missed_in_a_row: i32,
    pub last_seen_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text")]
    pub time_zone: String,
    pub closed_at: Option<DateTimeUtc>,
    pub offers_chat: bool,
    pub offers_video: bool,
    pub offers_in_person: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
