//! Who belongs to a workshop: invitations and members.

use crate::features::accounts::fields::{self, LOCALE, NewAccount, TIME_ZONE};
use crate::features::accounts::passwords;
use crate::features::accounts::queries::workshop::{self as queries, Member as Row};
use crate::features::accounts::queries::{self as accounts, NewMechanic};
use crate::features::dispatch::service as dispatch;
use crate::features::notifications::{Content, Notification, notify};
use crate::features::providers::service::{Sellers, relist};
use crate::http::actor::Manager;
use crate::http::problem::{ApiError, is_duplicate};
use crate::http::validate::Check;
use crate::sql::hashed;
use crate::state::AppState;
use chrono::TimeDelta;
use pitlane_contract::accounts::{AcceptInvitation, Accepted, Invitation, InviteMember, Member};
use pitlane_contract::problem::Code;
use pitlane_domain::accounts::Email;
use pitlane_domain::presence::seen_after;
use pitlane_domain::vocabulary::{Role, WorkshopRole};
use pitlane_entities::workshop_invitations::{ActiveModel, Model};
use pitlane_platform::ids::new_secret;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Days that an invitation works.
const INVITED_DAYS: i64 = 7;

fn invitation(row: Model) -> Result<Invitation, ApiError> {
    Ok(Invitation {
        id: row.id,
        email: row.email,
        role: row.role.parse()?,
        expires_at: row.expires_at,
        created_at: row.created_at,
    })
}

/// Invites a mechanic under `id`. A second invitation to the same address replaces the first.
pub async fn invite(
    state: &AppState,
    manager: &Manager,
    id: Uuid,
    body: InviteMember,
) -> Result<Invitation, ApiError> {
    let mut check = Check::new();
    let email = fields::email(&mut check, &body.email);
    if body.role == WorkshopRole::Owner {
        check.refuse("role", "invalid", "A workshop has one owner; invite a manager or a mechanic.");
    }
    check.done()?;
    if body.role == WorkshopRole::Manager && manager.role != WorkshopRole::Owner {
        return Err(ApiError::because(Code::Forbidden, "Only the owner invites managers."));
    }
    let email = email.ok_or_else(|| ApiError::unexpected("a checked field has no value"))?;
    let mut work = state.begin().await?;
    if let Some(known) = queries::invitation(&work.tx, manager.workshop_id, id).await? {
        return invitation(known);
    }
    queries::replace(&work.tx, work.now, manager.workshop_id, email.as_str()).await?;
    let token = new_secret();
    let row = ActiveModel {
        id: Set(id),
        workshop_id: Set(manager.workshop_id),
        email: Set(email.as_str().to_owned()),
        role: Set(body.role.to_string()),
        hash: Set(hashed(&token)),
        invited_by: Set(manager.user_id),
        expires_at: Set(work.now + TimeDelta::days(INVITED_DAYS)),
        accepted_at: Set(None),
        revoked_at: Set(None),
        created_at: Set(work.now),
    };
    let written = queries::insert_invitation(&work.tx, row).await?;
    let content = Content::WorkshopInvitation {
        token,
        workshop: queries::name(&work.tx, manager.workshop_id).await?,
        inviter: manager.name.clone(),
        role: body.role,
    };
    let mail = Notification::to_address(email.as_str(), format!("workshop_invitation:{id}"), content);
    notify(&mut work, vec![mail]).await?;
    work.commit().await?;
    invitation(written)
}

/// The invitations that wait for an answer.
pub async fn invitations(state: &AppState, workshop: Uuid) -> Result<Vec<Invitation>, ApiError> {
    let rows = queries::invitations(&state.db, workshop, state.clock.now()).await?;
    rows.into_iter().map(invitation).collect()
}

/// Takes an invitation back.
pub async fn revoke(state: &AppState, workshop: Uuid, id: Uuid) -> Result<(), ApiError> {
    let revoked = queries::revoke(&state.db, state.clock.now(), workshop, id).await?;
    if revoked { Ok(()) } else { Err(ApiError::not_found()) }
}

/// Joins by the token of the mail with the new account `id`; the mail proves the address.
pub async fn accept(state: &AppState, id: Uuid, body: AcceptInvitation) -> Result<Accepted, ApiError> {
    let mut check = Check::new();
    let name = fields::name(&mut check, &body.name);
    fields::password(&mut check, &body.password, "", &body.name);
    check.done()?;
    let name = name.ok_or_else(|| ApiError::unexpected("a checked field has no value"))?;
    let hash = passwords::hash(state, body.password.clone()).await?;
    let work = state.begin().await?;
    let (tx, now) = (&work.tx, work.now);
    let ready = || Accepted { message: "Your account is ready; sign in with it.".to_owned() };
    if accounts::by_id(tx, id).await?.is_some() {
        // an earlier try with the same key came this far, and its answer was lost
        return Ok(ready());
    }
    let invited = queries::take(tx, now, &body.token).await?;
    let invited = invited.ok_or_else(|| ApiError::new(Code::InvalidLink))?;
    let email = Email::parse(&invited.email).map_err(|refused| ApiError::unexpected(refused.message))?;
    let account = NewAccount {
        id,
        role: Role::Provider,
        email,
        name,
        password: body.password,
        phone: None,
        locale: LOCALE.to_owned(),
        time_zone: TIME_ZONE.to_owned(),
    };
    let known = || {
        ApiError::because(
            Code::AlreadyMember,
            "There is an account with the address of this invitation already.",
        )
    };
    if accounts::by_email(tx, account.email.as_str()).await?.is_some() {
        return Err(known());
    }
    let user = accounts::insert_user(tx, now, &account, hash, true)
        .await
        .map_err(|error| if is_duplicate(&error) { known() } else { error.into() })?;
    let mechanic = NewMechanic { workshop_id: Some(invited.workshop_id), ..NewMechanic::default() };
    accounts::insert_mechanic(tx, now, user, &account, mechanic).await?;
    queries::insert_member(tx, now, invited.workshop_id, user, invited.role.parse()?).await?;
    relist(tx, Sellers::OfWorkshop(invited.workshop_id)).await?;
    work.commit().await?;
    Ok(ready())
}

/// The members of a workshop.
pub async fn members(state: &AppState, workshop: Uuid) -> Result<Vec<Member>, ApiError> {
    let rows = queries::members(&state.db, workshop, seen_after(state.clock.now())).await?;
    rows.into_iter().map(member).collect()
}

fn member(row: Row) -> Result<Member, ApiError> {
    Ok(Member {
        mechanic_id: row.mechanic_id,
        name: row.name,
        role: row.role.parse()?,
        is_online: row.is_online.unwrap_or_default(),
        joined_at: row.joined_at,
    })
}

/// Lets a member go, who works alone from then on. Only the owner may, and nobody lets the owner go.
pub async fn remove(state: &AppState, manager: &Manager, mechanic: Uuid) -> Result<(), ApiError> {
    if manager.role != WorkshopRole::Owner {
        return Err(ApiError::because(Code::Forbidden, "Only the owner lets members go."));
    }
    let mut work = state.begin().await?;
    let members = queries::members(&work.tx, manager.workshop_id, seen_after(work.now)).await?;
    let member = members.iter().find(|member| member.mechanic_id == mechanic);
    let member = member.ok_or_else(ApiError::not_found)?;
    if member.role == WorkshopRole::Owner.as_str() {
        return Err(ApiError::because(Code::Conflict, "The owner stays; close the account instead."));
    }
    if accounts::closing::has_open_work(&work.tx, member.user_id).await? {
        return Err(ApiError::new(Code::OpenWork));
    }
    dispatch::withdraw_priority(&mut work, (member.mechanic_id, member.user_id)).await?;
    queries::let_go(&work.tx, work.now, member).await?;
    relist(&work.tx, Sellers::OfUser(member.user_id)).await?;
    relist(&work.tx, Sellers::OfWorkshop(manager.workshop_id)).await?;
    Ok(work.commit().await?)
}
