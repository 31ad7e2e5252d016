//! Requests and offers as people see them: one statement each.

use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_entities::session_requests::Model;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use uuid::Uuid;

/// A request with the names around it.
#[derive(Debug, FromQueryResult)]
pub struct RequestRow {
    /// The request.
    #[sea_orm(nested)]
    pub request: Model,
    /// Model year.
    pub vehicle_year: i32,
    /// Maker.
    pub vehicle_make: String,
    /// Model.
    pub vehicle_model: String,
    /// The preferred provider's name.
    pub preferred_name: Option<String>,
    /// The name of the mechanic who took it.
    pub mechanic_name: Option<String>,
    /// Who sells that mechanic's work.
    pub mechanic_provider_id: Option<Uuid>,
    /// The session it became.
    pub session_id: Option<Uuid>,
}

const REQUESTS: &str = "SELECT r.*, v.year AS vehicle_year, v.make AS vehicle_make, v.model AS vehicle_model, \
        p.name AS preferred_name, m.display_name AS mechanic_name, s.provider_id AS mechanic_provider_id, \
        s.id AS session_id \
    FROM session_requests r JOIN vehicles v ON v.id = r.vehicle_id \
    LEFT JOIN providers p ON p.id = r.preferred_provider_id \
    LEFT JOIN mechanics m ON m.id = r.mechanic_id \
    LEFT JOIN sessions s ON s.request_id = r.id AND s.status <> 'cancelled'";

/// A customer's request, or anybody's where no customer is named.
pub async fn request(
    db: &impl ConnectionTrait,
    id: Uuid,
    customer: Option<Uuid>,
) -> Result<Option<RequestRow>, DbErr> {
    let mut values: Vec<Value> = vec![id.into()];
    let mut sql = format!("{REQUESTS} WHERE r.id = $1");
    if let Some(customer) = customer {
        sql.push_str(" AND r.customer_id = $2");
        values.push(customer.into());
    }
    RequestRow::find_by_statement(statement(db, sql, values)).one(db).await
}

/// A customer's requests, newest first.
pub async fn requests(
    db: &impl ConnectionTrait,
    customer: Uuid,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<RequestRow>, DbErr> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![customer.into(), limit.into()];
    let mut sql = format!("{REQUESTS} WHERE r.customer_id = $1");
    if let Some(before) = before {
        sql.push_str(" AND r.id < $3");
        values.push(before.into());
    }
    sql.push_str(" ORDER BY r.id DESC LIMIT $2");
    RequestRow::find_by_statement(statement(db, sql, values)).all(db).await
}

/// A customer's requests that are under way, newest first.
pub async fn open_requests(db: &impl ConnectionTrait, customer: Uuid) -> Result<Vec<RequestRow>, DbErr> {
    let sql = format!(
        "{REQUESTS} WHERE r.customer_id = $1 AND (r.status IN ('awaiting_payment', 'pending') \
         OR (r.status = 'accepted' AND s.status IN ('scheduled', 'waiting', 'live'))) ORDER BY r.id DESC LIMIT 20"
    );
    RequestRow::find_by_statement(statement(db, sql, [customer.into()])).all(db).await
}

/// What is told of a request besides its own row.
#[derive(Debug, FromQueryResult)]
pub struct Facts {
    /// Model year.
    pub year: i32,
    /// Maker.
    pub make: String,
    /// Model.
    pub model: String,
    /// The customer's whole name.
    pub customer_name: String,
    /// The preferred provider's name.
    pub preferred_name: Option<String>,
    /// Whether the preferred provider has left.
    pub preferred_gone: bool,
    /// How many photos show the problem.
    pub photo_count: i64,
}

/// What is told of a request.
pub async fn facts(db: &impl ConnectionTrait, request: Uuid) -> Result<Option<Facts>, DbErr> {
    let sql = "SELECT v.year, v.make, v.model, u.name AS customer_name, p.name AS preferred_name, \
            p.closed_at IS NOT NULL AS preferred_gone, \
            (SELECT COUNT(*) FROM request_photos f WHERE f.request_id = r.id) AS photo_count \
        FROM session_requests r JOIN vehicles v ON v.id = r.vehicle_id JOIN users u ON u.id = r.customer_id \
        LEFT JOIN providers p ON p.id = r.preferred_provider_id WHERE r.id = $1";
    Facts::find_by_statement(statement(db, sql, [request.into()])).one(db).await
}

/// An offer with what its mechanic sees of the request.
#[derive(Debug, FromQueryResult)]
pub struct OfferRow {
    /// The offer.
    pub id: Uuid,
    /// The request.
    pub request_id: Uuid,
    /// The mechanic's account.
    pub user_id: Uuid,
    /// Why they got it.
    pub kind: String,
    /// When it was sent last.
    pub sent_at: DateTime<Utc>,
    /// When it was looked at.
    pub seen_at: Option<DateTime<Utc>>,
    /// What became of it.
    pub response: Option<String>,
    /// What was booked.
    pub service: String,
    /// The customer's words.
    pub concern: String,
    /// In minor units.
    pub price_cents: i64,
    /// ISO 4217.
    pub currency: String,
    /// The window's end.
    pub priority_expires_at: Option<DateTime<Utc>>,
    /// The search's end.
    pub broadcast_expires_at: Option<DateTime<Utc>>,
    /// The customer's whole name.
    pub customer_name: String,
    /// Model year.
    pub year: i32,
    /// Maker.
    pub make: String,
    /// Model.
    pub model: String,
    /// Whether the seller is a favorite of the customer.
    pub from_favorite: bool,
    /// How many photos show the problem.
    pub photo_count: i64,
}

const OFFERS: &str = "SELECT o.id, o.request_id, m.user_id, o.kind, o.sent_at, o.seen_at, o.response, r.service, r.concern, \
        r.price_cents, r.currency, r.priority_expires_at, r.broadcast_expires_at, u.name AS customer_name, \
        v.year, v.make, v.model, \
        EXISTS (SELECT 1 FROM customer_favorites f JOIN providers p ON p.id = f.provider_id \
            WHERE f.customer_id = r.customer_id \
            AND (p.mechanic_id = m.id OR p.workshop_id = m.workshop_id)) AS from_favorite, \
        (SELECT COUNT(*) FROM request_photos f WHERE f.request_id = r.id) AS photo_count \
    FROM dispatch_offers o JOIN session_requests r ON r.id = o.request_id JOIN mechanics m ON m.id = o.mechanic_id \
    JOIN users u ON u.id = r.customer_id JOIN vehicles v ON v.id = r.vehicle_id";

/// The open offers of a request that were sent at this very time.
pub async fn offers_sent(
    tx: &impl ConnectionTrait,
    request: Uuid,
    at: DateTime<Utc>,
) -> Result<Vec<OfferRow>, DbErr> {
    let sql =
        format!("{OFFERS} WHERE o.request_id = $1 AND o.response IS NULL AND o.sent_at = $2 ORDER BY o.id");
    OfferRow::find_by_statement(statement(tx, sql, [request.into(), at.into()])).all(tx).await
}

/// A mechanic's offers that can be answered, then those that are over and were sent after `since`, if that is given.
pub async fn offers_of(
    db: &impl ConnectionTrait,
    mechanic: Uuid,
    since: Option<DateTime<Utc>>,
) -> Result<Vec<OfferRow>, DbErr> {
    let open = "o.response IS NULL AND r.status = 'pending'";
    let mut values: Vec<Value> = vec![mechanic.into()];
    let wanted = since.map_or_else(
        || open.to_owned(),
        |since| {
            values.push(since.into());
            format!("({open} OR o.sent_at > $2)")
        },
    );
    let sql = format!(
        "{OFFERS} WHERE o.mechanic_id = $1 AND {wanted} \
         ORDER BY CASE WHEN {open} THEN 0 ELSE 1 END, o.sent_at DESC, o.id DESC LIMIT 100"
    );
    OfferRow::find_by_statement(statement(db, sql, values)).all(db).await
}

/// A mechanic's offer.
pub async fn offer(db: &impl ConnectionTrait, id: Uuid, mechanic: Uuid) -> Result<Option<OfferRow>, DbErr> {
    let sql = format!("{OFFERS} WHERE o.id = $1 AND o.mechanic_id = $2");
    OfferRow::find_by_statement(statement(db, sql, [id.into(), mechanic.into()])).one(db).await
}

/// What has to be known to refuse an acceptance without a transaction.
#[derive(Debug, FromQueryResult)]
pub struct Standing {
    /// The request.
    pub request_id: Uuid,
    /// Where the request stands.
    pub status: String,
    /// Who has it.
    pub mechanic_id: Option<Uuid>,
    /// The session that this mechanic has to finish first.
    pub busy_with: Option<Uuid>,
    /// The session of the request.
    pub session_id: Option<Uuid>,
}

/// How things stand for a mechanic who wants to accept an offer.
pub async fn standing(
    db: &impl ConnectionTrait,
    id: Uuid,
    mechanic: Uuid,
) -> Result<Option<Standing>, DbErr> {
    let sql = "SELECT o.request_id, r.status, r.mechanic_id, b.id AS busy_with, s.id AS session_id \
        FROM dispatch_offers o JOIN session_requests r ON r.id = o.request_id \
        LEFT JOIN sessions b ON b.mechanic_id = o.mechanic_id AND b.status IN ('waiting', 'live') \
        LEFT JOIN sessions s ON s.request_id = r.id AND s.status <> 'cancelled' \
        WHERE o.id = $1 AND o.mechanic_id = $2";
    Standing::find_by_statement(statement(db, sql, [id.into(), mechanic.into()])).one(db).await
}
