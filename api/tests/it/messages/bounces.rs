//! Mails that a mail server took and sends back later: what is true of them holds, what is made up changes nothing.

mod piped;
mod reports;

use super::tell;
use crate::support::World;
use crate::support::people::Customer;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_api::features::notifications::bounces::{Heard, Unheard, take};
use pitlane_api::features::notifications::{Content, Notification};
use pitlane_contract::messages::UpdateMessagePreferences;
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::sent_messages::SentMessageLife;
use pitlane_domain::vocabulary::{Channel, MessageEventKind, NotificationStatus};
use pitlane_entities::{notification_events, notifications, suppressions};
use pitlane_gateways::bounces::Bounce;
use reports::Report;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

const PHONE: &str = "+15551230100";

fn summary() -> Content {
    Content::SummaryReady { session_id: Uuid::from_u128(7), mechanic: "Marek Nowak".to_owned() }
}

async fn row(world: &World, key: &str) -> notifications::Model {
    let find = notifications::Entity::find().filter(notifications::Column::DedupKey.eq(key));
    find.one(&world.state.db).await.unwrap().unwrap_or_else(|| panic!("no message {key}"))
}

/// Sends a mail to a customer; answers its Message-ID.
async fn mailed(world: &World, to: Uuid, key: &str) -> String {
    tell(world, vec![Notification::to_user(to, key, summary())]).await;
    world.run_jobs().await;
    row(world, &format!("{key}:email")).await.gateway_id.unwrap()
}

async fn hear(world: &World, mail: &str) -> Result<Heard, Unheard> {
    let Ok(bounce) = Bounce::read(mail.as_bytes()) else { panic!("no report: {mail}") };
    take(world.state.begin().await.unwrap(), &bounce).await
}

async fn is_ignored(world: &World, mail: &str) -> &'static str {
    match hear(world, mail).await.unwrap() {
        Heard::Ignored(why) => why,
        Heard::Failed { .. } => panic!("believed: {mail}"),
    }
}

async fn marks(world: &World, address: &str) -> Vec<String> {
    let of = suppressions::Entity::find().filter(suppressions::Column::Address.eq(address));
    of.all(&world.state.db).await.unwrap().into_iter().map(|mark| mark.cause).collect()
}

/// Everything that a bounce may change.
async fn everything(world: &World) -> (Vec<notifications::Model>, u64, u64) {
    let db = &world.state.db;
    let mut rows = notifications::Entity::find().all(db).await.unwrap();
    rows.sort_by_key(|row| row.id);
    let events = notification_events::Entity::find().count(db).await.unwrap();
    (rows, events, suppressions::Entity::find().count(db).await.unwrap())
}

fn kinds(life: &SentMessageLife) -> Vec<MessageEventKind> {
    life.events.iter().map(|event| event.kind).collect()
}

#[actix_web::test]
async fn a_mail_that_comes_back_failed_and_nothing_more_goes_to_its_address() {
    let world = World::new().await;
    let admin = world.admin("Staff").await;
    for (server, name) in ["Dana Okafor", "Omar Haddad", "Ines Duarte"].into_iter().enumerate() {
        let person = world.customer(name).await;
        let mail = mailed(&world, person.id, name).await;
        let id = row(&world, &format!("{name}:email")).await.id;
        let told = &Report::unknown(&mail, &person.email).by_all()[server];
        let failed = Heard::Failed { message: id, said: "550 5.1.1".to_owned() };
        assert_eq!(hear(&world, told).await.unwrap(), failed, "{told}");
        assert_eq!(marks(&world, &person.email).await, ["bounce"]);

        let life = admin.get_sent_message(id).await.unwrap();
        assert_eq!(life.message.status, NotificationStatus::Failed);
        assert_eq!(life.message.error.as_deref(), Some("the mail came back: 550 5.1.1"));
        assert_eq!(kinds(&life), [MessageEventKind::Failed]);
        assert_eq!(life.events[0].detail, "the mail came back: 550 5.1.1");
        assert!(life.message.sent_at.is_some(), "it went out all the same");

        let before = world.mails(&person.email).await.len();
        mailed_in_vain(&world, &person, &format!("{name} again")).await;
        world.pass(TimeDelta::hours(3)).await;
        assert_eq!(world.mails(&person.email).await.len(), before, "{name}");
    }
    assert!(world.failed_jobs().await.is_empty());
}

async fn mailed_in_vain(world: &World, person: &Customer, key: &str) {
    tell(world, vec![Notification::to_user(person.id, key, summary())]).await;
    world.run_jobs().await;
    let row = row(world, &format!("{key}:email")).await;
    assert_eq!((row.status.as_str(), row.error.as_deref()), ("suppressed", Some("the address came back")));
}

#[actix_web::test]
async fn a_text_says_what_a_mail_that_came_back_did_not() {
    let world = World::new().await;
    let (dana, admin) = (world.texting("Dana Okafor", PHONE).await, world.admin("Staff").await);
    let mail = mailed(&world, dana.id, "a").await;
    let before = world.texts().await.len();
    hear(&world, &Report::unknown(&mail, &dana.email).by_postfix()).await.unwrap();
    assert_eq!(world.texts().await.len(), before + 1);
    let life = admin.get_sent_message(row(&world, "a:email").await.id).await.unwrap();
    assert_eq!(kinds(&life), [MessageEventKind::Failed, MessageEventKind::FellBack]);
    let others: Vec<_> = life.others.iter().map(|it| (it.channel, it.status)).collect();
    assert!(others.contains(&(Channel::Sms, NotificationStatus::Sent)), "{others:?}");
}

#[actix_web::test]
async fn a_failure_that_is_not_the_addresss_marks_nobody() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    for (status, reply) in [
        ("5.2.2", "552 5.2.2 no room left"),
        ("5.7.1", "554 5.7.1 looks like spam"),
        ("4.4.7", "451 4.4.7 tried for five days"),
    ] {
        let mail = mailed(&world, dana.id, status).await;
        let report = Report { status, reply, ..Report::unknown(&mail, &dana.email) };
        assert!(matches!(hear(&world, &report.by_exchange()).await, Ok(Heard::Failed { .. })), "{status}");
        assert_eq!(row(&world, &format!("{status}:email")).await.status, "failed");
        assert!(marks(&world, &dana.email).await.is_empty(), "{status}");
    }
    mailed(&world, dana.id, "still goes out").await;
}

#[actix_web::test]
async fn what_is_on_its_way_or_got_there_changes_nothing() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let mail = mailed(&world, dana.id, "a").await;
    let before = everything(&world).await;
    for (action, status) in [
        ("delayed", "4.4.1"),
        ("relayed", "2.0.0"),
        ("delivered", "2.1.5"),
        ("expanded", "2.0.0"),
        ("delayed", "5.1.1"),
    ] {
        let report = Report { action, status, ..Report::unknown(&mail, &dana.email) };
        for told in report.by_all() {
            is_ignored(&world, &told).await;
        }
    }
    assert_eq!(everything(&world).await, before);
}

#[actix_web::test]
async fn a_report_that_somebody_made_up_changes_nothing() {
    let world = World::new().await;
    let (dana, omar) = (world.texting("Dana Okafor", PHONE).await, world.customer("Omar Haddad").await);
    let mail = mailed(&world, dana.id, "a").await;
    let notice = row(&world, "a:in_app").await.id.simple().to_string();
    let invented = pitlane_platform::new_id().simple().to_string();
    let id = mail.split('@').next().unwrap().to_owned();
    let before = everything(&world).await;
    let host = "pitlane.example";
    for (name, to) in [
        // a mail of nobody, a message that was no mail, and names that only look like ours
        (format!("{invented}@{host}"), &dana.email),
        (format!("{notice}@{host}"), &dana.email),
        (format!("{}@{host}", &id[1..]), &dana.email),
        (format!("x{id}@{host}"), &dana.email),
        (format!("{{{}}}@{host}", Uuid::parse_str(&id).unwrap()), &dana.email),
        (id.clone(), &dana.email),
        (format!("' OR 1=1 --@{host}"), &dana.email),
        // a mail of ours to somebody else
        (mail.clone(), &omar.email),
        (mail.clone(), &format!("x{}", dana.email)),
    ] {
        let report = Report::unknown(&name, to);
        for told in report.by_all() {
            is_ignored(&world, &told).await;
        }
    }
    assert_eq!(everything(&world).await, before);
    // an address is the same in other letters, and the server may have had another name when it wrote
    let (name, to) = (format!("{id}@old.pitlane.example"), dana.email.to_uppercase());
    assert!(matches!(hear(&world, &Report::unknown(&name, &to).by_exim()).await, Ok(Heard::Failed { .. })));
}

#[actix_web::test]
async fn a_mail_that_comes_back_after_a_month_is_not_believed() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let (old, new) = (mailed(&world, dana.id, "old").await, {
        world.state.clock.advance(TimeDelta::days(1));
        mailed(&world, dana.id, "new").await
    });
    world.state.clock.advance(TimeDelta::days(30));
    is_ignored(&world, &Report::unknown(&old, &dana.email).by_postfix()).await;
    assert!(marks(&world, &dana.email).await.is_empty());
    hear(&world, &Report::unknown(&new, &dana.email).by_postfix()).await.unwrap();
    assert_eq!(marks(&world, &dana.email).await, ["bounce"]);
}

#[actix_web::test]
async fn a_report_that_comes_twice_counts_once() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let mail = mailed(&world, dana.id, "a").await;
    let report = Report::unknown(&mail, &dana.email);
    hear(&world, &report.by_postfix()).await.unwrap();
    world.run_jobs().await;
    let before = everything(&world).await;
    is_ignored(&world, &report.by_postfix()).await;
    is_ignored(&world, &report.by_exim()).await;
    assert_eq!(everything(&world).await, before);

    // a mail that they ask for goes out and makes the address good again: an old report does not undo that
    let reset = Content::ResetPassword { token: "secret".to_owned() };
    tell(&world, vec![Notification::to_user(dana.id, "reset", reset)]).await;
    world.run_jobs().await;
    assert!(marks(&world, &dana.email).await.is_empty());
    is_ignored(&world, &report.by_postfix()).await;
    assert!(marks(&world, &dana.email).await.is_empty());
    // one about the mail itself does
    let mail = row(&world, "reset:email").await.gateway_id.unwrap();
    hear(&world, &Report::unknown(&mail, &dana.email).by_postfix()).await.unwrap();
    assert_eq!(marks(&world, &dana.email).await, ["bounce"]);
}

#[actix_web::test]
async fn two_reports_at_the_same_instant_count_once() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let mail = mailed(&world, dana.id, "a").await;
    let report = Report::unknown(&mail, &dana.email).by_postfix();
    let heard = futures::future::join_all((0..4).map(|_| hear(&world, &report))).await;
    let failed = heard.iter().filter(|heard| matches!(heard, Ok(Heard::Failed { .. }))).count();
    assert_eq!((failed, heard.iter().filter(|heard| heard.is_ok()).count()), (1, 4), "{heard:?}");
}

#[actix_web::test]
async fn a_report_that_is_faster_than_our_own_writing_is_heard_later() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let mail = mailed(&world, dana.id, "a").await;
    let sent = row(&world, "a:email").await;
    let set = async |status: &str, sent_at: Option<DateTime<Utc>>| {
        let row = notifications::ActiveModel {
            id: Set(sent.id),
            status: Set(status.to_owned()),
            sent_at: Set(sent_at),
            ..Default::default()
        };
        row.update(&world.state.db).await.unwrap();
    };
    set("queued", None).await;
    let report = Report::unknown(&mail, &dana.email).by_postfix();
    assert!(matches!(hear(&world, &report).await, Err(Unheard::Early(id)) if id == sent.id));
    assert!(marks(&world, &dana.email).await.is_empty());
    set("sent", sent.sent_at).await;
    assert!(matches!(hear(&world, &report).await, Ok(Heard::Failed { .. })));
}

#[actix_web::test]
async fn what_the_mail_of_the_day_gathered_takes_another_way_when_it_comes_back() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let body = UpdateMessagePreferences {
        topics: Vec::new(),
        quiet_hours: None,
        urgent_anyway: true,
        digest: true,
        texts_agreed: true,
        time_zone: None,
    };
    dana.client.update_message_preferences(&body).await.unwrap();
    let expired = Content::QuoteExpired {
        quote_id: Uuid::from_u128(9),
        customer: "Omar Haddad".to_owned(),
        number: "2026-0007".to_owned(),
    };
    tell(&world, vec![Notification::to_user(dana.id, "quote", expired)]).await;
    world.pass(TimeDelta::days(1)).await;
    assert_eq!(row(&world, "quote:email").await.status, "sent");
    let find = notifications::Entity::find().filter(notifications::Column::Kind.eq("digest"));
    let digest = find.one(&world.state.db).await.unwrap().unwrap();
    let before = world.texts().await.len();
    let told = Report::unknown(digest.gateway_id.as_deref().unwrap(), &dana.email).by_postfix();
    hear(&world, &told).await.unwrap();
    let item = row(&world, "quote:email").await;
    assert_eq!(
        (item.status.as_str(), item.error.as_deref()),
        ("failed", Some("the mail came back: 550 5.1.1"))
    );
    assert_eq!(world.texts().await.len(), before + 1);
    assert_eq!(marks(&world, &dana.email).await, ["bounce"]);
    // the list inside the app is whole
    let notices = dana.client.list_notices(&CursorQuery::default()).await.unwrap().items;
    assert!(notices.iter().any(|notice| notice.title.contains("2026-0007")), "{notices:?}");
}
