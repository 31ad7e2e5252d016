//! The repairs themselves, always scoped by who asks.

use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_entities::repair_links;
use pitlane_entities::repairs::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};
use uuid::Uuid;

/// A repair with what stands around it.
#[derive(Debug, FromQueryResult)]
pub struct RepairRow {
    /// The repair.
    #[sea_orm(nested)]
    pub repair: Model,
    /// The seller's name.
    pub provider_name: String,
    /// The workshop's address.
    pub provider_address: Option<String>,
    /// What is wrong, from the first quote.
    pub diagnosis_summary: Option<String>,
    /// Quotes that wait for the customer.
    pub open_quotes: i64,
    /// Whether the seller is a favorite of the customer.
    pub is_favorite: bool,
    /// Whether the customer reviewed it.
    pub reviewed: bool,
    /// When the customer was asked whether to save the seller.
    pub favorite_asked_at: Option<DateTime<Utc>>,
}

const REPAIRS: &str = "SELECT r.*, p.name AS provider_name, w.address AS provider_address, rel.favorite_asked_at, \
    (SELECT q.diagnosis_summary FROM repair_quotes q WHERE q.repair_id = r.id ORDER BY q.number, q.revision DESC LIMIT 1) \
        AS diagnosis_summary, \
    (SELECT COUNT(*) FROM repair_quotes q WHERE q.repair_id = r.id AND q.status = 'sent') AS open_quotes, \
    EXISTS (SELECT 1 FROM customer_favorites f WHERE f.customer_id = r.customer_id AND f.provider_id = r.provider_id) \
        AS is_favorite, \
    EXISTS (SELECT 1 FROM mechanic_reviews v WHERE v.repair_id = r.id) AS reviewed \
    FROM repairs r JOIN providers p ON p.id = r.provider_id LEFT JOIN workshops w ON w.id = p.workshop_id \
    LEFT JOIN provider_customer_relations rel ON rel.provider_id = r.provider_id AND rel.customer_id = r.customer_id";

/// Whose repairs.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    /// A provider's.
    Provider(Uuid),
    /// A customer's.
    Customer(Uuid),
    /// The one that a link opens.
    Linked(Uuid),
}

impl Whose {
    /// The column of a repair that says whose it is, and its value.
    pub const fn column(self) -> (&'static str, Uuid) {
        match self {
            Self::Provider(id) => ("provider_id", id),
            Self::Customer(id) => ("customer_id", id),
            Self::Linked(id) => ("id", id),
        }
    }
}

/// One repair.
pub async fn find(db: &impl ConnectionTrait, id: Uuid, whose: Whose) -> Result<Option<RepairRow>, DbErr> {
    let (column, owner) = whose.column();
    let text = format!("{REPAIRS} WHERE r.{column} = $1 AND r.id = $2");
    RepairRow::find_by_statement(statement(db, text, [owner.into(), id.into()])).one(db).await
}

/// How many stand at a status.
#[derive(Debug, FromQueryResult)]
pub struct Standing {
    /// The status.
    pub status: String,
    /// How many.
    pub number: i64,
}

/// How many repairs of a provider stand where; a status without any is left out.
pub async fn counts(db: &impl ConnectionTrait, provider: Uuid) -> Result<Vec<Standing>, DbErr> {
    let text = "SELECT status, COUNT(*) AS number FROM repairs WHERE provider_id = $1 GROUP BY status";
    Standing::find_by_statement(statement(db, text, [provider.into()])).all(db).await
}

/// One repair of a provider, bare.
pub async fn of_provider(
    db: &impl ConnectionTrait,
    provider: Uuid,
    id: Uuid,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::ProviderId.eq(provider)).one(db).await
}

/// One repair of a customer, bare.
pub async fn of_customer(
    db: &impl ConnectionTrait,
    customer: Uuid,
    id: Uuid,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::CustomerId.eq(customer)).one(db).await
}

/// One repair, locked until the end of the transaction. SQLite's transactions lock everything already.
pub async fn lock(tx: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    let mut find = Entity::find_by_id(id);
    if tx.get_database_backend() == DbBackend::Postgres {
        find = find.lock(LockType::Update);
    }
    find.one(tx).await
}

/// Writes a new repair.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::insert(row).exec_with_returning(tx).await
}

/// Writes the columns that are set.
pub async fn update(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::update(row).exec(tx).await
}

/// Gives the repairs that belong to an address to the account that has confirmed it; hands back which.
pub async fn claim(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    customer: Uuid,
    email: &str,
) -> Result<Vec<Model>, DbErr> {
    Entity::update_many()
        .col_expr(Column::CustomerId, Expr::value(customer))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::CustomerId.is_null().and(Column::CustomerEmail.eq(email)))
        .exec_with_returning(tx)
        .await
}

/// Keeps the link of a repair.
pub async fn insert_link(tx: &impl ConnectionTrait, row: repair_links::ActiveModel) -> Result<(), DbErr> {
    repair_links::Entity::insert(row).exec_without_returning(tx).await.map(drop)
}

/// The repair that a link opens at `now`.
pub async fn of_link(
    db: &impl ConnectionTrait,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, DbErr> {
    repair_links::Entity::find()
        .select_only()
        .column(repair_links::Column::RepairId)
        .filter(repair_links::Column::Hash.eq(hash))
        .filter(repair_links::Column::ExpiresAt.gt(now))
        .into_tuple()
        .one(db)
        .await
}
