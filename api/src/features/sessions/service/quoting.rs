//! What a quote that comes from a session begins with.

use crate::features::dispatch::service::vehicle_words;
use crate::features::sessions::queries::{sessions, summaries};
use crate::http::problem::ApiError;
use chrono::{DateTime, Utc};
use pitlane_contract::sessions::PartNeeded;
use pitlane_domain::vocabulary::SessionStatus;
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

/// A finished session as a quote begins with it.
#[derive(Debug)]
pub struct Facts {
    /// The customer.
    pub customer_id: Uuid,
    /// The customer's name.
    pub customer_name: String,
    /// The vehicle.
    pub vehicle_id: Uuid,
    /// The vehicle in words.
    pub vehicle: String,
    /// What the summary found.
    pub findings: Option<String>,
    /// The parts that the summary names.
    pub parts: Vec<PartNeeded>,
}

/// A session that a provider has finished, with what its summary says.
pub async fn for_quote(
    db: &impl ConnectionTrait,
    provider: Uuid,
    id: Uuid,
) -> Result<Option<Facts>, ApiError> {
    let found = sessions::find(db, id, None).await?;
    let ended = SessionStatus::Ended.as_str();
    let mine =
        |row: &sessions::SessionRow| row.session.provider_id == provider && row.session.status == ended;
    let Some(row) = found.filter(mine) else { return Ok(None) };
    let summary = summaries::find(db, id).await?;
    let (findings, parts) = match summary {
        Some(summary) => {
            let parts = serde_json::from_value(summary.parts_needed).map_err(ApiError::unexpected)?;
            (Some(summary.findings), parts)
        }
        None => (None, Vec::new()),
    };
    Ok(Some(Facts {
        customer_id: row.session.customer_id,
        customer_name: row.customer_name,
        vehicle_id: row.vehicle_id,
        vehicle: vehicle_words(row.vehicle_year, &row.vehicle_make, &row.vehicle_model),
        findings,
        parts,
    }))
}

/// Remembers that a customer was asked whether to save a provider.
pub async fn asked_to_save(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    provider: Uuid,
    customer: Uuid,
) -> Result<(), DbErr> {
    sessions::mark_favorite_asked(db, now, provider, customer).await
}
