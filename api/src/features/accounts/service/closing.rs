//! Closing an account.

use crate::features::accounts::queries::{closing, workshop};
use crate::features::accounts::{passwords, queries, throttle};
use crate::features::providers::service::{Sellers, relist};
use crate::features::{dispatch, favorites};
use crate::http::actor::{MechanicIdentity, User};
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::problem::Code;
use pitlane_domain::presence::seen_after;
use pitlane_domain::vocabulary::{Role, WorkshopRole};

/// Closes the account: every sign-in ends, what names the person is removed, open requests are called off or asked of
/// everybody. A session that waits or is under way stands in the way. An owner closes the workshop, whose other mechanics
/// work alone from then on.
pub async fn close(state: &AppState, user: &User, password: String) -> Result<(), ApiError> {
    let account = queries::by_id(&state.db, user.id).await?.ok_or_else(ApiError::not_found)?;
    let key = throttle::key(&account.email);
    throttle::begin(state, &key).await?;
    if !passwords::verify(state, password, Some(account.password_hash)).await? {
        return Err(ApiError::field(
            "password",
            "wrong_password",
            "This is not the password of the account.",
        ));
    }
    let mut work = state.begin().await?;
    if closing::has_open_session(&work.tx, user.id).await? {
        return Err(ApiError::new(Code::OpenWork));
    }
    if let Some(mechanic) = &user.mechanic {
        close_mechanic(&mut work, user, mechanic).await?;
    }
    if user.role == Role::Customer {
        let job = dispatch::jobs::customer_gone(user.id, work.now);
        work.enqueue(job);
    }
    closing::close_user(&work.tx, work.now, user.id, &account.email).await?;
    relist(&work.tx, Sellers::OfUser(user.id)).await?;
    throttle::clear(&work.tx, &key).await?;
    Ok(work.commit().await?)
}

async fn close_mechanic(work: &mut Work, user: &User, mechanic: &MechanicIdentity) -> Result<(), ApiError> {
    let sells = match mechanic.workshop {
        None => true,
        Some((id, WorkshopRole::Owner)) => {
            let members = workshop::members(&work.tx, id, seen_after(work.now)).await?;
            for member in members.iter().filter(|member| member.user_id != user.id) {
                workshop::let_go(&work.tx, work.now, member).await?;
                relist(&work.tx, Sellers::OfUser(member.user_id)).await?;
            }
            true
        }
        Some(_) => {
            dispatch::service::withdraw_priority(work, (mechanic.id, user.id)).await?;
            false
        }
    };
    closing::close_mechanic(&work.tx, work.now, user.id).await?;
    if sells {
        closing::close_provider(&work.tx, work.now, mechanic.provider_id).await?;
        favorites::service::forget(&work.tx, None, mechanic.provider_id).await?;
        let job = dispatch::jobs::provider_gone(mechanic.provider_id, work.now);
        work.enqueue(job);
    }
    Ok(())
}
