//! Use cases of dispatch. Every change of a request goes through [`moves`], which asks `domain::dispatch::decide`.

mod accept;
mod answers;
mod booking;
mod broadcast;
mod calling_off;
mod closing;
mod leaving;
mod messages;
mod moves;
mod opening;
mod photos;
mod timeline;
mod view;
mod window;

pub use super::queries::requests::find;
pub use accept::accept;
pub use answers::{decline, list_offers, see};
pub use booking::create;
pub use broadcast::{mechanic_came_online, mechanic_online};
pub use calling_off::{broadcast_now, cancel, customer_gone, provider_gone, took_back};
pub use leaving::withdraw_priority;
pub use messages::session_money;
pub use moves::{Locked, held, lock, move_on, payment_timeout, search_timeout, window_end};
pub use opening::{carry_out, plan};
pub use photos::{
    drop_file as drop_photo, forget as forget_photos, list as list_photos, photo_type,
    remove as remove_photo, sweep as sweep_photos, upload as upload_photo,
};
pub use timeline::{Line, note, tell_customer};
pub use view::{audited_detail, detail, first_name, list, open, vehicle_words};
pub use window::resend;
