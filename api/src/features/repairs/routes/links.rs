//! The operations of a repair for whoever holds the link of its mail, without an account.

use crate::features::repairs::service;
use crate::http::answers;
use crate::http::body::Json;
use crate::http::idempotency::CreationId;
use crate::http::papers::{Format, PdfFile, paper};
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use pitlane_contract::repairs::{LinkedRepair, Receipt, ReviewLinkedRepair};
use pitlane_contract::reviews::Review;

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(get_linked_repair).service(get_linked_receipt).service(review_linked_repair);
}

/// Shows the repair of a link.
///
/// Whoever holds the link, for 90 days. It opens this one repair, as its customer sees it.
#[utoipa::path(
    tag = "repairs", operation_id = "get_linked_repair",
    params(("token" = String, Path, description = "The secret of the link.")),
    responses(
        (status = 200, description = "The repair.", body = LinkedRepair),
        answers::Absent,
        answers::Always
    )
)]
#[get("/repair-links/{token}")]
pub async fn get_linked_repair(
    state: web::Data<AppState>,
    token: web::Path<String>,
) -> Result<web::Json<LinkedRepair>, ApiError> {
    Ok(web::Json(Box::pin(service::read_by_link(&state, &token)).await?))
}

/// Shows the receipt of a link's repair.
///
/// Whoever holds the link, once something was charged. With `Accept: application/pdf` the answer is a PDF file with the
/// same figures.
#[utoipa::path(
    tag = "repairs", operation_id = "get_linked_receipt",
    params(("token" = String, Path, description = "The secret of the link.")),
    responses(
        (status = 200, description = "The receipt.", content((Receipt = "application/json"), (PdfFile = "application/pdf"))),
        answers::Absent,
        answers::Always
    )
)]
#[get("/repair-links/{token}/receipt")]
pub async fn get_linked_receipt(
    state: web::Data<AppState>,
    token: web::Path<String>,
    format: Format,
) -> Result<HttpResponse, ApiError> {
    let receipt = Box::pin(service::receipt_by_link(&state, &token)).await?;
    let name = format!("receipt-{}.pdf", receipt.number);
    paper(&state, format, (receipt, name), pitlane_papers::receipt).await
}

/// Reviews the repair of a link.
///
/// Whoever holds the link, once the repair is completed. There is one review of each repair, with or without an account.
#[utoipa::path(
    tag = "repairs", operation_id = "review_linked_repair",
    request_body(content = ReviewLinkedRepair, example = json!({ "rating": 5, "text": "Done on time." })),
    params(("token" = String, Path, description = "The secret of the link.")),
    responses(
        (status = 201, description = "The review.", body = Review),
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/repair-links/{token}/review")]
pub async fn review_linked_repair(
    state: web::Data<AppState>,
    token: web::Path<String>,
    CreationId(id): CreationId,
    Json(body): Json<ReviewLinkedRepair>,
) -> Result<HttpResponse, ApiError> {
    let review = Box::pin(service::review_by_link(&state, &token, id, body)).await?;
    Ok(HttpResponse::Created().json(review))
}
