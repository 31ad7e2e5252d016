//! A carrier that does not answer holds up nothing but its own messages, and is left alone until it is back.

use super::tell;
use crate::support::World;
use crate::support::people::agree_to_texts;
use crate::support::smtp::MailServer;
use crate::support::twilio::browser;
use chrono::TimeDelta;
use pitlane_api::features::notifications::{Content, Notification};
use pitlane_contract::notifications::OutboxQuery;
use pitlane_domain::vocabulary::Channel;
use pitlane_entities::{jobs, notifications};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::time::timeout;
use uuid::Uuid;

/// The places of a lane.
const PLACES: usize = 8;

fn summary() -> Content {
    Content::SummaryReady { session_id: Uuid::from_u128(7), mechanic: "Marek Nowak".to_owned() }
}

fn assigned() -> Content {
    Content::MechanicAssigned {
        session_id: Uuid::from_u128(7),
        mechanic: "Marek Nowak".to_owned(),
        vehicle: "2019 Subaru Outback".to_owned(),
    }
}

/// Mails to so many people, each with an address of their own.
fn mails(count: usize, name: &str, content: &Content) -> Vec<Notification> {
    let mail = |n| {
        Notification::to_address(format!("{name}{n}@example.org"), format!("{name}:{n}"), content.clone())
    };
    (0..count).map(mail).collect()
}

/// How many messages the sandbox carried on `channel`.
async fn carried(world: &World, channel: Channel) -> usize {
    let query = OutboxQuery { channel: Some(channel), ..OutboxQuery::default() };
    world.anyone().list_outbox(&query).await.unwrap().items.len()
}

async fn statuses(world: &World) -> BTreeSet<String> {
    let mails = notifications::Entity::find().filter(notifications::Column::Channel.eq("email"));
    mails.all(&world.state.db).await.unwrap().into_iter().map(|row| row.status).collect()
}

async fn running(world: &World) -> u64 {
    let running = jobs::Entity::find().filter(jobs::Column::State.eq("running"));
    running.count(&world.state.db).await.unwrap()
}

/// What `/readyz` answers: its status, and what is degraded.
async fn ready(world: &World) -> (u16, Vec<String>) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client.get(format!("{}/readyz", world.base)).send().await.unwrap();
    let status = answer.status().as_u16();
    let body: serde_json::Value = answer.json().await.unwrap();
    (status, serde_json::from_value(body["degraded"].clone()).unwrap())
}

#[actix_web::test]
async fn a_mail_server_that_hangs_for_everybody_holds_up_neither_texts_nor_browsers_nor_requests() {
    let server = MailServer::start().await;
    let world = World::with(|config| {
        server.plain(&mut config.mail);
        config.mail.timeout_seconds = 45;
        config.jobs.enabled = true;
    })
    .await;
    let dana = world.customer("Dana Okafor").await;
    agree_to_texts(&dana, "+15551230100").await;
    let browser = browser("https://push.example/send/one".to_owned());
    dana.client.add_push_subscription(&browser).await.unwrap();
    // the text that says that there will be texts
    while carried(&world, Channel::Sms).await < 1 {}

    server.hang_for_all();
    let (plain, urgent) = (mails(5 * PLACES, "plain", &summary()), mails(5 * PLACES, "urgent", &assigned()));
    tell(&world, plain.into_iter().chain(urgent).collect()).await;
    server.until_named(2 * PLACES).await;

    // one that nobody waits for, and one that is urgent
    let to_dana = |key: &str, content| Notification::to_user(dana.id, key, content);
    let prompt = async {
        let text = Notification::to_address("+15551230199", "text", summary());
        tell(&world, vec![to_dana("summary", summary()), to_dana("assigned", assigned()), text]).await;
        while carried(&world, Channel::Sms).await < 3 || carried(&world, Channel::Push).await < 2 {}
        dana.client.me().await.unwrap();
    };
    timeout(Duration::from_secs(5), prompt).await.expect("everybody else is served within five seconds");
    assert_eq!((server.named(), statuses(&world).await), (2 * PLACES, BTreeSet::from(["queued".to_owned()])));
}

#[actix_web::test]
async fn hung_mails_are_given_up_after_a_while_and_go_out_when_the_server_is_back() {
    let mut server = MailServer::start().await;
    let world = World::with(|config| {
        server.plain(&mut config.mail);
        config.mail.timeout_seconds = 2;
    })
    .await;
    server.hang_for_all();
    tell(&world, mails(20, "plain", &summary())).await;
    world.run_jobs().await;
    // a batch was under way before anybody knew; the rest is not tried
    assert_eq!((server.named(), server.taken().len()), (16, 0));
    assert_eq!(statuses(&world).await, BTreeSet::from(["queued".to_owned()]));
    assert_eq!(ready(&world).await, (200, vec!["email".to_owned()]));

    world.pass(TimeDelta::seconds(9)).await;
    assert_eq!(server.named(), 16, "nobody is asked for ten seconds");
    world.pass(TimeDelta::seconds(2)).await;
    assert_eq!(server.named(), 17, "then one mail finds out how it is");
    world.pass(TimeDelta::seconds(15)).await;
    assert_eq!(server.named(), 17, "the pause has doubled");

    server.answer_again("");
    world.pass(TimeDelta::minutes(5)).await;
    let taken: Vec<_> = server.taken().into_iter().flat_map(|mail| mail.to).collect();
    let people: BTreeSet<_> = taken.iter().collect();
    assert_eq!((taken.len(), people.len()), (20, 20), "each mail arrives once");
    assert_eq!(statuses(&world).await, BTreeSet::from(["sent".to_owned()]));
    assert_eq!(ready(&world).await, (200, Vec::new()));
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_worker_asks_a_silent_server_no_more_and_takes_up_the_mails_when_it_is_back() {
    let mut server = MailServer::start().await;
    let world = World::with(|config| {
        server.plain(&mut config.mail);
        config.mail.timeout_seconds = 1;
        config.jobs.enabled = true;
    })
    .await;
    server.hang_for_all();
    tell(&world, mails(3 * PLACES, "plain", &summary())).await;
    while ready(&world).await.1 != ["email"] || running(&world).await > 0 {}
    let named = server.named();
    assert!(named < 3 * PLACES);
    server.answer_again("");
    // the clock stands still: whoever asked now would ask too early
    let text = Notification::to_address("+15551230100", "text", assigned());
    tell(&world, mails(1, "urgent", &assigned()).into_iter().chain([text]).collect()).await;
    while carried(&world, Channel::Sms).await < 1 {}
    assert_eq!((server.named(), server.taken().len()), (named, 0));
    world.state.clock.advance(TimeDelta::seconds(15));
    for _ in 0..=3 * PLACES {
        server.next().await;
    }
    while statuses(&world).await != BTreeSet::from(["sent".to_owned()]) {}
    assert_eq!(ready(&world).await, (200, Vec::new()));
}

#[actix_web::test]
async fn a_connection_that_did_not_answer_in_time_carries_no_other_mail() {
    let mut server = MailServer::start().await;
    let world = World::with(|config| {
        server.plain(&mut config.mail);
        config.mail.timeout_seconds = 1;
    })
    .await;
    server.hang("omar0@example.org");
    tell(&world, mails(1, "omar", &summary())).await;
    world.run_jobs().await;
    assert_eq!((server.named(), server.taken().len()), (1, 0));
    tell(&world, mails(1, "dana", &summary())).await;
    world.run_jobs().await;
    assert_eq!(server.taken().len(), 1, "the first try of the next mail goes well");
}
