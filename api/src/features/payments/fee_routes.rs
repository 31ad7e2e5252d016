//! The rules of the platform's fee, and the card that everybody may read.

use super::service::fee_rules as service;
use crate::http::actor::Admin;
use crate::http::answers;
use crate::http::body::{Id, Json, Query};
use crate::http::etag::{self, IfMatch, versioned};
use crate::http::idempotency::CreationId;
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use pitlane_contract::fees::{FeeCard, FeeRule, FeeSimulation, NewFeeRule, SimulateFees};
use pitlane_contract::paging::{CursorQuery, Feed};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(get_fee_card)
        .service(list_fee_rules)
        .service(create_fee_rule)
        .service(simulate_fees)
        .service(deactivate_fee_rule);
}

/// Shows the platform's fees.
///
/// Anybody. The rules that hold for everybody now, each with what it keeps of a payment of 100.00. A provider may have
/// agreed on a rule of their own, which wins.
#[utoipa::path(
    tag = "fees", operation_id = "get_fee_card",
    responses(
        (status = 200, description = "The fees.", body = FeeCard),
        (status = 304, description = "Unchanged since the `ETag` of `If-None-Match`."),
        answers::Always
    )
)]
#[get("/fees")]
pub async fn get_fee_card(
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    Ok(etag::json(&request, &service::card(&state).await?))
}

/// Lists the fee rules.
///
/// Staff. Every version of every rule, the newest first.
#[utoipa::path(
    tag = "fees", operation_id = "list_fee_rules", security(("bearer" = [])),
    params(CursorQuery),
    responses(
        (status = 200, description = "The versions.", body = Feed<FeeRule>),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/admin/fee-rules")]
pub async fn list_fee_rules(
    state: web::Data<AppState>,
    _: Admin,
    Query(paging): Query<CursorQuery>,
) -> Result<web::Json<Feed<FeeRule>>, ApiError> {
    Ok(web::Json(service::list(&state, Cursor::read(&paging)?).await?))
}

/// Writes a fee rule, or a new version of one.
///
/// Staff. No version is ever changed: with `rule_id` the next version is written, which replaces those before it from its
/// beginning on. `If-Match` may name the last version that the caller knows. What was charged before keeps its fee.
#[utoipa::path(
    tag = "fees", operation_id = "create_fee_rule", security(("bearer" = [])), request_body = NewFeeRule,
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours."),
        ("If-Match" = Option<String>, Header, description = "The last version of the rule, in quotes."),
    ),
    responses(
        (status = 201, description = "The version.", body = FeeRule, headers(("ETag" = String, description = "The version in quotes."))),
        answers::ForRole,
        answers::Stale,
        answers::Body,
        answers::Always
    )
)]
#[post("/admin/fee-rules")]
pub async fn create_fee_rule(
    state: web::Data<AppState>,
    admin: Admin,
    CreationId(new): CreationId,
    known: IfMatch,
    Json(body): Json<NewFeeRule>,
) -> Result<HttpResponse, ApiError> {
    let rule = Box::pin(service::create(&state, &admin, (new, known), body)).await?;
    Ok(versioned(HttpResponse::Created(), rule.version, &rule))
}

/// Switches a fee rule off.
///
/// Staff. Names a version: one that has begun ends its rule, one that is still to come is called off. Whatever else applies
/// takes its place, in the end 15% of sessions and 10% of repairs.
#[utoipa::path(
    tag = "fees", operation_id = "deactivate_fee_rule", security(("bearer" = [])),
    params(
        ("id" = uuid::Uuid, Path, description = "The version."),
        ("If-Match" = Option<String>, Header, description = "The last version of the rule, in quotes."),
    ),
    responses(
        (status = 200, description = "The version, switched off.", body = FeeRule, headers(("ETag" = String, description = "The version in quotes."))),
        answers::ForRole,
        answers::Absent,
        answers::Stale,
        answers::Always
    )
)]
#[post("/admin/fee-rules/{id}/deactivate")]
pub async fn deactivate_fee_rule(
    state: web::Data<AppState>,
    admin: Admin,
    Id(id): Id,
    known: IfMatch,
) -> Result<HttpResponse, ApiError> {
    let rule = Box::pin(service::deactivate(&state, &admin, id, known)).await?;
    Ok(versioned(HttpResponse::Ok(), rule.version, &rule))
}

/// Tries a fee rule out on past payments.
///
/// Staff. Nothing is changed: says what the fees of a period were, and what they would have been had the rule held.
#[utoipa::path(
    tag = "fees", operation_id = "simulate_fees", security(("bearer" = [])), request_body = SimulateFees,
    responses(
        (status = 200, description = "The fees before and after.", body = FeeSimulation),
        answers::ForRole,
        answers::Body,
        answers::Always
    )
)]
#[post("/admin/fee-rules/simulate")]
pub async fn simulate_fees(
    state: web::Data<AppState>,
    _: Admin,
    Json(body): Json<SimulateFees>,
) -> Result<web::Json<FeeSimulation>, ApiError> {
    Ok(web::Json(service::simulate(&state, body).await?))
}
