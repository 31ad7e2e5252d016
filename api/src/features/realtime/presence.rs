//! An open socket shows that a mechanic is there.

use crate::features::providers;
use crate::state::AppState;
use sea_orm::DbErr;
use uuid::Uuid;

/// Notes that `mechanic` was heard of just now.
pub async fn seen(state: &AppState, mechanic: Uuid) -> Result<(), DbErr> {
    providers::service::heartbeat(state, mechanic).await
}

/// Notes that the socket of `mechanic` ended.
pub async fn gone(state: &AppState, mechanic: Uuid) -> Result<(), DbErr> {
    providers::service::went_quiet(state, mechanic).await
}
