//! Who can be asked.

use crate::features::providers::offered::offers;
use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::dispatch::{Candidate, MISSED_OFFERS_PAUSE};
use pitlane_domain::presence;
use pitlane_entities::session_requests::Model as Request;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value};
use uuid::Uuid;

/// A mechanic who can be asked.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Person {
    /// The mechanic.
    pub id: Uuid,
    /// Their account.
    pub user_id: Uuid,
    /// Their name.
    pub name: String,
    /// Whether the customer saved who sells their work.
    pub from_favorite: bool,
    specialties: serde_json::Value,
    avg_rating: Option<f64>,
    response_median_minutes: Option<f64>,
    is_online: bool,
    last_seen_at: Option<DateTime<Utc>>,
}

impl Person {
    /// Whether they count as online.
    pub fn online(&self, now: DateTime<Utc>) -> bool {
        presence::is_online(self.is_online, self.last_seen_at, now)
    }

    /// What decides their place in the order.
    pub fn candidate(&self) -> Candidate {
        let words = self.specialties.as_array().into_iter().flatten();
        Candidate {
            mechanic: self.id,
            specialties: words.filter_map(|word| word.as_str().map(str::to_owned)).collect(),
            avg_rating: self.avg_rating,
            response_minutes: self.response_median_minutes,
        }
    }
}

const PEOPLE: &str = "SELECT m.id, m.user_id, m.display_name AS name, m.specialties, m.avg_rating, \
        m.response_median_minutes, m.is_online, m.last_seen_at, \
        EXISTS (SELECT 1 FROM customer_favorites f WHERE f.customer_id = $1 \
            AND f.provider_id = COALESCE(w.id, i.id)) AS from_favorite \
    FROM mechanics m JOIN users u ON u.id = m.user_id \
    LEFT JOIN providers w ON w.workshop_id = m.workshop_id \
    LEFT JOIN providers i ON i.mechanic_id = m.id AND m.workshop_id IS NULL \
    WHERE m.accepting AND m.closed_at IS NULL AND u.deleted_at IS NULL \
    AND NOT EXISTS (SELECT 1 FROM provider_customer_relations b WHERE b.customer_id = $1 \
        AND b.provider_id = COALESCE(w.id, i.id) AND b.is_blocked)";

/// The mechanics of a preferred provider who offer the service and take requests now, unless the provider has blocked the
/// customer.
pub async fn preferred(
    tx: &impl ConnectionTrait,
    provider: Uuid,
    request: &Request,
) -> Result<Vec<Person>, DbErr> {
    let sql = format!("{PEOPLE} AND {} AND (w.id = $2 OR i.id = $2) ORDER BY m.id", offers(3));
    let values = [request.customer_id.into(), provider.into(), request.service.clone().into()];
    Person::find_by_statement(statement(tx, sql, values)).all(tx).await
}

/// Everybody who may be asked for a request when everybody is asked, or whether `only` this one may.
pub async fn eligible(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    request: &Request,
    only: Option<Uuid>,
) -> Result<Vec<Person>, DbErr> {
    let (customer, service) = (request.customer_id, request.service.clone());
    let mut values: Vec<Value> =
        vec![customer.into(), presence::seen_after(now).into(), request.id.into(), service.into()];
    let mut sql = format!(
        "{PEOPLE} AND {} AND m.is_online AND m.last_seen_at > $2 AND u.email_verified_at IS NOT NULL \
         AND COALESCE(w.id, i.id) IS NOT NULL AND COALESCE(w.closed_at, i.closed_at) IS NULL \
         AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.mechanic_id = m.id AND s.status IN ('waiting', 'live')) \
         AND NOT EXISTS (SELECT 1 FROM dispatch_offers o WHERE o.request_id = $3 AND o.mechanic_id = m.id \
             AND o.response IN ('declined', 'cancelled'))",
        offers(4)
    );
    if let Some(mechanic) = only {
        sql.push_str(" AND m.id = $5");
        values.push(mechanic.into());
    }
    Person::find_by_statement(statement(tx, sql, values)).all(tx).await
}

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

/// Names of mechanics.
pub async fn names(tx: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<String>, DbErr> {
    let places = places(1, ids.len());
    let sql = format!("SELECT display_name AS name FROM mechanics WHERE id IN ({places}) ORDER BY id");
    let values = ids.iter().map(|id| (*id).into());
    let rows = Name::find_by_statement(statement(tx, sql, values)).all(tx).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

#[derive(FromQueryResult)]
struct Paused {
    user_id: Uuid,
    accepting: bool,
    missed_in_a_row: i32,
}

/// Counts one more missed offer for each mechanic, and hands back the accounts of those who are paused by it.
pub async fn count_missed(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, DbErr> {
    let most = i32::try_from(MISSED_OFFERS_PAUSE).unwrap_or(i32::MAX);
    let mut paused = Vec::new();
    // below SQLite's limit of bound values
    for chunk in ids.chunks(2_000) {
        // in one order for everybody: two transactions do not wait for each other in a circle
        let lock =
            if tx.get_database_backend() == DbBackend::Postgres { " ORDER BY id FOR UPDATE" } else { "" };
        let sql = format!(
            "UPDATE mechanics SET missed_in_a_row = missed_in_a_row + 1, \
             accepting = accepting AND missed_in_a_row + 1 < $1, updated_at = $2 \
             WHERE id IN (SELECT id FROM mechanics WHERE id IN ({}){lock}) \
             RETURNING user_id, accepting, missed_in_a_row",
            places(3, chunk.len())
        );
        let values = [most.into(), now.into()].into_iter().chain(chunk.iter().map(|id| (*id).into()));
        let rows = Paused::find_by_statement(statement(tx, sql, values)).all(tx).await?;
        paused.extend(
            rows.iter().filter(|row| !row.accepting && row.missed_in_a_row == most).map(|row| row.user_id),
        );
    }
    Ok(paused)
}

/// An answer, whatever it is, ends the row of missed offers; the median of the answers' times is measured anew.
pub async fn answered(tx: &impl ConnectionTrait, now: DateTime<Utc>, id: Uuid) -> Result<(), DbErr> {
    let minutes = if tx.get_database_backend() == DbBackend::Postgres {
        "EXTRACT(EPOCH FROM responded_at - created_at)::double precision / 60.0"
    } else {
        "(julianday(responded_at) - julianday(created_at)) * 1440.0"
    };
    let sql = format!(
        "WITH latest AS (SELECT {minutes} AS minutes FROM dispatch_offers WHERE mechanic_id = $1 \
             AND response IN ('accepted', 'declined', 'cancelled') ORDER BY sent_at DESC LIMIT 50), \
         ranked AS (SELECT minutes, ROW_NUMBER() OVER (ORDER BY minutes) AS place, COUNT(*) OVER () AS total FROM latest) \
         UPDATE mechanics SET missed_in_a_row = 0, updated_at = $2, response_median_minutes = \
             (SELECT AVG(minutes) FROM ranked WHERE place * 2 BETWEEN total AND total + 2) WHERE id = $1"
    );
    tx.execute_raw(statement(tx, sql, [id.into(), now.into()])).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Busy {
    id: Uuid,
}

/// The session that a mechanic has to finish before another one.
pub async fn busy_with(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Uuid>, DbErr> {
    let sql = "SELECT id FROM sessions WHERE mechanic_id = $1 AND status IN ('waiting', 'live')";
    Ok(Busy::find_by_statement(statement(db, sql, [id.into()])).one(db).await?.map(|row| row.id))
}

/// `$first, …` for `count` values.
pub fn places(first: usize, count: usize) -> String {
    let names: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    names.join(", ")
}
