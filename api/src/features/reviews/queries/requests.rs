//! SQL of the requests for reviews.

use crate::features::reviews::service::requests::About;
use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{ReviewPlatform, ReviewRequestStatus};
use pitlane_entities::review_requests::{ActiveModel, Column, Entity, Model};
use pitlane_platform::new_id;
use sea_orm::sea_query::{Expr, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
};
use uuid::Uuid;

/// Finished work whose customer is to be asked.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Finished {
    /// The session.
    pub session_id: Option<Uuid>,
    /// The repair.
    pub repair_id: Option<Uuid>,
    /// Who did the work.
    pub provider_id: Uuid,
    /// Who is asked; none for a guest, who is asked by a link to the repair.
    pub customer_id: Option<Uuid>,
    /// When it was done.
    pub completed_at: DateTime<Utc>,
}

/// Plans a request, once for each piece of work; false when there is one.
pub async fn plan(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    work: &Finished,
    due_at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let row = ActiveModel {
        id: Set(new_id()),
        session_id: Set(work.session_id),
        repair_id: Set(work.repair_id),
        provider_id: Set(work.provider_id),
        customer_id: Set(work.customer_id),
        due_at: Set(due_at),
        requested_at: Set(None),
        rating: Set(None),
        status: Set(ReviewRequestStatus::Scheduled.as_str().to_owned()),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let once = OnConflict::new().do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(once).exec_without_returning(tx).await? > 0)
}

fn is_about(about: About) -> SimpleExpr {
    match about {
        About::Session(id) => Column::SessionId.eq(id),
        About::Repair(id) => Column::RepairId.eq(id),
    }
}

/// Takes the planned request for a piece of work, once.
pub async fn take(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    about: About,
) -> Result<Option<Model>, DbErr> {
    let taken = Entity::update_many()
        .col_expr(Column::Status, Expr::value(ReviewRequestStatus::Requested.as_str()))
        .col_expr(Column::RequestedAt, Expr::value(now))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(is_about(about))
        .filter(Column::Status.eq(ReviewRequestStatus::Scheduled.as_str()))
        .filter(Column::DueAt.lte(now))
        .exec_with_returning(tx)
        .await?;
    Ok(taken.into_iter().next())
}

/// Closes the request for work that was reviewed, asked for or not.
pub async fn fulfil(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    about: About,
    rating: i32,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Status, Expr::value(ReviewRequestStatus::Completed.as_str()))
        .col_expr(Column::Rating, Expr::value(rating))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(is_about(about))
        .exec(tx)
        .await
        .map(drop)
}

/// Closes a request without a review, unless there is one; `before` takes back that it was sent.
pub async fn skip(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    unsent: bool,
) -> Result<(), DbErr> {
    let mut update = Entity::update_many()
        .col_expr(Column::Status, Expr::value(ReviewRequestStatus::Skipped.as_str()))
        .col_expr(Column::UpdatedAt, Expr::value(now));
    if unsent {
        update = update.col_expr(Column::RequestedAt, Expr::value(None::<DateTime<Utc>>));
    }
    update
        .filter(Column::Id.eq(id))
        .filter(Column::Status.ne(ReviewRequestStatus::Completed.as_str()))
        .exec(tx)
        .await
        .map(drop)
}

/// A request with what it is about.
#[derive(Debug, FromQueryResult)]
pub struct Row {
    /// The request.
    #[sea_orm(nested)]
    pub request: Model,
    /// Who did the work.
    pub provider_name: String,
    /// The vehicle in words.
    pub vehicle: String,
    /// When the work was done.
    pub completed_at: Option<DateTime<Utc>>,
    /// Whether the customer's account is still there.
    pub has_customer: bool,
}

/// One request, of `customer` where one is named.
pub async fn find(db: &impl ConnectionTrait, id: Uuid, customer: Option<Uuid>) -> Result<Option<Row>, DbErr> {
    let mut text = "SELECT r.*, p.name AS provider_name, \
          COALESCE(x.vehicle, CAST(v.year AS text) || ' ' || v.make || ' ' || v.model) AS vehicle, \
          COALESCE(s.ended_at, x.work_completed_at) AS completed_at, (u.id IS NOT NULL AND u.deleted_at IS NULL) AS has_customer \
        FROM review_requests r JOIN providers p ON p.id = r.provider_id LEFT JOIN users u ON u.id = r.customer_id \
        LEFT JOIN repairs x ON x.id = r.repair_id LEFT JOIN sessions s ON s.id = r.session_id \
        LEFT JOIN session_requests q ON q.id = s.request_id LEFT JOIN vehicles v ON v.id = q.vehicle_id \
        WHERE r.id = $1"
        .to_owned();
    let mut values = vec![id.into()];
    if let Some(customer) = customer {
        text.push_str(" AND r.customer_id = $2");
        values.push(customer.into());
    }
    Row::find_by_statement(statement(db, text, values)).one(db).await
}

/// Gives the request for a repair, and the review of it, to the account that its guest made since.
pub async fn claim(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    repair: Uuid,
    customer: Uuid,
) -> Result<(), DbErr> {
    for table in ["review_requests", "mechanic_reviews"] {
        let text = format!(
            "UPDATE {table} SET customer_id = $1, updated_at = $2 WHERE repair_id = $3 AND customer_id IS NULL"
        );
        tx.execute_raw(statement(tx, text, [customer.into(), now.into(), repair.into()])).await?;
    }
    Ok(())
}

/// Notes that a customer looked at a page elsewhere, once for each page.
pub async fn click(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    platform: ReviewPlatform,
) -> Result<(), DbErr> {
    let text = "INSERT INTO review_clicks (request_id, platform, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    tx.execute_raw(statement(tx, text, [id.into(), platform.as_str().into(), now.into()])).await.map(drop)
}

/// What a provider finished since `since` and nobody was asked about or has reviewed.
pub async fn unasked(
    tx: &impl ConnectionTrait,
    provider: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<Finished>, DbErr> {
    let text = "SELECT s.id AS session_id, NULL AS repair_id, s.provider_id, s.customer_id, s.ended_at AS completed_at \
          FROM sessions s WHERE s.provider_id = $1 AND s.status = 'ended' AND s.ended_at > $2 \
          AND NOT EXISTS (SELECT 1 FROM review_requests q WHERE q.session_id = s.id) \
          AND NOT EXISTS (SELECT 1 FROM mechanic_reviews w WHERE w.session_id = s.id) \
        UNION ALL SELECT NULL, x.id, x.provider_id, x.customer_id, x.work_completed_at \
          FROM repairs x WHERE x.provider_id = $1 AND x.status = 'completed' AND x.work_completed_at > $2 \
          AND NOT EXISTS (SELECT 1 FROM review_requests q WHERE q.repair_id = x.id) \
          AND NOT EXISTS (SELECT 1 FROM mechanic_reviews w WHERE w.repair_id = x.id)";
    Finished::find_by_statement(statement(tx, text, [provider.into(), since.into()])).all(tx).await
}

/// A word and how often it is there.
#[derive(Debug, FromQueryResult)]
pub struct Count {
    /// The word.
    pub word: String,
    /// How often.
    pub number: i64,
}

/// How many requests of a provider have which status, and how many were sent as `sent`.
pub async fn statuses(db: &impl ConnectionTrait, provider: Uuid) -> Result<Vec<Count>, DbErr> {
    let text = "SELECT status AS word, COUNT(*) AS number FROM review_requests WHERE provider_id = $1 GROUP BY status \
        UNION ALL SELECT 'sent', COUNT(*) FROM review_requests WHERE provider_id = $1 AND requested_at IS NOT NULL";
    Count::find_by_statement(statement(db, text, [provider.into()])).all(db).await
}

/// How many customers of a provider looked at which page.
pub async fn clicks(db: &impl ConnectionTrait, provider: Uuid) -> Result<Vec<Count>, DbErr> {
    let text = "SELECT c.platform AS word, COUNT(*) AS number FROM review_clicks c \
        JOIN review_requests r ON r.id = c.request_id WHERE r.provider_id = $1 GROUP BY c.platform";
    Count::find_by_statement(statement(db, text, [provider.into()])).all(db).await
}
