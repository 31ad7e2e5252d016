//! Whom a provider can write a quote for.

use crate::features::dispatch::service::vehicle_words;
use crate::features::quotes::queries::known;
use crate::http::actor::Mechanic;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use pitlane_contract::quotes::{KnownVehicle, QuoteCustomer, QuoteCustomerQuery};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Customers that the provider has worked with or written to, the latest first, with the vehicles that it knows.
pub async fn list_customers(
    state: &AppState,
    mechanic: &Mechanic,
    query: &QuoteCustomerQuery,
) -> Result<Vec<QuoteCustomer>, ApiError> {
    let mut check = Check::new();
    let name = query.name.as_deref().and_then(|name| check.text("name", name, 0..=100));
    check.done()?;
    let provider = mechanic.provider_id;
    let found = known::customers(&state.db, provider, name.as_deref()).await?;
    let ids: Vec<Uuid> = found.iter().map(|customer| customer.id).collect();
    let mut vehicles: BTreeMap<Uuid, Vec<KnownVehicle>> = BTreeMap::new();
    for vehicle in known::vehicles(&state.db, provider, &ids).await? {
        let name = vehicle_words(vehicle.year, &vehicle.make, &vehicle.model);
        vehicles.entry(vehicle.customer_id).or_default().push(KnownVehicle { id: vehicle.id, name });
    }
    let with = |customer: known::Known| QuoteCustomer {
        vehicles: vehicles.remove(&customer.id).unwrap_or_default(),
        id: customer.id,
        name: customer.name,
    };
    Ok(found.into_iter().map(with).collect())
}
