//! The quotes themselves, always scoped by who asks.

use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::QuoteStatus;
use pitlane_entities::quote_counters;
use pitlane_entities::repair_quotes::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult,
    QueryFilter, QueryOrder, QuerySelect, Value,
};
use std::fmt::Write;
use uuid::Uuid;

/// A quote with what stands around it.
#[derive(Debug, FromQueryResult)]
pub struct QuoteRow {
    /// The quote.
    #[sea_orm(nested)]
    pub quote: Model,
    /// The seller's name.
    pub provider_name: String,
    /// The revision after.
    pub replaced_by_id: Option<Uuid>,
    /// What its jurisdiction says about charging more.
    pub tolerance_wording: Option<String>,
    /// Whether its repair is over.
    pub repair_over: bool,
}

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    /// A provider, who sees drafts.
    Provider(Uuid),
    /// A customer, who sees what was sent.
    Customer(Uuid),
    /// Whoever holds the link of this quote; sees what was sent.
    Holder,
}

impl Whose {
    /// What restricts quotes `q` to theirs, with the value of `$1` where it has one.
    pub fn scope(self) -> (&'static str, Option<Uuid>) {
        match self {
            Self::Provider(id) => (" AND q.provider_id = $1", Some(id)),
            Self::Customer(id) => (" AND q.sent_at IS NOT NULL AND q.customer_id = $1", Some(id)),
            Self::Holder => (" AND q.sent_at IS NOT NULL", None),
        }
    }
}

// writing to a text cannot fail: what `write!` answers below is dropped
fn select(whose: Whose) -> (String, Option<Uuid>) {
    let (scope, id) = whose.scope();
    // only its provider knows of a revision that is not sent yet
    let sent = if matches!(whose, Whose::Provider(_)) { "" } else { " AND n.sent_at IS NOT NULL" };
    let text = format!(
        "SELECT q.*, p.name AS provider_name, n.id AS replaced_by_id, j.wording AS tolerance_wording, \
         EXISTS (SELECT 1 FROM repairs x WHERE x.id = q.repair_id AND x.status IN ('completed', 'cancelled')) AS repair_over \
         FROM repair_quotes q JOIN providers p ON p.id = q.provider_id \
         LEFT JOIN repair_quotes n ON n.replaces_id = q.id{sent} \
         LEFT JOIN jurisdiction_rules j ON j.region = COALESCE( \
           (SELECT r.region FROM jurisdiction_rules r WHERE r.region = p.region), 'default') WHERE TRUE{scope}"
    );
    (text, id)
}

/// One quote.
pub async fn find(db: &impl ConnectionTrait, id: Uuid, whose: Whose) -> Result<Option<QuoteRow>, DbErr> {
    let (mut text, scope) = select(whose);
    let mut values: Vec<Value> = scope.into_iter().map(Value::from).collect();
    values.push(id.into());
    let _ = write!(text, " AND q.id = ${}", values.len());
    QuoteRow::find_by_statement(statement(db, text, values)).one(db).await
}

/// The quotes of a repair, oldest first.
pub async fn of_repair(
    db: &impl ConnectionTrait,
    repair: Uuid,
    whose: Whose,
) -> Result<Vec<QuoteRow>, DbErr> {
    let (mut text, scope) = select(whose);
    let mut values: Vec<Value> = scope.into_iter().map(Value::from).collect();
    values.push(repair.into());
    let _ = write!(text, " AND q.repair_id = ${} ORDER BY q.number, q.revision", values.len());
    QuoteRow::find_by_statement(statement(db, text, values)).all(db).await
}

/// One quote, locked until the end of the transaction. SQLite's transactions lock everything already.
pub async fn lock(tx: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    let mut find = Entity::find_by_id(id);
    if tx.get_database_backend() == DbBackend::Postgres {
        find = find.lock(LockType::Update);
    }
    find.one(tx).await
}

/// Writes a new quote.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::insert(row).exec_with_returning(tx).await
}

/// Writes the columns that are set.
pub async fn update(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::update(row).exec(tx).await
}

/// Removes a draft.
pub async fn delete(tx: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    Entity::delete_by_id(id).exec(tx).await.map(drop)
}

/// The next number of a provider's quotes, from 1,001; numbers of quotes that were not kept are not used again.
pub async fn next_number(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    provider: Uuid,
) -> Result<i64, DbErr> {
    use quote_counters::Column as Counter;
    let row = quote_counters::ActiveModel {
        provider_id: Set(provider),
        last_number: Set(1_001),
        created_at: Set(now),
    };
    let grown = Expr::col((quote_counters::Entity, Counter::LastNumber)).add(1_i64);
    let kept = quote_counters::Entity::insert(row)
        .on_conflict(OnConflict::column(Counter::ProviderId).value(Counter::LastNumber, grown).to_owned())
        .exec_with_returning(tx)
        .await?;
    Ok(kept.last_number)
}

/// The newest revision of a number.
pub async fn latest(tx: &impl ConnectionTrait, of: &Model) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::ProviderId.eq(of.provider_id).and(Column::Number.eq(of.number)))
        .order_by_desc(Column::Revision)
        .one(tx)
        .await
}

/// Ends the older revisions of `of` that have one of `statuses`; hands back which.
pub async fn supersede(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    of: &Model,
    statuses: &[QuoteStatus],
) -> Result<Vec<Model>, DbErr> {
    Entity::update_many()
        .col_expr(Column::Status, Expr::value(QuoteStatus::Superseded.as_str()))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::ProviderId.eq(of.provider_id).and(Column::Number.eq(of.number)))
        .filter(Column::Revision.lt(of.revision))
        .filter(Column::Status.is_in(statuses.iter().map(|status| status.as_str())))
        .exec_with_returning(tx)
        .await
}

/// A side of a quote that closes its account.
#[derive(Debug, Clone, Copy)]
pub enum Side {
    /// The customer.
    Customer(Uuid),
    /// The seller.
    Provider(Uuid),
}

/// Ends every quote of `side` that is not decided; hands back which.
pub async fn cancel_open(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    side: Side,
) -> Result<Vec<Model>, DbErr> {
    let (column, id) = match side {
        Side::Customer(id) => (Column::CustomerId, id),
        Side::Provider(id) => (Column::ProviderId, id),
    };
    let open = [QuoteStatus::Draft, QuoteStatus::Sent].map(QuoteStatus::as_str);
    Entity::update_many()
        .col_expr(Column::Status, Expr::value(QuoteStatus::Cancelled.as_str()))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(column.eq(id).and(Column::Status.is_in(open)))
        .exec_with_returning(tx)
        .await
}

/// Notes the customer's first look; `false` when there was one before.
pub async fn mark_viewed(db: &impl ConnectionTrait, now: DateTime<Utc>, id: Uuid) -> Result<bool, DbErr> {
    let marked = Entity::update_many()
        .col_expr(Column::ViewedAt, Expr::value(now))
        .filter(Column::Id.eq(id).and(Column::ViewedAt.is_null()).and(Column::SentAt.is_not_null()))
        .exec(db)
        .await?;
    Ok(marked.rows_affected == 1)
}

/// Gives what was sent to an address to the account that has confirmed it; hands back what.
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

/// Whether something waits to be claimed by an account that has confirmed its address.
pub async fn has_unclaimed(db: &impl ConnectionTrait, customer: Uuid) -> Result<bool, DbErr> {
    let text = "SELECT q.id FROM users u JOIN repair_quotes q ON q.customer_email = u.email AND q.customer_id IS NULL \
        WHERE u.id = $1 AND u.email_verified_at IS NOT NULL LIMIT 1";
    Ok(db.query_one_raw(statement(db, text, [customer.into()])).await?.is_some())
}

/// What the approved quotes of a repair say together.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct Approved {
    /// What they come to, in minor units.
    pub total_cents: i64,
    /// The deposits that they ask for, in minor units.
    pub deposit_cents: i64,
    /// The longest warranty in months.
    pub warranty_months: i32,
    /// The longest warranty in miles.
    pub warranty_miles: Option<i32>,
}

/// What the approved quotes of a repair say together.
pub async fn approved_of_repair(db: &impl ConnectionTrait, repair: Uuid) -> Result<Approved, DbErr> {
    let text = "SELECT CAST(COALESCE(SUM(approved_cents), 0) AS bigint) AS total_cents, \
        CAST(COALESCE(SUM(deposit_cents), 0) AS bigint) AS deposit_cents, \
        COALESCE(MAX(warranty_months), 0) AS warranty_months, MAX(warranty_miles) AS warranty_miles \
        FROM repair_quotes WHERE repair_id = $1 AND status IN ('approved', 'partially_approved')";
    let found = Approved::find_by_statement(statement(db, text, [repair.into()])).one(db).await?;
    found.ok_or_else(|| DbErr::RecordNotFound("a sum has no row".to_owned()))
}
