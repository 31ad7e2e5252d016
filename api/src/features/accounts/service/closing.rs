//! Closing an account.

use crate::features::accounts::queries::{closing, workshop};
use crate::features::accounts::{passwords, queries, throttle};
use crate::features::providers::service::{Sellers, relist};
use crate::features::{dispatch, favorites, payments, quotes};
use crate::http::actor::{MechanicIdentity, User};
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::problem::Code;
use pitlane_domain::presence::seen_after;
use pitlane_domain::vocabulary::{Role, WorkshopRole};

/// Closes the account: every sign-in ends, what names the person is removed, open requests are called off or asked of
/// everybody, open quotes end. A session or a repair that is not over stands in the way. An owner closes the workshop, whose other mechanics
/// work alone from then on.
pub async fn close(state: &AppState, user: &User, password: String) -> Result<(), ApiError> {
    let account = queries::by_id(&state.db, user.id).await?.ok_or_else(ApiError::not_found)?;
    let key = throttle::key(&account.email);
    throttle::begin(state, &key).await?;
    passwords::confirm(state, password, &account).await?;
    if user.role == Role::Customer {
        // what was sent to the address is this person's as well
        quotes::service::claim(state, user.id).await?;
    }
    let mut work = state.begin().await?;
    // before the look at open work: an approval that comes at the same moment has either made a repair or comes too late
    let side = user
        .mechanic
        .as_ref()
        .filter(|mechanic| sells(mechanic))
        .map_or(quotes::service::Side::Customer(user.id), |mechanic| {
            quotes::service::Side::Provider(mechanic.provider_id)
        });
    quotes::service::call_off(&mut work, side).await?;
    if closing::has_open_work(&work.tx, user.id).await? {
        return Err(ApiError::new(Code::OpenWork));
    }
    if let Some(mechanic) = &user.mechanic {
        close_mechanic(&mut work, user, mechanic).await?;
    }
    if user.role == Role::Customer {
        let job = dispatch::jobs::customer_gone(user.id, work.now);
        work.enqueue(job);
        payments::service::forget_customer(&mut work, user.id).await?;
        dispatch::service::forget_photos(&mut work, user.id).await?;
    }
    closing::close_user(&work.tx, work.now, user.id, &account.email).await?;
    relist(&work.tx, Sellers::OfUser(user.id)).await?;
    throttle::clear(&work.tx, &key).await?;
    Ok(work.commit().await?)
}

/// Whether the seller ends with this mechanic's account.
fn sells(mechanic: &MechanicIdentity) -> bool {
    matches!(mechanic.workshop, None | Some((_, WorkshopRole::Owner)))
}

async fn close_mechanic(work: &mut Work, user: &User, mechanic: &MechanicIdentity) -> Result<(), ApiError> {
    match mechanic.workshop {
        None => {}
        Some((id, WorkshopRole::Owner)) => {
            let members = workshop::members(&work.tx, id, seen_after(work.now)).await?;
            for member in members.iter().filter(|member| member.user_id != user.id) {
                workshop::let_go(&work.tx, work.now, member).await?;
                relist(&work.tx, Sellers::OfUser(member.user_id)).await?;
            }
        }
        Some(_) => dispatch::service::withdraw_priority(work, (mechanic.id, user.id)).await?,
    }
    closing::close_mechanic(&work.tx, work.now, user.id).await?;
    if sells(mechanic) {
        closing::close_provider(&work.tx, work.now, mechanic.provider_id).await?;
        favorites::service::forget(&work.tx, None, mechanic.provider_id).await?;
        let job = dispatch::jobs::provider_gone(mechanic.provider_id, work.now);
        work.enqueue(job);
    }
    Ok(())
}
