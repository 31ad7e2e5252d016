//! SQL of public profiles.

use crate::features::providers::offered::Offered;
use crate::features::providers::presence;
use crate::sql;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use uuid::Uuid;

/// A mechanic's public profile, open or closed.
#[derive(Debug, FromQueryResult)]
pub struct MechanicRow {
    /// The seller: the mechanic or the workshop.
    pub provider_id: Option<Uuid>,
    /// The mechanic.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// What they write about themselves.
    pub bio: String,
    /// What they are good at.
    pub specialties: serde_json::Value,
    /// Years at work.
    pub years_experience: i32,
    /// What of the catalogue they offer.
    #[sea_orm(nested)]
    pub offered: Offered,
    /// Average rating.
    pub avg_rating: Option<f64>,
    /// How many reviews.
    pub total_reviews: i64,
    /// Minutes in which they mean to answer.
    pub response_target_minutes: i32,
    /// Median minutes in which they do.
    pub response_median_minutes: Option<f64>,
    /// Online now.
    pub is_online: Option<bool>,
    /// When last seen.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Whether they take requests.
    pub accepting: bool,
    /// Whether the account is closed.
    pub closed: bool,
    /// Whether the address is confirmed.
    pub verified: bool,
    /// The workshop.
    pub workshop_id: Option<Uuid>,
    /// Its name.
    pub workshop_name: Option<String>,
}

const MECHANIC: &str = "SELECT p.id AS provider_id, m.id, m.display_name AS name, m.bio, m.specialties, m.years_experience, \
    m.offers_chat, m.offers_video, m.offers_in_person, \
    m.avg_rating, m.total_reviews, m.response_target_minutes, m.response_median_minutes, \
    (m.is_online AND m.last_seen_at > $2) AS is_online, m.last_seen_at, m.accepting, \
    m.closed_at IS NOT NULL AS closed, u.email_verified_at IS NOT NULL AS verified, \
    w.id AS workshop_id, w.name AS workshop_name \
    FROM mechanics m JOIN users u ON u.id = m.user_id \
    LEFT JOIN workshops w ON w.id = m.workshop_id AND w.closed_at IS NULL \
    LEFT JOIN providers p ON p.mechanic_id = m.id OR p.workshop_id = m.workshop_id";

/// One mechanic.
pub async fn mechanic(
    db: &impl ConnectionTrait,
    id: Uuid,
    seen_after: DateTime<Utc>,
) -> Result<Option<MechanicRow>, DbErr> {
    let found = sql::statement(db, format!("{MECHANIC} WHERE m.id = $1"), [id.into(), seen_after.into()]);
    MechanicRow::find_by_statement(found).one(db).await
}

/// The open mechanics of a workshop, the longest there first.
pub async fn members(
    db: &impl ConnectionTrait,
    workshop: Uuid,
    seen_after: DateTime<Utc>,
) -> Result<Vec<MechanicRow>, DbErr> {
    let text = format!("{MECHANIC} WHERE m.workshop_id = $1 AND m.closed_at IS NULL ORDER BY m.id");
    let found = sql::statement(db, text, [workshop.into(), seen_after.into()]);
    MechanicRow::find_by_statement(found).all(db).await
}

/// A workshop's public profile, open or closed.
#[derive(Debug, FromQueryResult)]
pub struct WorkshopRow {
    /// The seller.
    pub provider_id: Uuid,
    /// The workshop.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// What they write about themselves.
    pub bio: String,
    /// Where it is.
    pub address: Option<String>,
    /// The number.
    pub phone: Option<String>,
    /// Average rating.
    pub avg_rating: Option<f64>,
    /// How many reviews.
    pub total_reviews: i64,
    /// Whether it is closed.
    pub closed: bool,
    /// Whether it may be shown.
    pub listed: bool,
}

/// One workshop.
pub async fn workshop(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<WorkshopRow>, DbErr> {
    let text = format!(
        "SELECT p.id AS provider_id, w.id, w.name, w.bio, w.address, w.phone, w.avg_rating, w.total_reviews, \
         p.closed_at IS NOT NULL AS closed, ({}) AS listed \
         FROM workshops w JOIN providers p ON p.workshop_id = w.id WHERE w.id = $1",
        presence::LISTED
    );
    WorkshopRow::find_by_statement(sql::statement(db, text, [id.into()])).one(db).await
}
