//! What people want to be told holds: topics, channels, quiet hours, consent, the links and words that end messages.

mod digest;
mod links;
mod standing;
mod ways;
mod worth;

use crate::support::people::Customer;
use crate::support::{World, refused, refused_fields};
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_api::features::notifications::{Content, Notification, notify};
use pitlane_contract::accounts::UpdateMe;
use pitlane_contract::messages::{MessagePreferences, QuietHours, TopicChannels, UpdateMessagePreferences};
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::{Channel, ConsentHow, NotificationStatus, ServiceKind, Topic};
use pitlane_entities::{notification_events, notifications};
use pitlane_gateways::mail::{Mail, MailError, Mailer};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

const PHONE: &str = "+15551230100";

fn summary() -> Content {
    Content::SummaryReady { session_id: Uuid::from_u128(7), mechanic: "Marek Nowak".to_owned() }
}

fn asked_first() -> Content {
    Content::PriorityRequest {
        customer: "Dana".to_owned(),
        service: ServiceKind::Chat,
        vehicle: "2019 Honda Civic".to_owned(),
        concern: "It squeaks".to_owned(),
        window_minutes: 10,
    }
}

fn reviewed(text: &str) -> Content {
    Content::ReviewReceived { customer: "Dana".to_owned(), rating: 5, text: text.to_owned() }
}

async fn tell(world: &World, to: Uuid, key: &str, content: Content) {
    // the outbox orders what came in the same instant at random
    world.state.clock.advance(TimeDelta::milliseconds(1));
    let mut work = world.state.begin().await.unwrap();
    notify(&mut work, vec![Notification::to_user(to, key, content)]).await.unwrap();
    work.commit().await.unwrap();
    world.run_jobs().await;
}

async fn subjects(world: &World, person: &Customer) -> Vec<String> {
    world.mails(&person.email).await.into_iter().map(|(subject, _)| subject).collect()
}

async fn row(world: &World, key: &str) -> notifications::Model {
    let find = notifications::Entity::find().filter(notifications::Column::DedupKey.eq(key));
    find.one(&world.state.db).await.unwrap().unwrap_or_else(|| panic!("no message {key}"))
}

async fn life(world: &World, key: &str) -> Vec<String> {
    let id = row(world, key).await.id;
    notification_events::Entity::find()
        .filter(notification_events::Column::NotificationId.eq(id))
        .order_by_asc(notification_events::Column::Id)
        .all(&world.state.db)
        .await
        .unwrap()
        .into_iter()
        .map(|event| event.kind)
        .collect()
}

/// The choices of somebody who changes nothing but what `change` does.
async fn choose(person: &Customer, change: impl FnOnce(&mut UpdateMessagePreferences)) -> MessagePreferences {
    let mut body = unchanged(&person.client.get_message_preferences().await.unwrap());
    change(&mut body);
    person.client.update_message_preferences(&body).await.unwrap()
}

fn unchanged(now: &MessagePreferences) -> UpdateMessagePreferences {
    UpdateMessagePreferences {
        topics: Vec::new(),
        quiet_hours: now.quiet_hours.clone(),
        urgent_anyway: now.urgent_anyway,
        digest: now.digest,
        texts_agreed: now.texts.agreed,
        time_zone: None,
    }
}

fn only(topic: Topic, email: bool, sms: bool) -> Vec<TopicChannels> {
    vec![TopicChannels { topic, email, push: true, sms }]
}

async fn live_in(person: &Customer, zone: &str) {
    let body = UpdateMe { time_zone: Some(zone.to_owned()), ..UpdateMe::default() };
    person.client.update_me(&body).await.unwrap();
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn go_to(world: &World, time: &str) {
    world.pass(at(time) - world.now()).await;
}

#[actix_web::test]
async fn quiet_hours_hold_back_all_but_what_is_urgent_and_allowed() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    live_in(&dana, "Europe/Berlin").await;
    let night = QuietHours { from: "22:00".to_owned(), until: "07:00".to_owned() };
    choose(&dana, |body| body.quiet_hours = Some(night)).await;
    // 22:30 in Berlin
    go_to(&world, "2026-11-20T21:30:00Z").await;
    tell(&world, dana.id, "summary", summary()).await;
    tell(&world, dana.id, "asked", asked_first()).await;
    assert_eq!(subjects(&world, &dana).await, ["Dana asks for you first"]);
    assert_eq!(row(&world, "summary:email").await.not_before, Some(at("2026-11-21T06:00:00Z")));
    go_to(&world, "2026-11-21T05:59:00Z").await;
    assert_eq!(subjects(&world, &dana).await.len(), 1);
    go_to(&world, "2026-11-21T06:00:00Z").await;
    assert_eq!(subjects(&world, &dana).await, ["Dana asks for you first", "Your summary is ready"]);

    choose(&dana, |body| body.urgent_anyway = false).await;
    go_to(&world, "2026-11-21T23:00:00Z").await;
    tell(&world, dana.id, "asked again", asked_first()).await;
    tell(&world, dana.id, "later", summary()).await;
    assert_eq!(subjects(&world, &dana).await.len(), 2);
    // what is about the account was asked for a moment ago
    tell(&world, dana.id, "reset", Content::ResetPassword { token: "abc".to_owned() }).await;
    assert_eq!(subjects(&world, &dana).await.len(), 3);
    // in the morning nobody is asked first any more
    go_to(&world, "2026-11-22T06:00:00Z").await;
    let mails = subjects(&world, &dana).await;
    assert_eq!(mails[3..], ["Your summary is ready"]);
    let late = row(&world, "asked again:email").await;
    assert_eq!(late.status, NotificationStatus::Suppressed.as_str());
    assert_eq!(late.error.as_deref(), Some("it came too late to be of use"));
}

#[actix_web::test]
async fn quiet_hours_that_begin_while_a_message_waits_hold_it_too() {
    let mut world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    live_in(&dana, "UTC").await;
    let mut work = world.state.begin().await.unwrap();
    let message = Notification::to_user(dana.id, "summary", summary());
    notify(&mut work, vec![message]).await.unwrap();
    work.commit().await.unwrap();
    // nobody works for a while: the server is down
    let evening = QuietHours { from: "20:00".to_owned(), until: "08:00".to_owned() };
    choose(&dana, |body| body.quiet_hours = Some(evening)).await;
    world.state.clock.advance(at("2026-11-20T21:00:00Z") - world.now());
    world.restart().await;
    assert!(subjects(&world, &dana).await.is_empty());
    assert_eq!(life(&world, "summary:email").await, ["held_back"]);
    go_to(&world, "2026-11-21T08:00:00Z").await;
    assert_eq!(subjects(&world, &dana).await, ["Your summary is ready"]);
}

#[actix_web::test]
async fn what_is_switched_off_is_not_sent_even_where_it_was_waiting() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    live_in(&dana, "UTC").await;
    let noon = QuietHours { from: "11:00".to_owned(), until: "14:00".to_owned() };
    choose(&dana, |body| body.quiet_hours = Some(noon)).await;
    tell(&world, dana.id, "before", summary()).await;
    let now = choose(&dana, |body| body.topics = only(Topic::Bookings, false, false)).await;
    let bookings = now.topics.iter().find(|choice| choice.topic == Topic::Bookings).unwrap();
    assert!(!bookings.email && !bookings.sms);
    world.pass(TimeDelta::hours(3)).await;
    tell(&world, dana.id, "after", summary()).await;
    assert!(subjects(&world, &dana).await.is_empty());
    let waiting = row(&world, "before:email").await;
    assert_eq!(waiting.status, NotificationStatus::Suppressed.as_str());
    assert_eq!(waiting.error.as_deref(), Some("switched off"));
    // the app tells everything
    let notices = dana.client.list_notices(&pitlane_contract::paging::CursorQuery::default()).await.unwrap();
    assert_eq!(notices.items.len(), 2);
    // other topics go on
    tell(&world, dana.id, "asked", asked_first()).await;
    assert_eq!(subjects(&world, &dana).await, ["Dana asks for you first"]);
    let log: Vec<_> =
        now.history.iter().map(|entry| (entry.channel, entry.topic, entry.granted, entry.how)).collect();
    assert_eq!(
        log,
        [
            (Channel::Sms, Some(Topic::Bookings), false, ConsentHow::Settings),
            (Channel::Email, Some(Topic::Bookings), false, ConsentHow::Settings),
        ]
    );
}

/// Keeps mails, or refuses them.
struct Seen(Arc<Mutex<Vec<Mail>>>, Option<MailError>);

#[async_trait::async_trait]
impl Mailer for Seen {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        if let Some(error) = &self.1 {
            return Err(error.clone());
        }
        self.0.lock().unwrap().push(mail);
        Ok(())
    }
}

#[actix_web::test]
async fn what_can_wait_comes_in_one_mail_the_next_morning() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    live_in(&dana, "America/New_York").await;
    choose(&dana, |body| body.digest = true).await;
    tell(&world, dana.id, "one", reviewed("Good work")).await;
    tell(&world, dana.id, "two", reviewed("Fast")).await;
    tell(&world, dana.id, "summary", summary()).await;
    assert_eq!(subjects(&world, &dana).await, ["Your summary is ready"]);
    // 8 in the morning there
    go_to(&world, "2026-11-20T13:00:00Z").await;
    let mails = world.mails(&dana.email).await;
    assert_eq!((mails.len(), mails[1].0.as_str()), (2, "2 things from Pitlane"));
    assert_eq!(mails[1].1.matches("Dana reviewed you").count(), 2);
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(subjects(&world, &dana).await.len(), 2);
    assert_eq!(life(&world, "one:email").await, ["gathered"]);
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn odd_choices_are_refused() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let now = dana.client.get_message_preferences().await.unwrap();
    let put = async |change: &dyn Fn(&mut UpdateMessagePreferences)| {
        let mut body = unchanged(&now);
        change(&mut body);
        refused_fields(dana.client.update_message_preferences(&body).await)
    };
    let hours = |from: &str, until: &str| Some(QuietHours { from: from.to_owned(), until: until.to_owned() });
    assert_eq!(put(&|body| body.quiet_hours = hours("25:00", "07:00")).await[0].0, "quiet_hours.from");
    assert_eq!(put(&|body| body.quiet_hours = hours("07:00", "07:00")).await[0].0, "quiet_hours.until");
    assert_eq!(put(&|body| body.topics = only(Topic::Account, false, false)).await[0].0, "topics");
    assert_eq!(refused(world.anyone().get_message_preferences().await), (401, Code::Unauthenticated));
}

#[actix_web::test]
async fn telling_five_people_takes_as_many_statements_as_telling_one() {
    let world = World::new().await;
    let mut people = Vec::new();
    for name in ["Dana Okafor", "Omar Haddad", "Lena Fischer", "Marek Nowak", "Ivy Chen"] {
        let person = world.customer(name).await;
        choose(&person, |body| body.topics = only(Topic::Reviews, false, false)).await;
        people.push(person.id);
    }
    let all = async |people: &[Uuid], key: &str| {
        let messages = people.iter().map(|id| Notification::to_user(*id, format!("{key}:{id}"), summary()));
        let mut work = world.state.begin().await.unwrap();
        notify(&mut work, messages.collect()).await.unwrap();
        drop(work);
    };
    let ((), for_one) = world.statements_of(all(&people[..1], "one")).await;
    let ((), for_five) = world.statements_of(all(&people, "five")).await;
    assert_eq!(for_one, for_five);
}
