//! The money of a repair, as `payments` asks for it. The repair's row is locked before by whoever changes a payment.

use crate::features::quotes;
use crate::features::repairs::queries::account;
use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_contract::problem::Code;
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

/// Sets an amount aside for a payment; refused above what is left of what was authorised.
pub async fn reserve(work: &Work, repair: Uuid, customer: Uuid, cents: i64) -> Result<(), ApiError> {
    if account::reserve(&work.tx, work.now, (repair, customer), cents).await? {
        return Ok(());
    }
    Err(ApiError::because(Code::NotAuthorized, "This is more than is left of what you approved."))
}

/// Gives an amount free that was set aside.
pub async fn release(work: &Work, repair: Uuid, cents: i64) -> Result<(), ApiError> {
    account::release(&work.tx, work.now, repair, cents).await?;
    Ok(())
}

/// Turns an amount that was set aside into a charge.
pub async fn charge(work: &Work, repair: Uuid, cents: i64) -> Result<(), ApiError> {
    account::charge(&work.tx, work.now, repair, cents).await?;
    Ok(())
}

/// Counts what goes back, or with a negative amount what did not go back after all.
pub async fn refund(work: &Work, repair: Uuid, cents: i64) -> Result<(), ApiError> {
    if account::refund(&work.tx, work.now, repair, cents).await? {
        return Ok(());
    }
    Err(ApiError::because(Code::NotAuthorized, "This is more than is left of what was paid."))
}

/// The deposit that the approved quotes of a repair ask for, at most what was authorised, in minor units.
pub async fn deposit(db: &impl ConnectionTrait, repair: Uuid) -> Result<i64, DbErr> {
    let approved = quotes::service::approved_of_repair(db, repair).await?;
    Ok(approved.deposit_cents.min(approved.total_cents))
}
