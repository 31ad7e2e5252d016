//! The ledger and the revenue as files for spreadsheets.

use super::service::exports as service;
use crate::http::actor::Admin;
use crate::http::body::Query;
use crate::http::csv::{CsvFile, answer};
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::http::{answers, paging};
use crate::state::AppState;
use actix_web::{HttpResponse, get, web};
use pitlane_contract::ledger::{LedgerQuery, RevenueQuery};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(export_ledger).service(export_revenue);
}

/// Saves the ledger as a file.
///
/// Staff. Every entry that the filter finds, the newest first, as comma-separated values with a row of names. `limit` and
/// `cursor` change nothing. Texts that a spreadsheet would run as a formula have an apostrophe before them.
#[utoipa::path(
    tag = "ledger", operation_id = "export_ledger", security(("bearer" = [])),
    params(LedgerQuery),
    responses(
        (status = 200, description = "The file.", body = CsvFile, content_type = "text/csv"),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/admin/ledger/export")]
pub async fn export_ledger(
    state: web::Data<AppState>,
    _: Admin,
    Query(query): Query<LedgerQuery>,
) -> Result<HttpResponse, ApiError> {
    paging::limit("limit", query.limit)?;
    let name = format!("ledger-{}.csv", state.clock.now().format("%Y-%m-%d"));
    Ok(answer(name).streaming(Box::pin(service::ledger((**state).clone(), query))))
}

/// Saves the platform's revenue as a file.
///
/// Staff. The periods that `GET /admin/revenue` answers, as comma-separated values with a row of names.
#[utoipa::path(
    tag = "ledger", operation_id = "export_revenue", security(("bearer" = [])),
    params(RevenueQuery),
    responses(
        (status = 200, description = "The file.", body = CsvFile, content_type = "text/csv"),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/admin/revenue/export")]
pub async fn export_revenue(
    state: web::Data<AppState>,
    _: Admin,
    Query(query): Query<RevenueQuery>,
) -> Result<HttpResponse, ApiError> {
    let rows = service::revenue_rows(&state, query).await?;
    let name = format!("revenue-{}.csv", state.clock.now().format("%Y-%m-%d"));
    Ok(answer(name).body(rows))
}
