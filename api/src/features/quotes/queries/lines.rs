//! Lines of quotes.

use crate::http::paging::Cursor;
use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Deferral, LineDecision};
use pitlane_entities::quote_lines::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Value,
};
use uuid::Uuid;

/// The lines of a quote in their order.
pub async fn of_quote(db: &impl ConnectionTrait, quote: Uuid) -> Result<Vec<Model>, DbErr> {
    of_quotes(db, &[quote]).await
}

/// The lines of quotes in their order.
pub async fn of_quotes(db: &impl ConnectionTrait, quotes: &[Uuid]) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::QuoteId.is_in(quotes.iter().copied()))
        .order_by_asc(Column::QuoteId)
        .order_by_asc(Column::Position)
        .all(db)
        .await
}

/// One line, locked until the end of the transaction. SQLite's transactions lock everything already.
pub async fn lock(tx: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    let mut find = Entity::find_by_id(id);
    if tx.get_database_backend() == DbBackend::Postgres {
        find = find.lock(LockType::Update);
    }
    find.one(tx).await
}

/// Writes new lines.
pub async fn insert(tx: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
    if rows.is_empty() {
        return Ok(());
    }
    Entity::insert_many(rows).exec_without_returning(tx).await.map(drop)
}

/// Writes the columns that are set.
pub async fn update(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    Entity::update(row).exec(tx).await.map(drop)
}

/// Removes lines with the photos that belong to them alone; hands back under which keys their files are kept.
pub async fn delete(tx: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<String>, DbErr> {
    let mut keys = Vec::new();
    for id in ids {
        let alone = "SELECT storage_key FROM photos WHERE quote_line_id = $1 AND repair_id IS NULL";
        for row in tx.query_all_raw(statement(tx, alone, [(*id).into()])).await? {
            keys.push(row.try_get("", "storage_key")?);
        }
        for text in [
            "UPDATE photos SET pair_id = NULL WHERE pair_id IN ( \
               SELECT o.id FROM photos o WHERE o.quote_line_id = $1 AND o.repair_id IS NULL)",
            "UPDATE photos SET quote_line_id = NULL WHERE quote_line_id = $1 AND repair_id IS NOT NULL",
            "DELETE FROM photos WHERE quote_line_id = $1",
            "DELETE FROM quote_lines WHERE id = $1",
        ] {
            tx.execute_raw(statement(tx, text, [(*id).into()])).await?;
        }
    }
    Ok(keys)
}

/// Notes what the customer said to lines. An approved one is no longer on the list of declined ones.
pub async fn decide(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    ids: &[Uuid],
    decision: LineDecision,
) -> Result<(), DbErr> {
    if ids.is_empty() {
        return Ok(());
    }
    let later = (decision == LineDecision::Declined).then(|| Deferral::Later.as_str().to_owned());
    Entity::update_many()
        .col_expr(Column::Decision, Expr::value(decision.as_str()))
        .col_expr(Column::Deferred, Expr::value(later))
        .col_expr(Column::SnoozedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await
        .map(drop)
}

/// A declined line with its quote.
#[derive(Debug, FromQueryResult)]
pub struct Declined {
    /// The line.
    #[sea_orm(nested)]
    pub line: Model,
    /// The quote's number.
    pub number: i64,
    /// Where the quote stands.
    pub status: String,
    /// Until when it holds.
    pub valid_until: Option<DateTime<Utc>>,
    /// The seller's name.
    pub provider_name: String,
    /// The vehicle in words.
    pub vehicle: String,
    /// ISO 4217.
    pub currency: String,
    /// Whether its repair is over.
    pub repair_over: bool,
}

const DECLINED: &str = "SELECT l.*, q.number, q.status, q.valid_until, p.name AS provider_name, q.vehicle, q.currency, \
    EXISTS (SELECT 1 FROM repairs x WHERE x.id = q.repair_id AND x.status IN ('completed', 'cancelled')) AS repair_over \
    FROM quote_lines l JOIN repair_quotes q ON q.id = l.quote_id JOIN providers p ON p.id = q.provider_id \
    WHERE q.customer_id = $1 AND l.decision = 'declined' AND l.kind <> 'discount' AND q.status <> 'superseded'";

/// The declined lines of a customer, newest first.
pub async fn declined(
    db: &impl ConnectionTrait,
    customer: Uuid,
    cursor: Cursor,
) -> Result<Vec<Declined>, DbErr> {
    let mut values: Vec<Value> =
        vec![customer.into(), i64::try_from(cursor.fetch()).unwrap_or(i64::MAX).into()];
    let mut text = DECLINED.to_owned();
    if let Some(before) = cursor.before {
        text.push_str(" AND l.id < $3");
        values.push(before.into());
    }
    text.push_str(" ORDER BY l.id DESC LIMIT $2");
    Declined::find_by_statement(statement(db, text, values)).all(db).await
}

/// One declined line of a customer.
pub async fn find_declined(
    db: &impl ConnectionTrait,
    customer: Uuid,
    id: Uuid,
) -> Result<Option<Declined>, DbErr> {
    let text = format!("{DECLINED} AND l.id = $2");
    Declined::find_by_statement(statement(db, text, [customer.into(), id.into()])).one(db).await
}
