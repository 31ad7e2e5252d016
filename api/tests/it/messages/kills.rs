//! A worker that is killed at random instants loses no message and sends none twice.

use super::tell;
use crate::support::World;
use crate::support::process::Process;
use pitlane_api::features::notifications::{Content, Notification};
use pitlane_contract::accounts::UpdateMe;
use pitlane_contract::messages::UpdateMessagePreferences;
use pitlane_domain::vocabulary::NotificationStatus;
use pitlane_entities::{jobs, notifications, outbox_messages};
use rand::Rng as _;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

const SENDS: u64 = 1_000;

async fn handed_over(world: &World) -> u64 {
    outbox_messages::Entity::find().count(&world.state.db).await.unwrap()
}

async fn waiting(world: &World) -> u64 {
    let queued = notifications::Column::Status.eq(NotificationStatus::Queued.as_str());
    notifications::Entity::find().filter(queued).count(&world.state.db).await.unwrap()
}

/// Somebody who gets a mail and a text for everything urgent.
async fn reachable(world: &mut World, server: &Process) -> Uuid {
    world.base.clone_from(&server.base);
    let dana = world.customer("Dana Okafor").await;
    let phone = UpdateMe {
        name: None,
        phone: Some("+15551230100".to_owned()),
        locale: None,
        time_zone: None,
        bio: None,
        specialties: None,
        years_experience: None,
    };
    dana.client.update_me(&phone).await.unwrap();
    let agreed = UpdateMessagePreferences {
        topics: Vec::new(),
        quiet_hours: None,
        urgent_anyway: true,
        digest: false,
        texts_agreed: true,
    };
    dana.client.update_message_preferences(&agreed).await.unwrap();
    dana.id
}

#[actix_web::test]
async fn a_worker_that_is_killed_again_and_again_sends_each_of_a_thousand_messages_once() {
    let mut world = World::of_processes().await;
    let mut config = (*world.state.config).clone();
    (config.messages.mails_per_hour, config.messages.texts_per_hour) = (10_000, 10_000);
    world.state.config = Arc::new(config);
    let server = world.start_process(0).await;
    let dana = reachable(&mut world, &server).await;
    // the messages of the beginning are out, and nothing else waits
    while waiting(&world).await > 0 {}
    let before = handed_over(&world).await;
    server.kill().await;

    let session_id = Uuid::from_u128(7);
    let urgent = |n| {
        let content = Content::MechanicAssigned {
            session_id,
            mechanic: "Marek Nowak".to_owned(),
            vehicle: "2019 Subaru Outback".to_owned(),
        };
        Notification::to_user(dana, format!("urgent:{n}"), content)
    };
    let plain = |n| {
        let content = Content::SummaryReady { session_id, mechanic: "Marek Nowak".to_owned() };
        Notification::to_address(format!("n{n}@example.org"), format!("plain:{n}"), content)
    };
    tell(&world, (0..SENDS / 4).map(urgent).chain((0..SENDS / 2).map(plain)).collect()).await;
    assert_eq!(waiting(&world).await, SENDS);

    // each start is later than the one before by more than a job's lease, so that what the dead one held is taken over
    let mut minutes = 0;
    let mut enough = before;
    while enough < before + SENDS {
        enough += rand::rng().random_range(20..90);
        minutes += 2;
        let server = world.start_process(minutes).await;
        while handed_over(&world).await < enough.min(before + SENDS) {}
        server.kill().await;
    }
    let server = world.start_process(minutes + 2).await;
    while waiting(&world).await > 0 {}
    server.terminate().await;

    assert_eq!(handed_over(&world).await, before + SENDS);
    let key = notifications::Column::DedupKey;
    let of_both = Condition::any().add(key.like("urgent:%")).add(key.like("plain:%"));
    let sent =
        notifications::Entity::find().filter(of_both).filter(notifications::Column::Channel.ne("in_app"));
    let sent = sent.all(&world.state.db).await.unwrap();
    let arrived = [NotificationStatus::Sent.as_str(), NotificationStatus::Delivered.as_str()];
    assert!(sent.iter().all(|row| arrived.contains(&row.status.as_str())));
    // each has its own name at the gateway
    let names: BTreeSet<_> = sent.iter().map(|row| row.gateway_id.clone().unwrap()).collect();
    assert_eq!((sent.len() as u64, names.len() as u64), (SENDS, SENDS));
    let failed =
        jobs::Entity::find().filter(jobs::Column::State.eq("failed")).select_only().column(jobs::Column::Id);
    assert_eq!(failed.count(&world.state.db).await.unwrap(), 0);
}
