//! The proof of what was approved of a quote.

use crate::features::quotes::service;
use crate::http::actor::{Customer, Mechanic};
use crate::http::answers;
use crate::http::body::Id;
use crate::http::papers::{Format, PdfFile, paper};
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, web};
use pitlane_contract::quotes::QuoteProof;

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(get_customer_quote_proof).service(get_quote_proof);
}

fn file(proof: &QuoteProof) -> String {
    format!("proof-{}-{}.pdf", proof.number, proof.revision)
}

/// Shows the proof of what one approved.
///
/// Customers, for their own. Every approval with exactly what was approved, how, by whom, when and from where, and the SHA-256
/// of the approved lines in their canonical form. With `Accept: application/pdf` the answer is a PDF file.
#[utoipa::path(
    tag = "quotes", operation_id = "get_customer_quote_proof", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "The proof.", content((QuoteProof = "application/json"), (PdfFile = "application/pdf"))),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[get("/customer/quotes/{id}/proof")]
pub async fn get_customer_quote_proof(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
    format: Format,
) -> Result<HttpResponse, ApiError> {
    let proof = service::customer_proof(&state, &customer, id).await?;
    let name = file(&proof);
    paper(&state, format, (proof, name), pitlane_papers::proof).await
}

/// Shows the proof of what a customer approved.
///
/// Mechanics and workshop members, for their own provider. Every approval with exactly what was approved, how, by whom, when and from where, and the SHA-256
/// of the approved lines in their canonical form. With `Accept: application/pdf` the answer is a PDF file.
#[utoipa::path(
    tag = "quotes", operation_id = "get_quote_proof", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "The proof.", content((QuoteProof = "application/json"), (PdfFile = "application/pdf"))),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[get("/quotes/{id}/proof")]
pub async fn get_quote_proof(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    format: Format,
) -> Result<HttpResponse, ApiError> {
    let proof = service::proof(&state, &mechanic, id).await?;
    let name = file(&proof);
    paper(&state, format, (proof, name), pitlane_papers::proof).await
}
