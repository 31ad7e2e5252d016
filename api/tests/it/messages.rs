//! Messages on their way: by mail, by text, to browsers.

mod bounces;
mod carriers;
mod kills;
mod patience;
mod reasons;
mod smtp;
mod stops;
mod twilio;

use crate::support::World;
use pitlane_api::features::notifications::{Notification, notify};

/// Tells somebody something, as a feature does in its own transaction.
async fn tell(world: &World, notifications: Vec<Notification>) {
    let mut work = world.state.begin().await.unwrap();
    notify(&mut work, notifications).await.unwrap();
    work.commit().await.unwrap();
}
