//! Session requests.

use crate::sql::statement;
use pitlane_entities::session_requests::{ActiveModel, Column, Entity, Model};
use pitlane_entities::{providers, sessions, vehicles};
use sea_orm::sea_query::{ExprTrait, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

/// Writes a new request.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::insert(row).exec_with_returning(tx).await
}

/// One request as it stands now; it may move at once.
pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// One request, locked until the end of the transaction. SQLite's transactions lock everything already.
pub async fn lock(tx: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    let mut find = Entity::find_by_id(id);
    if tx.get_database_backend() == DbBackend::Postgres {
        find = find.lock(LockType::Update);
    }
    find.one(tx).await
}

/// Writes the columns that are set.
pub async fn update(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::update(row).exec(tx).await
}

/// Writes the columns that are set, if the request still has the status `from`: of several who try, one does.
pub async fn update_from(
    tx: &impl ConnectionTrait,
    id: Uuid,
    row: ActiveModel,
    from: &str,
) -> Result<Model, DbErr> {
    let mine = Column::Id.eq(id).and(Column::Status.eq(from));
    let updated = Entity::update_many().set(row).filter(mine).exec_with_returning(tx).await?;
    updated.into_iter().next().ok_or(DbErr::RecordNotUpdated)
}

/// Whether a customer's request has this id.
pub async fn is_of(db: &impl ConnectionTrait, id: Uuid, customer: Uuid) -> Result<bool, DbErr> {
    let found: Option<Uuid> = Entity::find_by_id(id)
        .select_only()
        .column(Column::Id)
        .filter(Column::CustomerId.eq(customer))
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// A customer's vehicle that is still there.
pub async fn vehicle(
    db: &impl ConnectionTrait,
    id: Uuid,
    customer: Uuid,
) -> Result<Option<vehicles::Model>, DbErr> {
    vehicles::Entity::find_by_id(id)
        .filter(vehicles::Column::CustomerId.eq(customer))
        .filter(vehicles::Column::RemovedAt.is_null())
        .one(db)
        .await
}

/// A vehicle in words.
pub async fn vehicle_words(db: &impl ConnectionTrait, id: Uuid) -> Result<String, DbErr> {
    let vehicle = vehicles::Entity::find_by_id(id).one(db).await?;
    Ok(vehicle.map(|v| format!("{} {} {}", v.year, v.make, v.model)).unwrap_or_default())
}

/// A seller.
pub async fn provider(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<providers::Model>, DbErr> {
    providers::Entity::find_by_id(id).one(db).await
}

#[derive(FromQueryResult)]
struct Blocked {
    is_blocked: bool,
}

/// Whether a provider has blocked a customer.
pub async fn is_blocked(db: &impl ConnectionTrait, provider: Uuid, customer: Uuid) -> Result<bool, DbErr> {
    let sql =
        "SELECT is_blocked FROM provider_customer_relations WHERE provider_id = $1 AND customer_id = $2";
    let row =
        Blocked::find_by_statement(statement(db, sql, [provider.into(), customer.into()])).one(db).await?;
    Ok(row.is_some_and(|row| row.is_blocked))
}

/// A customer's own session that is over, which another one may continue.
pub async fn ended_session(
    db: &impl ConnectionTrait,
    id: Uuid,
    customer: Uuid,
) -> Result<Option<sessions::Model>, DbErr> {
    sessions::Entity::find_by_id(id)
        .filter(sessions::Column::CustomerId.eq(customer))
        .filter(sessions::Column::Status.eq("ended"))
        .one(db)
        .await
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
}

/// Requests that everybody is asked for and that a mechanic has not been offered or turned down, oldest first.
pub async fn searching(db: &impl ConnectionTrait, mechanic: Uuid) -> Result<Vec<Uuid>, DbErr> {
    let sql = "SELECT r.id FROM session_requests r WHERE r.status = 'pending' AND NOT r.window_open \
        AND NOT EXISTS (SELECT 1 FROM dispatch_offers o WHERE o.request_id = r.id AND o.mechanic_id = $1 \
            AND (o.response IS NULL OR o.response IN ('declined', 'cancelled'))) \
        ORDER BY r.created_at LIMIT 50";
    let found = Found::find_by_statement(statement(db, sql, [mechanic.into()])).all(db).await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// Requests whose window is a provider's.
pub async fn asking(db: &impl ConnectionTrait, provider: Uuid) -> Result<Vec<Uuid>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::PreferredProviderId.eq(provider))
        .filter(Column::Status.eq("pending"))
        .filter(Column::WindowOpen.eq(true))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db)
        .await
}

/// A customer's requests that have not come to an end or begun.
pub async fn open_of_customer(db: &impl ConnectionTrait, customer: Uuid) -> Result<Vec<Uuid>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::Status.is_in(["awaiting_payment", "pending", "accepted"]))
        .filter(Column::StartedAt.is_null())
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db)
        .await
}
