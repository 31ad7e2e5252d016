//! The operations of repairs for their provider.

use crate::features::repairs::service;
use crate::http::actor::Mechanic;
use crate::http::answers;
use crate::http::body::{Id, Json, Query};
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{get, patch, web};
use pitlane_contract::paging::Feed;
use pitlane_contract::repairs::{Repair, RepairCounts, RepairQuery, RepairSummary, UpdateRepairStatus};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    // before the repairs themselves, whose path would take its word for an id
    config.service(list_repairs).service(count_repairs).service(get_repair).service(update_repair_status);
}

/// Lists the repairs of a provider.
///
/// Mechanics and workshop members, for their own provider: those that are not over, or those with one status. The
/// newest comes first.
#[utoipa::path(
    tag = "repairs", operation_id = "list_repairs", security(("bearer" = [])),
    params(RepairQuery),
    responses(
        (status = 200, description = "The repairs.", body = Feed<RepairSummary>),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/repairs")]
pub async fn list_repairs(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Query(query): Query<RepairQuery>,
) -> Result<web::Json<Feed<RepairSummary>>, ApiError> {
    Ok(web::Json(service::board(&state, &mechanic, &query).await?))
}

/// Counts the repairs of a provider by where they stand.
///
/// Mechanics and workshop members, for their own provider: all of them, also those that are over.
#[utoipa::path(
    tag = "repairs", operation_id = "count_repairs", security(("bearer" = [])),
    responses(
        (status = 200, description = "How many stand where.", body = RepairCounts),
        answers::ForRole,
        answers::Always
    )
)]
#[get("/repairs/counts")]
pub async fn count_repairs(
    state: web::Data<AppState>,
    mechanic: Mechanic,
) -> Result<web::Json<RepairCounts>, ApiError> {
    Ok(web::Json(service::counts(&state, &mechanic).await?))
}

/// Shows a repair.
///
/// Mechanics and workshop members, for their own provider; internal notes and drafts of quotes are among it.
#[utoipa::path(
    tag = "repairs", operation_id = "get_repair", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The repair.")),
    responses(
        (status = 200, description = "The repair.", body = Repair),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[get("/repairs/{id}")]
pub async fn get_repair(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
) -> Result<web::Json<Repair>, ApiError> {
    Ok(web::Json(service::read(&state, &mechanic, id).await?))
}

/// Moves a repair on.
///
/// Mechanics and workshop members, for their own provider: to another status, with a promised time or a note. A
/// promised time that moves back needs a reason, which the customer reads. A completion sets the end of the warranty
/// and asks for a review a day later.
#[utoipa::path(
    tag = "repairs", operation_id = "update_repair_status", security(("bearer" = [])), request_body = UpdateRepairStatus,
    params(("id" = uuid::Uuid, Path, description = "The repair.")),
    responses(
        (status = 200, description = "The repair after the change.", body = Repair),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[patch("/repairs/{id}/status")]
pub async fn update_repair_status(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    Json(body): Json<UpdateRepairStatus>,
) -> Result<web::Json<Repair>, ApiError> {
    Ok(web::Json(Box::pin(service::update_status(&state, &mechanic, id, body)).await?))
}
