//! Lists of quotes: only what a line of the list shows.

use super::quotes::Whose;
use crate::http::paging::Cursor;
use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::QuoteStatus;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use std::fmt::Write;
use uuid::Uuid;

/// A quote as a list shows it.
#[derive(Debug, FromQueryResult)]
pub struct Listed {
    /// The quote.
    pub id: Uuid,
    /// Its number.
    pub number: i64,
    /// Which revision.
    pub revision: i32,
    /// The word of where it stands.
    pub status: String,
    /// The seller.
    pub provider_id: Uuid,
    /// The seller's name.
    pub provider_name: String,
    /// The customer's name.
    pub customer_name: String,
    /// The vehicle in words.
    pub vehicle: String,
    /// What is wrong.
    pub diagnosis_summary: String,
    /// The repair that it became or adds to.
    pub repair_id: Option<Uuid>,
    /// Whether it adds to a repair under way.
    pub supplement: bool,
    /// What all lines come to.
    pub customer_total_cents: i64,
    /// What the approved lines come to.
    pub approved_cents: i64,
    /// ISO 4217.
    pub currency: String,
    /// Until when it holds.
    pub valid_until: Option<DateTime<Utc>>,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

const LISTED: &str = "SELECT q.id, q.number, q.revision, q.status, q.provider_id, p.name AS provider_name, \
    q.customer_name, q.vehicle, q.diagnosis_summary, q.repair_id, q.supplement, q.customer_total_cents, q.approved_cents, \
    q.currency, q.valid_until, q.sent_at, q.created_at \
    FROM repair_quotes q JOIN providers p ON p.id = q.provider_id WHERE TRUE";

/// Which quotes are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// With this status.
    pub status: Option<QuoteStatus>,
    /// Of this repair.
    pub repair: Option<Uuid>,
}

/// Somebody's quotes, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    whose: Whose,
    filter: Filter,
    cursor: Cursor,
) -> Result<Vec<Listed>, DbErr> {
    let (scope, whose) = whose.scope();
    let mut text = format!("{LISTED}{scope}");
    let mut values: Vec<Value> = whose.into_iter().map(Value::from).collect();
    let conditions: [(&str, Option<Value>); 3] = [
        ("q.status =", filter.status.map(|status| status.as_str().into())),
        ("q.repair_id =", filter.repair.map(Value::from)),
        ("q.id <", cursor.before.map(Value::from)),
    ];
    // writing to a text cannot fail: what `write!` answers below is dropped
    for (condition, value) in conditions {
        if let Some(value) = value {
            values.push(value);
            let _ = write!(text, " AND {condition} ${}", values.len());
        }
    }
    // spelled out: for a number that it does not know, PostgreSQL plans to read a tenth of the table
    let _ = write!(text, " ORDER BY q.id DESC LIMIT {}", cursor.fetch());
    Listed::find_by_statement(statement(db, text, values)).all(db).await
}

/// The quotes of a repair, oldest first.
pub async fn of_repair(db: &impl ConnectionTrait, repair: Uuid, whose: Whose) -> Result<Vec<Listed>, DbErr> {
    let (scope, whose) = whose.scope();
    let mut values: Vec<Value> = whose.into_iter().map(Value::from).collect();
    values.push(repair.into());
    let text = format!("{LISTED}{scope} AND q.repair_id = ${} ORDER BY q.number, q.revision", values.len());
    Listed::find_by_statement(statement(db, text, values)).all(db).await
}
