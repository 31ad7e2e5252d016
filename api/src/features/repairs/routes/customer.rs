//! The operations of repairs for their customer.

use crate::features::repairs::service;
use crate::http::actor::Customer;
use crate::http::answers;
use crate::http::body::{Id, Query};
use crate::http::paging::Cursor;
use crate::http::papers::{Format, PdfFile, paper};
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use pitlane_contract::paging::{CursorQuery, Feed};
use pitlane_contract::repairs::{Receipt, Repair, RepairSummary, RepairTimeline};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(list_customer_repairs)
        .service(get_customer_repair)
        .service(get_customer_repair_status)
        .service(get_receipt)
        .service(mark_repair_favorite_asked);
}

/// Lists the repairs of one's vehicles.
///
/// Customers. The newest comes first.
#[utoipa::path(
    tag = "repairs", operation_id = "list_customer_repairs", security(("bearer" = [])),
    params(CursorQuery),
    responses(
        (status = 200, description = "The repairs.", body = Feed<RepairSummary>),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/customer/repairs")]
pub async fn list_customer_repairs(
    state: web::Data<AppState>,
    customer: Customer,
    Query(paging): Query<CursorQuery>,
) -> Result<web::Json<Feed<RepairSummary>>, ApiError> {
    Ok(web::Json(service::customer_list(&state, &customer, Cursor::read(&paging)?).await?))
}

/// Shows a repair.
///
/// Customers, for their own; a payment that waits for a card has what the browser needs to pay it.
#[utoipa::path(
    tag = "repairs", operation_id = "get_customer_repair", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The repair.")),
    responses(
        (status = 200, description = "The repair.", body = Repair),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[get("/customer/repairs/{id}")]
pub async fn get_customer_repair(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<Repair>, ApiError> {
    Ok(web::Json(service::customer_read(&state, &customer, id).await?))
}

/// Shows the timeline of a repair.
///
/// Customers, for their own.
#[utoipa::path(
    tag = "repairs", operation_id = "get_customer_repair_status", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The repair.")),
    responses(
        (status = 200, description = "The timeline.", body = RepairTimeline),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[get("/customer/repairs/{id}/status")]
pub async fn get_customer_repair_status(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<RepairTimeline>, ApiError> {
    Ok(web::Json(service::customer_timeline(&state, &customer, id).await?))
}

/// Shows the receipt of a repair.
///
/// Customers, for their own, once something was charged. Its figures are those of the approvals and of the charges;
/// each charge names the version of the fee rule that it was made under. With `Accept: application/pdf` the answer is a
/// PDF file with the same figures.
#[utoipa::path(
    tag = "repairs", operation_id = "get_receipt", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The repair.")),
    responses(
        (status = 200, description = "The receipt.", content((Receipt = "application/json"), (PdfFile = "application/pdf"))),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[get("/customer/repairs/{id}/receipt")]
pub async fn get_receipt(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
    format: Format,
) -> Result<HttpResponse, ApiError> {
    let receipt = service::receipt(&state, &customer, id).await?;
    let name = format!("receipt-{}.pdf", receipt.number);
    paper(&state, format, (receipt, name), pitlane_papers::receipt).await
}

/// Remembers that the customer was asked about the favorite.
///
/// Customers, for their own: "save to favorites?" is not asked again for this seller.
#[utoipa::path(
    tag = "repairs", operation_id = "mark_repair_favorite_asked", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The repair.")),
    responses(
        (status = 204, description = "Remembered."),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[post("/customer/repairs/{id}/favorite-asked")]
pub async fn mark_repair_favorite_asked(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    Box::pin(service::favorite_asked(&state, &customer, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
