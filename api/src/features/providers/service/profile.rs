//! Public profiles, and the status that a customer asks for before booking.

use crate::features::favorites;
use crate::features::providers::presence::words;
use crate::features::providers::queries::profiles::{self, MechanicRow};
use crate::features::providers::queries::status;
use crate::http::problem::ApiError;
use crate::state::AppState;
use pitlane_contract::problem::Code;
use pitlane_contract::providers::{Profile, ProfileLink, ProviderStatus};
use pitlane_domain::presence::seen_after;
use pitlane_domain::vocabulary::{ProviderType, ServiceKind};
use uuid::Uuid;

/// A mechanic's public profile.
pub async fn mechanic(state: &AppState, id: Uuid) -> Result<Profile, ApiError> {
    let row = profiles::mechanic(&state.db, id, seen_after(state.clock.now())).await?;
    let row = row.ok_or_else(ApiError::not_found)?;
    if row.closed {
        return Err(ApiError::new(Code::ProviderGone));
    }
    let provider_id = row.provider_id.filter(|_| row.verified).ok_or_else(ApiError::not_found)?;
    let workshop = row.workshop_id.zip(row.workshop_name).map(|(id, name)| ProfileLink { id, name });
    Ok(Profile {
        provider_id,
        provider_type: ProviderType::Independent,
        profile_id: row.id,
        name: row.name,
        bio: row.bio,
        address: None,
        phone: None,
        specialties: words(Some(&row.specialties)),
        years_experience: row.years_experience,
        services: row.offered.services(),
        avg_rating: row.avg_rating,
        total_reviews: row.total_reviews,
        response_target_minutes: row.response_target_minutes,
        response_median_minutes: row.response_median_minutes,
        is_online: row.is_online.unwrap_or_default(),
        last_seen_at: row.last_seen_at,
        accepting: row.accepting,
        workshop,
        members: Vec::new(),
    })
}

/// A workshop's public profile: its own words and figures, and what its mechanics bring.
pub async fn workshop(state: &AppState, id: Uuid) -> Result<Profile, ApiError> {
    let row = profiles::workshop(&state.db, id).await?.ok_or_else(ApiError::not_found)?;
    if row.closed {
        return Err(ApiError::new(Code::ProviderGone));
    }
    if !row.listed {
        return Err(ApiError::not_found());
    }
    let members = profiles::members(&state.db, id, seen_after(state.clock.now())).await?;
    let mut specialties: Vec<String> = Vec::new();
    for word in members.iter().flat_map(|member| words(Some(&member.specialties))) {
        if !specialties.iter().any(|known| known.to_lowercase() == word.to_lowercase()) {
            specialties.push(word);
        }
    }
    let offered = members.iter().flat_map(|member| member.offered.services()).collect::<Vec<_>>();
    let medians = members.iter().filter_map(|member| member.response_median_minutes);
    let is = |what: fn(&MechanicRow) -> bool| members.iter().any(what);
    Ok(Profile {
        provider_id: row.provider_id,
        provider_type: ProviderType::Workshop,
        profile_id: row.id,
        name: row.name,
        bio: row.bio,
        address: row.address,
        phone: row.phone,
        specialties,
        years_experience: members.iter().map(|member| member.years_experience).max().unwrap_or_default(),
        services: ServiceKind::ALL.iter().copied().filter(|kind| offered.contains(kind)).collect(),
        avg_rating: row.avg_rating,
        total_reviews: row.total_reviews,
        response_target_minutes: members.iter().map(|m| m.response_target_minutes).min().unwrap_or(5),
        response_median_minutes: medians.min_by(f64::total_cmp),
        is_online: is(|member| member.is_online.unwrap_or_default()),
        last_seen_at: members.iter().filter_map(|member| member.last_seen_at).max(),
        accepting: is(|member| member.accepting),
        workshop: None,
        members: members.into_iter().map(|member| ProfileLink { id: member.id, name: member.name }).collect(),
    })
}

/// Whether a provider can be reached right now. Where the account is closed, the customer's favorite goes in the same go.
pub async fn status(
    state: &AppState,
    customer: Uuid,
    kind: ProviderType,
    id: Uuid,
) -> Result<ProviderStatus, ApiError> {
    let seen = seen_after(state.clock.now());
    let found = match kind {
        ProviderType::Independent => status::mechanic(&state.db, id, seen).await?,
        ProviderType::Workshop => status::workshop(&state.db, id, seen).await?,
    };
    let found = found.ok_or_else(ApiError::not_found)?;
    if found.closed {
        if let Some(provider) = found.own_provider_id {
            favorites::service::forget(&state.db, Some(customer), provider).await?;
        }
        return Err(ApiError::new(Code::ProviderGone));
    }
    if !found.listed {
        return Err(ApiError::not_found());
    }
    Ok(ProviderStatus {
        is_online: found.is_online.unwrap_or_default(),
        last_seen_at: found.last_seen_at,
        accepting: found.accepting,
    })
}
