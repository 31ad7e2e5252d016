//! What a workshop says about itself.

use crate::features::accounts::fields;
use crate::features::accounts::queries::workshop_profile::{self as queries, Changes};
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use pitlane_contract::accounts::{UpdateWorkshopProfile, WorkshopProfile};
use pitlane_contract::problem::Code;
use pitlane_domain::limits;
use uuid::Uuid;

/// The profile of a workshop as those see it who run it. One that was closed this very moment is run by nobody any more.
pub async fn get(state: &AppState, workshop: Uuid) -> Result<WorkshopProfile, ApiError> {
    let row = queries::find(&state.db, workshop).await?.ok_or_else(|| ApiError::new(Code::Forbidden))?;
    Ok(WorkshopProfile {
        id: row.id,
        name: row.name,
        bio: row.bio,
        address: row.address,
        phone: row.phone,
        time_zone: row.time_zone,
    })
}

/// Changes the profile of a workshop.
pub async fn update(
    state: &AppState,
    workshop: Uuid,
    body: UpdateWorkshopProfile,
) -> Result<WorkshopProfile, ApiError> {
    let changes = read(&body)?;
    let work = state.begin().await?;
    queries::update(&work.tx, work.now, workshop, changes).await?;
    work.commit().await?;
    get(state, workshop).await
}

fn read(body: &UpdateWorkshopProfile) -> Result<Changes, ApiError> {
    let mut check = Check::new();
    let name = body.name.as_deref().and_then(|name| fields::name(&mut check, name));
    let bio = fields::bio(&mut check, body.bio.as_deref());
    let address = body.address.as_deref().and_then(|text| check.text("address", text, limits::ADDRESS));
    let phone = body.phone.as_deref().map(|phone| fields::phone(&mut check, Some(phone)));
    let time_zone = fields::time_zone(&mut check, body.time_zone.as_deref());
    check.done()?;
    Ok(Changes {
        name: name.map(|name| name.as_str().to_owned()),
        bio,
        address: address.map(|text| Some(text).filter(|text| !text.is_empty())),
        phone: phone.map(|phone| phone.map(|phone| phone.as_str().to_owned())),
        time_zone,
    })
}
