//! Approvals that a customer gave by phone, by text message or in person, recorded by the provider.

use super::decisions::{Given, Origin, authorize};
use super::read;
use crate::features::quotes::queries::quotes::{self, Whose};
use crate::http::actor::Mechanic;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use pitlane_contract::quotes::{Quote, RecordAuthorization};
use pitlane_domain::limits;
use pitlane_domain::vocabulary::AuthorizationMethod;
use uuid::Uuid;

/// Records an approval.
pub async fn record(
    state: &AppState,
    mechanic: &Mechanic,
    id: Uuid,
    body: RecordAuthorization,
) -> Result<Quote, ApiError> {
    let theirs = quotes::find(&state.db, id, Whose::Provider(mechanic.provider_id)).await?;
    theirs.ok_or_else(ApiError::not_found)?;
    let mut check = Check::new();
    let name = check.text("given_by", &body.given_by, limits::PERSON_NAME);
    let reason =
        body.reason.as_deref().and_then(|reason| check.text("reason", reason, limits::DECISION_REASON));
    if matches!(body.method, AuthorizationMethod::Portal | AuthorizationMethod::Link) {
        check.refuse("method", "invalid", "Record what was said by phone, by text or in person.");
    }
    let now = state.clock.now();
    if body.given_at.is_some_and(|at| at > now) {
        check.refuse("given_at", "in_the_future", "Enter a time that has passed.");
    }
    check.done()?;
    let mut work = state.begin().await?;
    // a draft is theirs to see, so they are told why it cannot be approved
    let quote = quotes::lock(&work.tx, id).await?.ok_or_else(ApiError::not_found)?;
    let given = Given {
        method: body.method,
        line_ids: body.line_ids,
        name: name.unwrap_or_default(),
        recorded_by: Some(mechanic.user_id),
        reason: reason.filter(|reason| !reason.is_empty()),
        shown_cents: None,
        at: body.given_at.unwrap_or(now),
        origin: Origin::default(),
    };
    authorize(&mut work, quote, given).await?;
    work.commit().await?;
    read(state, mechanic, id).await
}
