//! What goes from a seller's account at the gateway to their bank: kept, booked, and told.

use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::payments::queries::{About, book, payouts as rows};
use crate::features::quotes;
use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_domain::payments::{payout_entries, reversed};
use pitlane_domain::vocabulary::{LedgerReason, PayoutStatus};
use pitlane_entities::{payout_accounts, payouts};
use pitlane_gateways::payouts::EventPayout;
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Takes news of a payout to a seller's bank, in any order and any number of times.
pub async fn news(
    work: &mut Work,
    (gateway, account): (&str, Option<&str>),
    news: &EventPayout,
) -> Result<&'static str, ApiError> {
    // the platform's own payouts are about no account, and what a bank gives to the gateway is no payout
    let (Some(status), Some(account)) = (news.status(), account.filter(|_| news.amount > 0)) else {
        return Ok("ignored");
    };
    let Some(owner) = rows::lock_account(&work.tx, gateway, account).await? else {
        return Ok("unknown_account");
    };
    let provider = owner.provider_id.to_string();
    let (payout, before) = if let Some(payout) = rows::payout(&work.tx, &news.id).await? {
        let before: PayoutStatus = payout.status.parse()?;
        (payout, Some(before))
    } else {
        let made = rows::insert(&work.tx, row(work, &owner, news)).await?;
        let entries = payout_entries(made.amount_cents, &provider);
        book(&work.tx, work.now, About::Payout(&made, LedgerReason::Payout), entries).await?;
        if !came_back(status) {
            tell(work, &made, sent(&made)).await?;
        }
        (made, None)
    };
    let stands = before.unwrap_or(PayoutStatus::Pending);
    if status <= stands || came_back(stands) {
        return Ok(if before.is_none() { "applied" } else { "no_change" });
    }
    rows::move_to(&work.tx, work.now, payout.id, (status, news.failure_code.clone())).await?;
    if came_back(status) {
        let entries = reversed(payout_entries(payout.amount_cents, &provider));
        book(&work.tx, work.now, About::Payout(&payout, LedgerReason::PayoutFailed), entries).await?;
        let content = Content::PayoutFailed {
            amount_cents: payout.amount_cents,
            currency: payout.currency.clone(),
            reason: news.failure_code.clone().unwrap_or_else(|| status.to_string()),
        };
        tell(work, &payout, content).await?;
    }
    Ok("applied")
}

fn sent(payout: &payouts::Model) -> Content {
    Content::PayoutSent {
        amount_cents: payout.amount_cents,
        currency: payout.currency.clone(),
        arrives_on: payout.arrives_at.unwrap_or(payout.created_at).date_naive(),
    }
}

/// Tells whoever runs the provider.
async fn tell(work: &mut Work, payout: &payouts::Model, content: Content) -> Result<(), ApiError> {
    let people = quotes::service::responsible(&work.tx, payout.provider_id, Uuid::nil()).await?;
    let key = format!("{}:{}", content.kind(), payout.id);
    let letters = people
        .into_iter()
        .map(|person| Notification::to_user(person, format!("{key}:{person}"), content.clone()))
        .collect();
    Ok(notify(work, letters).await?)
}

fn came_back(status: PayoutStatus) -> bool {
    matches!(status, PayoutStatus::Failed | PayoutStatus::Canceled)
}

fn row(work: &Work, owner: &payout_accounts::Model, news: &EventPayout) -> payouts::ActiveModel {
    payouts::ActiveModel {
        id: Set(new_id()),
        provider_id: Set(owner.provider_id),
        gateway: Set(owner.gateway.clone()),
        gateway_id: Set(news.id.clone()),
        amount_cents: Set(news.amount),
        currency: Set(news.currency.to_uppercase()),
        status: Set(PayoutStatus::Pending.as_str().to_owned()),
        failure_code: Set(None),
        arrives_at: Set(news.arrives_at()),
        created_at: Set(work.now),
        updated_at: Set(work.now),
    }
}
