//! How long messages are of use, and how many of them a person gets.

use super::ways::browser;
use super::{PHONE, asked_first, at, choose, go_to, life, live_in, only, row, subjects, summary, tell};
use crate::support::World;
use chrono::TimeDelta;
use pitlane_api::features::notifications::{Content, Notification, notify};
use pitlane_contract::messages::QuietHours;
use pitlane_domain::vocabulary::{NotificationStatus, Topic};
use pitlane_gateways::mail::{Mail, MailError, Mailer};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use uuid::Uuid;

const TOO_LATE: &str = "it came too late to be of use";

/// Writes messages without sending them.
async fn write(world: &World, messages: Vec<Notification>) {
    let mut work = world.state.begin().await.unwrap();
    notify(&mut work, messages).await.unwrap();
    work.commit().await.unwrap();
}

#[actix_web::test]
async fn what_nobody_could_send_in_time_is_not_sent_on_any_channel() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let before = world.texts().await.len();
    write(&world, vec![Notification::to_user(dana.id, "asked", asked_first())]).await;
    assert_eq!(row(&world, "asked:sms").await.expires_at, Some(at("2026-11-20T12:10:00Z")));
    // nobody works until the window is over
    world.state.clock.advance(TimeDelta::minutes(10));
    assert!(subjects(&world, &dana).await.is_empty());
    assert_eq!(world.texts().await.len(), before);
    for key in ["asked:email", "asked:sms"] {
        let late = row(&world, key).await;
        assert_eq!((late.status.as_str(), late.error.as_deref()), ("suppressed", Some(TOO_LATE)));
    }
}

#[actix_web::test]
async fn a_try_that_fails_until_the_end_is_the_last_one() {
    let mut world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let down = MailError::Unavailable("down".to_owned());
    world.state.mailer = Arc::new(super::Seen(Arc::default(), Some(down)));
    let end = world.now() + TimeDelta::minutes(4);
    let asked = Notification::to_user(dana.id, "asked", asked_first()).until(Some(end));
    write(&world, vec![asked]).await;
    world.pass(TimeDelta::hours(2)).await;
    let late = row(&world, "asked:email").await;
    assert_eq!((late.status.as_str(), late.error.as_deref()), ("failed", Some(TOO_LATE)));
    assert!(life(&world, "asked:email").await.len() > 2, "it was tried before");
    assert_eq!(world.failed_jobs().await, []);
}

#[actix_web::test]
async fn a_reminder_does_not_come_after_the_start_and_a_nudge_not_the_next_morning() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    live_in(&dana, "UTC").await;
    let rest = QuietHours { from: "12:00".to_owned(), until: "14:00".to_owned() };
    choose(&dana, |body| (body.quiet_hours, body.urgent_anyway) = (Some(rest), false)).await;
    let (session_id, with) = (Uuid::from_u128(7), "Marek Nowak".to_owned());
    let (starts_at, time_zone) = (at("2026-11-20T13:00:00Z"), "UTC".to_owned());
    let starting = Content::SessionStarting { session_id, with: with.clone(), starts_at, time_zone };
    let assigned = Content::MechanicAssigned {
        session_id,
        mechanic: with.clone(),
        vehicle: "2019 Honda Civic".to_owned(),
    };
    let nudge = Content::StartNudge { session_id, customer: with };
    for (key, content) in [("starting", starting), ("assigned", assigned), ("nudge", nudge)] {
        tell(&world, dana.id, key, content).await;
    }
    // what stays true comes when the rest is over
    tell(&world, dana.id, "summary", summary()).await;
    go_to(&world, "2026-11-20T14:00:00Z").await;
    assert_eq!(subjects(&world, &dana).await, ["Your summary is ready"]);
    for key in ["starting:email", "assigned:email", "nudge:email"] {
        assert_eq!(row(&world, key).await.error.as_deref(), Some(TOO_LATE), "{key}");
        assert_eq!(life(&world, key).await, ["suppressed"], "{key}");
    }
}

async fn sent(world: &World, keys: &[String]) -> usize {
    let mut sent = 0;
    for key in keys {
        sent += usize::from(row(world, key).await.status == NotificationStatus::Sent.as_str());
    }
    sent
}

#[actix_web::test]
async fn many_at_once_take_no_more_than_there_are_on_any_channel() {
    let world = World::with(|config| {
        config.messages.mails_per_hour = 5;
        config.messages.texts_per_hour = 3;
        config.messages.pushes_per_hour = 4;
    })
    .await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    dana.client.add_push_subscription(&browser("https://push.example/send/one")).await.unwrap();
    let omar = world.customer("Omar Haddad").await;
    go_to(&world, "2026-11-20T13:00:00Z").await;
    let messages = |to: Uuid, name: &'static str| {
        (0..30).map(move |n| Notification::to_user(to, format!("{name} {n}"), summary()))
    };
    write(&world, messages(dana.id, "dana").collect()).await;
    choose(&dana, |body| body.topics = only(Topic::Bookings, false, true)).await;
    // for somebody who gets no mail these are texts
    write(&world, messages(dana.id, "text").collect()).await;
    choose(&dana, |body| body.topics = only(Topic::Bookings, true, true)).await;
    write(&world, messages(omar.id, "omar").collect()).await;
    world.run_jobs().await;
    let keys =
        |name: &str, channel: &str| (0..30).map(|n| format!("{name} {n}:{channel}")).collect::<Vec<_>>();
    assert_eq!(sent(&world, &keys("dana", "email")).await, 5);
    assert_eq!(sent(&world, &keys("omar", "email")).await, 5, "each has their own");
    assert_eq!(sent(&world, &keys("text", "sms")).await, 3);
    let pushes = [keys("dana", "push"), keys("text", "push")].concat();
    assert_eq!(sent(&world, &pushes).await, 4);
    // the rest waits for the next hour, and so on
    let waiting = keys("omar", "email");
    for number in 2..=4 {
        world.pass(TimeDelta::hours(1)).await;
        world.run_jobs().await;
        assert_eq!(sent(&world, &waiting).await, 5 * number);
    }
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn what_is_urgent_or_asked_for_waits_for_no_measure() {
    let world = World::with(|config| config.messages.mails_per_hour = 1).await;
    let dana = world.customer("Dana Okafor").await;
    for number in 0..3 {
        tell(&world, dana.id, &format!("summary {number}"), summary()).await;
    }
    assert_eq!(subjects(&world, &dana).await, ["Your summary is ready"]);
    assert_eq!(row(&world, "summary 1:email").await.not_before, Some(at("2026-11-20T13:00:00Z")));
    tell(&world, dana.id, "asked", asked_first()).await;
    tell(&world, dana.id, "reset", Content::ResetPassword { token: "abc".to_owned() }).await;
    let now = subjects(&world, &dana).await;
    assert_eq!(now[1..], ["Dana asks for you first", "Choose a new password"]);
}

/// Is not available the first times.
struct DownFor(usize, AtomicUsize);

#[async_trait::async_trait]
impl Mailer for DownFor {
    async fn send(&self, _: Mail) -> Result<(), MailError> {
        let tried = self.1.fetch_add(1, Ordering::SeqCst);
        if tried < self.0 { Err(MailError::Unavailable("down".to_owned())) } else { Ok(()) }
    }
}

#[actix_web::test]
async fn a_mail_that_did_not_go_out_takes_nobodys_place() {
    let mut world = World::with(|config| config.messages.mails_per_hour = 2).await;
    let mailer = Arc::new(DownFor(5, AtomicUsize::new(0)));
    world.state.mailer = mailer.clone();
    let dana = world.customer("Dana Okafor").await;
    for number in 0..2 {
        tell(&world, dana.id, &format!("summary {number}"), summary()).await;
    }
    world.pass(TimeDelta::minutes(30)).await;
    let keys = ["summary 0:email".to_owned(), "summary 1:email".to_owned()];
    assert_eq!((sent(&world, &keys).await, mailer.1.load(Ordering::SeqCst)), (2, 7));
}
