//! Booking: a request with its payment, in one transaction.

use super::photos;
use super::timeline::{Line, note};
use super::view::detail;
use crate::features::dispatch::jobs;
use crate::features::dispatch::queries::requests;
use crate::features::payments::service as payments;
use crate::http::actor::Customer;
use crate::http::problem::{ApiError, is_duplicate};
use crate::http::validate::Check;
use crate::state::AppState;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::dispatch::{NewSessionRequest, SessionRequestDetail};
use pitlane_contract::problem::Code;
use pitlane_domain::catalogue;
use pitlane_domain::dispatch::PAYMENT_MINUTES;
use pitlane_domain::money::CURRENCY;
use pitlane_domain::vocabulary::{RequestEventKind, RequestStatus, RoutingType, ServiceKind};
use pitlane_entities::session_requests::ActiveModel;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Creates the request `id`, or finds it where an earlier try with the same key made it, and makes it payable.
pub async fn create(
    state: &AppState,
    customer: &Customer,
    id: Uuid,
    new: NewSessionRequest,
) -> Result<SessionRequestDetail, ApiError> {
    if !customer.email_verified {
        return Err(ApiError::new(Code::EmailNotVerified));
    }
    if !requests::is_of(&state.db, id, customer.id).await? {
        let row = check(state, customer.id, id, &new).await?;
        match write(state, customer, row, &new.photo_ids).await {
            Ok(()) => {}
            // the same key at the same time: the first one's request is there
            Err(error) if error.code == Code::Conflict => {}
            Err(error) => return Err(error),
        }
    }
    payments::prepare(state, id).await?;
    detail(state, id, Some(customer.id)).await
}

async fn check(
    state: &AppState,
    customer: Uuid,
    id: Uuid,
    new: &NewSessionRequest,
) -> Result<ActiveModel, ApiError> {
    let mut check = Check::new();
    let concern = check.text("concern", &new.concern, 3..=4_000);
    let service = catalogue::service(new.service);
    let terms = service.price_cents.zip(service.minutes);
    if terms.is_none() {
        check.refuse("service", "not_bookable", "Choose chat or video.");
    }
    match (new.parent_session_id, new.follow_up_type) {
        (Some(_), None) => check.refuse("follow_up_type", "required", "Say how this continues the session."),
        (None, Some(_)) => {
            check.refuse("parent_session_id", "required", "Name the session that this continues.");
        }
        _ => {}
    }
    if requests::vehicle(&state.db, new.vehicle_id, customer).await?.is_none() {
        check.refuse("vehicle_id", "unknown", "Choose one of your vehicles.");
    }
    let parent = match new.parent_session_id {
        Some(parent) => requests::ended_session(&state.db, parent, customer).await?,
        None => None,
    };
    if new.parent_session_id.is_some() && parent.is_none() {
        check.refuse("parent_session_id", "unknown", "Choose one of your finished sessions.");
    }
    check.done()?;
    let (Some(concern), Some((price, minutes))) = (concern, terms) else {
        return Err(ApiError::new(Code::Invalid));
    };
    // whoever did the work before is asked first
    let preferred = new.preferred_provider_id.or(parent.map(|session| session.provider_id));
    if let Some(provider) = preferred {
        may_prefer(state, provider, customer, new.service).await?;
    }
    Ok(row(state.clock.now(), customer, id, new, (concern, price, minutes, preferred)))
}

/// A provider who left is named as gone; one who has blocked the customer, or is not listed yet, is as absent as one who
/// never was.
async fn may_prefer(
    state: &AppState,
    provider: Uuid,
    customer: Uuid,
    service: ServiceKind,
) -> Result<(), ApiError> {
    let found = requests::preferable(&state.db, provider, customer, service).await?;
    let found = found.ok_or_else(ApiError::not_found)?;
    if found.closed {
        return Err(ApiError::new(Code::ProviderGone));
    }
    if !found.listed {
        return Err(ApiError::not_found());
    }
    let mut check = Check::new();
    if !found.offers {
        check.refuse("service", "not_offered", "They do not offer this; choose another service.");
    }
    check.done()
}

fn row(
    now: DateTime<Utc>,
    customer: Uuid,
    id: Uuid,
    new: &NewSessionRequest,
    (concern, price, minutes, preferred): (String, i64, i32, Option<Uuid>),
) -> ActiveModel {
    let routing = if preferred.is_some() { RoutingType::PriorityBroadcast } else { RoutingType::Broadcast };
    ActiveModel {
        id: Set(id),
        customer_id: Set(customer),
        vehicle_id: Set(new.vehicle_id),
        service: Set(new.service.as_str().to_owned()),
        concern: Set(concern),
        price_cents: Set(price),
        currency: Set(CURRENCY.to_owned()),
        planned_minutes: Set(minutes),
        status: Set(RequestStatus::AwaitingPayment.as_str().to_owned()),
        routing_type: Set(routing.as_str().to_owned()),
        preferred_provider_id: Set(preferred),
        notify_and_wait: Set(new.notify_and_wait),
        window_open: Set(false),
        priority_window_minutes: Set(None),
        priority_notified_at: Set(None),
        priority_expires_at: Set(None),
        fallback_broadcast_at: Set(None),
        broadcast_cause: Set(None),
        broadcast_round: Set(0),
        broadcast_expires_at: Set(None),
        payment_due_at: Set(now + TimeDelta::minutes(PAYMENT_MINUTES)),
        accepted_at: Set(None),
        mechanic_id: Set(None),
        started_at: Set(None),
        parent_session_id: Set(new.parent_session_id),
        follow_up_type: Set(new.follow_up_type.map(|kind| kind.as_str().to_owned())),
        created_at: Set(now),
        updated_at: Set(now),
    }
}

/// Writes the request, its payment, the first line of its timeline, the event and the timer: six statements, and one more
/// where it has photos.
async fn write(
    state: &AppState,
    customer: &Customer,
    row: ActiveModel,
    named: &[Uuid],
) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let request = requests::insert(&work.tx, row)
        .await
        .map_err(|error| if is_duplicate(&error) { ApiError::new(Code::Conflict) } else { error.into() })?;
    photos::attach(&work, customer.id, request.id, named).await?;
    let price = (request.price_cents, request.currency.as_str());
    payments::create(&work, state, request.id, request.customer_id, price).await?;
    let line = Line::new(RequestEventKind::Created).by(customer.id, customer.name.clone());
    note(&mut work, &request, None, vec![line]).await?;
    work.enqueue(jobs::payment_timeout(request.id, request.payment_due_at));
    metrics::counter!("pitlane_requests_total", "outcome" => "created").increment(1);
    Ok(work.commit().await?)
}
