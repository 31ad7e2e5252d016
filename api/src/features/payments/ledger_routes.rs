//! The ledger for staff, and what providers are owed.

use super::service::ledger as service;
use crate::http::actor::{Admin, Seller};
use crate::http::answers;
use crate::http::body::Query;
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{get, web};
use pitlane_contract::ledger::{Balance, Ledger, LedgerQuery, Payout, Revenue, RevenueQuery};
use pitlane_contract::paging::{CursorQuery, Feed, List};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(read_ledger).service(read_revenue).service(get_balance).service(list_payouts);
}

/// Reads the ledger.
///
/// Staff. The entries that the filter finds, the newest first, with the totals of all of them by account. The entries of
/// each transaction sum to zero: positive is what comes into an account, so what is owed to providers is negative.
#[utoipa::path(
    tag = "ledger", operation_id = "read_ledger", security(("bearer" = [])),
    params(LedgerQuery),
    responses(
        (status = 200, description = "The entries and totals.", body = Ledger),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/admin/ledger")]
pub async fn read_ledger(
    state: web::Data<AppState>,
    _: Admin,
    Query(query): Query<LedgerQuery>,
) -> Result<web::Json<Ledger>, ApiError> {
    Ok(web::Json(service::read(&state, query).await?))
}

/// Reads the platform's revenue.
///
/// Staff. By day or month: charged, given back, the platform's fees, and what is left. Everything counts when it was booked.
#[utoipa::path(
    tag = "ledger", operation_id = "read_revenue", security(("bearer" = [])),
    params(RevenueQuery),
    responses(
        (status = 200, description = "The periods and their sums.", body = Revenue),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/admin/revenue")]
pub async fn read_revenue(
    state: web::Data<AppState>,
    _: Admin,
    Query(query): Query<RevenueQuery>,
) -> Result<web::Json<Revenue>, ApiError> {
    Ok(web::Json(service::revenue(&state, query).await?))
}

/// Shows what the provider earned.
///
/// Whoever runs the provider. By currency: earned after fees, refunds and disputes; paid out; held for two days; ready.
#[utoipa::path(
    tag = "ledger", operation_id = "get_balance", security(("bearer" = [])),
    responses(
        (status = 200, description = "One balance for each currency.", body = List<Balance>),
        answers::ForRole,
        answers::Always
    )
)]
#[get("/provider/balance")]
pub async fn get_balance(
    state: web::Data<AppState>,
    seller: Seller,
) -> Result<web::Json<List<Balance>>, ApiError> {
    Ok(web::Json(service::balance(&state, &seller).await?))
}

/// Lists the provider's payouts.
///
/// Whoever runs the provider. The newest comes first.
#[utoipa::path(
    tag = "ledger", operation_id = "list_payouts", security(("bearer" = [])),
    params(CursorQuery),
    responses(
        (status = 200, description = "The payouts.", body = Feed<Payout>),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/provider/payouts")]
pub async fn list_payouts(
    state: web::Data<AppState>,
    seller: Seller,
    Query(paging): Query<CursorQuery>,
) -> Result<web::Json<Feed<Payout>>, ApiError> {
    Ok(web::Json(service::payouts(&state, &seller, Cursor::read(&paging)?).await?))
}
