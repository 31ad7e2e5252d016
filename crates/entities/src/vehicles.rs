//! The table `vehicles`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "vehicles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub customer_id: Uuid,
    pub year: i32,
    #[sea_orm(column_type = "Text")]
    pub make: String,
    #[sea_orm(column_type = "Text")]
    pub model: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub vin: Option<String>,
    pub vin_warning: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub plate: Option<String>,
    pub mileage: Option<i32>,
    pub removed_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
