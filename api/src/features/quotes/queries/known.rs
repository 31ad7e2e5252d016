//! The customers of a provider and their vehicles, as far as the provider knows them.

use crate::sql::{contains, statement};
use pitlane_entities::vehicles;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Value};
use uuid::Uuid;

/// At most so many are named; who is looked for and not among them is found by name.
const MOST: i64 = 20;

/// A customer.
#[derive(Debug, FromQueryResult)]
pub struct Known {
    /// The account.
    pub id: Uuid,
    /// The name.
    pub name: String,
}

const DEALT_WITH: &str = "SELECT customer_id, MAX(at) AS at FROM ( \
    SELECT customer_id, created_at AS at FROM sessions WHERE provider_id = $1 \
    UNION ALL SELECT customer_id, created_at FROM repair_quotes WHERE provider_id = $1 AND customer_id IS NOT NULL \
    UNION ALL SELECT customer_id, COALESCE(last_booking_at, created_at) FROM provider_customer_relations \
        WHERE provider_id = $1) dealt GROUP BY customer_id";

/// Customers that a provider has worked with or written to, with a part of their name, the latest first.
pub async fn customers(
    db: &impl ConnectionTrait,
    provider: Uuid,
    name: Option<&str>,
) -> Result<Vec<Known>, DbErr> {
    let text = format!(
        "SELECT u.id, u.name FROM ({DEALT_WITH}) k JOIN users u ON u.id = k.customer_id \
         WHERE u.deleted_at IS NULL AND u.role = 'customer' AND lower(u.name) LIKE $2 ESCAPE '\\' \
         ORDER BY k.at DESC, u.id DESC LIMIT $3"
    );
    let values: [Value; 3] = [provider.into(), contains(name.unwrap_or_default()).into(), MOST.into()];
    Known::find_by_statement(statement(db, text, values)).all(db).await
}

/// The vehicles of these customers that a provider had in a session or in a quote, newest first.
pub async fn vehicles(
    db: &impl ConnectionTrait,
    provider: Uuid,
    customers: &[Uuid],
) -> Result<Vec<vehicles::Model>, DbErr> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![provider.into()];
    values.extend(customers.iter().copied().map(Value::from));
    let places: Vec<_> = (2..=values.len()).map(|place| format!("${place}")).collect();
    let text = format!(
        "SELECT v.* FROM vehicles v WHERE v.customer_id IN ({}) AND v.removed_at IS NULL AND ( \
           EXISTS (SELECT 1 FROM sessions s JOIN session_requests r ON r.id = s.request_id \
               WHERE s.customer_id = v.customer_id AND s.provider_id = $1 AND r.vehicle_id = v.id) \
           OR EXISTS (SELECT 1 FROM repair_quotes q WHERE q.customer_id = v.customer_id AND q.provider_id = $1 \
               AND q.vehicle_id = v.id)) ORDER BY v.id DESC",
        places.join(", ")
    );
    vehicles::Entity::find().from_raw_sql(statement(db, text, values)).all(db).await
}
