//! The dashboard and the history.

use super::queries::{self, Service};
use crate::features::dispatch;
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::state::AppState;
use pitlane_contract::customers::{Dashboard, ServiceRecord};
use pitlane_contract::paging::Feed;
use pitlane_domain::money::CURRENCY;
use uuid::Uuid;

/// The dashboard: three statements, however much there is.
pub async fn dashboard(state: &AppState, customer: Uuid) -> Result<Dashboard, ApiError> {
    let figures = queries::figures(&state.db, state.clock.now(), customer).await?;
    let vehicle = queries::last_vehicle(&state.db, customer).await?;
    let open_requests = dispatch::service::open(state, customer).await?;
    Ok(Dashboard {
        completed_services: figures.as_ref().map_or(0, |figures| figures.completed_services),
        spent_cents: figures.as_ref().map_or(0, |figures| figures.spent_cents),
        currency: CURRENCY.to_owned(),
        active_warranties: figures.as_ref().map_or(0, |figures| figures.active_warranties),
        pending_quotes: figures.as_ref().map_or(0, |figures| figures.pending_quotes),
        open_requests,
        vehicle: vehicle.map(|v| dispatch::service::vehicle_words(v.year, &v.make, &v.model)),
    })
}

/// The service history, newest first.
pub async fn services(
    state: &AppState,
    customer: Uuid,
    cursor: Cursor,
) -> Result<Feed<ServiceRecord>, ApiError> {
    let rows = queries::services(&state.db, customer, cursor).await?;
    let items = rows.into_iter().map(record).collect::<Result<Vec<_>, _>>()?;
    Ok(cursor.feed(items, |item| item.session_id))
}

fn record(row: Service) -> Result<ServiceRecord, ApiError> {
    Ok(ServiceRecord {
        session_id: row.session_id,
        provider_id: row.provider_id,
        provider_name: row.provider_name,
        mechanic_name: row.mechanic_name,
        service: row.service.parse()?,
        concern: row.concern,
        diagnosis: row.diagnosis,
        paid_cents: row.paid_cents,
        currency: row.currency,
        completed_at: row.completed_at,
        warranty_until: None,
        quote_id: None,
        reviewed: row.reviewed,
    })
}
