//! The operations of what holds for all quotes of a seller.

use crate::features::quotes::service;
use crate::http::actor::{Mechanic, Seller};
use crate::http::answers;
use crate::http::body::Json;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{get, put, web};
use pitlane_contract::quotes::{SellingTerms, WriteSellingTerms};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(get_selling_terms).service(set_selling_terms);
}

/// Shows what holds for all one's quotes.
///
/// Mechanics and workshop members, for their own provider: the region whose law holds, the usual price of an hour and tax, and
/// the regions to choose from.
#[utoipa::path(
    tag = "quotes", operation_id = "get_selling_terms", security(("bearer" = [])),
    responses((status = 200, description = "The terms.", body = SellingTerms), answers::ForRole, answers::Always)
)]
#[get("/provider/selling-terms")]
pub async fn get_selling_terms(
    state: web::Data<AppState>,
    mechanic: Mechanic,
) -> Result<web::Json<SellingTerms>, ApiError> {
    service::selling_terms(&state, mechanic.provider_id).await.map(web::Json)
}

/// Sets what holds for all one's quotes.
///
/// Independent mechanics, and owners and managers of workshops. Approvals from now on follow the law of the region; new
/// quotes begin with the price of an hour and the tax. What is left out is taken away.
#[utoipa::path(
    tag = "quotes", operation_id = "set_selling_terms", security(("bearer" = [])),
    request_body(content = WriteSellingTerms, example = json!({
        "region": "US-CA", "labor_rate_cents": 12_000, "tax_bps": 825
    })),
    responses(
        (status = 200, description = "The terms.", body = SellingTerms),
        answers::ForRole, answers::Body, answers::Always
    )
)]
#[put("/provider/selling-terms")]
pub async fn set_selling_terms(
    state: web::Data<AppState>,
    seller: Seller,
    Json(body): Json<WriteSellingTerms>,
) -> Result<web::Json<SellingTerms>, ApiError> {
    service::set_selling_terms(&state, seller.provider_id, body).await.map(web::Json)
}
