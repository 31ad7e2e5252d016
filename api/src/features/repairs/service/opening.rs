//! How a repair begins, and what its approvals let it cost.

use crate::features::quotes;
use crate::features::repairs::queries::{events, repairs};
use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_contract::problem::Code;
use pitlane_domain::quotes::tolerance;
use pitlane_domain::vocabulary::RepairStatus;
use pitlane_entities::repairs::{ActiveModel, Model};
use pitlane_entities::{repair_quotes, repair_status_events};
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Opens the repair of a quote, at its first approval. Nothing may be charged before [`reauthorize`].
pub async fn open(work: &mut Work, quote: &repair_quotes::Model) -> Result<Model, ApiError> {
    let id = new_id();
    let quote = quote.clone();
    let row = ActiveModel {
        id: Set(id),
        number: Set(quote.number),
        provider_id: Set(quote.provider_id),
        customer_id: Set(quote.customer_id),
        customer_name: Set(quote.customer_name),
        customer_email: Set(quote.customer_email),
        vehicle_id: Set(quote.vehicle_id),
        vehicle: Set(quote.vehicle),
        status: Set(RepairStatus::Received.as_str().to_owned()),
        promised_at: Set(None),
        work_completed_at: Set(None),
        warranty_months: Set(quote.warranty_months),
        warranty_miles: Set(quote.warranty_miles),
        warranty_expires_at: Set(None),
        currency: Set(quote.currency),
        authorized_cents: Set(0),
        tolerance_cents: Set(0),
        reserved_cents: Set(0),
        charged_cents: Set(0),
        refunded_cents: Set(0),
        created_at: Set(work.now),
        updated_at: Set(work.now),
    };
    let repair = repairs::insert(&work.tx, row).await?;
    let line = repair_status_events::ActiveModel {
        id: Set(new_id()),
        repair_id: Set(id),
        status: Set(RepairStatus::Received.as_str().to_owned()),
        note: Set(String::new()),
        internal: Set(false),
        reason: Set(None),
        promised_at: Set(None),
        by_user_id: Set(None),
        at: Set(work.now),
        created_at: Set(work.now),
    };
    events::insert(&work.tx, vec![line]).await?;
    Ok(repair)
}

/// Sets what a repair may cost to what its approvals say now. Refused where more than that is paid, or on its way: the
/// table would refuse it as well.
pub async fn reauthorize(work: &Work, id: Uuid) -> Result<Model, ApiError> {
    let repair = repairs::lock(&work.tx, id).await?.ok_or_else(ApiError::not_found)?;
    let approved = quotes::service::approved_of_repair(&work.tx, id).await?;
    let rule = quotes::service::tolerance_rule(&work.tx, repair.provider_id).await?;
    let above = tolerance(rule, approved.total_cents);
    if repair.charged_cents + repair.reserved_cents > approved.total_cents.saturating_add(above) {
        let detail = "More than these lines come to is paid already or about to be paid.";
        return Err(ApiError::because(Code::NotAuthorized, detail));
    }
    let row = ActiveModel {
        id: Set(id),
        authorized_cents: Set(approved.total_cents),
        tolerance_cents: Set(above),
        warranty_months: Set(approved.warranty_months),
        warranty_miles: Set(approved.warranty_miles),
        updated_at: Set(work.now),
        ..Default::default()
    };
    Ok(repairs::update(&work.tx, row).await?)
}
