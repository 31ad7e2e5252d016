//! SQL of what a workshop says about itself.

use chrono::{DateTime, Utc};
use pitlane_entities::providers;
use pitlane_entities::workshops::{Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

/// An open workshop.
pub async fn find(db: &impl ConnectionTrait, workshop: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(workshop).filter(Column::ClosedAt.is_null()).one(db).await
}

/// What changes of a workshop; what is none stays.
#[derive(Debug, Default)]
#[expect(clippy::option_option, reason = "an address or a number may stay, change or be removed")]
pub struct Changes {
    /// The name.
    pub name: Option<String>,
    /// What customers read.
    pub bio: Option<String>,
    /// Where it is; the inner none removes it.
    pub address: Option<Option<String>>,
    /// The number; the inner none removes it.
    pub phone: Option<Option<String>>,
    /// IANA name.
    pub time_zone: Option<String>,
}

/// Writes changes to an open workshop and its name to the seller, whose name is the one that everybody is shown. The seller
/// comes first, as where a workshop is closed: two that wait for each other would wait for ever.
pub async fn update(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    workshop: Uuid,
    changes: Changes,
) -> Result<(), DbErr> {
    if let Some(name) = &changes.name {
        providers::Entity::update_many()
            .col_expr(providers::Column::Name, Expr::value(name.clone()))
            .filter(providers::Column::WorkshopId.eq(workshop))
            .filter(providers::Column::ClosedAt.is_null())
            .exec(tx)
            .await?;
    }
    let mut profile = Entity::update_many().col_expr(Column::UpdatedAt, Expr::value(now));
    for (column, value) in
        [(Column::Name, changes.name), (Column::Bio, changes.bio), (Column::TimeZone, changes.time_zone)]
    {
        if let Some(value) = value {
            profile = profile.col_expr(column, Expr::value(value));
        }
    }
    for (column, value) in [(Column::Address, changes.address), (Column::Phone, changes.phone)] {
        if let Some(value) = value {
            profile = profile.col_expr(column, Expr::value(value));
        }
    }
    profile.filter(Column::Id.eq(workshop)).filter(Column::ClosedAt.is_null()).exec(tx).await.map(drop)
}
