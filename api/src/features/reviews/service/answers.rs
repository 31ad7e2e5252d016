//! What is said about reviews: the provider's answer, who found one helpful, who wants one looked at. And where else
//! customers may write.

use super::{messages, shown};
use crate::features::reviews::queries::answers::{self, Link};
use crate::http::actor::{Mechanic, User};
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use pitlane_contract::reviews::{
    FlagReview, ReplyToReview, Review, ReviewLink, ReviewLinks, WriteReviewLinks,
};
use pitlane_domain::reviews::review_link;
use pitlane_domain::vocabulary::ReviewPlatform;
use uuid::Uuid;

/// Writes or changes a provider's answer; the customer is told of the first.
pub async fn reply(
    state: &AppState,
    mechanic: &Mechanic,
    id: Uuid,
    body: ReplyToReview,
) -> Result<Review, ApiError> {
    let mut check = Check::new();
    let text = check.text("text", &body.text, 1..=2_000).unwrap_or_default();
    check.done()?;
    let mut work = state.begin().await?;
    let found = answers::find(&work.tx, id).await?.ok_or_else(ApiError::not_found)?;
    if found.provider_id != mechanic.provider_id {
        return Err(ApiError::not_found());
    }
    answers::reply(&work.tx, work.now, id, &text).await?;
    messages::replied(&mut work, &found, &text).await?;
    work.commit().await?;
    shown(state, id).await
}

/// Counts that somebody found a review helpful; twice is once.
pub async fn helpful(state: &AppState, user: &User, id: Uuid) -> Result<Review, ApiError> {
    let work = state.begin().await?;
    let found = answers::find(&work.tx, id).await?.ok_or_else(ApiError::not_found)?;
    let own = user.mechanic.as_ref().is_some_and(|mechanic| mechanic.provider_id == found.provider_id);
    // praise of one's own review, or of one about oneself, says nothing
    if !own && found.customer_id != Some(user.id) {
        answers::vote(&work.tx, work.now, (id, user.id)).await?;
        work.commit().await?;
    }
    shown(state, id).await
}

/// Keeps why somebody wants a review looked at.
pub async fn flag(state: &AppState, user: &User, id: Uuid, body: FlagReview) -> Result<(), ApiError> {
    let mut check = Check::new();
    let reason = check.text("reason", &body.reason, 1..=500).unwrap_or_default();
    check.done()?;
    let work = state.begin().await?;
    answers::find(&work.tx, id).await?.ok_or_else(ApiError::not_found)?;
    answers::flag(&work.tx, work.now, (id, user.id), &reason).await?;
    Ok(work.commit().await?)
}

/// The pages of a provider in the order of the vocabulary, so that none comes first by chance.
pub fn links_of(rows: Vec<Link>) -> Result<Vec<ReviewLink>, ApiError> {
    let mut links = Vec::new();
    for row in rows {
        links.push(ReviewLink { platform: row.platform.parse()?, url: row.url });
    }
    links.sort_by_key(|link| link.platform);
    Ok(links)
}

/// The pages of a provider, as customers see them.
pub async fn links_of_provider(state: &AppState, provider: Uuid) -> Result<Vec<ReviewLink>, ApiError> {
    links_of(answers::links(&state.db, provider).await?)
}

/// Where else customers may write about a provider.
pub async fn links(state: &AppState, provider: Uuid) -> Result<ReviewLinks, ApiError> {
    let links = links_of(answers::links(&state.db, provider).await?)?;
    let of = |platform: ReviewPlatform| {
        links.iter().find(|link| link.platform == platform).map(|link| link.url.clone())
    };
    Ok(ReviewLinks {
        google: of(ReviewPlatform::Google),
        yelp: of(ReviewPlatform::Yelp),
        facebook: of(ReviewPlatform::Facebook),
    })
}

/// Sets where else customers may write about a provider; what is left out goes.
pub async fn set_links(
    state: &AppState,
    provider: Uuid,
    body: WriteReviewLinks,
) -> Result<ReviewLinks, ApiError> {
    let given = [
        (ReviewPlatform::Google, body.google),
        (ReviewPlatform::Yelp, body.yelp),
        (ReviewPlatform::Facebook, body.facebook),
    ];
    let mut check = Check::new();
    let mut read = Vec::new();
    for (platform, raw) in given {
        let raw = raw.filter(|raw| !raw.trim().is_empty());
        let url = raw.and_then(|raw| check.field(platform.as_str(), review_link(platform, &raw)));
        read.push((platform, url));
    }
    check.done()?;
    let work = state.begin().await?;
    for (platform, url) in read {
        answers::set_link(&work.tx, work.now, (provider, platform), url.as_deref()).await?;
    }
    work.commit().await?;
    links(state, provider).await
}
