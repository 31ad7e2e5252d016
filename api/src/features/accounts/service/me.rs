//! One's own account.

use crate::features::accounts::queries::me::{Changes, Row};
use crate::features::accounts::{fields, queries};
use crate::features::providers::presence;
use crate::http::actor::{User, two_factor_missing};
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::accounts::{Me, MyMechanic, MyWorkshop, UpdateMe};
use pitlane_domain::presence::seen_after;
use uuid::Uuid;

/// An account as its owner sees it.
pub async fn get(state: &AppState, user: Uuid) -> Result<Me, ApiError> {
    let seen_since = seen_after(state.clock.now());
    let row = queries::me::find(&state.db, user, seen_since).await?.ok_or_else(ApiError::not_found)?;
    me(state, user, row)
}

fn me(state: &AppState, id: Uuid, row: Row) -> Result<Me, ApiError> {
    let workshop = match (row.workshop_id, row.workshop_name, row.workshop_role) {
        (Some(id), Some(name), Some(role)) => Some(MyWorkshop { id, name, role: role.parse()? }),
        _ => None,
    };
    let mechanic = row.mechanic_id.zip(row.provider_id).map(|(id, provider_id)| MyMechanic {
        id,
        provider_id,
        bio: row.bio.unwrap_or_default(),
        specialties: presence::words(row.specialties.as_ref()),
        years_experience: row.years_experience.unwrap_or_default(),
        services: row.offered.services(),
        accepting: row.accepting.unwrap_or_default(),
        is_online: row.is_online.unwrap_or_default(),
        workshop,
    });
    let role = row.role.parse()?;
    Ok(Me {
        id,
        email: row.email,
        email_verified: row.email_verified,
        name: row.name,
        phone: row.phone,
        locale: row.locale,
        time_zone: row.time_zone,
        role,
        two_factor_missing: two_factor_missing(state, role, row.two_factor),
        mechanic,
        created_at: row.created_at,
    })
}

/// Changes one's own account.
pub async fn update(state: &AppState, user: &User, body: UpdateMe) -> Result<Me, ApiError> {
    let mechanic = user.mechanic.as_ref().map(|mechanic| mechanic.id);
    let changes = read(body, mechanic.is_some())?;
    let work = state.begin().await?;
    queries::me::update(&work.tx, work.now, user.id, mechanic, changes).await?;
    work.commit().await?;
    get(state, user.id).await
}

/// Reads the name of a time zone that somebody gives for themselves.
pub fn time_zone(check: &mut Check, raw: Option<&str>) -> Option<String> {
    fields::time_zone(check, raw)
}

/// Sets the zone of somebody's clock, as [`time_zone`] read it.
pub async fn set_time_zone(work: &Work, user: Uuid, zone: String) -> Result<(), ApiError> {
    let changes = Changes { time_zone: Some(zone), ..Changes::default() };
    Ok(queries::me::update(&work.tx, work.now, user, None, changes).await?)
}

fn read(body: UpdateMe, is_mechanic: bool) -> Result<Changes, ApiError> {
    let mut check = Check::new();
    let name = body.name.and_then(|name| fields::name(&mut check, &name));
    let phone = body.phone.map(|phone| fields::phone(&mut check, Some(&phone)));
    let locale = fields::locale(&mut check, body.locale.as_deref());
    let time_zone = fields::time_zone(&mut check, body.time_zone.as_deref());
    let bio = fields::bio(&mut check, body.bio.as_deref());
    let specialties = body.specialties.as_deref().map(|words| fields::specialties(&mut check, words));
    let years_experience =
        body.years_experience.and_then(|years| check.number("years_experience", years, 0..=70));
    if body.services.as_ref().is_some_and(Vec::is_empty) {
        check.refuse("services", "required", "Offer at least one service.");
    }
    if !is_mechanic {
        let given = [
            ("bio", body.bio.is_some()),
            ("specialties", body.specialties.is_some()),
            ("years_experience", body.years_experience.is_some()),
            ("services", body.services.is_some()),
        ];
        for (field, _) in given.into_iter().filter(|(_, given)| *given) {
            check.refuse(field, "not_expected", "Only mechanics have this.");
        }
    }
    check.done()?;
    Ok(Changes {
        name: name.map(|name| name.as_str().to_owned()),
        phone: phone.map(|phone| phone.map(|phone| phone.as_str().to_owned())),
        locale,
        time_zone,
        bio,
        specialties,
        years_experience,
        services: body.services,
    })
}
