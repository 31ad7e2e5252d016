//! Lists of repairs: only what a line of the list or a card of the board shows.

use super::repairs::{RepairRow, Whose};
use crate::http::paging::Cursor;
use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::repairs::Account;
use pitlane_domain::vocabulary::RepairStatus;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use std::fmt::Write;
use uuid::Uuid;

/// A repair as a list shows it.
#[derive(Debug, FromQueryResult)]
pub struct Listed {
    /// The repair.
    pub id: Uuid,
    /// The number of its first quote.
    pub number: i64,
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
    /// What is wrong, from the first quote.
    pub diagnosis_summary: Option<String>,
    /// When it was promised to be ready.
    pub promised_at: Option<DateTime<Utc>>,
    /// Authorised by the customer.
    pub authorized_cents: i64,
    tolerance_cents: i64,
    reserved_cents: i64,
    /// Charged so far.
    pub charged_cents: i64,
    refunded_cents: i64,
    /// ISO 4217.
    pub currency: String,
    /// Quotes that wait for the customer.
    pub open_quotes: i64,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was handed over.
    pub work_completed_at: Option<DateTime<Utc>>,
}

impl Listed {
    /// Its money.
    pub const fn account(&self) -> Account {
        Account {
            authorized_cents: self.authorized_cents,
            tolerance_cents: self.tolerance_cents,
            reserved_cents: self.reserved_cents,
            charged_cents: self.charged_cents,
            refunded_cents: self.refunded_cents,
        }
    }
}

impl From<&RepairRow> for Listed {
    fn from(row: &RepairRow) -> Self {
        let repair = row.repair.clone();
        Self {
            id: repair.id,
            number: repair.number,
            status: repair.status,
            provider_id: repair.provider_id,
            provider_name: row.provider_name.clone(),
            customer_name: repair.customer_name,
            vehicle: repair.vehicle,
            diagnosis_summary: row.diagnosis_summary.clone(),
            promised_at: repair.promised_at,
            authorized_cents: repair.authorized_cents,
            tolerance_cents: repair.tolerance_cents,
            reserved_cents: repair.reserved_cents,
            charged_cents: repair.charged_cents,
            refunded_cents: repair.refunded_cents,
            currency: repair.currency,
            open_quotes: row.open_quotes,
            created_at: repair.created_at,
            updated_at: repair.updated_at,
            work_completed_at: repair.work_completed_at,
        }
    }
}

/// Which repairs are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Filter {
    /// Every one.
    All,
    /// Those that are not over.
    Open,
    /// Those with this status.
    Status(RepairStatus),
}

/// Somebody's repairs, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    whose: Whose,
    filter: Filter,
    cursor: Cursor,
) -> Result<Vec<Listed>, DbErr> {
    let (column, owner) = whose.column();
    let mut values: Vec<Value> = vec![owner.into()];
    let mut text = format!(
        "SELECT r.id, r.number, r.status, r.provider_id, p.name AS provider_name, r.customer_name, r.vehicle, \
         (SELECT q.diagnosis_summary FROM repair_quotes q WHERE q.repair_id = r.id \
             ORDER BY q.number, q.revision DESC LIMIT 1) AS diagnosis_summary, \
         r.promised_at, r.authorized_cents, r.tolerance_cents, r.reserved_cents, r.charged_cents, r.refunded_cents, \
         r.currency, \
         (SELECT COUNT(*) FROM repair_quotes q WHERE q.repair_id = r.id AND q.status = 'sent') AS open_quotes, \
         r.created_at, r.updated_at, r.work_completed_at \
         FROM repairs r JOIN providers p ON p.id = r.provider_id WHERE r.{column} = $1"
    );
    match filter {
        Filter::All => {}
        Filter::Open => text.push_str(" AND r.status NOT IN ('completed', 'cancelled')"),
        Filter::Status(status) => {
            values.push(status.as_str().into());
            text.push_str(" AND r.status = $2");
        }
    }
    // writing to a text cannot fail: what `write!` answers is dropped
    if let Some(before) = cursor.before {
        values.push(before.into());
        let _ = write!(text, " AND r.id < ${}", values.len());
    }
    // spelled out: for a number that it does not know, PostgreSQL plans to read a tenth of the table
    let _ = write!(text, " ORDER BY r.id DESC LIMIT {}", cursor.fetch());
    Listed::find_by_statement(statement(db, text, values)).all(db).await
}
