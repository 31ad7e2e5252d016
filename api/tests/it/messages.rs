//! Messages on their way: by mail, by text, to browsers.

mod carriers;
mod kills;
mod patience;
mod reasons;
mod smtp;
mod stops;
mod twilio;

use crate::support::World;
use crate::support::people::Customer;
use pitlane_api::features::notifications::{Notification, notify};
use pitlane_contract::accounts::UpdateMe;
use pitlane_contract::messages::UpdateMessagePreferences;

/// Tells somebody something, as a feature does in its own transaction.
async fn tell(world: &World, notifications: Vec<Notification>) {
    let mut work = world.state.begin().await.unwrap();
    notify(&mut work, notifications).await.unwrap();
    work.commit().await.unwrap();
}

/// Gives somebody a number and has them agree to texts.
async fn agree_to_texts(person: &Customer, phone: &str) {
    let body = UpdateMe {
        name: None,
        phone: Some(phone.to_owned()),
        locale: None,
        time_zone: None,
        bio: None,
        specialties: None,
        years_experience: None,
    };
    person.client.update_me(&body).await.unwrap();
    let body = UpdateMessagePreferences {
        topics: Vec::new(),
        quiet_hours: None,
        urgent_anyway: true,
        digest: false,
        texts_agreed: true,
        time_zone: None,
    };
    person.client.update_message_preferences(&body).await.unwrap();
}
