//! The table `payments`; `migrations` says what its columns mean.

use sea_orm::entity::prelude::*;

#[allow(missing_docs)] // the columns are described where they are made
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub session_request_id: Option<Uuid>,
    pub customer_id: Uuid,
    pub provider_id: Option<Uuid>,
    pub amount_cents: i64,
    pub refunded_cents: i64,
    pub fee_cents: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text")]
    pub gateway: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub gateway_id: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub client_secret: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub failure_code: Option<String>,
    pub authorized_at: Option<DateTimeUtc>,
    pub paid_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub repair_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub part: Option<String>,
    pub fee_rule_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub destination: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub dispute_status: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub transfer_id: Option<String>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
