//! Works counters and averages out again from the facts, with the statements that keep them live.

use crate::features::providers::service::{self as providers, Sellers};
use crate::features::{favorites, reviews};
use crate::state::AppState;
use anyhow::Result;

/// Recomputes the figures of favorites and relations, every rating, and who is listed, in one transaction.
pub(super) async fn run(state: &AppState) -> Result<()> {
    let work = state.begin().await?;
    favorites::service::recompute_all(&work.tx, work.now).await?;
    reviews::service::recompute_all(&work.tx).await?;
    providers::relist(&work.tx, Sellers::All).await?;
    work.commit().await?;
    println!("favorites, relations, ratings and the directory agree with the facts");
    Ok(())
}
