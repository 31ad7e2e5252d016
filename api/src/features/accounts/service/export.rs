//! Everything that is stored about a person.

use crate::features::accounts::{queries, service::me};
use crate::http::problem::ApiError;
use crate::state::AppState;
use pitlane_contract::accounts::Export;
use uuid::Uuid;

/// The account with every row about the person; a fixed number of statements.
pub async fn everything(state: &AppState, user: Uuid) -> Result<Export, ApiError> {
    Ok(Export {
        exported_at: state.clock.now(),
        account: me::get(state, user).await?,
        data: queries::export::rows(&state.db, user).await?,
    })
}
