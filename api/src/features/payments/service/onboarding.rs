//! How a seller gets an account with the gateway, and what that means for their payments: the money goes there with the
//! charge, less the platform's cut.

use super::fees;
use crate::features::payments::queries::payouts as rows;
use crate::http::actor::{Seller, User};
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, Utc};
use pitlane_contract::ledger::{Onboarding, PayoutAccount};
use pitlane_contract::problem::Code;
use pitlane_domain::fees::fee;
use pitlane_domain::vocabulary::{FeeSubject, OnboardingStatus, WorkshopRole};
use pitlane_entities::payments::ActiveModel as NewPayment;
use pitlane_entities::payout_accounts::{ActiveModel, Model};
use pitlane_gateways::accounts::{Account, NewAccount, Ways};
use pitlane_gateways::payments::GatewayError;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

fn refusal(error: GatewayError) -> ApiError {
    match error {
        GatewayError::Unavailable(why) => {
            tracing::warn!(%why, "the gateway did not open an account");
            ApiError { retry_after: Some(5), ..ApiError::new(Code::Unavailable) }
        }
        other => ApiError::because(Code::Conflict, format!("The payment gateway refused: {other}.")),
    }
}

/// The seller's account as they see it.
pub async fn account(state: &AppState, seller: &Seller) -> Result<PayoutAccount, ApiError> {
    let gateway = state.payments.name();
    Ok(view(gateway, rows::of_provider(&state.db, gateway, seller.provider_id).await?.as_ref()))
}

/// Asks the gateway how the account stands now, for an owner who comes back from its pages before its news do. Where the
/// gateway does not answer, what was known before is shown.
pub async fn look_again(state: &AppState, seller: &Seller) -> Result<PayoutAccount, ApiError> {
    if let Some(known) = rows::of_provider(&state.db, state.payments.name(), seller.provider_id).await?
        && let Err(error) = refresh(state, &known.account_id).await?
    {
        tracing::warn!(account = known.account_id, %error, "the gateway did not tell how an account stands");
    }
    account(state, seller).await
}

fn view(gateway: &str, found: Option<&Model>) -> PayoutAccount {
    let is = |fact: fn(&Model) -> bool| found.is_some_and(fact);
    let words = found.and_then(|row| row.missing.clone()).unwrap_or_default();
    PayoutAccount {
        gateway: gateway.to_owned(),
        status: found.map_or(OnboardingStatus::NotStarted, status),
        charges_enabled: is(|row| row.charges_enabled),
        payouts_enabled: is(|row| row.payouts_enabled),
        missing: serde_json::from_value(words).unwrap_or_default(),
    }
}

fn status(row: &Model) -> OnboardingStatus {
    let asked =
        row.missing.as_ref().and_then(|words| words.as_array()).is_some_and(|words| !words.is_empty());
    if row.charges_enabled && row.payouts_enabled {
        OnboardingStatus::Ready
    } else if asked || !row.details_submitted {
        OnboardingStatus::Incomplete
    } else {
        OnboardingStatus::InReview
    }
}

/// Whoever answers the gateway's questions binds the business: an independent mechanic, or a workshop's owner.
fn owned(user: &User) -> Result<Uuid, ApiError> {
    let Some(mechanic) = &user.mechanic else { return Err(ApiError::new(Code::Forbidden)) };
    match mechanic.workshop {
        Some((_, WorkshopRole::Manager | WorkshopRole::Mechanic)) => {
            Err(ApiError::because(Code::Forbidden, "The owner sets up payouts."))
        }
        _ => Ok(mechanic.provider_id),
    }
}

/// Has the gateway open an account, once, and answers where its owner goes on.
pub async fn onboard(state: &AppState, user: &User, request: Uuid) -> Result<Onboarding, ApiError> {
    let (gateway, provider) = (state.payments.name(), owned(user)?);
    let known = match rows::of_provider(&state.db, gateway, provider).await? {
        Some(known) => known,
        None => open(state, provider).await?,
    };
    let page = format!("{}/provider/balance", state.config.http.public_url);
    let ways = Ways { back: format!("{page}?payouts=done"), again: format!("{page}?payouts=again") };
    let url = state.payments.onboarding(&known.account_id, ways, &format!("onboarding:{request}")).await;
    Ok(Onboarding { url: url.map_err(refusal)?, account: view(gateway, Some(&known)) })
}

async fn open(state: &AppState, provider: Uuid) -> Result<Model, ApiError> {
    let gateway = state.payments.name();
    let name = rows::provider_name(&state.db, provider).await?.unwrap_or_default();
    let key = format!("account:{provider}");
    let new = NewAccount { idempotency_key: key, provider: provider.to_string(), name };
    let opened = state.payments.open_account(new).await.map_err(refusal)?;
    let now = state.clock.now();
    let row = ActiveModel {
        provider_id: Set(provider),
        gateway: Set(gateway.to_owned()),
        account_id: Set(opened.id.clone()),
        created_at: Set(now),
        ..facts(&opened, now)
    };
    rows::keep(&state.db, row).await?;
    let kept = rows::of_provider(&state.db, gateway, provider).await?;
    kept.ok_or_else(|| ApiError::because(Code::Internal, "An account is gone."))
}

fn facts(account: &Account, now: DateTime<Utc>) -> ActiveModel {
    ActiveModel {
        details_submitted: Set(account.details_submitted),
        charges_enabled: Set(account.charges_enabled),
        payouts_enabled: Set(account.payouts_enabled),
        missing: Set(Some(account.missing.clone().into())),
        updated_at: Set(now),
        ..Default::default()
    }
}

/// Asks the gateway what holds for an account: what an event said may be old already.
pub async fn refresh(state: &AppState, account: &str) -> Result<Result<(), GatewayError>, ApiError> {
    if !rows::is_known(&state.db, state.payments.name(), account).await? {
        return Ok(Ok(()));
    }
    let found = match state.payments.look_at_account(account).await {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    rows::update_account(&state.db, account, facts(&found, state.clock.now())).await?;
    Ok(Ok(()))
}

/// Sends the money of a new payment for a repair on to its seller, if their account takes any; then the platform's cut
/// is fixed now, because the gateway wants to know it now.
pub async fn route(
    work: &Work,
    gateway: &str,
    provider: Uuid,
    (cents, row): (i64, NewPayment),
) -> Result<NewPayment, ApiError> {
    let account = rows::of_provider(&work.tx, gateway, provider).await?;
    let Some(account) = account.filter(|account| account.charges_enabled) else { return Ok(row) };
    let (id, rule) = fees::rule_for(&work.tx, work.now, (FeeSubject::Quote, Some(provider), None)).await?;
    Ok(NewPayment {
        destination: Set(Some(account.account_id)),
        fee_rule_id: Set(id),
        fee_cents: Set(Some(fee(rule, cents))),
        ..row
    })
}
