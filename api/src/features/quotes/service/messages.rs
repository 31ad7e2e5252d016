//! What people are written about quotes.

use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::quotes::queries::quotes::QuoteRow;
use crate::features::quotes::queries::{approvals, people};
use crate::http::problem::ApiError;
use crate::sql::hashed;
use crate::work::Work;
use pitlane_domain::vocabulary::QuoteSide;
use pitlane_entities::repair_quotes::Model;
use pitlane_entities::{quote_lines, quote_links};
use pitlane_platform::ids::new_secret;
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

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

/// The customer decided; whoever answers for the quote reads it, but not who recorded it and so knows.
pub async fn decided(work: &mut Work, quote: &Model, recorder: Option<Uuid>) -> Result<(), ApiError> {
    let content = Content::QuoteDecided {
        quote_id: quote.id,
        customer: quote.customer_name.clone(),
        number: super::view::number(quote.number),
        status: quote.status.parse()?,
        approved_cents: quote.approved_cents,
        currency: quote.currency.clone(),
    };
    to_provider(work, quote, (&format!("quote_decided:{}:{}", quote.id, quote.version), recorder), content)
        .await
}

/// The day came that the customer chose for a declined line.
pub async fn line_due(
    work: &mut Work,
    (customer, quote): (Uuid, &QuoteRow),
    line: &quote_lines::Model,
) -> Result<(), ApiError> {
    let content = Content::DeclinedLineDue {
        title: line.title.clone(),
        provider: quote.provider_name.clone(),
        vehicle: quote.quote.vehicle.clone(),
    };
    let day = line.snoozed_until.map(|until| until.timestamp()).unwrap_or_default();
    let key = format!("declined_line_due:{}:{day}", line.id);
    Ok(notify(work, vec![Notification::to_user(customer, key, content)]).await?)
}

/// Nobody decided in time.
pub async fn expired(work: &mut Work, quote: &Model) -> Result<(), ApiError> {
    let content = Content::QuoteExpired {
        quote_id: quote.id,
        customer: quote.customer_name.clone(),
        number: super::view::number(quote.number),
    };
    to_provider(work, quote, (&format!("quote_expired:{}", quote.id), None), content).await
}

/// One side of a quote wrote a message; the other one reads it. A customer without an account gets it with a link that
/// opens the quote as long as it holds.
pub async fn written(
    work: &mut Work,
    quote: &Model,
    (message, author): (Uuid, QuoteSide),
    text: String,
) -> Result<(), ApiError> {
    let key = format!("quote_message:{message}");
    let from = match author {
        QuoteSide::Customer => quote.customer_name.clone(),
        QuoteSide::Provider => seller(work, quote).await?,
    };
    let (quote_id, number) = (quote.id, super::view::number(quote.number));
    let to_provider_side = author == QuoteSide::Customer;
    let content = Content::QuoteMessage {
        quote_id,
        from: from.clone(),
        number: number.clone(),
        text: text.clone(),
        to_provider: to_provider_side,
    };
    if to_provider_side {
        return to_provider(work, quote, (&key, None), content).await;
    }
    let letter = match (quote.customer_id, &quote.customer_email) {
        (Some(customer), _) => Notification::to_user(customer, key, content),
        (None, Some(address)) => {
            let token = another_link(work, quote).await?;
            Notification::to_address(address, key, Content::QuoteAnswer { token, from, number, text })
        }
        (None, None) => return Ok(()),
    };
    Ok(notify(work, vec![letter]).await?)
}

/// The first link's secret is not kept, so a later mail needs one of its own.
async fn another_link(work: &Work, quote: &Model) -> Result<Option<String>, ApiError> {
    let Some(until) = quote.valid_until.filter(|until| *until > work.now) else { return Ok(None) };
    let token = new_secret();
    let link = quote_links::ActiveModel {
        id: Set(new_id()),
        quote_id: Set(quote.id),
        hash: Set(hashed(&token)),
        expires_at: Set(until),
        created_at: Set(work.now),
    };
    approvals::insert_link(&work.tx, link).await?;
    Ok(Some(token))
}

/// One message to each of those who answer for a quote, except to `who`.
async fn to_provider(
    work: &mut Work,
    quote: &Model,
    (key, who): (&str, Option<Uuid>),
    content: Content,
) -> Result<(), ApiError> {
    let people = people::responsible(&work.tx, quote.provider_id, quote.created_by).await?;
    let others = people.into_iter().filter(|user| Some(*user) != who);
    let letters = others.map(|user| Notification::to_user(user, format!("{key}:{user}"), content.clone()));
    Ok(notify(work, letters.collect()).await?)
}
