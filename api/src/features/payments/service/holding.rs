//! The price of a request that waits for its payment is held: everything that follows is written at once.

use super::of_request;
use crate::features::dispatch::service as dispatch;
use crate::features::payments::queries;
use crate::http::problem::ApiError;
use crate::state::AppState;
use pitlane_domain::payments::may_become;
use pitlane_domain::vocabulary::{PaymentStatus, RequestStatus};
use pitlane_entities::payments::{ActiveModel, Model};
use pitlane_entities::session_requests::Model as Request;
use pitlane_gateways::webhooks::GatewayEvent;
use sea_orm::ActiveValue::Set;

/// How often a payment whose request moves under our hands is looked at again.
const TRIES: usize = 3;

/// Asks around where `event` is the first to say that the price is held, in a short transaction of its own; `true` when
/// nothing of the event is left to do. Two of the same at once do no harm: what one of them did stops the other.
pub async fn hold(state: &AppState, event: &GatewayEvent) -> Result<bool, ApiError> {
    let Some(intent) = event.intent().filter(|_| event.kind == "payment_intent.amount_capturable_updated")
    else {
        return Ok(false);
    };
    let payment = queries::of_intent(&state.db, state.payments.name(), &intent.id).await?;
    let request = payment.and_then(|payment| payment.session_request_id);
    let Some(request) = request else { return Ok(false) };
    for _ in 0..TRIES {
        let Some(found) = dispatch::find(&state.db, request).await? else { return Ok(false) };
        let payment = of_request(&state.db, request).await?;
        let waits = found.status == RequestStatus::AwaitingPayment.as_str();
        if !waits || !may_become(payment.status.parse()?, PaymentStatus::RequiresCapture) {
            return Ok(false);
        }
        if ask_around(state, found, &payment).await? {
            return Ok(true);
        }
    }
    // the longer way locks what it reads
    Ok(false)
}

/// `false` when somebody else moved the request or the payment since they were read; nothing is written then.
async fn ask_around(state: &AppState, request: Request, payment: &Model) -> Result<bool, ApiError> {
    let plan = dispatch::plan(&state.db, &state.config.dispatch, state.clock.now(), request).await?;
    let mut work = state.begin().await?;
    if !dispatch::carry_out(&mut work, plan).await? {
        return Ok(false);
    }
    let held = ActiveModel {
        status: Set(PaymentStatus::RequiresCapture.as_str().to_owned()),
        failure_code: Set(None),
        authorized_at: Set(Some(work.now)),
        updated_at: Set(work.now),
        ..Default::default()
    };
    if !queries::update_from(&work.tx, payment.id, held, &payment.status).await? {
        return Ok(false);
    }
    work.commit().await?;
    Ok(true)
}
