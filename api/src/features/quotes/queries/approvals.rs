//! Approvals, which are only ever added, and the links of single quotes.

use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_entities::authorizations::{ActiveModel, Entity, Model};
use pitlane_entities::quote_links;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use uuid::Uuid;

/// An approval with who recorded it.
#[derive(Debug, FromQueryResult)]
pub struct Row {
    /// The approval.
    #[sea_orm(nested)]
    pub authorization: Model,
    /// Who recorded it.
    pub recorded_by_name: Option<String>,
}

/// Adds an approval.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    Entity::insert(row).exec_without_returning(tx).await.map(drop)
}

/// The approvals of a quote, oldest first.
pub async fn of_quote(db: &impl ConnectionTrait, quote: Uuid) -> Result<Vec<Row>, DbErr> {
    let text = "SELECT a.*, u.name AS recorded_by_name FROM authorizations a \
        LEFT JOIN users u ON u.id = a.recorded_by WHERE a.quote_id = $1 ORDER BY a.id";
    Row::find_by_statement(statement(db, text, [quote.into()])).all(db).await
}

/// The approvals of every quote of a repair, oldest first.
pub async fn of_repair(db: &impl ConnectionTrait, repair: Uuid) -> Result<Vec<Row>, DbErr> {
    let text = "SELECT a.*, u.name AS recorded_by_name FROM authorizations a \
        LEFT JOIN users u ON u.id = a.recorded_by WHERE a.repair_id = $1 ORDER BY a.id";
    Row::find_by_statement(statement(db, text, [repair.into()])).all(db).await
}

/// Keeps a link.
pub async fn insert_link(tx: &impl ConnectionTrait, row: quote_links::ActiveModel) -> Result<(), DbErr> {
    quote_links::Entity::insert(row).exec_without_returning(tx).await.map(drop)
}

/// The quote that a link opens at `now`.
pub async fn quote_of_link(
    db: &impl ConnectionTrait,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, DbErr> {
    quote_links::Entity::find()
        .select_only()
        .column(quote_links::Column::QuoteId)
        .filter(quote_links::Column::Hash.eq(hash))
        .filter(quote_links::Column::ExpiresAt.gt(now))
        .into_tuple()
        .one(db)
        .await
}
