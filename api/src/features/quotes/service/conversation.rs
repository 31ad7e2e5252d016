//! Questions about a quote, and their answers. Both sides read the same thread, whichever revision they look at.

use super::decisions::lock_sent;
use super::links::{quote_of, read_by_link};
use super::{customer_read, messages, read, tell, view};
use crate::features::quotes::queries::conversation::{self, Numbered};
use crate::features::quotes::queries::quotes::{self, Whose};
use crate::http::actor::{Customer, Mechanic};
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{Quote, QuoteMessage, WriteQuoteMessage};
use pitlane_domain::limits;
use pitlane_domain::vocabulary::QuoteSide;
use pitlane_entities::quote_messages::{ActiveModel, Model as Message};
use pitlane_entities::repair_quotes::Model;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Most messages about one quote, so that nobody can fill the disk by a link.
const MOST: usize = 200;

/// A message on its way.
struct New {
    id: Uuid,
    author: QuoteSide,
    user: Option<Uuid>,
    text: String,
}

/// The messages about a quote and its other revisions, oldest first.
pub async fn thread(
    db: &impl ConnectionTrait,
    quote: &Model,
    provider_name: &str,
) -> Result<Vec<QuoteMessage>, ApiError> {
    let rows = conversation::of_number(db, quote.provider_id, quote.number).await?;
    rows.into_iter().map(|row| shown(row, quote, provider_name)).collect()
}

/// A message about a quote, with the name of who wrote it.
fn shown(row: Message, quote: &Model, provider_name: &str) -> Result<QuoteMessage, ApiError> {
    let author: QuoteSide = row.author.parse()?;
    let name = match author {
        QuoteSide::Customer => quote.customer_name.clone(),
        QuoteSide::Provider => provider_name.to_owned(),
    };
    Ok(QuoteMessage { id: row.id, author, name, text: row.text, at: row.created_at })
}

/// What was written about the quotes of a repair, number by number, as its provider or its customer sees it.
pub async fn threads_of_repair(
    db: &impl ConnectionTrait,
    repair: Uuid,
    (provider, customer): (Uuid, Option<Uuid>),
) -> Result<Vec<(String, Vec<QuoteMessage>)>, ApiError> {
    let whose = customer.map_or(Whose::Provider(provider), Whose::Customer);
    let mut by_number = BTreeMap::new();
    for row in quotes::of_repair(db, repair, whose).await? {
        by_number.insert(row.quote.number, row);
    }
    let Some(seller) = by_number.values().next().map(|row| row.quote.provider_id) else {
        return Ok(Vec::new());
    };
    let numbers: Vec<i64> = by_number.keys().copied().collect();
    let mut threads: BTreeMap<i64, Vec<QuoteMessage>> = BTreeMap::new();
    for Numbered { message, number } in conversation::of_numbers(db, seller, &numbers).await? {
        if let Some(row) = by_number.get(&number) {
            threads.entry(number).or_default().push(shown(message, &row.quote, &row.provider_name)?);
        }
    }
    Ok(threads.into_iter().map(|(number, written)| (view::number(number), written)).collect())
}

/// The customer asks.
pub async fn ask(
    state: &AppState,
    customer: &Customer,
    (id, message): (Uuid, Uuid),
    body: WriteQuoteMessage,
) -> Result<Quote, ApiError> {
    let text = checked(&body)?;
    let mut work = state.begin().await?;
    let quote = lock_sent(&work, id).await?;
    if quote.customer_id != Some(customer.id) {
        return Err(ApiError::not_found());
    }
    let new = New { id: message, author: QuoteSide::Customer, user: Some(customer.id), text };
    write(&mut work, &quote, new).await?;
    work.commit().await?;
    customer_read(state, customer, id).await
}

/// Whoever holds the link asks. Nobody is signed in whose keys could be kept, so a key makes the message's own id.
pub async fn ask_by_link(
    state: &AppState,
    token: &str,
    (key, fresh): (Option<&str>, Uuid),
    body: WriteQuoteMessage,
) -> Result<Quote, ApiError> {
    let text = checked(&body)?;
    let id = quote_of(state, token).await?;
    let message = key.map_or(fresh, |key| named(id, key));
    let mut work = state.begin().await?;
    let quote = lock_sent(&work, id).await?;
    let new = New { id: message, author: QuoteSide::Customer, user: None, text };
    write(&mut work, &quote, new).await?;
    work.commit().await?;
    read_by_link(state, token).await
}

/// The provider answers, or writes first.
pub async fn answer(
    state: &AppState,
    mechanic: &Mechanic,
    (id, message): (Uuid, Uuid),
    body: WriteQuoteMessage,
) -> Result<Quote, ApiError> {
    let text = checked(&body)?;
    let mut work = state.begin().await?;
    let found = quotes::lock(&work.tx, id).await?.filter(|quote| quote.provider_id == mechanic.provider_id);
    let quote = found.ok_or_else(ApiError::not_found)?;
    if quote.sent_at.is_none() {
        return Err(ApiError::because(Code::Conflict, "The customer does not see a draft; send it first."));
    }
    let new = New { id: message, author: QuoteSide::Provider, user: Some(mechanic.user_id), text };
    write(&mut work, &quote, new).await?;
    work.commit().await?;
    read(state, mechanic, id).await
}

fn checked(body: &WriteQuoteMessage) -> Result<String, ApiError> {
    let mut check = Check::new();
    let text = check.text("text", &body.text, limits::QUOTE_MESSAGE);
    check.done()?;
    Ok(text.unwrap_or_default())
}

/// The same id for the same key about the same quote.
fn named(quote: Uuid, key: &str) -> Uuid {
    let digest = Sha256::digest(format!("quote_message:{quote}:{key}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Keeps a message and tells the other side; one that is there already is not written twice.
async fn write(work: &mut Work, quote: &Model, new: New) -> Result<(), ApiError> {
    if let Some(known) = conversation::by_id(&work.tx, new.id).await? {
        let same = known.text == new.text && known.quote_id == quote.id;
        return if same { Ok(()) } else { Err(ApiError::new(Code::IdempotencyKeyReused)) };
    }
    if conversation::of_number(&work.tx, quote.provider_id, quote.number).await?.len() >= MOST {
        return Err(ApiError::field("text", "too_many", "This quote has all the messages that it can keep."));
    }
    let row = ActiveModel {
        id: Set(new.id),
        quote_id: Set(quote.id),
        author: Set(new.author.as_str().to_owned()),
        user_id: Set(new.user),
        text: Set(new.text.clone()),
        created_at: Set(work.now),
    };
    conversation::insert(&work.tx, row).await?;
    messages::written(work, quote, (new.id, new.author), new.text).await?;
    tell(work, quote).await
}
