//! Summaries.

use chrono::{DateTime, Utc};
use pitlane_entities::session_summaries::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

/// The summary of a session.
pub async fn find(db: &impl ConnectionTrait, session: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::SessionId.eq(session)).one(db).await
}

/// Writes a summary, or writes it anew.
pub async fn upsert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    let again = OnConflict::column(Column::SessionId)
        .update_columns([
            Column::Findings,
            Column::StepsTaken,
            Column::PartsNeeded,
            Column::NextSteps,
            Column::PhotoIds,
            Column::SubmittedAt,
            Column::UpdatedAt,
        ])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// Notes the first time that the customer looked at a summary that was handed over.
pub async fn mark_viewed(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    session: Uuid,
) -> Result<bool, DbErr> {
    let marked = Entity::update_many()
        .col_expr(Column::FirstViewedAt, Expr::value(now))
        .filter(Column::SessionId.eq(session))
        .filter(Column::SubmittedAt.is_not_null())
        .filter(Column::FirstViewedAt.is_null())
        .exec(db)
        .await?;
    Ok(marked.rows_affected == 1)
}
