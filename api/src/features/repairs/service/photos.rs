//! Photos of repairs and of quotes' lines: checked by their content, private, opened by an address that ends.

use crate::features::repairs::queries::photos;
use crate::http::problem::ApiError;
use crate::state::AppState;
use chrono::TimeDelta;
use pitlane_contract::repairs::Photo;
use pitlane_entities::photos::Model;
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
