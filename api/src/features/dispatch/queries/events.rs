//! The timeline: lines are added and never changed.

use crate::features::dispatch::service::Line;
use chrono::{DateTime, Utc};
use pitlane_entities::request_events::{ActiveModel, Column, Entity, Model};
use pitlane_platform::new_id;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use uuid::Uuid;

/// Adds lines; one statement.
pub async fn append(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    request: Uuid,
    lines: &[Line],
) -> Result<(), DbErr> {
    if lines.is_empty() {
        return Ok(());
    }
    let rows = lines.iter().map(|line| ActiveModel {
        id: Set(new_id()),
        request_id: Set(request),
        at: Set(now),
        kind: Set(line.kind.as_str().to_owned()),
        actor_user_id: Set(line.by),
        actor_name: Set(line.name.clone()),
        detail: Set(json!({ "cause": line.cause, "told": line.told })),
        created_at: Set(now),
    });
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Every line of a request, oldest first.
pub async fn of_request(db: &impl ConnectionTrait, request: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::RequestId.eq(request))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}
