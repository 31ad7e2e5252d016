//! The one mail a day: what it gathers is asked about again when it is put together and when it goes out, and is settled
//! with it.

use super::{PHONE, Seen, at, choose, go_to, life, live_in, only, reviewed, row, subjects, summary, tell};
use crate::support::World;
use crate::support::people::Customer;
use chrono::TimeDelta;
use pitlane_api::features::notifications::Content;
use pitlane_api::features::notifications::stopping::stop_texts;
use pitlane_contract::messages::{QuietHours, UnsubscribeQuery};
use pitlane_contract::sent_messages::NewSuppression;
use pitlane_domain::vocabulary::{Channel, NotificationStatus, Topic};
use pitlane_entities::notifications;
use pitlane_gateways::mail::MailError;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

const LATE: &str = "2026-11-21T08:30:00Z";
const MORNING: &str = "2026-11-21T09:00:00Z";

fn expired() -> Content {
    Content::QuoteExpired {
        quote_id: Uuid::from_u128(9),
        customer: "Dana Okafor".to_owned(),
        number: "2026-0007".to_owned(),
    }
}

/// Somebody who wants one mail a day and is not to be disturbed before nine.
async fn late_riser(person: &Customer) {
    live_in(person, "UTC").await;
    let night = QuietHours { from: "22:00".to_owned(), until: "09:00".to_owned() };
    choose(person, |body| (body.digest, body.quiet_hours) = (true, Some(night))).await;
}

/// A review and a quote that ended wait for the mail of the next morning, which is put together by now and waits itself.
async fn gathered(world: &World) -> Customer {
    let dana = world.customer("Dana Okafor").await;
    gathered_for(world, &dana).await;
    dana
}

async fn gathered_for(world: &World, person: &Customer) {
    late_riser(person).await;
    tell(world, person.id, "review", reviewed("Good work")).await;
    tell(world, person.id, "quote", expired()).await;
    let before = subjects(world, person).await.len();
    go_to(world, LATE).await;
    assert_eq!(subjects(world, person).await.len(), before, "quiet hours hold until nine");
    assert_eq!(digest(world).await.not_before, Some(at(MORNING)));
    for key in ["review:email", "quote:email"] {
        assert_eq!(row(world, key).await.status, NotificationStatus::Queued.as_str());
    }
}

async fn digest(world: &World) -> notifications::Model {
    let find = notifications::Entity::find().filter(notifications::Column::Kind.eq("digest"));
    find.one(&world.state.db).await.unwrap().expect("there is a mail of the day")
}

async fn statuses(world: &World) -> [String; 3] {
    [
        row(world, "review:email").await.status,
        row(world, "quote:email").await.status,
        digest(world).await.status,
    ]
}

/// Nine in the morning: the quote is told, the review is not.
async fn tells_the_quote_alone(world: &World, dana: &Customer, why: &str) {
    go_to(world, MORNING).await;
    let mails = world.mails(&dana.email).await;
    let (subject, text) = mails.last().unwrap();
    assert_eq!(subject, "One thing from Pitlane");
    assert!(text.contains("2026-0007") && !text.contains("reviewed you"), "{text}");
    assert_eq!(statuses(world).await, ["suppressed", "sent", "sent"]);
    let review = row(world, "review:email").await;
    assert_eq!(review.error.as_deref(), Some(why));
    assert_eq!(life(world, "quote:email").await, ["gathered"]);
    assert_eq!(life(world, "review:email").await, ["suppressed"]);
}

#[actix_web::test]
async fn what_was_switched_off_meanwhile_is_not_in_it() {
    let world = World::new().await;
    let dana = gathered(&world).await;
    choose(&dana, |body| body.topics = only(Topic::Reviews, false, false)).await;
    tells_the_quote_alone(&world, &dana, "switched off").await;
    assert_eq!(subjects(&world, &dana).await.len(), 1);
}

#[actix_web::test]
async fn what_a_link_ended_meanwhile_is_not_in_it() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    tell(&world, dana.id, "before", reviewed("Fast")).await;
    let token = super::links::token(&world.mails(&dana.email).await[0].1);
    gathered_for(&world, &dana).await;
    world.anyone().unsubscribe(&UnsubscribeQuery { token, everything: None }).await.unwrap();
    tells_the_quote_alone(&world, &dana, "switched off").await;
}

#[actix_web::test]
async fn what_support_ended_meanwhile_is_not_in_it() {
    let world = World::new().await;
    let dana = gathered(&world).await;
    let end = |topic| NewSuppression { channel: Channel::Email, address: dana.email.clone(), topic };
    world.admin("Staff").await.end_messages(&end(Some(Topic::Reviews))).await.unwrap();
    tells_the_quote_alone(&world, &dana, "ended by the person").await;
}

#[actix_web::test]
async fn after_support_ended_all_mail_there_is_none() {
    let world = World::new().await;
    let dana = gathered(&world).await;
    let end = NewSuppression { channel: Channel::Email, address: dana.email.clone(), topic: None };
    world.admin("Staff").await.end_messages(&end).await.unwrap();
    go_to(&world, MORNING).await;
    assert!(subjects(&world, &dana).await.is_empty());
    assert_eq!(statuses(&world).await, ["suppressed", "suppressed", "suppressed"]);
    assert_eq!(digest(&world).await.error.as_deref(), Some("nothing in it is wanted any more"));

    // what comes later is not even gathered
    tell(&world, dana.id, "later", reviewed("Again")).await;
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(row(&world, "later:email").await.status, NotificationStatus::Suppressed.as_str());
    assert!(subjects(&world, &dana).await.is_empty());
}

/// A mail server that refuses the mail of the day, and how many texts take its place.
async fn texts_instead(stopped: bool) -> usize {
    let mut world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    gathered_for(&world, &dana).await;
    let before = world.texts().await.len();
    world.state.mailer = Arc::new(Seen(Arc::default(), Some(MailError::Refused("550".to_owned()))));
    if stopped {
        stop_texts(&world.state, PHONE, "STOP").await.unwrap();
    }
    go_to(&world, MORNING).await;
    assert_eq!(statuses(&world).await, ["failed", "failed", "failed"]);
    world.texts().await.len() - before
}

#[actix_web::test]
async fn when_it_is_refused_nothing_in_it_is_lost_and_a_stop_by_text_holds() {
    // texts about reviews are off until somebody switches them on
    assert_eq!(texts_instead(false).await, 1);
    assert_eq!(texts_instead(true).await, 0);
}

#[actix_web::test]
async fn while_the_mail_server_is_down_what_it_gathers_waits_with_it() {
    let mut world = World::new().await;
    let dana = gathered(&world).await;
    let good = world.state.mailer.clone();
    let down = MailError::Unavailable("down".to_owned());
    world.state.mailer = Arc::new(Seen(Arc::default(), Some(down)));
    go_to(&world, "2026-11-21T09:01:00Z").await;
    assert_eq!(statuses(&world).await, ["queued", "queued", "queued"]);
    // what comes meanwhile waits for the next morning
    tell(&world, dana.id, "next", reviewed("Tidy")).await;
    world.state.mailer = good;
    world.pass(TimeDelta::hours(1)).await;
    assert_eq!(subjects(&world, &dana).await, ["2 things from Pitlane"]);
    assert_eq!(statuses(&world).await, ["sent", "sent", "sent"]);
    world.pass(TimeDelta::days(1)).await;
    assert_eq!(subjects(&world, &dana).await, ["2 things from Pitlane", "One thing from Pitlane"]);
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn an_address_that_came_back_gets_none_and_each_message_takes_another_way() {
    let mut world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    gathered_for(&world, &dana).await;
    let good = world.state.mailer.clone();
    world.state.mailer = Arc::new(Seen(Arc::default(), Some(MailError::Refused("550".to_owned()))));
    let body = Content::ResetPassword { token: "abc".to_owned() };
    tell(&world, dana.id, "reset", body).await;
    world.state.mailer = good;
    let before = world.texts().await.len();
    go_to(&world, MORNING).await;
    assert_eq!(statuses(&world).await, ["suppressed", "suppressed", "suppressed"]);
    assert_eq!(world.texts().await.len(), before + 1);
    assert_eq!(life(&world, "quote:email").await, ["suppressed", "fell_back"]);
}

#[actix_web::test]
async fn one_tap_ends_all_that_it_is_about() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut world = World::new().await;
    world.state.mailer = Arc::new(Seen(seen.clone(), None));
    let dana = gathered(&world).await;
    go_to(&world, MORNING).await;
    let mail = seen.lock().unwrap().pop().expect("the mail of the day");
    let header = mail.headers.iter().find(|(name, _)| name == "List-Unsubscribe").expect("a way to stop");
    assert!(mail.text.contains("/unsubscribe?token=") && mail.html.contains("/unsubscribe?token="));
    let url = header.1.trim_matches(['<', '>']).to_owned();
    let token = url.split_once("token=").unwrap().1.to_owned();
    let link = UnsubscribeQuery { token, everything: None };
    let said = world.anyone().get_subscription(&link).await.unwrap();
    let topics: Vec<_> = std::iter::once(said.topic).chain(said.more).collect();
    assert_eq!((topics, said.active), (vec![Topic::Quotes, Topic::Reviews], true));

    let answer = reqwest::Client::new().post(&url).form(&[("List-Unsubscribe", "One-Click")]).send().await;
    assert_eq!(answer.unwrap().status(), 204);
    assert!(!world.anyone().get_subscription(&link).await.unwrap().active);
    tell(&world, dana.id, "later", reviewed("Again")).await;
    tell(&world, dana.id, "later quote", expired()).await;
    tell(&world, dana.id, "summary", summary()).await;
    world.pass(TimeDelta::days(2)).await;
    let left: Vec<_> = seen.lock().unwrap().iter().map(|mail| mail.subject.clone()).collect();
    assert_eq!(left, ["Your summary is ready"], "other topics go on");
}
