//! Rules of the platform's fee.

use crate::http::paging::Cursor;
use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::FeeSubject;
use pitlane_entities::fee_rules::{ActiveModel, Column, Entity, Model};
use pitlane_entities::{providers, session_requests};
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, Value,
};
use std::fmt::Write;
use uuid::Uuid;

/// A version with what stands around it.
#[derive(Debug, FromQueryResult)]
pub struct RuleRow {
    /// The version.
    #[sea_orm(nested)]
    pub rule: Model,
    /// Who wrote it.
    pub author: Option<String>,
    /// The one provider that it concerns.
    pub provider_name: Option<String>,
    /// Whether a newer version has begun.
    pub replaced: bool,
}

const RULES: &str = "SELECT f.*, u.name AS author, p.name AS provider_name, EXISTS (SELECT 1 FROM fee_rules n \
    WHERE n.rule_id = f.rule_id AND n.version > f.version AND n.active AND n.valid_from <= $1) AS replaced \
    FROM fee_rules f LEFT JOIN users u ON u.id = f.created_by LEFT JOIN providers p ON p.id = f.provider_id";

/// All versions, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    cursor: Cursor,
) -> Result<Vec<RuleRow>, DbErr> {
    let mut values: Vec<Value> = vec![now.into()];
    let mut text = RULES.to_owned();
    // writing to a text cannot fail
    if let Some(before) = cursor.before {
        values.push(before.into());
        let _ = write!(text, " WHERE f.id < ${}", values.len());
    }
    values.push(i64::try_from(cursor.fetch()).unwrap_or(i64::MAX).into());
    let _ = write!(text, " ORDER BY f.id DESC LIMIT ${}", values.len());
    RuleRow::find_by_statement(statement(db, text, values)).all(db).await
}

/// One version.
pub async fn find(db: &impl ConnectionTrait, now: DateTime<Utc>, id: Uuid) -> Result<Option<RuleRow>, DbErr> {
    let text = format!("{RULES} WHERE f.id = $2");
    RuleRow::find_by_statement(statement(db, text, [now.into(), id.into()])).one(db).await
}

/// The last version of a rule, with all of them locked until the end of the transaction.
pub async fn lock_last(tx: &impl ConnectionTrait, rule: Uuid) -> Result<Option<Model>, DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        Entity::find().filter(Column::RuleId.eq(rule)).lock(LockType::Update).all(tx).await?;
    }
    // a statement of its own: it sees the version of somebody who was faster
    Entity::find().filter(Column::RuleId.eq(rule)).order_by_desc(Column::Version).one(tx).await
}

/// Writes a version.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    Entity::insert(row).exec_without_returning(tx).await.map(drop)
}

/// Switches a version off; one that has begun takes those before it along, so that none of them comes back.
pub async fn switch_off(tx: &impl ConnectionTrait, now: DateTime<Utc>, row: &Model) -> Result<(), DbErr> {
    let mut which = Condition::any().add(Column::Id.eq(row.id));
    if row.valid_from <= now {
        which = which.add(Column::RuleId.eq(row.rule_id).and(Column::Version.lt(row.version)));
    }
    Entity::update_many().col_expr(Column::Active, Expr::value(false)).filter(which).exec(tx).await?;
    Ok(())
}

/// Whether there is such a seller.
pub async fn provider_exists(db: &impl ConnectionTrait, provider: Uuid) -> Result<bool, DbErr> {
    Ok(provider_type(db, provider).await?.is_some())
}

/// Charged payments of a period that are alike.
#[derive(Debug, FromQueryResult)]
pub struct Alike {
    /// Their seller.
    pub provider_id: Option<Uuid>,
    /// The seller's kind.
    pub provider_type: Option<String>,
    /// What was booked, for sessions.
    pub service: Option<String>,
    /// The rule of which a version was used.
    pub rule_id: Option<Uuid>,
    /// Its scope.
    pub scope: Option<String>,
    /// Its priority.
    pub priority: Option<i32>,
    /// What each of them came to.
    pub amount_cents: i64,
    /// How many.
    pub payments: i64,
    /// Their fees.
    pub fee_cents: i64,
}

/// The payments for sessions or repairs that were charged from `from` on and before `until`.
pub async fn charged(
    db: &impl ConnectionTrait,
    subject: FeeSubject,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Alike>, DbErr> {
    let is = if subject == FeeSubject::Quote { "repair_id" } else { "session_request_id" };
    let text = format!(
        "SELECT y.provider_id, p.kind AS provider_type, r.service, f.rule_id, f.scope, f.priority, y.amount_cents, \
            COUNT(*) AS payments, CAST(SUM(COALESCE(y.fee_cents, 0)) AS bigint) AS fee_cents \
         FROM payments y LEFT JOIN providers p ON p.id = y.provider_id \
         LEFT JOIN session_requests r ON r.id = y.session_request_id LEFT JOIN fee_rules f ON f.id = y.fee_rule_id \
         WHERE y.{is} IS NOT NULL AND y.status = 'succeeded' AND y.paid_at >= $1 AND y.paid_at < $2 \
         GROUP BY y.provider_id, p.kind, r.service, f.rule_id, f.scope, f.priority, y.amount_cents"
    );
    Alike::find_by_statement(statement(db, text, [from.into(), until.into()])).all(db).await
}

/// The versions that are switched on for a subject: a handful.
pub async fn active(db: &impl ConnectionTrait, subject: FeeSubject) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::Active.eq(true))
        .filter(Column::AppliesTo.eq(subject.as_str()))
        .all(db)
        .await
}

/// The kind of a seller.
pub async fn provider_type(db: &impl ConnectionTrait, provider: Uuid) -> Result<Option<String>, DbErr> {
    providers::Entity::find_by_id(provider)
        .select_only()
        .column(providers::Column::Kind)
        .into_tuple()
        .one(db)
        .await
}

/// The service that a request is for.
pub async fn service(db: &impl ConnectionTrait, request: Uuid) -> Result<Option<String>, DbErr> {
    session_requests::Entity::find_by_id(request)
        .select_only()
        .column(session_requests::Column::Service)
        .into_tuple()
        .one(db)
        .await
}

/// The versions that the payments of a repair were charged under.
pub async fn of_repair(db: &impl ConnectionTrait, repair: Uuid) -> Result<Vec<Model>, DbErr> {
    let text = "SELECT f.* FROM fee_rules f WHERE f.id IN (SELECT p.fee_rule_id FROM payments p WHERE p.repair_id = $1)";
    Entity::find().from_raw_sql(statement(db, text, [repair.into()])).all(db).await
}
