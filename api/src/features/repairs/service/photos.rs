//! Photos of repairs and of quotes' lines: checked by their content, private, opened by an address that ends.

use super::tell;
use crate::features::quotes;
use crate::features::repairs::jobs;
use crate::features::repairs::queries::photos;
use crate::features::repairs::queries::repairs::{self, Whose};
use crate::http::actor::{Customer, Mechanic};
use crate::http::form::{judge, unavailable};
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use crate::work::Work;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::{NewPhoto, Photo};
use pitlane_domain::limits;
use pitlane_domain::vocabulary::PhotoCategory;
use pitlane_entities::photos::{ActiveModel, Model};
use pitlane_gateways::images::{Accepted, Kind};
use pitlane_platform::new_id;
use sea_orm::{ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Where signed addresses of files begin.
const BASE: &str = "/api/v1/files";

/// A photo with an address that works for a while.
pub fn view(state: &AppState, photo: Model) -> Result<Photo, ApiError> {
    let url_expires_at = state.clock.now() + TimeDelta::seconds(state.config.files.url_seconds);
    Ok(Photo {
        id: photo.id,
        category: photo.category.parse()?,
        pair_id: photo.pair_id,
        repair_id: photo.repair_id,
        quote_line_id: photo.quote_line_id,
        caption: photo.caption,
        width: photo.width,
        height: photo.height,
        url: state.file_urls.sign_url(BASE, &photo.storage_key, url_expires_at),
        url_expires_at,
        taken_at: photo.taken_at,
        created_at: photo.created_at,
    })
}

/// The photos of quotes' lines, by line.
pub async fn photos_of_lines(
    state: &AppState,
    lines: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<Photo>>, ApiError> {
    let mut by_line: BTreeMap<Uuid, Vec<Photo>> = BTreeMap::new();
    for photo in photos::of_lines(&state.db, lines).await? {
        if let Some(line) = photo.quote_line_id {
            by_line.entry(line).or_default().push(view(state, photo)?);
        }
    }
    Ok(by_line)
}

/// What a photo is of.
#[derive(Debug, Clone, Copy)]
enum Subject {
    Repair(Uuid),
    /// A line of this quote, while there may be no repair yet.
    Quote(Uuid),
}

/// Adds a photo to a repair under `photo`.
pub async fn add_to_repair(
    state: &AppState,
    mechanic: &Mechanic,
    (id, photo): (Uuid, Uuid),
    about: &NewPhoto,
    bytes: Bytes,
) -> Result<Photo, ApiError> {
    let found = repairs::of_provider(&state.db, mechanic.provider_id, id).await?;
    found.ok_or_else(ApiError::not_found)?;
    add(state, mechanic, (Subject::Repair(id), photo), about, bytes).await
}

/// Adds a photo to a line of a quote under `photo`.
pub async fn add_to_quote(
    state: &AppState,
    mechanic: &Mechanic,
    (id, photo): (Uuid, Uuid),
    about: &NewPhoto,
    bytes: Bytes,
) -> Result<Photo, ApiError> {
    quotes::service::read(state, mechanic, id).await?;
    if about.quote_line_id.is_none() {
        return Err(ApiError::field("quote_line_id", "required", "Choose a line of this quote."));
    }
    add(state, mechanic, (Subject::Quote(id), photo), about, bytes).await
}

async fn add(
    state: &AppState,
    mechanic: &Mechanic,
    (subject, photo): (Subject, Uuid),
    about: &NewPhoto,
    bytes: Bytes,
) -> Result<Photo, ApiError> {
    if let Some(known) = photos::by_id(&state.db, photo).await? {
        return view(state, known);
    }
    let Checked { caption, line } = check(state, mechanic, subject, about).await?;
    let about = &NewPhoto { quote_line_id: line, ..about.clone() };
    let accepted = judge(bytes).await?;
    let Kind::Image { width, height } = accepted.kind else {
        return Err(ApiError::because(Code::UnsupportedMediaType, "Send a JPEG, PNG or WebP picture."));
    };
    // under its hash: the same picture is kept once
    let key = format!("photo-{}.{}", accepted.sha256, accepted.extension);
    let row = row(state, mechanic, (subject, photo), about, (&accepted, &key, caption));
    let taken_at = taken_at(state, mechanic, &accepted).await?;
    let row = ActiveModel {
        width: Set(pixels(width)),
        height: Set(pixels(height)),
        taken_at: Set(taken_at),
        ..row
    };
    state.files.put(&key, accepted.bytes.into(), accepted.content_type).await.map_err(unavailable)?;
    let mut work = state.begin().await?;
    let stored = photos::insert(&work.tx, row).await?;
    if let Subject::Repair(id) = subject
        && let Some(repair) = repairs::lock(&work.tx, id).await?
    {
        tell(&mut work, &repair).await?;
    }
    work.commit().await?;
    view(state, stored)
}

/// When a picture was taken, by the camera's clock, which stands where its mechanic is unless it says otherwise. A clock
/// that is ahead is not believed.
async fn taken_at(
    state: &AppState,
    mechanic: &Mechanic,
    accepted: &Accepted,
) -> Result<Option<DateTime<Utc>>, ApiError> {
    let Some(taken) = accepted.taken else { return Ok(None) };
    let zone = photos::zone_of(&state.db, mechanic.id).await?.unwrap_or_default();
    let at = taken.at(&zone.parse().unwrap_or(chrono_tz::UTC));
    Ok(at.filter(|at| *at <= state.clock.now()))
}

fn pixels(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// What was checked of a new photo.
struct Checked {
    caption: String,
    /// The line that it belongs to: the named one, or that of the photo before.
    line: Option<Uuid>,
}

async fn check(
    state: &AppState,
    mechanic: &Mechanic,
    subject: Subject,
    about: &NewPhoto,
) -> Result<Checked, ApiError> {
    let mut check = Check::new();
    let caption = check.text("caption", about.caption.as_deref().unwrap_or_default(), limits::CAPTION);
    let (repair, line_of) = match subject {
        Subject::Repair(id) => (Some(id), ("repair_id", id)),
        Subject::Quote(id) => (None, ("id", id)),
    };
    if let Some(line) = about.quote_line_id
        && !photos::has_line(&state.db, mechanic.provider_id, line_of, line).await?
    {
        check.refuse("quote_line_id", "unknown", "Choose a line of a quote of this work.");
    }
    let known = match repair {
        Some(id) => photos::of_repair(&state.db, id, true).await?,
        None => Vec::new(),
    };
    let mut line = about.quote_line_id;
    if let Some(pair) = about.pair_id {
        match known.iter().find(|photo| photo.id == pair) {
            None => check.refuse("pair_id", "unknown", "Choose a photo of the same repair."),
            Some(before) if line.is_none() => line = before.quote_line_id,
            Some(before) if before.quote_line_id.is_some_and(|of| line != Some(of)) => {
                check.refuse("quote_line_id", "another_line", "The photo before belongs to another line.");
            }
            Some(_) => {}
        }
    }
    if known.len() >= photos::MAX {
        check.refuse("file", "too_many", "This repair has all the photos that it can keep.");
    }
    check.done()?;
    Ok(Checked { caption: caption.unwrap_or_default(), line })
}

fn row(
    state: &AppState,
    mechanic: &Mechanic,
    (subject, photo): (Subject, Uuid),
    about: &NewPhoto,
    (accepted, key, caption): (&Accepted, &str, String),
) -> ActiveModel {
    let repair = match subject {
        Subject::Repair(id) => Some(id),
        Subject::Quote(_) => None,
    };
    ActiveModel {
        id: Set(photo),
        repair_id: Set(repair),
        quote_line_id: Set(about.quote_line_id),
        category: Set(about.category.unwrap_or(PhotoCategory::Progress).as_str().to_owned()),
        pair_id: Set(about.pair_id),
        caption: Set(caption),
        storage_key: Set(key.to_owned()),
        sha256: Set(accepted.sha256.clone()),
        size: Set(i64::try_from(accepted.bytes.len()).unwrap_or(i64::MAX)),
        uploaded_by: Set(mechanic.user_id),
        created_at: Set(state.clock.now()),
        ..Default::default()
    }
}

/// Removes a photo of a repair; its file goes when no other photo is the same picture.
pub async fn remove(state: &AppState, mechanic: &Mechanic, id: Uuid, photo: Uuid) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let found = repairs::lock(&work.tx, id).await?;
    let repair = found.filter(|repair| repair.provider_id == mechanic.provider_id);
    let repair = repair.ok_or_else(ApiError::not_found)?;
    let gone = photos::find(&work.tx, id, photo).await?.ok_or_else(ApiError::not_found)?;
    photos::delete(&work.tx, photo).await?;
    drop_files(&mut work, [gone.storage_key]);
    tell(&mut work, &repair).await?;
    Ok(work.commit().await?)
}

/// Removes a photo of a quote's line, while nothing of the quote is decided; its file goes when no other photo is the
/// same picture.
pub async fn remove_from_quote(
    state: &AppState,
    mechanic: &Mechanic,
    quote: Uuid,
    photo: Uuid,
) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    quotes::service::lock_undecided(&work, mechanic.provider_id, quote).await?;
    let gone = photos::find_of_quote(&work.tx, quote, photo).await?.ok_or_else(ApiError::not_found)?;
    photos::delete(&work.tx, photo).await?;
    drop_files(&mut work, [gone.storage_key]);
    Ok(work.commit().await?)
}

/// Has files removed that no photo uses any more.
pub fn drop_files(work: &mut Work, keys: impl IntoIterator<Item = String>) {
    for key in keys {
        let now = work.now;
        work.enqueue(jobs::drop_file(&key, now));
    }
}

/// Gives the lines of a revision the photos of the lines that they were copied from.
pub async fn copy_to_lines(work: &Work, lines: &BTreeMap<Uuid, Uuid>) -> Result<(), ApiError> {
    let from: Vec<Uuid> = lines.keys().copied().collect();
    for photo in photos::of_lines(&work.tx, &from).await? {
        let to = photo.quote_line_id.and_then(|line| lines.get(&line)).copied();
        let row = ActiveModel {
            id: Set(new_id()),
            repair_id: Set(None),
            quote_line_id: Set(to),
            pair_id: Set(None),
            ..photo.into_active_model()
        };
        photos::insert(&work.tx, row).await?;
    }
    Ok(())
}

/// Removes a file that no photo uses any more.
pub async fn drop_file(state: &AppState, key: &str) -> Result<(), ApiError> {
    if photos::by_key(&state.db, key).await?.is_none() {
        state.files.delete(key).await.map_err(unavailable)?;
    }
    Ok(())
}

/// The photos of a customer's repair, oldest first.
pub async fn customer_photos(
    state: &AppState,
    customer: &Customer,
    id: Uuid,
) -> Result<Vec<Photo>, ApiError> {
    let found = repairs::find(&state.db, id, Whose::Customer(customer.id)).await?;
    found.ok_or_else(ApiError::not_found)?;
    let rows = photos::of_repair(&state.db, id, false).await?;
    rows.into_iter().map(|photo| view(state, photo)).collect()
}

/// The media type of a photo's file; none where the key is not one of a photo.
pub async fn photo_type(db: &impl ConnectionTrait, key: &str) -> Result<Option<&'static str>, ApiError> {
    if !key.starts_with("photo-") {
        return Ok(None);
    }
    photos::by_key(db, key).await?.ok_or_else(ApiError::not_found)?;
    Ok(Some(match key.rsplit('.').next() {
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        _ => "image/jpeg",
    }))
}
