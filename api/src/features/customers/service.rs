//! The dashboard and the history.

use super::queries::{self, Service};
use crate::features::{dispatch, quotes};
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::state::AppState;
use pitlane_contract::customers::{Dashboard, ServiceRecord};
use pitlane_contract::paging::Feed;
use pitlane_domain::money::CURRENCY;
use uuid::Uuid;

/// The dashboard: three statements, however much there is.
pub async fn dashboard(state: &AppState, customer: Uuid) -> Result<Dashboard, ApiError> {
    let mut figures = queries::figures(&state.db, state.clock.now(), customer).await?;
    if figures.as_ref().is_some_and(|figures| figures.unclaimed) {
        quotes::service::claim(state, customer).await?;
        figures = queries::figures(&state.db, state.clock.now(), customer).await?;
    }
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
    let feed = cursor.feed(rows, |row| row.id);
    let items = feed.items.into_iter().map(record).collect::<Result<_, _>>()?;
    Ok(Feed { items, next_cursor: feed.next_cursor })
}

fn record(row: Service) -> Result<ServiceRecord, ApiError> {
    Ok(ServiceRecord {
        session_id: row.session_id,
        repair_id: row.repair_id,
        provider_id: row.provider_id,
        provider_name: row.provider_name,
        mechanic_name: row.mechanic_name,
        service: row.service.map(|word| word.parse()).transpose()?,
        concern: row.concern,
        diagnosis: row.diagnosis.filter(|words| !words.is_empty()),
        paid_cents: row.paid_cents,
        currency: row.currency,
        completed_at: row.completed_at,
        warranty_until: row.warranty_until,
        quote_id: row.quote_id,
        reviewed: row.reviewed,
    })
}
