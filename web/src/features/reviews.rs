//! The review of finished work, the page that asks for it, and what providers see and say.

mod asked;
mod elsewhere;
mod form;
mod links;
mod own;
mod reply;

pub use asked::Asked;
pub use elsewhere::Elsewhere;
pub use form::ReviewForm;
pub use links::Links;
pub use own::OwnReviews;

use pitlane_domain::vocabulary::ReviewPlatform;
use uuid::Uuid;

use crate::text::t;

/// What is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finished {
    /// A session.
    Session(Uuid),
    /// A repair.
    Repair(Uuid),
}

/// What a review is of, and by which way it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Finished work of one's account.
    Finished(Finished),
    /// The repair of a link, without an account.
    Link(String),
}

impl From<Finished> for Subject {
    fn from(finished: Finished) -> Self {
        Self::Finished(finished)
    }
}

/// What a platform is called.
fn platform_word(platform: ReviewPlatform) -> &'static str {
    let words = &t().review;
    match platform {
        ReviewPlatform::Google => words.google,
        ReviewPlatform::Yelp => words.yelp,
        ReviewPlatform::Facebook => words.facebook,
    }
}
