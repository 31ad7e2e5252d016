//! What the two sides of a review are written.

use super::Subject;
use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::reviews::queries::{self, Row};
use crate::features::{dispatch, quotes};
use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_entities::mechanic_reviews::Model;
use uuid::Uuid;

/// Somebody reviewed the work: who did it and who runs the business read it.
pub(super) async fn received(work: &mut Work, subject: &Subject, review: &Row) -> Result<(), ApiError> {
    let name = review.customer_name.as_deref().unwrap_or_default();
    let content = Content::ReviewReceived {
        customer: dispatch::service::first_name(name),
        rating: review.rating,
        text: review.text.clone(),
    };
    let by = match subject.mechanic_id {
        Some(mechanic) => queries::user_of(&work.tx, mechanic).await?,
        None => None,
    };
    let author = by.unwrap_or_else(Uuid::nil);
    let people = quotes::service::responsible(&work.tx, subject.provider_id, author).await?;
    let letter =
        |user| Notification::to_user(user, format!("review_received:{}:{user}", review.id), content.clone());
    Ok(notify(work, people.into_iter().map(letter).collect()).await?)
}

/// The provider answered for the first time; a changed answer is not told again.
pub(super) async fn replied(work: &mut Work, review: &Model, reply: &str) -> Result<(), ApiError> {
    let Some(customer) = review.customer_id.filter(|_| review.reply.is_none()) else { return Ok(()) };
    let Some(behind) = queries::behind(&work.tx, review.provider_id).await? else { return Ok(()) };
    let path = match (behind.workshop_id, behind.mechanic_id) {
        (Some(workshop), _) => format!("/workshops/{workshop}"),
        (None, mechanic) => format!("/mechanics/{}", mechanic.unwrap_or_default()),
    };
    let content = Content::ReviewReplied { provider: behind.name, reply: reply.to_owned(), path };
    let letter = Notification::to_user(customer, format!("review_replied:{}", review.id), content);
    Ok(notify(work, vec![letter]).await?)
}
