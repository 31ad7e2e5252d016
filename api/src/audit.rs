//! What the platform's staff looked at or changed, kept for good.

use chrono::{DateTime, Utc};
use pitlane_entities::audit_log::{ActiveModel, Entity};
use pitlane_platform::new_id;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};
use serde_json::Value;
use uuid::Uuid;

/// Adds a line: who did what to which subject.
pub async fn write(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    actor: Uuid,
    action: &str,
    subject: &str,
) -> Result<(), DbErr> {
    write_change(db, now, actor, (action, subject), (None, None)).await
}

/// Adds a line with what the subject was before and is after.
pub async fn write_change(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    actor: Uuid,
    (action, subject): (&str, &str),
    (before, after): (Option<Value>, Option<Value>),
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(new_id()),
        actor_user_id: Set(Some(actor)),
        action: Set(action.to_owned()),
        subject: Set(subject.to_owned()),
        before: Set(before),
        after: Set(after),
        ip: Set(None),
        at: Set(now),
        created_at: Set(now),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}
