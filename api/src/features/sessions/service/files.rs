//! Files of a session: checked by their content, private, opened by an address that ends.

use super::access::{Who, enter, take_part};
use super::messages::writable;
use crate::features::sessions::queries::{files, sessions};
use crate::features::{dispatch, repairs};
use crate::http::actor::User;
use crate::http::form::{judge, unavailable};
use crate::http::problem::{ApiError, is_duplicate};
use crate::state::AppState;
use bytes::Bytes;
use chrono::TimeDelta;
use pitlane_contract::paging::List;
use pitlane_contract::realtime::Event;
use pitlane_contract::sessions::SessionFile;
use pitlane_domain::vocabulary::{FileKind, SessionStatus};
use pitlane_entities::session_files::{ActiveModel, Model};
use pitlane_gateways::files::FileError;
use pitlane_gateways::images::{Accepted, Kind};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Where signed addresses of files begin.
const BASE: &str = "/api/v1/files";

/// The files of a session, oldest first.
pub async fn list(state: &AppState, user: &User, id: Uuid) -> Result<List<SessionFile>, ApiError> {
    enter(state, user, id, "session.files.read").await?;
    let found = files::of_session(&state.db, id).await?;
    Ok(List { items: found.into_iter().map(|file| view(state, file)).collect::<Result<_, _>>()? })
}

/// A file with an address that works for a while.
pub fn view(state: &AppState, file: Model) -> Result<SessionFile, ApiError> {
    let url_expires_at = state.clock.now() + TimeDelta::seconds(state.config.files.url_seconds);
    Ok(SessionFile {
        id: file.id,
        kind: file.kind.parse()?,
        url: state.file_urls.sign_url(BASE, &file.storage_key, url_expires_at),
        url_expires_at,
        name: file.name,
        content_type: file.content_type,
        size: file.size,
        width: file.width,
        height: file.height,
        created_at: file.created_at,
    })
}

/// Takes a file into a session that waits or is live; the mechanic may still add pictures after the end, for the
/// summary. The same `file` again is the same file.
pub async fn upload(
    state: &AppState,
    user: &User,
    id: Uuid,
    file: Uuid,
    (name, bytes): (String, Bytes),
) -> Result<SessionFile, ApiError> {
    let (row, who) = take_part(state, user, id).await?;
    if let Some(known) = files::find(&state.db, id, file).await? {
        return view(state, known);
    }
    let for_summary = who == Who::Mechanic && row.session.status == SessionStatus::Ended.as_str();
    if !for_summary {
        writable(&row.session.status)?;
    }
    if files::of_session(&state.db, id).await?.len() as u64 >= files::MAX_FILES {
        return Err(ApiError::field("file", "too_many", "This session has all the files that it can keep."));
    }
    let accepted = judge(bytes).await?;
    let key = format!("{file}.{}", accepted.extension);
    let written = describe(state, user.id, (id, file), name, &accepted, &key);
    state.files.put(&key, accepted.bytes.into(), accepted.content_type).await.map_err(unavailable)?;
    let mut work = state.begin().await?;
    let session = sessions::get(&work.tx, id).await?.ok_or_else(ApiError::not_found)?;
    let stored = match files::insert(&work.tx, written).await {
        Ok(stored) => stored,
        Err(error) if is_duplicate(&error) => {
            drop(work);
            let known = files::find(&state.db, id, file).await?.ok_or_else(ApiError::not_found)?;
            return view(state, known);
        }
        Err(error) => return Err(error.into()),
    };
    let status = session.status.parse()?;
    for person in [row.session.customer_id, row.mechanic_user_id] {
        work.emit(person, Event::SessionUpdated { session_id: id, status });
    }
    work.commit().await?;
    view(state, stored)
}

fn describe(
    state: &AppState,
    by: Uuid,
    (session, file): (Uuid, Uuid),
    name: String,
    accepted: &Accepted,
    key: &str,
) -> ActiveModel {
    let (kind, width, height) = match accepted.kind {
        Kind::Image { width, height } => {
            (FileKind::Image, i32::try_from(width).ok(), i32::try_from(height).ok())
        }
        Kind::Document => (FileKind::Document, None, None),
    };
    ActiveModel {
        id: Set(file),
        session_id: Set(session),
        message_id: Set(None),
        uploaded_by: Set(by),
        name: Set(name),
        kind: Set(kind.as_str().to_owned()),
        content_type: Set(accepted.content_type.to_owned()),
        size: Set(i64::try_from(accepted.bytes.len()).unwrap_or(i64::MAX)),
        sha256: Set(accepted.sha256.clone()),
        storage_key: Set(key.to_owned()),
        width: Set(width),
        height: Set(height),
        created_at: Set(state.clock.now()),
    }
}

/// A file on its way to whoever has its address.
#[derive(Debug)]
pub struct Opened {
    /// Its name, as uploaded.
    pub name: String,
    /// Media type.
    pub content_type: String,
    /// Whether it is a picture, which browsers may show.
    pub picture: bool,
    /// What is in it.
    pub bytes: Bytes,
}

/// Opens a file by its signed address: a session's, or a photo of a repair or a request.
pub async fn open(state: &AppState, key: &str, expires: i64, signature: &str) -> Result<Opened, ApiError> {
    if !state.file_urls.verify(key, expires, signature, state.clock.now()) {
        return Err(ApiError::not_found());
    }
    let of_repair = repairs::service::photo_type(&state.db, key).await?.map(str::to_owned);
    let photo = match of_repair {
        Some(content_type) => Some(content_type),
        None => dispatch::service::photo_type(state, key).await?,
    };
    let (name, content_type, picture) = if let Some(content_type) = photo {
        (key.to_owned(), content_type, true)
    } else {
        let file = files::by_key(&state.db, key).await?.ok_or_else(ApiError::not_found)?;
        (file.name, file.content_type, file.kind == FileKind::Image.as_str())
    };
    let bytes = state.files.get(key).await.map_err(|error| match error {
        FileError::NotFound | FileError::BadKey => ApiError::not_found(),
        FileError::Unavailable(_) => unavailable(error),
    })?;
    Ok(Opened { name, content_type, picture, bytes })
}
