//! SQL of presence and of the status that a customer asks for before booking.

use crate::features::providers::presence;
use crate::sql;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use uuid::Uuid;

/// What one mechanic's row says of presence.
#[derive(Debug, FromQueryResult)]
pub struct Switch {
    /// The switch.
    pub is_online: bool,
    /// When last seen.
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// Reads a mechanic's switch and locks the row.
pub async fn lock_switch(tx: &impl ConnectionTrait, mechanic: Uuid) -> Result<Option<Switch>, DbErr> {
    let lock = pitlane_platform::db::for_update(tx.get_database_backend());
    let text =
        format!("SELECT is_online, last_seen_at FROM mechanics WHERE id = $1 AND closed_at IS NULL{lock}");
    Switch::find_by_statement(sql::statement(tx, text, [mechanic.into()])).one(tx).await
}

/// Sets the switch. Coming online also ends a pause after missed offers.
pub async fn set_switch(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    mechanic: Uuid,
    online: bool,
) -> Result<(), DbErr> {
    let text = "UPDATE mechanics SET is_online = $2, last_seen_at = $3, updated_at = $3, \
        accepting = (accepting OR $2), missed_in_a_row = CASE WHEN $2 THEN 0 ELSE missed_in_a_row END WHERE id = $1";
    let set = sql::statement(tx, text, [mechanic.into(), online.into(), now.into()]);
    tx.execute_raw(set).await.map(drop)
}

/// Notes that a mechanic was heard of.
pub async fn touch(tx: &impl ConnectionTrait, now: DateTime<Utc>, mechanic: Uuid) -> Result<(), DbErr> {
    let text = "UPDATE mechanics SET last_seen_at = $2 WHERE id = $1 AND closed_at IS NULL";
    tx.execute_raw(sql::statement(tx, text, [mechanic.into(), now.into()])).await.map(drop)
}

/// How many offers wait for a mechanic.
pub async fn waiting_offers(tx: &impl ConnectionTrait, mechanic: Uuid) -> Result<i64, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        waiting: i64,
    }
    let text = "SELECT COUNT(*) AS waiting FROM dispatch_offers WHERE mechanic_id = $1 AND response IS NULL";
    let row = Row::find_by_statement(sql::statement(tx, text, [mechanic.into()])).one(tx).await?;
    Ok(row.map_or(0, |row| row.waiting))
}

/// A seller's presence, and who has it among the favorites.
#[derive(Debug, FromQueryResult)]
pub struct Watched {
    /// The seller.
    pub provider_id: Uuid,
    /// Whether anybody of it is online.
    pub is_online: bool,
    /// When anybody of it was last seen.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// A customer who saved it; none when nobody did.
    pub customer_id: Option<Uuid>,
}

/// The presence of a mechanic's seller with everybody who is to be told of it. Blocked customers see no difference.
pub async fn watchers(
    tx: &impl ConnectionTrait,
    mechanic: Uuid,
    seen_after: DateTime<Utc>,
) -> Result<Vec<Watched>, DbErr> {
    let text = format!(
        "SELECT p.id AS provider_id, {} AS is_online, {} AS last_seen_at, f.customer_id \
         FROM mechanics m JOIN providers p ON p.mechanic_id = m.id OR p.workshop_id = m.workshop_id \
         LEFT JOIN customer_favorites f ON f.provider_id = p.id WHERE m.id = $1",
        presence::online(2),
        presence::last_seen()
    );
    let found = sql::statement(tx, text, [mechanic.into(), seen_after.into()]);
    Watched::find_by_statement(found).all(tx).await
}

/// What a customer asks before booking.
#[derive(Debug, FromQueryResult)]
pub struct Status {
    /// The seller that goes with the account when it is closed.
    pub own_provider_id: Option<Uuid>,
    /// Whether the account is closed.
    pub closed: bool,
    /// Whether it may be shown.
    pub listed: bool,
    /// Online now.
    pub is_online: Option<bool>,
    /// When last seen.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Whether requests are taken.
    pub accepting: bool,
}

/// The status of a mechanic.
pub async fn mechanic(
    db: &impl ConnectionTrait,
    id: Uuid,
    seen_after: DateTime<Utc>,
) -> Result<Option<Status>, DbErr> {
    let text = "SELECT p.id AS own_provider_id, m.closed_at IS NOT NULL AS closed, \
        u.email_verified_at IS NOT NULL AS listed, (m.is_online AND m.last_seen_at > $2) AS is_online, \
        m.last_seen_at, m.accepting FROM mechanics m JOIN users u ON u.id = m.user_id \
        LEFT JOIN providers p ON p.mechanic_id = m.id WHERE m.id = $1";
    let found = sql::statement(db, text, [id.into(), seen_after.into()]);
    Status::find_by_statement(found).one(db).await
}

/// The status of a workshop: that of its accepting members.
pub async fn workshop(
    db: &impl ConnectionTrait,
    id: Uuid,
    seen_after: DateTime<Utc>,
) -> Result<Option<Status>, DbErr> {
    let members = "FROM mechanics o WHERE o.workshop_id = p.workshop_id AND o.closed_at IS NULL";
    let text = format!(
        "SELECT p.id AS own_provider_id, p.closed_at IS NOT NULL AS closed, ({listed}) AS listed, \
         EXISTS (SELECT 1 {members} AND o.accepting AND o.is_online AND o.last_seen_at > $2) AS is_online, \
         (SELECT MAX(o.last_seen_at) {members}) AS last_seen_at, \
         EXISTS (SELECT 1 {members} AND o.accepting) AS accepting FROM providers p WHERE p.workshop_id = $1",
        listed = presence::LISTED
    );
    let found = sql::statement(db, text, [id.into(), seen_after.into()]);
    Status::find_by_statement(found).one(db).await
}
