//! Offers.

use super::mechanics::Person;
use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{OfferKind, OfferResponse};
use pitlane_entities::dispatch_offers::{ActiveModel, Column, Entity, Model};
use pitlane_platform::new_id;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Sends an offer to each mechanic, or the same one again where they had it before. One statement for 2,000 people. Hands
/// back the ids in the order of the people; an offer that was there before keeps the one that it had.
pub async fn send(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    request: Uuid,
    kind: OfferKind,
    people: &[Person],
) -> Result<Vec<Uuid>, DbErr> {
    let ids: Vec<Uuid> = people.iter().map(|_| new_id()).collect();
    let again = OnConflict::columns([Column::RequestId, Column::MechanicId, Column::Kind])
        .update_columns([
            Column::SentAt,
            // the time of an answer is measured from here
            Column::CreatedAt,
            Column::DeliveredAt,
            Column::Response,
            Column::Reason,
            Column::RespondedAt,
            Column::SeenAt,
        ])
        .value(Column::Attempts, Expr::col((Entity, Column::Attempts)).add(1))
        .to_owned();
    for (chunk, ids) in people.chunks(2_000).zip(ids.chunks(2_000)) {
        let rows = chunk.iter().zip(ids).map(|(person, id)| ActiveModel {
            id: Set(*id),
            request_id: Set(request),
            mechanic_id: Set(person.id),
            kind: Set(kind.as_str().to_owned()),
            sent_at: Set(now),
            attempts: Set(1),
            delivered_at: Set(person.online(now).then_some(now)),
            seen_at: Set(None),
            response: Set(None),
            reason: Set(None),
            responded_at: Set(None),
            created_at: Set(now),
        });
        Entity::insert_many(rows).on_conflict(again.clone()).exec_without_returning(tx).await?;
    }
    Ok(ids)
}

/// Counts one more try of each priority offer that was not delivered or not looked at; hands back whose they are. A try
/// that was counted before is not counted again.
pub async fn send_again(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    request: Uuid,
    try_number: i32,
) -> Result<Vec<Uuid>, DbErr> {
    let rows = Entity::update_many()
        .col_expr(Column::Attempts, Expr::value(try_number))
        .col_expr(Column::SentAt, Expr::value(now))
        .filter(Column::RequestId.eq(request).and(Column::Kind.eq("priority")))
        .filter(Column::Response.is_null())
        .filter(Column::SeenAt.is_null().or(Column::DeliveredAt.is_null()))
        .filter(Column::Attempts.lt(try_number))
        .exec_with_returning(tx)
        .await?;
    Ok(rows.into_iter().map(|offer| offer.mechanic_id).collect())
}

/// An open offer and whose it is.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Open {
    /// The offer.
    pub id: Uuid,
    /// Its mechanic.
    pub mechanic_id: Uuid,
    /// The mechanic's account.
    pub user_id: Uuid,
}

/// Every open offer of a request.
pub async fn open_of(tx: &impl ConnectionTrait, request: Uuid) -> Result<Vec<Open>, DbErr> {
    let sql = "SELECT o.id, o.mechanic_id, m.user_id FROM dispatch_offers o JOIN mechanics m ON m.id = o.mechanic_id \
        WHERE o.request_id = $1 AND o.response IS NULL ORDER BY o.id";
    Open::find_by_statement(statement(tx, sql, [request.into()])).all(tx).await
}

/// Closes every open offer of a request.
pub async fn close(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    request: Uuid,
    response: OfferResponse,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Response, Expr::value(response.as_str()))
        .col_expr(Column::RespondedAt, Expr::value(now))
        .filter(Column::RequestId.eq(request))
        .filter(Column::Response.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// A mechanic's offer.
pub async fn find(db: &impl ConnectionTrait, id: Uuid, mechanic: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::MechanicId.eq(mechanic)).one(db).await
}

/// Writes a mechanic's answer.
pub async fn answer(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    response: OfferResponse,
    reason: Option<String>,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(id),
        response: Set(Some(response.as_str().to_owned())),
        reason: Set(reason),
        responded_at: Set(Some(now)),
        ..Default::default()
    };
    Entity::update(row).exec(tx).await?;
    Ok(())
}

/// The mechanic who took a request gives it back.
pub async fn take_back(tx: &impl ConnectionTrait, request: Uuid, mechanic: Uuid) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Response, Expr::value(OfferResponse::Cancelled.as_str()))
        .filter(Column::RequestId.eq(request).and(Column::MechanicId.eq(mechanic)))
        .filter(Column::Response.eq(OfferResponse::Accepted.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Notes that a mechanic looked at an offer; `false` when they did before.
pub async fn mark_seen(tx: &impl ConnectionTrait, now: DateTime<Utc>, id: Uuid) -> Result<bool, DbErr> {
    let marked = Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(now))
        .col_expr(Column::DeliveredAt, Expr::col(Column::DeliveredAt).if_null(Expr::value(now)))
        .filter(Column::Id.eq(id))
        .filter(Column::SeenAt.is_null())
        .exec(tx)
        .await?;
    Ok(marked.rows_affected == 1)
}

/// Requests with an open offer that has not reached this mechanic.
pub async fn undelivered_requests(db: &impl ConnectionTrait, mechanic: Uuid) -> Result<Vec<Uuid>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::RequestId)
        .filter(Column::MechanicId.eq(mechanic))
        .filter(Column::Response.is_null())
        .filter(Column::DeliveredAt.is_null())
        .into_tuple()
        .all(db)
        .await
}

/// Notes that the mechanic's open offer of a request reaches them now; `false` when there is none to deliver.
pub async fn deliver(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    request: Uuid,
    mechanic: Uuid,
) -> Result<bool, DbErr> {
    let delivered = Entity::update_many()
        .col_expr(Column::DeliveredAt, Expr::value(now))
        .col_expr(Column::SentAt, Expr::value(now))
        .filter(Column::RequestId.eq(request).and(Column::MechanicId.eq(mechanic)))
        .filter(Column::Response.is_null())
        .filter(Column::DeliveredAt.is_null())
        .exec(tx)
        .await?;
    Ok(delivered.rows_affected > 0)
}

/// Whether a mechanic has an open offer of a request.
pub async fn has_open(tx: &impl ConnectionTrait, request: Uuid, mechanic: Uuid) -> Result<bool, DbErr> {
    let found: Option<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::RequestId.eq(request).and(Column::MechanicId.eq(mechanic)))
        .filter(Column::Response.is_null())
        .into_tuple()
        .one(tx)
        .await?;
    Ok(found.is_some())
}

/// The requests that a mechanic was asked for first and has not answered, in one order for everybody.
pub async fn asking_first(tx: &impl ConnectionTrait, mechanic: Uuid) -> Result<Vec<Uuid>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::RequestId)
        .filter(Column::MechanicId.eq(mechanic).and(Column::Kind.eq(OfferKind::Priority.as_str())))
        .filter(Column::Response.is_null())
        .order_by_asc(Column::RequestId)
        .into_tuple()
        .all(tx)
        .await
}

/// A mechanic's open priority offer of a request.
pub async fn open_priority(
    tx: &impl ConnectionTrait,
    request: Uuid,
    mechanic: Uuid,
) -> Result<Option<Uuid>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::RequestId.eq(request).and(Column::MechanicId.eq(mechanic)))
        .filter(Column::Kind.eq(OfferKind::Priority.as_str()).and(Column::Response.is_null()))
        .into_tuple()
        .one(tx)
        .await
}
