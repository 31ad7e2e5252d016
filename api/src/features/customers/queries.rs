//! All SQL of the dashboard and the history, always for one customer.

use crate::http::paging::Cursor;
use crate::sql;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use uuid::Uuid;

/// The figures of the dashboard.
#[derive(Debug, FromQueryResult)]
pub struct Figures {
    /// Finished services.
    pub completed_services: i64,
    /// Paid, refunds taken off.
    pub spent_cents: i64,
    /// Warranties of repairs that still hold.
    pub active_warranties: i64,
    /// Quotes that wait for a decision.
    pub pending_quotes: i64,
    /// Whether something was sent to the confirmed address that is not the account's yet.
    pub unclaimed: bool,
}

/// Reads the figures at `now`: one statement.
pub async fn figures(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    customer: Uuid,
) -> Result<Option<Figures>, DbErr> {
    let text = "SELECT \
        (SELECT COUNT(*) FROM sessions WHERE customer_id = $1 AND status = 'ended') \
          + (SELECT COUNT(*) FROM repairs WHERE customer_id = $1 AND status = 'completed') AS completed_services, \
        (SELECT COUNT(*) FROM repairs WHERE customer_id = $1 AND status = 'completed' AND warranty_expires_at > $2) \
          AS active_warranties, \
        (SELECT COUNT(*) FROM repair_quotes WHERE customer_id = $1 AND status = 'sent') AS pending_quotes, \
        EXISTS (SELECT 1 FROM users u JOIN repair_quotes q ON q.customer_email = u.email AND q.customer_id IS NULL \
          WHERE u.id = $1 AND u.email_verified_at IS NOT NULL) AS unclaimed, \
        (SELECT CAST(COALESCE(SUM(amount_cents - refunded_cents), 0) AS bigint) FROM payments \
          WHERE customer_id = $1 AND status = 'succeeded') AS spent_cents";
    Figures::find_by_statement(sql::statement(db, text, [customer.into(), now.into()])).one(db).await
}

/// A vehicle's words.
#[derive(Debug, FromQueryResult)]
pub struct Vehicle {
    /// Model year.
    pub year: i32,
    /// Maker.
    pub make: String,
    /// Model.
    pub model: String,
}

/// The vehicle that a customer used last, else the newest.
pub async fn last_vehicle(db: &impl ConnectionTrait, customer: Uuid) -> Result<Option<Vehicle>, DbErr> {
    let text = "SELECT v.year, v.make, v.model FROM vehicles v WHERE v.customer_id = $1 AND v.removed_at IS NULL \
        ORDER BY (SELECT MAX(r.created_at) FROM session_requests r WHERE r.customer_id = $1 AND r.vehicle_id = v.id) \
        DESC NULLS LAST, v.id DESC LIMIT 1";
    Vehicle::find_by_statement(sql::statement(db, text, [customer.into()])).one(db).await
}

/// A finished service: a session or a repair.
#[derive(Debug, FromQueryResult)]
#[expect(clippy::struct_field_names, reason = "the names of the columns and of the contract")]
pub struct Service {
    /// The session or the repair.
    pub id: Uuid,
    /// Which of the two: the session.
    pub session_id: Option<Uuid>,
    /// Which of the two: the repair.
    pub repair_id: Option<Uuid>,
    /// The seller.
    pub provider_id: Uuid,
    /// Its name.
    pub provider_name: String,
    /// Who did the work of a session.
    pub mechanic_name: Option<String>,
    /// The word of a session's service.
    pub service: Option<String>,
    /// The customer's words; of a repair its vehicle.
    pub concern: String,
    /// What was found; none before the summary.
    pub diagnosis: Option<String>,
    /// Paid, refunds taken off.
    pub paid_cents: i64,
    /// ISO 4217.
    pub currency: String,
    /// When finished.
    pub completed_at: DateTime<Utc>,
    /// Until when a repair is under warranty.
    pub warranty_until: Option<DateTime<Utc>>,
    /// The quote that a repair began with.
    pub quote_id: Option<Uuid>,
    /// Whether there is a review.
    pub reviewed: bool,
}

/// The newest sessions of a customer: `$1`, at most `$2`.
const SESSIONS: &str = "SELECT s.id AS id, s.id AS session_id, CAST(NULL AS uuid) AS repair_id, s.provider_id, \
    p.name AS provider_name, m.display_name AS mechanic_name, s.kind AS service, r.concern, y.findings AS diagnosis, \
    s.currency, s.ended_at AS completed_at, CAST(NULL AS timestamptz) AS warranty_until, CAST(NULL AS uuid) AS quote_id, \
    CASE WHEN pay.status = 'succeeded' THEN pay.amount_cents - pay.refunded_cents ELSE 0 END AS paid_cents, \
    EXISTS (SELECT 1 FROM mechanic_reviews v WHERE v.session_id = s.id) AS reviewed \
    FROM sessions s JOIN session_requests r ON r.id = s.request_id JOIN providers p ON p.id = s.provider_id \
    JOIN mechanics m ON m.id = s.mechanic_id LEFT JOIN payments pay ON pay.session_request_id = s.request_id \
    LEFT JOIN session_summaries y ON y.session_id = s.id AND y.submitted_at IS NOT NULL \
    WHERE s.customer_id = $1 AND s.status = 'ended' AND s.ended_at IS NOT NULL";

/// The newest repairs of a customer, in the same columns.
const REPAIRS: &str = "SELECT s.id AS id, CAST(NULL AS uuid) AS session_id, s.id AS repair_id, s.provider_id, \
    p.name AS provider_name, CAST(NULL AS text) AS mechanic_name, CAST(NULL AS text) AS service, s.vehicle AS concern, \
    q.diagnosis_summary AS diagnosis, s.currency, s.work_completed_at AS completed_at, \
    s.warranty_expires_at AS warranty_until, q.id AS quote_id, s.charged_cents - s.refunded_cents AS paid_cents, \
    EXISTS (SELECT 1 FROM mechanic_reviews v WHERE v.repair_id = s.id) AS reviewed \
    FROM repairs s JOIN providers p ON p.id = s.provider_id \
    LEFT JOIN repair_quotes q ON q.id = (SELECT f.id FROM repair_quotes f WHERE f.repair_id = s.id ORDER BY f.id LIMIT 1) \
    WHERE s.customer_id = $1 AND s.status = 'completed' AND s.work_completed_at IS NOT NULL";

/// The finished services of a customer, those that began last first.
pub async fn services(
    db: &impl ConnectionTrait,
    customer: Uuid,
    cursor: Cursor,
) -> Result<Vec<Service>, DbErr> {
    let mut values: Vec<Value> =
        vec![customer.into(), i64::try_from(cursor.fetch()).unwrap_or(i64::MAX).into()];
    let after = if let Some(before) = cursor.before {
        values.push(before.into());
        " AND s.id < $3"
    } else {
        ""
    };
    // each half is cut before the two are put together, so that the database reads no more of either than it needs
    let text = format!(
        "SELECT * FROM ({SESSIONS}{after} ORDER BY s.id DESC LIMIT $2) a UNION ALL \
         SELECT * FROM ({REPAIRS}{after} ORDER BY s.id DESC LIMIT $2) b ORDER BY id DESC LIMIT $2"
    );
    Service::find_by_statement(sql::statement(db, &text, values)).all(db).await
}
