//! All SQL of the sockets.

use chrono::{DateTime, Utc};
use pitlane_entities::{event_counters, mechanics, sessions, user_events};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Events that are read at a time: enough to be quick, few enough to be light.
pub const BATCH: u64 = 100;

/// The last number that was given to `user`, and the oldest event that is still kept.
pub async fn bounds(db: &impl ConnectionTrait, user: Uuid) -> Result<(i64, Option<i64>), DbErr> {
    let counter = event_counters::Entity::find_by_id(user).one(db).await?;
    let oldest = user_events::Entity::find()
        .select_only()
        .column_as(user_events::Column::Seq.min(), "oldest")
        .filter(user_events::Column::UserId.eq(user))
        .into_tuple::<Option<i64>>()
        .one(db)
        .await?;
    Ok((counter.map_or(0, |counter| counter.last_seq), oldest.flatten()))
}

/// The events of `user` after `seq`, in order, [`BATCH`] at most.
pub async fn after(
    db: &impl ConnectionTrait,
    user: Uuid,
    seq: i64,
) -> Result<Vec<user_events::Model>, DbErr> {
    user_events::Entity::find()
        .filter(user_events::Column::UserId.eq(user))
        .filter(user_events::Column::Seq.gt(seq))
        .order_by_asc(user_events::Column::Seq)
        .limit(BATCH)
        .all(db)
        .await
}

/// The accounts of a session's two participants: the customer and the mechanic.
pub async fn participants(db: &impl ConnectionTrait, session: Uuid) -> Result<Option<(Uuid, Uuid)>, DbErr> {
    let Some(session) = sessions::Entity::find_by_id(session).one(db).await? else { return Ok(None) };
    let mechanic = mechanics::Entity::find_by_id(session.mechanic_id).one(db).await?;
    Ok(mechanic.map(|mechanic| (session.customer_id, mechanic.user_id)))
}

/// Notes since when a participant is in the room; none when they left.
pub async fn in_room(
    db: &impl ConnectionTrait,
    session: Uuid,
    is_customer: bool,
    at: Option<DateTime<Utc>>,
) -> Result<(), DbErr> {
    let column =
        if is_customer { sessions::Column::CustomerInRoomAt } else { sessions::Column::MechanicInRoomAt };
    sessions::Entity::update_many()
        .col_expr(column, Expr::value(at))
        .filter(sessions::Column::Id.eq(session))
        .exec(db)
        .await?;
    Ok(())
}
