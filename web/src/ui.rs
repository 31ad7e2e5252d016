//! The components that every page is made of. They know texts and tokens, but no page and no address.

mod button;
mod cell;
mod chip;
mod countdown;
mod dialog;
mod field;
mod file_picker;
mod form;
mod heart;
mod load;
mod quality;
mod save;
mod stars;
mod states;
mod steps;
mod timeline;
mod tip;
mod toast;

pub use button::{Button, Kind, LinkButton};
pub use cell::Cell;
pub use chip::{Badge, Presence, Tone};
pub use countdown::Countdown;
pub use dialog::{Confirm, Dialog};
pub use field::{AreaInput, Check, Choice, DateTimeInput, Input, InputKind, SelectInput};
pub use file_picker::{FilePicker, read as read_file};
pub use form::{Field, Form, FormProblem, focus, none, required, within};
pub use heart::AddToFavorites;
pub use load::{Feed, FeedFrame, Load, LoadedFeed, feed, load, loaded};
pub use quality::ConnectionBars;
pub use save::save;
pub use stars::{StarInput, Stars};
pub use states::{Empty, Failed, Moment, Money, Skeleton, problem_text};
pub use steps::Steps;
pub use timeline::{Entry, Timeline};
pub use tip::Tip;
pub use toast::{ToastRegion, Toasts, saying};
