//! Registration: the same answer, after the same work, whether or not the address has an account.

use crate::features::accounts::fields::{self, LOCALE, NewAccount, TIME_ZONE};
use crate::features::accounts::passwords;
use crate::features::accounts::queries::tokens::{self, Purpose};
use crate::features::accounts::queries::workshop::insert_member;
use crate::features::accounts::queries::{self, NewMechanic};
use crate::features::notifications::{Content, Notification, notify};
use crate::features::providers::service::{Sellers, relist};
use crate::features::quotes;
use crate::http::problem::{ApiError, is_duplicate};
use crate::http::validate::Check;
use crate::sql::hashed;
use crate::state::AppState;
use crate::work::Work;
use chrono::TimeDelta;
use pitlane_contract::accounts::{Accepted, RegisterCustomer, RegisterProvider};
use pitlane_domain::accounts::DisplayName;
use pitlane_domain::vocabulary::{ProviderType, Role, WorkshopRole};
use sea_orm::DbErr;
use uuid::Uuid;

/// Hours that the link of the confirmation works.
const VERIFY_HOURS: i64 = 24;

/// What a new provider brings along; a workshop has a name.
struct NewProvider {
    mechanic: NewMechanic,
    workshop: Option<DisplayName>,
}

/// Registers a customer as the account `id`.
pub async fn customer(state: &AppState, id: Uuid, body: RegisterCustomer) -> Result<Accepted, ApiError> {
    let mut check = Check::new();
    let email = fields::email(&mut check, &body.email);
    let name = fields::name(&mut check, &body.name);
    let phone = fields::phone(&mut check, body.phone.as_deref());
    let locale = fields::locale(&mut check, body.locale.as_deref());
    let time_zone = fields::time_zone(&mut check, body.time_zone.as_deref());
    fields::password(&mut check, &body.password, &body.email, &body.name);
    check.done()?;
    let account = NewAccount {
        id,
        role: Role::Customer,
        email: email.ok_or_else(unchecked)?,
        name: name.ok_or_else(unchecked)?,
        password: body.password,
        phone,
        locale: locale.unwrap_or_else(|| LOCALE.to_owned()),
        time_zone: time_zone.unwrap_or_else(|| TIME_ZONE.to_owned()),
    };
    register(state, account, None).await
}

/// Registers an independent mechanic, or a workshop with its owner, as the account `id`.
pub async fn provider(state: &AppState, id: Uuid, body: RegisterProvider) -> Result<Accepted, ApiError> {
    let mut check = Check::new();
    let email = fields::email(&mut check, &body.email);
    let name = fields::name(&mut check, &body.name);
    let phone = fields::phone(&mut check, body.phone.as_deref());
    let time_zone = fields::time_zone(&mut check, body.time_zone.as_deref());
    let specialties = fields::specialties(&mut check, &body.specialties);
    let years = check.number("years_experience", body.years_experience, 0..=70);
    fields::password(&mut check, &body.password, &body.email, &body.name);
    let workshop = match (body.provider_type, &body.workshop_name) {
        (ProviderType::Workshop, name) => {
            check.field("workshop_name", DisplayName::parse(name.as_deref().unwrap_or_default()))
        }
        (ProviderType::Independent, Some(_)) => {
            check.refuse("workshop_name", "not_expected", "Only a workshop has a name of its own.");
            None
        }
        (ProviderType::Independent, None) => None,
    };
    check.done()?;
    let account = NewAccount {
        id,
        role: Role::Provider,
        email: email.ok_or_else(unchecked)?,
        name: name.ok_or_else(unchecked)?,
        password: body.password,
        phone,
        locale: LOCALE.to_owned(),
        time_zone: time_zone.unwrap_or_else(|| TIME_ZONE.to_owned()),
    };
    let mechanic =
        NewMechanic { specialties, years_experience: years.unwrap_or_default(), workshop_id: None };
    register(state, account, Some(NewProvider { mechanic, workshop })).await
}

/// A field passed the check and has no value: cannot be.
fn unchecked() -> ApiError {
    ApiError::unexpected("a checked field has no value")
}

async fn register(
    state: &AppState,
    account: NewAccount,
    provider: Option<NewProvider>,
) -> Result<Accepted, ApiError> {
    let hash = passwords::hash(state, account.password.clone()).await?;
    match create(state, &account, hash, provider).await {
        Ok(()) => {}
        // somebody registered the same address this very moment
        Err(error) if is_duplicate(&error) => {
            let mut work = state.begin().await?;
            tell_owner(&mut work, &account).await?;
            work.commit().await?;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Accepted { message: "We have sent an e-mail with a link that confirms your address.".to_owned() })
}

/// Makes the account with everything behind it, or tells the owner of the one that the address has. Both take the same
/// number of statements, so that the time does not say which it was.
async fn create(
    state: &AppState,
    account: &NewAccount,
    hash: String,
    provider: Option<NewProvider>,
) -> Result<(), DbErr> {
    let mut work = state.begin().await?;
    if let Some(known) = queries::by_email(&work.tx, account.email.as_str()).await? {
        if known.id == account.id {
            // an earlier try with the same key came this far, and its answer was lost
            return Ok(());
        }
        for _ in 0..rows(provider.as_ref()) {
            queries::rewrite(&work.tx, known.id).await?;
        }
        tell_owner(&mut work, account).await?;
        return work.commit().await;
    }
    let user = queries::insert_user(&work.tx, work.now, account, hash, false).await?;
    if let Some(provider) = provider {
        create_provider(&work, user, account, provider).await?;
    }
    send_verification(&mut work, user).await?;
    work.commit().await
}

/// How many rows a new account writes: itself and its token, and what makes it a seller.
fn rows(provider: Option<&NewProvider>) -> usize {
    match provider {
        None => 2,
        Some(NewProvider { workshop: None, .. }) => 4,
        Some(NewProvider { workshop: Some(_), .. }) => 6,
    }
}

async fn create_provider(
    work: &Work,
    user: Uuid,
    account: &NewAccount,
    provider: NewProvider,
) -> Result<(), DbErr> {
    let (tx, now) = (&work.tx, work.now);
    if let Some(name) = provider.workshop {
        let workshop = queries::insert_workshop(tx, now, name.as_str(), &account.time_zone).await?;
        let mechanic = NewMechanic { workshop_id: Some(workshop), ..provider.mechanic };
        queries::insert_mechanic(tx, now, user, account, mechanic).await?;
        insert_member(tx, now, workshop, user, WorkshopRole::Owner).await?;
        queries::insert_provider(tx, now, ProviderType::Workshop, workshop, name.as_str()).await?;
    } else {
        let mechanic = queries::insert_mechanic(tx, now, user, account, provider.mechanic).await?;
        let name = account.name.as_str();
        queries::insert_provider(tx, now, ProviderType::Independent, mechanic, name).await?;
    }
    Ok(())
}

/// Tells the owner of an address that somebody registered with it; at most once an hour.
async fn tell_owner(work: &mut Work, account: &NewAccount) -> Result<(), DbErr> {
    let email = account.email.as_str();
    let hour = work.now.timestamp() / 3_600;
    let key = format!("account_exists:{}:{hour}", hashed(email));
    let mail = Notification::to_address(email, key, Content::AccountExists);
    notify(work, vec![mail]).await
}

/// Sends the link that confirms the address of an account.
async fn send_verification(work: &mut Work, user: Uuid) -> Result<(), DbErr> {
    let expires_at = work.now + TimeDelta::hours(VERIFY_HOURS);
    let token = tokens::insert_one_time(&work.tx, work.now, user, Purpose::VerifyEmail, expires_at).await?;
    let key = format!("verify_email:{}", hashed(&token));
    notify(work, vec![Notification::to_user(user, key, Content::VerifyEmail { token })]).await
}

/// Sends the link once more, at most five times an hour.
pub async fn resend_verification(state: &AppState, user: Uuid) -> Result<Accepted, ApiError> {
    let message = || Accepted { message: "We have sent the link once more.".to_owned() };
    let mut work = state.begin().await?;
    let account = queries::by_id(&work.tx, user).await?.ok_or_else(ApiError::not_found)?;
    if account.email_verified_at.is_some() {
        return Ok(Accepted { message: "Your address is confirmed already.".to_owned() });
    }
    let hour_ago = work.now - TimeDelta::hours(1);
    if tokens::one_time_since(&work.tx, user, Purpose::VerifyEmail, hour_ago).await? >= 5 {
        let error = ApiError::new(pitlane_contract::problem::Code::RateLimited);
        return Err(ApiError { retry_after: Some(3_600), ..error });
    }
    send_verification(&mut work, user).await?;
    work.commit().await?;
    Ok(message())
}

/// Confirms the address by the token of the mail; every other link of the kind ends with it.
pub async fn verify_email(state: &AppState, token: &str) -> Result<(), ApiError> {
    let invalid = || ApiError::new(pitlane_contract::problem::Code::InvalidLink);
    let mut work = state.begin().await?;
    let user = tokens::peek_one_time(&work.tx, work.now, token, Purpose::VerifyEmail).await?;
    let user = user.ok_or_else(invalid)?;
    if !tokens::use_one_time(&work.tx, work.now, user, token, Purpose::VerifyEmail).await? {
        return Err(invalid());
    }
    queries::me::set_verified(&work.tx, work.now, user).await?;
    relist(&work.tx, Sellers::OfUser(user)).await?;
    // from now on it is sure whose the quotes and repairs are that went to this address
    quotes::service::claim_within(&mut work, user).await?;
    Ok(work.commit().await?)
}
