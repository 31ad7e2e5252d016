//! Session requests.

use crate::features::providers::offered::offers;
use crate::features::providers::presence::LISTED;
use crate::sql::statement;
use pitlane_domain::vocabulary::ServiceKind;
use pitlane_entities::session_requests::{ActiveModel, Column, Entity, Model};
use pitlane_entities::{sessions, vehicles};
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

/// Whether a customer may have a seller asked first.
#[derive(FromQueryResult)]
pub struct Preferable {
    /// Whether the account is closed.
    pub closed: bool,
    /// Whether the seller may be shown.
    pub listed: bool,
    /// Whether anybody of theirs offers the service.
    pub offers: bool,
}

/// What a customer who wants `provider` to be asked first for `service` has to be told; who has blocked the customer is not
/// there.
pub async fn preferable(
    db: &impl ConnectionTrait,
    provider: Uuid,
    customer: Uuid,
    service: ServiceKind,
) -> Result<Option<Preferable>, DbErr> {
    let sql = format!(
        "SELECT p.closed_at IS NOT NULL AS closed, {LISTED} AS listed, \
         EXISTS (SELECT 1 FROM mechanics m WHERE (m.id = p.mechanic_id OR m.workshop_id = p.workshop_id) \
             AND m.closed_at IS NULL AND {}) AS offers FROM providers p WHERE p.id = $1 \
         AND NOT EXISTS (SELECT 1 FROM provider_customer_relations b WHERE b.provider_id = p.id AND b.customer_id = $2 \
             AND b.is_blocked)",
        offers(3)
    );
    let values = [provider.into(), customer.into(), service.as_str().into()];
    Preferable::find_by_statement(statement(db, sql, values)).one(db).await
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
