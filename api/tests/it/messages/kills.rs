//! A worker that is killed at random instants loses no message and has none carried twice, though no carrier here would
//! notice: a text is taken as often as it is handed over, and of a mail and of a message to a browser only the name stays
//! the same.

use super::tell;
use crate::support::World;
use crate::support::people::agree_to_texts;
use crate::support::smtp::MailServer;
use crate::support::toll::Toll;
use crate::support::twilio::Carrier;
use pitlane_api::features::notifications::{Content, Notification};
use pitlane_domain::vocabulary::NotificationStatus;
use pitlane_entities::{jobs, notifications};
use rand::Rng as _;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// Those that go out on three channels each, and those that go out as mails alone: a thousand sends.
const URGENT: usize = 200;
const PLAIN: usize = 400;

async fn waiting(world: &World) -> u64 {
    let queued = notifications::Column::Status.eq(NotificationStatus::Queued.as_str());
    notifications::Entity::find().filter(queued).count(&world.state.db).await.unwrap()
}

/// The thousand messages, by channel.
async fn sent(world: &World) -> BTreeMap<String, Vec<notifications::Model>> {
    let key = notifications::Column::DedupKey;
    let ours = Condition::any().add(key.like("urgent:%")).add(key.like("plain:%"));
    let mut sent = BTreeMap::<_, Vec<_>>::new();
    for row in notifications::Entity::find().filter(ours).all(&world.state.db).await.unwrap() {
        sent.entry(row.channel.clone()).or_default().push(row);
    }
    sent.remove("in_app");
    sent
}

async fn tell_a_thousand(world: &World, dana: Uuid) {
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
    tell(world, (0..URGENT).map(urgent).chain((0..PLAIN).map(plain)).collect()).await;
    assert_eq!(waiting(world).await, 3 * URGENT as u64 + PLAIN as u64);
}

#[actix_web::test]
async fn a_worker_that_is_killed_again_and_again_sends_each_of_a_thousand_messages_once() {
    let mut world = World::of_processes().await;
    let mut config = (*world.state.config).clone();
    (config.messages.mails_per_hour, config.messages.texts_per_hour) = (10_000, 10_000);
    world.state.config = Arc::new(config);
    let toll = Toll::new();
    let (mut mail, carrier) = (MailServer::start().await, Carrier::start(&toll));
    mail.behind(&toll);
    // the servers follow each other at one address, which is part of the words of a text
    let address = vec![("PITLANE__HTTP__PUBLIC_URL", "https://pitlane.test".to_owned())];
    let carriers = [mail.environment(), carrier.environment(), address].concat();

    let server = world.start_process_with(0, &carriers).await;
    world.base.clone_from(&server.base);
    let dana = world.customer("Dana Okafor").await;
    agree_to_texts(&dana, "+15551230100").await;
    dana.client.add_push_subscription(&carrier.browser()).await.unwrap();
    // the messages of the beginning are out, and nothing else waits
    while waiting(&world).await > 0 {}
    server.kill().await;
    mail.taken();
    let before = carrier.texts().len();

    tell_a_thousand(&world, dana.id).await;
    let mut kills = 0;
    while waiting(&world).await > 200 {
        toll.answer(rand::rng().random_range(20..90));
        let server = world.start_process_with(0, &carriers).await;
        // one was taken and its sender does not know; others are at any point before and after
        toll.closed().await;
        server.kill().await;
        kills += 1;
    }
    toll.answer(usize::MAX);
    let server = world.start_process_with(0, &carriers).await;
    while waiting(&world).await > 0 {}
    server.terminate().await;

    let sent = sent(&world).await;
    let count = |channel: &str| sent[channel].len();
    assert_eq!((count("email"), count("sms"), count("push")), (URGENT + PLAIN, URGENT, URGENT));
    for row in sent.values().flatten() {
        assert_eq!((row.status.as_str(), row.handed_at.is_some()), ("sent", true), "{row:?}");
    }
    let names = |channel: &str| -> BTreeSet<String> {
        sent[channel].iter().map(|row| row.gateway_id.clone().unwrap()).collect()
    };

    // each text was taken once, and ours are the names that the gateway gave
    let texts = carrier.texts().split_off(before);
    let words: BTreeSet<_> = texts.iter().map(|(_, words)| words).collect();
    assert_eq!((texts.len(), words.len()), (URGENT, URGENT), "{kills} kills");
    assert_eq!(texts.iter().map(|(sid, _)| sid.clone()).collect::<BTreeSet<_>>(), names("sms"));
    assert!(
        carrier.asked() >= kills / 4,
        "{kills} kills, and the gateway was asked {} times",
        carrier.asked()
    );

    // each mail arrived, and one that came again has the name that it had
    let mails: BTreeSet<String> =
        mail.taken().iter().map(|mail| mail.header("Message-ID").remove(0)).collect();
    let ours: BTreeSet<String> = names("email").iter().map(|id| format!("<{id}>")).collect();
    assert_eq!(mails, ours);

    // so it is with messages to a browser
    let pushes = carrier.pushes();
    assert_eq!((pushes.len(), names("push").len()), (URGENT, URGENT));

    let failed =
        jobs::Entity::find().filter(jobs::Column::State.eq("failed")).select_only().column(jobs::Column::Id);
    assert_eq!(failed.count(&world.state.db).await.unwrap(), 0);
}
