//! SQL of the photos that show a problem.

use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_entities::request_photos::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Writes a new photo.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::insert(row).exec_with_returning(tx).await
}

/// A photo of a customer.
pub async fn find(db: &impl ConnectionTrait, id: Uuid, customer: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::CustomerId.eq(customer)).one(db).await
}

/// A photo by the key of its file.
pub async fn by_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::StorageKey.eq(key)).one(db).await
}

/// How many photos of a customer belong to no request yet.
pub async fn loose(db: &impl ConnectionTrait, customer: Uuid) -> Result<u64, DbErr> {
    Entity::find().filter(Column::CustomerId.eq(customer)).filter(Column::RequestId.is_null()).count(db).await
}

/// The photos of a request, oldest first.
pub async fn of_request(db: &impl ConnectionTrait, request: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::RequestId.eq(request)).order_by_asc(Column::Id).all(db).await
}

/// Makes a customer's loose photos part of a request; answers how many of `photos` there were.
pub async fn attach(
    tx: &impl ConnectionTrait,
    customer: Uuid,
    request: Uuid,
    photos: &[Uuid],
) -> Result<u64, DbErr> {
    let attached = Entity::update_many()
        .col_expr(Column::RequestId, Expr::value(request))
        .filter(Column::Id.is_in(photos.iter().copied()))
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::RequestId.is_null())
        .exec(tx)
        .await?;
    Ok(attached.rows_affected)
}

/// Removes a photo that belongs to no request; answers the key of its file.
pub async fn delete_loose(
    tx: &impl ConnectionTrait,
    id: Uuid,
    customer: Uuid,
) -> Result<Option<String>, DbErr> {
    let text = "DELETE FROM request_photos WHERE id = $1 AND customer_id = $2 AND request_id IS NULL \
        RETURNING storage_key";
    let row = Key::find_by_statement(statement(tx, text, [id.into(), customer.into()])).one(tx).await?;
    Ok(row.map(|row| row.storage_key))
}

#[derive(FromQueryResult)]
struct Key {
    storage_key: String,
}

/// Photos that belong to no request and were uploaded before a time, at most `limit`.
pub async fn forgotten(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Model>, DbErr> {
    let old = Entity::find().filter(Column::RequestId.is_null()).filter(Column::CreatedAt.lt(before));
    old.order_by_asc(Column::CreatedAt).limit(limit).all(db).await
}

/// Removes every photo of a customer; answers the keys of their files.
pub async fn delete_of(tx: &impl ConnectionTrait, customer: Uuid) -> Result<Vec<String>, DbErr> {
    let text = "DELETE FROM request_photos WHERE customer_id = $1 RETURNING storage_key";
    let rows = Key::find_by_statement(statement(tx, text, [customer.into()])).all(tx).await?;
    Ok(rows.into_iter().map(|row| row.storage_key).collect())
}

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Whether somebody may look at the photos of a request: its customer, whoever has an offer of it that can be answered, or
/// the mechanic who took it.
pub async fn may_look(db: &impl ConnectionTrait, request: Uuid, user: Uuid) -> Result<bool, DbErr> {
    let text = "SELECT EXISTS (SELECT 1 FROM session_requests r WHERE r.id = $1 AND (r.customer_id = $2 \
            OR EXISTS (SELECT 1 FROM mechanics m WHERE m.id = r.mechanic_id AND m.user_id = $2) \
            OR (r.status = 'pending' AND EXISTS (SELECT 1 FROM dispatch_offers o JOIN mechanics m ON m.id = o.mechanic_id \
                WHERE o.request_id = r.id AND m.user_id = $2 AND o.response IS NULL)))) AS found";
    let row = Found::find_by_statement(statement(db, text, [request.into(), user.into()])).one(db).await?;
    Ok(row.is_some_and(|row| row.found))
}
