//! Sessions.

use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::SessionStatus;
use pitlane_entities::sessions::{ActiveModel, Column, Entity, Model};
use pitlane_entities::users;
use pitlane_platform::new_id;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, Value};
use uuid::Uuid;

/// A session with the names around it.
#[derive(Debug, FromQueryResult)]
pub struct SessionRow {
    /// The session.
    #[sea_orm(nested)]
    pub session: Model,
    /// The customer's words.
    pub concern: String,
    /// The vehicle.
    pub vehicle_id: Uuid,
    /// Model year.
    pub vehicle_year: i32,
    /// Maker.
    pub vehicle_make: String,
    /// Model.
    pub vehicle_model: String,
    /// The customer's name.
    pub customer_name: String,
    /// The mechanic's name.
    pub mechanic_name: String,
    /// The mechanic's account.
    pub mechanic_user_id: Uuid,
    /// The seller's name.
    pub provider_name: String,
    /// Whether a summary has been handed over.
    pub has_summary: bool,
    /// Whether the customer has reviewed it.
    pub reviewed: bool,
    /// Whether the seller is a favorite of the customer.
    pub is_favorite: bool,
    /// When the customer was asked whether to save the seller.
    pub favorite_asked_at: Option<DateTime<Utc>>,
}

const SESSIONS: &str = "SELECT s.*, r.concern, r.vehicle_id, v.year AS vehicle_year, v.make AS vehicle_make, v.model AS vehicle_model, \
        c.name AS customer_name, m.display_name AS mechanic_name, m.user_id AS mechanic_user_id, \
        p.name AS provider_name, rel.favorite_asked_at, \
        EXISTS (SELECT 1 FROM session_summaries y WHERE y.session_id = s.id AND y.submitted_at IS NOT NULL) AS has_summary, \
        EXISTS (SELECT 1 FROM mechanic_reviews w WHERE w.session_id = s.id) AS reviewed, \
        EXISTS (SELECT 1 FROM customer_favorites f WHERE f.customer_id = s.customer_id AND f.provider_id = s.provider_id) \
            AS is_favorite \
    FROM sessions s JOIN session_requests r ON r.id = s.request_id JOIN vehicles v ON v.id = r.vehicle_id \
    JOIN users c ON c.id = s.customer_id JOIN mechanics m ON m.id = s.mechanic_id \
    JOIN providers p ON p.id = s.provider_id \
    LEFT JOIN provider_customer_relations rel ON rel.provider_id = s.provider_id AND rel.customer_id = s.customer_id";

/// A session of which `participant` is one of the two; anybody's where none is named.
pub async fn find(
    db: &impl ConnectionTrait,
    id: Uuid,
    participant: Option<Uuid>,
) -> Result<Option<SessionRow>, DbErr> {
    let mut values: Vec<Value> = vec![id.into()];
    let mut sql = format!("{SESSIONS} WHERE s.id = $1");
    if let Some(user) = participant {
        sql.push_str(" AND (s.customer_id = $2 OR m.user_id = $2)");
        values.push(user.into());
    }
    SessionRow::find_by_statement(statement(db, sql, values)).one(db).await
}

/// Whose sessions are listed.
#[derive(Debug, Clone, Copy)]
pub enum Side {
    /// A customer's.
    Customer(Uuid),
    /// A mechanic's.
    Mechanic(Uuid),
}

/// One side's sessions, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    side: Side,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<SessionRow>, DbErr> {
    let (column, id) = match side {
        Side::Customer(id) => ("customer_id", id),
        Side::Mechanic(id) => ("mechanic_id", id),
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![id.into(), limit.into()];
    let mut sql = format!("{SESSIONS} WHERE s.{column} = $1");
    if let Some(before) = before {
        sql.push_str(" AND s.id < $3");
        values.push(before.into());
    }
    sql.push_str(" ORDER BY s.id DESC LIMIT $2");
    SessionRow::find_by_statement(statement(db, sql, values)).all(db).await
}

/// Writes a new session.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes the columns that are set, if the session still has the status `from`; `false` when it has another one.
pub async fn move_from(
    tx: &impl ConnectionTrait,
    id: Uuid,
    row: ActiveModel,
    from: SessionStatus,
) -> Result<bool, DbErr> {
    let mine = Column::Id.eq(id).and(Column::Status.eq(from.as_str()));
    Ok(Entity::update_many().set(row).filter(mine).exec(tx).await?.rows_affected == 1)
}

/// The sessions of a request that have not begun.
pub async fn waiting_of_request(tx: &impl ConnectionTrait, request: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::RequestId.eq(request))
        .filter(Column::Status.eq(SessionStatus::Waiting.as_str()))
        .all(tx)
        .await
}

/// A session, as it is stored.
pub async fn get(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

#[derive(FromQueryResult)]
struct Account {
    name: String,
    user_id: Uuid,
}

/// A mechanic's name and account.
pub async fn mechanic(tx: &impl ConnectionTrait, id: Uuid) -> Result<(String, Uuid), DbErr> {
    let sql = "SELECT display_name AS name, user_id FROM mechanics WHERE id = $1";
    let row = Account::find_by_statement(statement(tx, sql, [id.into()])).one(tx).await?;
    row.map(|row| (row.name, row.user_id)).ok_or_else(|| DbErr::RecordNotFound(format!("mechanic {id}")))
}

/// The name of an account.
pub async fn user_name(tx: &impl ConnectionTrait, id: Uuid) -> Result<String, DbErr> {
    let sql = "SELECT name, id AS user_id FROM users WHERE id = $1";
    let row = Account::find_by_statement(statement(tx, sql, [id.into()])).one(tx).await?;
    row.map(|row| row.name).ok_or_else(|| DbErr::RecordNotFound(format!("user {id}")))
}

/// The time zone of an account.
pub async fn time_zone(tx: &impl ConnectionTrait, user: Uuid) -> Result<String, DbErr> {
    let row = users::Entity::find_by_id(user).one(tx).await?;
    row.map(|row| row.time_zone).ok_or_else(|| DbErr::RecordNotFound(format!("user {user}")))
}

/// Sets when a session is to begin; none takes it back.
pub async fn set_start(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    starts_at: Option<DateTime<Utc>>,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::StartsAt, Expr::value(starts_at))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
}

/// The sessions that a provider's mechanics have accepted and not begun.
pub async fn waiting_of_provider(db: &impl ConnectionTrait, provider: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::ProviderId.eq(provider))
        .filter(Column::Status.eq(SessionStatus::Waiting.as_str()))
        .all(db)
        .await
}

/// Notes a step of the timers on a session that still waits; `false` when it does not, or the step was taken before.
pub async fn mark_waiting(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    column: Column,
) -> Result<bool, DbErr> {
    let marked = Entity::update_many()
        .col_expr(column, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::Status.eq(SessionStatus::Waiting.as_str()))
        .filter(column.is_null())
        .exec(tx)
        .await?;
    Ok(marked.rows_affected == 1)
}

/// Remembers that a customer was asked whether to save a seller.
pub async fn mark_favorite_asked(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    provider: Uuid,
    customer: Uuid,
) -> Result<(), DbErr> {
    let sql = "INSERT INTO provider_customer_relations (id, provider_id, customer_id, total_bookings, total_spent_cents, \
            is_favorite_customer, is_blocked, favorite_asked_at, created_at, updated_at) \
        VALUES ($1, $2, $3, 0, 0, FALSE, FALSE, $4, $4, $4) \
        ON CONFLICT (provider_id, customer_id) DO UPDATE SET favorite_asked_at = \
            COALESCE(provider_customer_relations.favorite_asked_at, excluded.favorite_asked_at)";
    let values = [new_id().into(), provider.into(), customer.into(), now.into()];
    db.execute_raw(statement(db, sql, values)).await?;
    Ok(())
}
