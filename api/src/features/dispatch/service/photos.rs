//! Photos that show a problem: uploaded before the booking, part of the request that names them, and seen by its customer
//! and by the mechanics who are asked.

use crate::features::dispatch::jobs;
use crate::features::dispatch::queries::photos;
use crate::http::actor::{Customer, User};
use crate::http::form::{judge, unavailable};
use crate::http::problem::{ApiError, is_duplicate};
use crate::state::AppState;
use crate::work::Work;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::dispatch::RequestPhoto;
use pitlane_contract::paging::List;
use pitlane_contract::problem::Code;
use pitlane_domain::dispatch::MOST_PHOTOS;
use pitlane_domain::vocabulary::Role;
use pitlane_entities::request_photos::{ActiveModel, Model};
use pitlane_gateways::images::Kind;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Where signed addresses of files begin.
const BASE: &str = "/api/v1/files";
/// How the keys of these files begin.
const PREFIX: &str = "request-";
/// Hours that a photo waits for its request.
const LOOSE_HOURS: i64 = 24;
/// Most photos of one customer that wait for a request: some bookings are begun anew.
const MOST_LOOSE: u64 = 30;
/// Most photos that one sweep removes.
const A_SWEEP: u64 = 200;

/// A photo with an address that works for a while.
pub fn view(state: &AppState, photo: &Model) -> RequestPhoto {
    let url_expires_at = state.clock.now() + TimeDelta::seconds(state.config.files.url_seconds);
    RequestPhoto {
        id: photo.id,
        url: state.file_urls.sign_url(BASE, &photo.storage_key, url_expires_at),
        url_expires_at,
        width: photo.width,
        height: photo.height,
        created_at: photo.created_at,
    }
}

/// Takes a photo for the next booking under `id`; the same `id` again is the same photo.
pub async fn upload(
    state: &AppState,
    customer: &Customer,
    id: Uuid,
    bytes: Bytes,
) -> Result<RequestPhoto, ApiError> {
    if let Some(known) = photos::find(&state.db, id, customer.id).await? {
        return Ok(view(state, &known));
    }
    if photos::loose(&state.db, customer.id).await? >= MOST_LOOSE {
        return Err(ApiError::field("file", "too_many", "Remove a photo before you add another."));
    }
    let accepted = judge(bytes).await?;
    let Kind::Image { width, height } = accepted.kind else {
        return Err(ApiError::because(Code::UnsupportedMediaType, "Send a JPEG, PNG or WebP picture."));
    };
    let pixels = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let row = ActiveModel {
        id: Set(id),
        customer_id: Set(customer.id),
        request_id: Set(None),
        storage_key: Set(format!("{PREFIX}{id}.{}", accepted.extension)),
        content_type: Set(accepted.content_type.to_owned()),
        sha256: Set(accepted.sha256.clone()),
        size: Set(i64::try_from(accepted.bytes.len()).unwrap_or(i64::MAX)),
        width: Set(pixels(width)),
        height: Set(pixels(height)),
        created_at: Set(state.clock.now()),
    };
    let key = format!("{PREFIX}{id}.{}", accepted.extension);
    state.files.put(&key, accepted.bytes.into(), accepted.content_type).await.map_err(unavailable)?;
    match photos::insert(&state.db, row).await {
        Ok(stored) => Ok(view(state, &stored)),
        // the same key at the same time: the first one's photo is there
        Err(error) if is_duplicate(&error) => {
            let known = photos::find(&state.db, id, customer.id).await?.ok_or_else(ApiError::not_found)?;
            Ok(view(state, &known))
        }
        Err(error) => Err(error.into()),
    }
}

/// Removes a photo that belongs to no request yet.
pub async fn remove(state: &AppState, customer: &Customer, id: Uuid) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let key = photos::delete_loose(&work.tx, id, customer.id).await?.ok_or_else(ApiError::not_found)?;
    let now = work.now;
    work.enqueue(jobs::drop_photo(&key, now));
    Ok(work.commit().await?)
}

/// The photos of a request: for its customer, the mechanics who can answer an offer of it, the one who took it, and staff,
/// whose looking is kept.
pub async fn list(state: &AppState, user: &User, request: Uuid) -> Result<List<RequestPhoto>, ApiError> {
    if user.role == Role::Admin {
        super::find(&state.db, request).await?.ok_or_else(ApiError::not_found)?;
        let (now, about) = (state.clock.now(), request.to_string());
        crate::audit::write(&state.db, now, user.id, "session_request.photos.read", &about).await?;
    } else if !photos::may_look(&state.db, request, user.id).await? {
        return Err(ApiError::not_found());
    }
    let rows = photos::of_request(&state.db, request).await?;
    Ok(List { items: rows.iter().map(|photo| view(state, photo)).collect() })
}

/// Makes the named photos part of a request that is being written.
pub async fn attach(work: &Work, customer: Uuid, request: Uuid, named: &[Uuid]) -> Result<(), ApiError> {
    if named.is_empty() {
        return Ok(());
    }
    let mut distinct = named.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() > MOST_PHOTOS {
        return Err(ApiError::field("photo_ids", "too_many", "Add at most six photos."));
    }
    if photos::attach(&work.tx, customer, request, &distinct).await? != distinct.len() as u64 {
        return Err(ApiError::field("photo_ids", "unknown", "A photo is not there any more. Add it again."));
    }
    Ok(())
}

/// The media type of a photo's file; none where the key is not one of these.
pub async fn photo_type(state: &AppState, key: &str) -> Result<Option<String>, ApiError> {
    if !key.starts_with(PREFIX) {
        return Ok(None);
    }
    let photo = photos::by_key(&state.db, key).await?.ok_or_else(ApiError::not_found)?;
    Ok(Some(photo.content_type))
}

/// Removes the file of a photo that is gone.
pub async fn drop_file(state: &AppState, key: &str) -> Result<(), ApiError> {
    if photos::by_key(&state.db, key).await?.is_none() {
        state.files.delete(key).await.map_err(unavailable)?;
    }
    Ok(())
}

/// Removes photos that no booking ever named.
pub async fn sweep(state: &AppState, now: DateTime<Utc>) -> Result<(), ApiError> {
    for photo in photos::forgotten(&state.db, now - TimeDelta::hours(LOOSE_HOURS), A_SWEEP).await? {
        let mut work = state.begin().await?;
        if let Some(key) = photos::delete_loose(&work.tx, photo.id, photo.customer_id).await? {
            work.enqueue(jobs::drop_photo(&key, now));
        }
        work.commit().await?;
    }
    Ok(())
}

/// Removes every photo of somebody who closes their account.
pub async fn forget(work: &mut Work, customer: Uuid) -> Result<(), ApiError> {
    let now = work.now;
    for key in photos::delete_of(&work.tx, customer).await? {
        work.enqueue(jobs::drop_photo(&key, now));
    }
    Ok(())
}
