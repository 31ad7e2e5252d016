//! An open socket shows that a mechanic is there.

use super::queries;
use crate::state::AppState;
use sea_orm::DbErr;
use uuid::Uuid;

/// Notes that `mechanic` was heard of just now.
pub async fn seen(state: &AppState, mechanic: Uuid) -> Result<(), DbErr> {
    queries::seen(&state.db, state.clock.now(), mechanic).await
}
