//! What people are written about quotes.

use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::quotes::queries::people;
use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_entities::repair_quotes::Model;

async fn seller(work: &Work, quote: &Model) -> Result<String, ApiError> {
    let provider = people::provider(&work.tx, quote.provider_id).await?;
    Ok(provider.map(|provider| provider.name).unwrap_or_default())
}

/// A quote waits for its customer: a mail with the link that opens it, and a notice inside the app.
pub async fn received(work: &mut Work, quote: &Model, token: String) -> Result<(), ApiError> {
    let provider = seller(work, quote).await?;
    let link = Content::QuoteLink {
        token,
        provider: provider.clone(),
        vehicle: quote.vehicle.clone(),
        total_cents: quote.customer_total_cents,
        currency: quote.currency.clone(),
        supplement: quote.supplement,
    };
    let key = format!("quote_link:{}", quote.id);
    let mut letters = Vec::new();
    match (quote.customer_id, &quote.customer_email) {
        (Some(customer), _) => {
            let content =
                Content::QuoteReceived { quote_id: quote.id, provider, supplement: quote.supplement };
            letters.push(Notification::to_user(customer, key, link));
            letters.push(Notification::to_user(customer, format!("quote_received:{}", quote.id), content));
        }
        (None, Some(address)) => letters.push(Notification::to_address(address, key, link)),
        (None, None) => {}
    }
    Ok(notify(work, letters).await?)
}

/// The customer decided; whoever answers for the quote reads it.
pub async fn decided(work: &mut Work, quote: &Model) -> Result<(), ApiError> {
    let content = Content::QuoteDecided {
        quote_id: quote.id,
        customer: quote.customer_name.clone(),
        number: super::view::number(quote.number),
        status: quote.status.parse()?,
        approved_cents: quote.approved_cents,
        currency: quote.currency.clone(),
    };
    to_provider(work, quote, &format!("quote_decided:{}:{}", quote.id, quote.version), content).await
}

/// Nobody decided in time.
pub async fn expired(work: &mut Work, quote: &Model) -> Result<(), ApiError> {
    let content = Content::QuoteExpired {
        quote_id: quote.id,
        customer: quote.customer_name.clone(),
        number: super::view::number(quote.number),
    };
    to_provider(work, quote, &format!("quote_expired:{}", quote.id), content).await
}

async fn to_provider(work: &mut Work, quote: &Model, key: &str, content: Content) -> Result<(), ApiError> {
    let people = people::responsible(&work.tx, quote.provider_id, quote.created_by).await?;
    let letters =
        people.into_iter().map(|user| Notification::to_user(user, format!("{key}:{user}"), content.clone()));
    Ok(notify(work, letters.collect()).await?)
}
