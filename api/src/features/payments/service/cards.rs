//! Cards that customers keep with the gateway. They are theirs alone, and no number of one is known here but its end.

use crate::features::payments::jobs;
use crate::features::payments::queries::{self, customers as rows};
use crate::http::actor::Customer;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::paging::List;
use pitlane_contract::payments::{ChooseCard, SavedCard};
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::PaymentStatus;
use pitlane_gateways::cards::CardChoice;
use pitlane_gateways::payments::GatewayError;
use sea_orm::DbErr;
use uuid::Uuid;

fn refusal(error: GatewayError) -> ApiError {
    match error {
        GatewayError::NotFound => ApiError::not_found(),
        GatewayError::Unavailable(why) => {
            tracing::warn!(%why, "the gateway did not answer about a card");
            ApiError { retry_after: Some(5), ..ApiError::new(Code::Unavailable) }
        }
        GatewayError::InvalidState(_) | GatewayError::Declined { .. } => late(),
    }
}

fn late() -> ApiError {
    let none: [&str; 0] = [];
    ApiError::transition("This payment is not waiting for a card.", none)
}

/// The cards that a customer kept, the newest first.
pub async fn cards(state: &AppState, customer: &Customer) -> Result<List<SavedCard>, ApiError> {
    let known = rows::of_user(&state.db, state.payments.name(), customer.id).await?;
    let Some(known) = known else { return Ok(List { items: Vec::new() }) };
    let kept = state.payments.cards(&known).await.map_err(refusal)?.into_iter().map(|card| SavedCard {
        id: card.id,
        brand: card.brand,
        last4: card.last4,
        exp_month: card.exp_month,
        exp_year: card.exp_year,
    });
    Ok(List { items: kept.collect() })
}

/// Forgets a card of a customer.
pub async fn forget_card(state: &AppState, customer: &Customer, card: &str) -> Result<(), ApiError> {
    let known = rows::of_user(&state.db, state.payments.name(), customer.id).await?;
    let known = known.ok_or_else(ApiError::not_found)?;
    state.payments.forget_card(&known, card, &format!("forget:{card}")).await.map_err(refusal)
}

/// Says which card a payment of the customer will be made with; nothing is charged yet.
pub async fn choose_card(
    state: &AppState,
    customer: &Customer,
    (payment, request): (Uuid, Uuid),
    body: ChooseCard,
) -> Result<(), ApiError> {
    let found = queries::find(&state.db, payment).await?;
    let payment = found.filter(|found| found.customer_id == customer.id).ok_or_else(ApiError::not_found)?;
    if !matches!(payment.status.parse()?, PaymentStatus::RequiresPayment | PaymentStatus::Failed) {
        return Err(late());
    }
    let Some(intent) = payment.gateway_id else {
        return Err(ApiError { retry_after: Some(5), ..ApiError::new(Code::Unavailable) });
    };
    let owner = customer_at_gateway(state, customer.id).await?;
    let choice = match body.card_id {
        Some(card) => {
            let kept = state.payments.cards(&owner).await.map_err(refusal)?;
            if !kept.iter().any(|known| known.id == card) {
                return Err(ApiError::field("card_id", "unknown", "This card is not saved any more."));
            }
            CardChoice::Saved(card)
        }
        None => CardChoice::New { keep: body.keep },
    };
    state.payments.choose_card(&intent, &owner, choice, &format!("card:{request}")).await.map_err(refusal)
}

/// What the gateway calls a user; opened when it is first needed.
async fn customer_at_gateway(state: &AppState, user: Uuid) -> Result<String, ApiError> {
    let gateway = state.payments.name();
    if let Some(known) = rows::of_user(&state.db, gateway, user).await? {
        return Ok(known);
    }
    let key = format!("customer:{user}");
    let opened = state.payments.open_customer(&user.to_string(), &key).await.map_err(refusal)?;
    rows::keep(&state.db, state.clock.now(), (user, gateway), &opened).await?;
    Ok(opened)
}

/// Has the gateways forget a user whose account is closed, with the cards that they kept.
pub async fn forget_customer(work: &mut Work, user: Uuid) -> Result<(), DbErr> {
    for (gateway, customer) in rows::all_of_user(&work.tx, user).await? {
        work.enqueue(jobs::forget_customer(&gateway, &customer, work.now));
    }
    rows::remove(&work.tx, user).await
}
