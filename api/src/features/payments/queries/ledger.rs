//! Reading the ledger: entries, totals, periods, and what a provider is owed.

use crate::http::paging::Cursor;
use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::Period;
use pitlane_entities::{ledger_entries, payouts};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Value,
};
use std::fmt::Write;
use uuid::Uuid;

/// Which entries.
#[derive(Debug, Default)]
pub struct Filter {
    /// Of this account, or of those whose name begins with this word.
    pub account: Option<String>,
    /// Of this transaction.
    pub transaction: Option<Uuid>,
    /// Of this payment.
    pub payment: Option<Uuid>,
    /// From this time on.
    pub from: Option<DateTime<Utc>>,
    /// Before this time.
    pub until: Option<DateTime<Utc>>,
}

impl Filter {
    fn conditions(&self) -> (String, Vec<Value>) {
        let (mut text, mut values) = ("TRUE".to_owned(), Vec::new());
        let all: [(&str, Option<Value>); 5] = [
            ("l.transaction_id =", self.transaction.map(Value::from)),
            ("l.payment_id =", self.payment.map(Value::from)),
            ("l.created_at >=", self.from.map(Value::from)),
            ("l.created_at <", self.until.map(Value::from)),
            ("", self.account.clone().map(Value::from)),
        ];
        // writing to a text cannot fail
        for (condition, value) in all.into_iter().filter_map(|(text, value)| Some((text, value?))) {
            values.push(value);
            let n = values.len();
            let _ = if condition.is_empty() {
                // the colon is the end of an account's word, and the semicolon comes right after it
                write!(
                    text,
                    " AND (l.account = ${n} OR (l.account > ${n} || ':' AND l.account < ${n} || ';'))"
                )
            } else {
                write!(text, " AND {condition} ${n}")
            };
        }
        (text, values)
    }
}

/// An entry with what stands around it.
#[derive(Debug, FromQueryResult)]
pub struct EntryRow {
    /// The entry.
    #[sea_orm(nested)]
    pub entry: ledger_entries::Model,
    /// Who was paid.
    pub provider_id: Option<Uuid>,
    /// Their name.
    pub provider_name: Option<String>,
}

/// The entries that a filter finds, newest first.
pub async fn entries(
    db: &impl ConnectionTrait,
    filter: &Filter,
    cursor: Cursor,
) -> Result<Vec<EntryRow>, DbErr> {
    let (mut conditions, mut values) = filter.conditions();
    if let Some(before) = cursor.before {
        values.push(before.into());
        let _ = write!(conditions, " AND l.id < ${}", values.len());
    }
    values.push(i64::try_from(cursor.fetch()).unwrap_or(i64::MAX).into());
    let text = format!(
        "SELECT l.*, p.id AS provider_id, p.name AS provider_name FROM ledger_entries l \
         LEFT JOIN payments y ON y.id = l.payment_id LEFT JOIN payouts o ON o.id = l.payout_id \
         LEFT JOIN providers p ON p.id = COALESCE(y.provider_id, o.provider_id) \
         WHERE {conditions} ORDER BY l.id DESC LIMIT ${}",
        values.len()
    );
    EntryRow::find_by_statement(statement(db, text, values)).all(db).await
}

/// What a kind of account comes to.
#[derive(Debug, FromQueryResult)]
pub struct TotalRow {
    /// The account's word.
    pub word: String,
    /// ISO 4217.
    pub currency: String,
    /// In minor units.
    pub amount_cents: i64,
    /// How many entries.
    pub entries: i64,
}

/// The totals of all that a filter finds.
pub async fn totals(db: &impl ConnectionTrait, filter: &Filter) -> Result<Vec<TotalRow>, DbErr> {
    let (conditions, values) = filter.conditions();
    let word = match db.get_database_backend() {
        DbBackend::Postgres => "split_part(l.account, ':', 1)",
        _ => "substr(l.account, 1, instr(l.account || ':', ':') - 1)",
    };
    let text = format!(
        "SELECT {word} AS word, l.currency, CAST(SUM(l.amount_cents) AS bigint) AS amount_cents, COUNT(*) AS entries \
         FROM ledger_entries l WHERE {conditions} GROUP BY 1, 2 ORDER BY 1, 2"
    );
    TotalRow::find_by_statement(statement(db, text, values)).all(db).await
}

/// What was booked in a period.
#[derive(Debug, FromQueryResult)]
pub struct PeriodRow {
    /// The day or month.
    pub period: String,
    /// ISO 4217.
    pub currency: String,
    /// Charged.
    pub charged_cents: i64,
    /// Given back.
    pub refunded_cents: i64,
    /// Taken back by banks.
    pub disputed_cents: i64,
    /// What the platform keeps.
    pub fees_cents: i64,
}

/// What was booked from `from` on and before `until`, by day or month, newest first.
pub async fn periods(
    db: &impl ConnectionTrait,
    by: Period,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<PeriodRow>, DbErr> {
    let period = match (db.get_database_backend(), by) {
        (DbBackend::Postgres, Period::Day) => "to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
        (DbBackend::Postgres, Period::Month) => "to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM')",
        (_, Period::Day) => "substr(created_at, 1, 10)",
        (_, Period::Month) => "substr(created_at, 1, 7)",
    };
    let sum = |condition: &str, sign: &str| {
        format!("CAST(COALESCE(SUM(CASE WHEN {condition} THEN {sign}amount_cents END), 0) AS bigint)")
    };
    let text = format!(
        "SELECT {period} AS period, currency, {} AS charged_cents, {} AS refunded_cents, {} AS disputed_cents, \
            {} AS fees_cents FROM ledger_entries WHERE created_at >= $1 AND created_at < $2 \
            AND account IN ('gateway_clearing', 'platform_fees') AND payment_id IS NOT NULL \
         GROUP BY 1, 2 ORDER BY 1 DESC, 2",
        sum("account = 'gateway_clearing' AND reason = 'capture'", ""),
        sum("account = 'gateway_clearing' AND reason = 'refund'", "-"),
        sum("account = 'gateway_clearing' AND reason IN ('dispute', 'dispute_won')", "-"),
        sum("account = 'platform_fees'", "-"),
    );
    PeriodRow::find_by_statement(statement(db, text, [from.into(), until.into()])).all(db).await
}

/// What a provider earned in one currency.
#[derive(Debug, FromQueryResult)]
pub struct BalanceRow {
    /// ISO 4217.
    pub currency: String,
    /// After fees, refunds and disputes.
    pub earned_cents: i64,
    /// Gone to their bank.
    pub paid_out_cents: i64,
    /// Earned since the time asked for.
    pub recent_cents: i64,
}

/// What is booked on a provider's account; `since` parts what is recent from what is not.
pub async fn balance(
    db: &impl ConnectionTrait,
    account: String,
    since: DateTime<Utc>,
) -> Result<Vec<BalanceRow>, DbErr> {
    let sum = |condition: &str| {
        format!("CAST(COALESCE(SUM(CASE WHEN {condition} THEN -amount_cents END), 0) AS bigint)")
    };
    let text = format!(
        "SELECT currency, {} AS earned_cents, -{} AS paid_out_cents, {} AS recent_cents \
         FROM ledger_entries WHERE account = $1 GROUP BY currency ORDER BY currency",
        sum("payout_id IS NULL"),
        sum("payout_id IS NOT NULL"),
        sum("payout_id IS NULL AND created_at > $2"),
    );
    BalanceRow::find_by_statement(statement(db, text, [account.into(), since.into()])).all(db).await
}

/// A provider's payouts, newest first.
pub async fn payouts(
    db: &impl ConnectionTrait,
    provider: Uuid,
    cursor: Cursor,
) -> Result<Vec<payouts::Model>, DbErr> {
    let mut find = payouts::Entity::find().filter(payouts::Column::ProviderId.eq(provider));
    if let Some(before) = cursor.before {
        find = find.filter(payouts::Column::Id.lt(before));
    }
    find.order_by_desc(payouts::Column::Id).limit(cursor.fetch()).all(db).await
}
