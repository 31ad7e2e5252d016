//! SQL of what is said about reviews, and of the pages elsewhere.

use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::ReviewPlatform;
use pitlane_entities::mechanic_reviews::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter};
use uuid::Uuid;

/// A review that is shown.
pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::HiddenBy.is_null()).one(db).await
}

/// Writes a provider's answer.
pub async fn reply(tx: &impl ConnectionTrait, now: DateTime<Utc>, id: Uuid, text: &str) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Reply, Expr::value(text))
        .col_expr(Column::RepliedAt, Expr::value(now))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
}

/// Counts somebody who finds a review helpful, once.
pub async fn vote(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    (review, user): (Uuid, Uuid),
) -> Result<(), DbErr> {
    let text = "INSERT INTO review_votes (review_id, user_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let cast = tx.execute_raw(statement(tx, text, [review.into(), user.into(), now.into()])).await?;
    if cast.rows_affected() == 0 {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::HelpfulCount, Expr::col(Column::HelpfulCount).add(1))
        .filter(Column::Id.eq(review))
        .exec(tx)
        .await
        .map(drop)
}

/// Keeps why somebody thinks that a review should not be shown; the first time says since when.
pub async fn flag(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    (review, user): (Uuid, Uuid),
    reason: &str,
) -> Result<(), DbErr> {
    let text = "INSERT INTO review_flags (review_id, user_id, reason, created_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (review_id, user_id) DO UPDATE SET reason = excluded.reason";
    let values = [review.into(), user.into(), reason.into(), now.into()];
    tx.execute_raw(statement(tx, text, values)).await?;
    Entity::update_many()
        .col_expr(Column::FlaggedAt, Expr::value(now))
        .filter(Column::Id.eq(review))
        .filter(Column::FlaggedAt.is_null())
        .exec(tx)
        .await
        .map(drop)
}

/// A page on another platform.
#[derive(Debug, FromQueryResult)]
pub struct Link {
    /// Which one.
    pub platform: String,
    /// Its address.
    pub url: String,
}

/// Where else customers may write about a provider.
pub async fn links(db: &impl ConnectionTrait, provider: Uuid) -> Result<Vec<Link>, DbErr> {
    let text = "SELECT platform, url FROM review_links WHERE provider_id = $1";
    Link::find_by_statement(statement(db, text, [provider.into()])).all(db).await
}

/// Sets or takes away a page.
pub async fn set_link(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    (provider, platform): (Uuid, ReviewPlatform),
    url: Option<&str>,
) -> Result<(), DbErr> {
    let set = if let Some(url) = url {
        let text = "INSERT INTO review_links (provider_id, platform, url, created_at, updated_at) \
            VALUES ($1, $2, $3, $4, $4) ON CONFLICT (provider_id, platform) \
            DO UPDATE SET url = excluded.url, updated_at = excluded.updated_at";
        statement(tx, text, [provider.into(), platform.as_str().into(), url.into(), now.into()])
    } else {
        let text = "DELETE FROM review_links WHERE provider_id = $1 AND platform = $2";
        statement(tx, text, [provider.into(), platform.as_str().into()])
    };
    tx.execute_raw(set).await.map(drop)
}

/// How many reviews of a provider have so many stars and no answer.
#[derive(Debug, FromQueryResult)]
pub struct Stars {
    /// 1 to 5.
    pub rating: i32,
    /// How many.
    pub number: i64,
    /// How many of them have no answer.
    pub unanswered: i64,
}

/// A provider's shown reviews by stars, five first.
pub async fn stars(db: &impl ConnectionTrait, provider: Uuid) -> Result<Vec<Stars>, DbErr> {
    let text = "SELECT rating, COUNT(*) AS number, COUNT(*) - COUNT(reply) AS unanswered FROM mechanic_reviews \
        WHERE provider_id = $1 AND hidden_by IS NULL GROUP BY rating ORDER BY rating DESC";
    Stars::find_by_statement(statement(db, text, [provider.into()])).all(db).await
}
