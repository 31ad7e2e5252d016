//! Offers as mechanics call them.

use super::service;
use crate::http::actor::Mechanic;
use crate::http::body::{Id, Json, Query};
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{get, post, web};
use pitlane_contract::dispatch::{AcceptedOffer, DeclineOffer, Offer, OffersQuery};
use pitlane_contract::paging::List;
use pitlane_contract::problem::Problem;

/// Mounts these operations.
pub fn configure(config: &mut Routes) {
    config.service(list_offers).service(accept_offer).service(decline_offer).service(see_offer);
}

/// List one's own offers
///
/// For a mechanic: those that can be answered now, the latest first; with `history` followed by those of the last seven
/// days that are over. At most 100.
#[utoipa::path(
    tag = "dispatch",
    operation_id = "list_offers",
    params(OffersQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The offers.", body = List<Offer>),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a mechanic only.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter does not fit.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/mechanic/offers")]
pub async fn list_offers(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Query(asked): Query<OffersQuery>,
) -> Result<web::Json<List<Offer>>, ApiError> {
    Ok(web::Json(service::list_offers(&state, &mechanic, asked.history.unwrap_or_default()).await?))
}

/// Take a request
///
/// For the mechanic who got the offer. Exactly one wins, however many try at once.
#[utoipa::path(
    tag = "dispatch",
    operation_id = "accept_offer",
    params(("id" = Uuid, Path, description = "The offer.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Taken: the session that now waits.", body = AcceptedOffer),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a mechanic only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Somebody else was faster (`already_accepted`), another session is under way (`mechanic_busy`), or the request is over.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/mechanic/offers/{id}/accept")]
pub async fn accept_offer(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
) -> Result<web::Json<AcceptedOffer>, ApiError> {
    Ok(web::Json(service::accept(&state, &mechanic, id).await?))
}

/// Decline an offer
///
/// For the mechanic who got it; costs nothing. When every preferred mechanic has declined, everybody is asked.
#[utoipa::path(
    tag = "dispatch",
    operation_id = "decline_offer",
    request_body(content = DeclineOffer, description = "Why, if you like."),
    params(("id" = Uuid, Path, description = "The offer.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The offer, declined.", body = Offer),
        (status = 400, description = "The body cannot be read.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a mechanic only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not possible in the present state; `allowed` lists what is.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are missing or wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/mechanic/offers/{id}/decline")]
pub async fn decline_offer(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    Json(body): Json<DeclineOffer>,
) -> Result<web::Json<Offer>, ApiError> {
    Ok(web::Json(service::decline(&state, &mechanic, id, body).await?))
}

/// Say that an offer was looked at
///
/// For the mechanic who got it; the first look shows in the customer's timeline while they are asked alone.
#[utoipa::path(
    tag = "dispatch",
    operation_id = "see_offer",
    params(("id" = Uuid, Path, description = "The offer.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The offer.", body = Offer),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a mechanic only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/mechanic/offers/{id}/seen")]
pub async fn see_offer(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
) -> Result<web::Json<Offer>, ApiError> {
    Ok(web::Json(service::see(&state, &mechanic, id).await?))
}
