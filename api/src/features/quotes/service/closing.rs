//! What happens to quotes when one of their sides closes the account.

use super::tell;
use crate::features::quotes::queries::quotes;
use crate::http::problem::ApiError;
use crate::work::Work;

pub use crate::features::quotes::queries::quotes::Side;

/// Ends the drafts and the quotes that wait for an answer.
pub async fn call_off(work: &mut Work, side: Side) -> Result<(), ApiError> {
    for mut quote in quotes::cancel_open(&work.tx, work.now, side).await? {
        if matches!(side, Side::Customer(_)) {
            // nobody is there to read it
            quote.customer_id = None;
        }
        tell(work, &quote).await?;
    }
    Ok(())
}
