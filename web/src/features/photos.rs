//! Photos of repairs and of quotes' lines: adding them, looking at them, and comparing before and after.

mod compare;
mod gallery;
mod lines;
mod own;
mod problem;
mod uploads;
mod viewer;

pub use gallery::Gallery;
pub use lines::{LinePhotos, LineUploads, remove_from};
pub use own::OwnPhotos;
pub use problem::{ProblemPhotos, RequestPhotos};

use pitlane_contract::repairs::Photo;
use pitlane_domain::vocabulary::PhotoCategory;

use crate::text::t;

/// What the server takes as a photo.
const PICTURES: &str = "image/jpeg,image/png,image/webp";

/// What a photo shows, in a word or two.
fn word(category: PhotoCategory) -> &'static str {
    let words = &t().photos;
    match category {
        PhotoCategory::Damage => words.damage,
        PhotoCategory::Progress => words.progress,
        PhotoCategory::Completed => words.completed,
    }
}

/// What a photo is called: its caption, or else what it shows.
fn name(photo: &Photo) -> String {
    if photo.caption.is_empty() { word(photo.category).to_owned() } else { photo.caption.clone() }
}
