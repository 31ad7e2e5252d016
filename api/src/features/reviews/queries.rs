//! All SQL of reviews. Ratings are projections: one text computes them for one review's provider, live, and for everybody.

pub mod answers;
pub mod requests;

use crate::http::paging::Cursor;
use crate::sql;
use chrono::{DateTime, Utc};
use pitlane_entities::mechanic_reviews::{ActiveModel, Entity};
use pitlane_entities::{mechanics, sessions};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, Value};
use std::fmt::Write;
use uuid::Uuid;

/// A review as it is listed.
#[derive(Debug, FromQueryResult)]
pub struct Row {
    /// The review.
    pub id: Uuid,
    /// The customer's name, of one without an account as the quote says it; none when the account is closed.
    pub customer_name: Option<String>,
    /// Who did the work.
    pub mechanic_name: String,
    /// 1 to 5.
    pub rating: i32,
    /// The customer's words.
    pub text: String,
    /// How many found it helpful.
    pub helpful_count: i64,
    /// The provider's answer.
    pub reply: Option<String>,
    /// When it was answered.
    pub replied_at: Option<DateTime<Utc>>,
    /// When written.
    pub created_at: DateTime<Utc>,
}

/// Whose reviews.
#[derive(Debug, Clone, Copy, Default)]
pub struct Of {
    /// The seller.
    pub provider: Option<Uuid>,
    /// One mechanic.
    pub mechanic: Option<Uuid>,
    /// One review.
    pub review: Option<Uuid>,
}

/// Reviews that are shown, newest first.
pub async fn list(db: &impl ConnectionTrait, of: Of, cursor: Cursor) -> Result<Vec<Row>, DbErr> {
    let mut values: Vec<Value> = vec![i64::try_from(cursor.fetch()).unwrap_or(i64::MAX).into()];
    let mut text =
        "SELECT r.id, COALESCE(u.name, CASE WHEN x.customer_id IS NULL THEN x.customer_name END) AS customer_name, COALESCE(m.display_name, p.name) AS mechanic_name, r.rating, \
        r.text, r.helpful_count, r.reply, r.replied_at, r.created_at FROM mechanic_reviews r JOIN providers p ON p.id = r.provider_id \
        LEFT JOIN mechanics m ON m.id = r.mechanic_id LEFT JOIN repairs x ON x.id = r.repair_id \
        LEFT JOIN users u ON u.id = r.customer_id AND u.deleted_at IS NULL WHERE r.hidden_by IS NULL"
            .to_owned();
    let conditions = [
        ("r.provider_id =", of.provider),
        ("r.mechanic_id =", of.mechanic),
        ("r.id =", of.review),
        ("r.id <", cursor.before),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            values.push(value.into());
            // writing to a text cannot fail
            let _ = write!(text, " AND {condition} ${}", values.len());
        }
    }
    text.push_str(" ORDER BY r.id DESC LIMIT $1");
    Row::find_by_statement(sql::statement(db, text, values)).all(db).await
}

/// A session of a customer.
pub async fn session(
    db: &impl ConnectionTrait,
    customer: Uuid,
    id: Uuid,
) -> Result<Option<sessions::Model>, DbErr> {
    sessions::Entity::find_by_id(id).filter(sessions::Column::CustomerId.eq(customer)).one(db).await
}

/// Who answers for a seller: the mechanic of an independent one, or the workshop.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Behind {
    /// The seller's name.
    pub name: String,
    /// The mechanic.
    pub mechanic_id: Option<Uuid>,
    /// The workshop.
    pub workshop_id: Option<Uuid>,
}

/// Who answers for a seller.
pub async fn behind(db: &impl ConnectionTrait, provider: Uuid) -> Result<Option<Behind>, DbErr> {
    let text = "SELECT name, mechanic_id, workshop_id FROM providers WHERE id = $1";
    Behind::find_by_statement(sql::statement(db, text, [provider.into()])).one(db).await
}

/// The account of a mechanic.
pub async fn user_of(db: &impl ConnectionTrait, mechanic: Uuid) -> Result<Option<Uuid>, DbErr> {
    let row = mechanics::Entity::find_by_id(mechanic).one(db).await?;
    Ok(row.map(|row| row.user_id))
}

/// Writes a review; false when what it is about has one.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<bool, DbErr> {
    let known = OnConflict::new().do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(known).exec_without_returning(tx).await? > 0)
}

/// Computes the ratings of mechanics and workshops from their reviews: of one, or of everybody.
pub async fn recompute(
    tx: &impl ConnectionTrait,
    only: Option<(Option<Uuid>, Option<Uuid>)>,
) -> Result<(), DbErr> {
    let tables = [
        ("mechanics", "mechanic_id", only.and_then(|(mechanic, _)| mechanic)),
        ("workshops", "workshop_id", only.and_then(|(_, workshop)| workshop)),
    ];
    for (table, column, id) in tables {
        if only.is_some() && id.is_none() {
            continue;
        }
        let reviews =
            format!("FROM mechanic_reviews r WHERE r.{column} = {table}.id AND r.hidden_by IS NULL");
        let mut text = format!(
            "UPDATE {table} SET avg_rating = (SELECT AVG(CAST(r.rating AS double precision)) {reviews}), \
             total_reviews = (SELECT COUNT(*) {reviews})"
        );
        if id.is_some() {
            text.push_str(" WHERE id = $1");
        }
        let values: Vec<Value> = id.into_iter().map(Value::from).collect();
        tx.execute_raw(sql::statement(tx, text, values)).await?;
    }
    Ok(())
}
