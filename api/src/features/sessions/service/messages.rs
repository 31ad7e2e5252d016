//! The chat of a session.

use super::access::{enter, take_part};
use super::files;
use crate::features::sessions::queries::messages::{self as rows, MessageRow};
use crate::features::sessions::queries::{files as file_rows, sessions};
use crate::http::actor::User;
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use pitlane_contract::paging::Feed;
use pitlane_contract::realtime::Event;
use pitlane_contract::sessions::{Message, NewMessage, SessionFile};
use pitlane_domain::vocabulary::SessionStatus;
use pitlane_entities::session_files;
use pitlane_entities::session_messages::ActiveModel;
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// The messages of a session, newest first.
pub async fn list(
    state: &AppState,
    user: &User,
    id: Uuid,
    cursor: Cursor,
) -> Result<Feed<Message>, ApiError> {
    enter(state, user, id, "session.messages.read").await?;
    let found = rows::list(&state.db, id, cursor.before, cursor.fetch()).await?;
    let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
    let mut by_message: HashMap<Uuid, Vec<SessionFile>> = HashMap::new();
    for file in file_rows::of_messages(&state.db, &ids).await? {
        if let Some(message) = file.message_id {
            by_message.entry(message).or_default().push(files::view(state, file)?);
        }
    }
    let items = found
        .into_iter()
        .map(|row| {
            let files = by_message.remove(&row.id).unwrap_or_default();
            view(row, files)
        })
        .collect();
    Ok(cursor.feed(items, |item: &Message| item.id))
}

fn view(row: MessageRow, files: Vec<SessionFile>) -> Message {
    Message {
        id: row.id,
        session_id: row.session_id,
        sender_id: row.sender_id,
        sender_name: row.sender_name,
        text: row.text,
        files,
        client_id: row.client_id,
        sent_at: row.created_at,
    }
}

/// What was said and shown in a session.
#[derive(Debug)]
pub struct Transcript {
    /// The messages, oldest first.
    pub messages: Vec<MessageRow>,
    /// Their files.
    pub files: Vec<session_files::Model>,
    /// Whether there were more messages before these.
    pub cut: bool,
}

/// What was said in a session between this customer and this provider, the last `limit` messages of it.
pub async fn transcript(
    db: &impl ConnectionTrait,
    id: Uuid,
    (provider, customer): (Uuid, Uuid),
    limit: u64,
) -> Result<Option<Transcript>, ApiError> {
    let session = sessions::get(db, id).await?;
    let theirs = session.filter(|row| row.provider_id == provider && row.customer_id == customer);
    if theirs.is_none() {
        return Ok(None);
    }
    let mut messages = rows::list(db, id, None, limit + 1).await?;
    let cut = messages.len() as u64 > limit;
    messages.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    messages.reverse();
    let said: BTreeSet<Uuid> = messages.iter().map(|row| row.id).collect();
    let mut files = file_rows::of_session(db, id).await?;
    files.retain(|file| file.message_id.is_some_and(|message| said.contains(&message)));
    Ok(Some(Transcript { messages, files, cut }))
}

/// Sends a message to the other one; the same `client_id` twice is one message.
pub async fn send(state: &AppState, user: &User, id: Uuid, new: NewMessage) -> Result<Message, ApiError> {
    let (row, _) = take_part(state, user, id).await?;
    let attached: BTreeSet<Uuid> = new.file_ids.iter().copied().collect();
    let mut check = Check::new();
    let least = usize::from(attached.is_empty());
    let text = check.text("text", &new.text, least..=4_000);
    if new.file_ids.len() > 5 || attached.len() != new.file_ids.len() {
        check.refuse("file_ids", "too_many", "Send up to 5 different files.");
    }
    check.done()?;
    if let Some(known) = find(state, id, user.id, new.client_id).await? {
        return Ok(known);
    }
    let mut work = state.begin().await?;
    let session = sessions::get(&work.tx, id).await?.ok_or_else(ApiError::not_found)?;
    writable(&session.status)?;
    let message = new_id();
    let written = ActiveModel {
        id: Set(message),
        session_id: Set(id),
        sender_id: Set(user.id),
        client_id: Set(new.client_id),
        text: Set(text.unwrap_or_default()),
        created_at: Set(work.now),
    };
    if !rows::insert(&work.tx, written).await? {
        drop(work);
        return find(state, id, user.id, new.client_id).await?.ok_or_else(ApiError::not_found);
    }
    let count = file_rows::attach(&work.tx, id, user.id, message, &new.file_ids).await?;
    if count != new.file_ids.len() as u64 {
        return Err(ApiError::field("file_ids", "unknown", "Send files that you uploaded to this session."));
    }
    let found = rows::find(&work.tx, id, user.id, new.client_id).await?.ok_or_else(ApiError::not_found)?;
    let sent = file_rows::of_messages(&work.tx, &[message]).await?;
    let sent = sent.into_iter().map(|file| files::view(state, file)).collect::<Result<_, _>>()?;
    let message = view(found, sent);
    for person in [row.session.customer_id, row.mechanic_user_id] {
        work.emit(person, Event::MessageSent { message: Box::new(message.clone()) });
    }
    work.commit().await?;
    Ok(message)
}

async fn find(
    state: &AppState,
    session: Uuid,
    sender: Uuid,
    client_id: Uuid,
) -> Result<Option<Message>, ApiError> {
    let Some(row) = rows::find(&state.db, session, sender, client_id).await? else { return Ok(None) };
    let sent = file_rows::of_messages(&state.db, &[row.id]).await?;
    let sent = sent.into_iter().map(|file| files::view(state, file)).collect::<Result<_, _>>()?;
    Ok(Some(view(row, sent)))
}

/// Messages and files come into a session while it waits or is live; afterwards it can only be read.
pub fn writable(status: &str) -> Result<(), ApiError> {
    match status.parse()? {
        SessionStatus::Waiting | SessionStatus::Live => Ok(()),
        _ => Err(ApiError::transition("The session is over and can only be read.", Vec::<String>::new())),
    }
}
