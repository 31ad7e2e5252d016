//! Everything about a repair in one file.

use crate::features::repairs::service;
use crate::http::actor::{Customer, Mechanic};
use crate::http::answers;
use crate::http::body::Id;
use crate::http::papers::{ZipFile, pack};
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, web};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(get_customer_dispute_pack).service(get_dispute_pack);
}

/// Hands out everything about a repair as one file.
///
/// Customers, for their own. A ZIP file with the receipt and the proofs of every approval as PDF and JSON,
/// the timeline, payments and refunds, the photos as they are kept and the chat of the sessions that the quotes came
/// from; `index.txt` names the SHA-256 of each file.
#[utoipa::path(
    tag = "repairs", operation_id = "get_customer_dispute_pack", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The repair.")),
    responses(
        (status = 200, description = "The file.", body = ZipFile, content_type = "application/zip"),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[get("/customer/repairs/{id}/dispute-pack")]
pub async fn get_customer_dispute_pack(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    let made = Box::pin(service::customer_pack(&state, &customer, id)).await?;
    pack(made.file, made.name)
}

/// Hands out everything about a repair as one file.
///
/// Mechanics and workshop members, for their own provider. A ZIP file with the receipt and the proofs of every approval as PDF and JSON,
/// the timeline, payments and refunds, the photos as they are kept and the chat of the sessions that the quotes came
/// from. Internal notes are among it; `index.txt` names the SHA-256 of each file.
#[utoipa::path(
    tag = "repairs", operation_id = "get_dispute_pack", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The repair.")),
    responses(
        (status = 200, description = "The file.", body = ZipFile, content_type = "application/zip"),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[get("/repairs/{id}/dispute-pack")]
pub async fn get_dispute_pack(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    let made = Box::pin(service::pack(&state, &mechanic, id)).await?;
    pack(made.file, made.name)
}
