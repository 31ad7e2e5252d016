//! All SQL of favorites. The figures are projections of finished work and captured payments: one text computes them
//! for one pair, live, and for everybody.

use crate::features::providers::presence;
use crate::sql;
use chrono::{DateTime, Utc};
use pitlane_entities::customer_favorites::{ActiveModel, Column, Entity};
use pitlane_entities::provider_customer_relations as relations;
use pitlane_platform::new_id;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, Value,
};
use uuid::Uuid;

/// A favorite as it is listed.
#[derive(Debug, FromQueryResult)]
pub struct Row {
    /// The favorite.
    pub id: Uuid,
    /// The seller.
    pub provider_id: Uuid,
    /// The word of its kind.
    pub kind: String,
    /// The mechanic or the workshop.
    pub profile_id: Uuid,
    /// The seller's name.
    pub name: String,
    /// The customer's own name for them.
    pub label: Option<String>,
    /// Online now.
    pub is_online: bool,
    /// When last seen.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// When saved.
    pub added_at: DateTime<Utc>,
    /// The last finished service.
    pub last_service_at: Option<DateTime<Utc>>,
    /// Finished services.
    pub total_services: i64,
    /// Paid for them.
    pub total_spent_cents: i64,
}

/// The favorites of a customer, or one of them: the last served first, closed providers left out.
pub async fn list(
    db: &impl ConnectionTrait,
    customer: Uuid,
    only: Option<Uuid>,
    seen_after: DateTime<Utc>,
) -> Result<Vec<Row>, DbErr> {
    let mut values: Vec<Value> = vec![seen_after.into(), customer.into()];
    let mut text = format!(
        "SELECT f.id, f.provider_id, p.kind, COALESCE(p.mechanic_id, p.workshop_id) AS profile_id, p.name, f.label, \
         {} AS is_online, {} AS last_seen_at, f.added_at, f.last_service_at, f.total_services, f.total_spent_cents \
         FROM customer_favorites f JOIN providers p ON p.id = f.provider_id \
         WHERE f.customer_id = $2 AND p.closed_at IS NULL",
        presence::online(1),
        presence::last_seen()
    );
    if let Some(id) = only {
        text.push_str(" AND f.id = $3");
        values.push(id.into());
    }
    text.push_str(" ORDER BY f.last_service_at IS NULL, f.last_service_at DESC, f.added_at DESC, f.id DESC");
    Row::find_by_statement(sql::statement(db, text, values)).all(db).await
}

/// Whether a seller can be saved.
#[derive(Debug, FromQueryResult)]
pub struct Seller {
    /// Whether the account is closed.
    pub closed: bool,
    /// Whether it is listed.
    pub listed: bool,
}

/// Finds a seller.
pub async fn seller(db: &impl ConnectionTrait, provider: Uuid) -> Result<Option<Seller>, DbErr> {
    let text = format!(
        "SELECT p.closed_at IS NOT NULL AS closed, ({}) AS listed FROM providers p WHERE p.id = $1",
        presence::LISTED
    );
    Seller::find_by_statement(sql::statement(db, text, [provider.into()])).one(db).await
}

/// Saves a seller; false when it is saved already.
pub async fn insert(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    (customer, provider): (Uuid, Uuid),
    label: Option<String>,
) -> Result<bool, DbErr> {
    let row = ActiveModel {
        id: Set(id),
        customer_id: Set(customer),
        provider_id: Set(provider),
        label: Set(label),
        added_at: Set(now),
        last_service_at: Set(None),
        total_services: Set(0),
        total_spent_cents: Set(0),
        created_at: Set(now),
    };
    // a second try with the same key finds its own row
    let known = OnConflict::new().do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(known).exec_without_returning(tx).await? > 0)
}

/// Forgets a favorite of a customer; false when there is none.
pub async fn delete(db: &impl ConnectionTrait, customer: Uuid, id: Uuid) -> Result<bool, DbErr> {
    let gone = Entity::delete_by_id(id).filter(Column::CustomerId.eq(customer)).exec(db).await?;
    Ok(gone.rows_affected == 1)
}

/// Forgets a seller for one customer, or for everybody.
pub async fn forget(db: &impl ConnectionTrait, customer: Option<Uuid>, provider: Uuid) -> Result<(), DbErr> {
    let mut delete = Entity::delete_many().filter(Column::ProviderId.eq(provider));
    if let Some(customer) = customer {
        delete = delete.filter(Column::CustomerId.eq(customer));
    }
    delete.exec(db).await.map(drop)
}

/// Something about the finished work between the pair of the table `t`: sessions that ended and repairs that are
/// completed, each with when it was booked (`began`), when it was finished (`ended`) and what was paid for it (`paid`).
fn work(t: &str, what: &str) -> String {
    format!(
        "(SELECT {what} FROM ( \
           SELECT s.created_at AS began, s.ended_at AS ended, (SELECT SUM(y.amount_cents - y.refunded_cents) \
             FROM payments y WHERE y.session_request_id = s.request_id AND y.status = 'succeeded') AS paid \
           FROM sessions s WHERE s.customer_id = {t}.customer_id AND s.provider_id = {t}.provider_id \
             AND s.status = 'ended' \
           UNION ALL \
           SELECT r.created_at, r.work_completed_at, r.charged_cents - r.refunded_cents \
           FROM repairs r WHERE r.customer_id = {t}.customer_id AND r.provider_id = {t}.provider_id \
             AND r.status = 'completed') done)"
    )
}

const PAID: &str = "CAST(COALESCE(SUM(paid), 0) AS bigint)";

/// Limits a statement about the table `t` to one pair.
fn only(t: &str, pair: Option<(Uuid, Uuid)>, first: usize) -> (String, Vec<Value>) {
    match pair {
        None => (String::new(), Vec::new()),
        Some((customer, provider)) => {
            let (c, p) = (first, first + 1);
            let text = format!(" WHERE {t}.customer_id = ${c} AND {t}.provider_id = ${p}");
            (text, vec![customer.into(), provider.into()])
        }
    }
}

/// Computes the figures of favorites from the facts, for one pair or for everybody.
pub async fn recompute_favorites(tx: &impl ConnectionTrait, pair: Option<(Uuid, Uuid)>) -> Result<(), DbErr> {
    let t = "customer_favorites";
    let (only, values) = only(t, pair, 1);
    let text = format!(
        "UPDATE {t} SET total_services = {}, total_spent_cents = {}, last_service_at = {}{only}",
        work(t, "COUNT(*)"),
        work(t, PAID),
        work(t, "MAX(ended)")
    );
    tx.execute_raw(sql::statement(tx, text, values)).await.map(drop)
}

/// Computes the figures of relations from the facts, for one pair or for everybody. Pairs without a row get one.
pub async fn recompute_relations(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    pair: Option<(Uuid, Uuid)>,
) -> Result<(), DbErr> {
    let missing = match pair {
        Some(pair) => vec![pair],
        None => pairs_without(tx).await?,
    };
    for chunk in missing.chunks(500) {
        insert_relations(tx, now, chunk).await?;
    }
    let t = "provider_customer_relations";
    let (only, values) = only(t, pair, 2);
    let text = format!(
        "UPDATE {t} SET total_bookings = {}, total_spent_cents = {}, first_booking_at = {}, last_booking_at = {}, \
         average_rating = (SELECT AVG(CAST(v.rating AS double precision)) FROM mechanic_reviews v \
           WHERE v.customer_id = {t}.customer_id AND v.provider_id = {t}.provider_id), updated_at = $1{only}",
        work(t, "COUNT(*)"),
        work(t, PAID),
        work(t, "MIN(began)"),
        work(t, "MAX(began)"),
    );
    let values = std::iter::once(now.into()).chain(values);
    tx.execute_raw(sql::statement(tx, text, values)).await.map(drop)
}

async fn pairs_without(tx: &impl ConnectionTrait) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Pair {
        customer_id: Uuid,
        provider_id: Uuid,
    }
    let text = "SELECT d.customer_id, d.provider_id FROM ( \
          SELECT customer_id, provider_id FROM sessions WHERE status = 'ended' \
          UNION SELECT customer_id, provider_id FROM repairs WHERE status = 'completed' AND customer_id IS NOT NULL) d \
        WHERE NOT EXISTS (SELECT 1 FROM provider_customer_relations r \
          WHERE r.customer_id = d.customer_id AND r.provider_id = d.provider_id)";
    let pairs = Pair::find_by_statement(sql::statement(tx, text, [])).all(tx).await?;
    Ok(pairs.into_iter().map(|pair| (pair.customer_id, pair.provider_id)).collect())
}

async fn insert_relations(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    pairs: &[(Uuid, Uuid)],
) -> Result<(), DbErr> {
    let rows = pairs.iter().map(|(customer, provider)| relations::ActiveModel {
        id: Set(new_id()),
        provider_id: Set(*provider),
        customer_id: Set(*customer),
        total_bookings: Set(0),
        total_spent_cents: Set(0),
        average_rating: Set(None),
        first_booking_at: Set(None),
        last_booking_at: Set(None),
        is_favorite_customer: Set(false),
        is_blocked: Set(false),
        favorite_asked_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    });
    let key = [relations::Column::ProviderId, relations::Column::CustomerId];
    relations::Entity::insert_many(rows)
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await
        .map(drop)
}

/// A customer who waited for a seller in vain, and the request they made.
#[derive(Debug, FromQueryResult)]
pub struct Waited {
    /// The customer.
    pub customer_id: Uuid,
    /// The seller.
    pub provider_id: Uuid,
    /// Its name.
    pub name: String,
    /// The last request that the seller did not answer.
    pub request_id: Uuid,
}

/// Customers who have a mechanic's seller among their favorites and asked for it since `since`, without an answer in the
/// time that it had; those whom it blocked, those who left, and those for whom somebody is still looked for are not told.
pub async fn waited(
    db: &impl ConnectionTrait,
    mechanic: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<Waited>, DbErr> {
    let text = "SELECT f.customer_id, p.id AS provider_id, p.name, r.id AS request_id \
        FROM mechanics m JOIN providers p ON p.mechanic_id = m.id OR p.workshop_id = m.workshop_id \
        JOIN customer_favorites f ON f.provider_id = p.id \
        JOIN users u ON u.id = f.customer_id AND u.deleted_at IS NULL \
        JOIN session_requests r ON r.customer_id = f.customer_id AND r.preferred_provider_id = p.id \
          AND r.broadcast_cause = 'window_ended' AND r.created_at > $2 AND r.status <> 'pending' \
        LEFT JOIN provider_customer_relations b ON b.provider_id = p.id AND b.customer_id = f.customer_id \
        WHERE m.id = $1 AND p.closed_at IS NULL AND (b.id IS NULL OR NOT b.is_blocked) \
          AND NOT EXISTS (SELECT 1 FROM session_requests n WHERE n.customer_id = r.customer_id \
            AND n.preferred_provider_id = p.id AND n.id > r.id) \
        ORDER BY f.customer_id";
    Waited::find_by_statement(sql::statement(db, text, [mechanic.into(), since.into()])).all(db).await
}

/// Notes that a customer is told of a seller; false when they were told of this request, or less than a day ago.
pub async fn tell_once(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    waited: &Waited,
    day_ago: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let text = "INSERT INTO favorite_tellings (customer_id, provider_id, request_id, told_at, created_at) \
        VALUES ($1, $2, $3, $4, $4) ON CONFLICT (customer_id, provider_id) \
        DO UPDATE SET request_id = excluded.request_id, told_at = excluded.told_at \
        WHERE favorite_tellings.request_id <> excluded.request_id AND favorite_tellings.told_at <= $5";
    let values = [
        waited.customer_id.into(),
        waited.provider_id.into(),
        waited.request_id.into(),
        now.into(),
        day_ago.into(),
    ];
    Ok(tx.execute_raw(sql::statement(tx, text, values)).await?.rows_affected() > 0)
}
