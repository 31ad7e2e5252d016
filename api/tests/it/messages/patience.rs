//! How long a message that its carrier does not take is tried again.

use super::tell;
use crate::support::World;
use crate::support::people::agree_to_texts;
use crate::support::smtp::MailServer;
use chrono::TimeDelta;
use pitlane_api::features::notifications::{Content, Notification};
use pitlane_entities::notifications;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

const ADDRESS: &str = "dana.okafor@example.com";

async fn row(world: &World, key: &str) -> Option<notifications::Model> {
    let find = notifications::Entity::find().filter(notifications::Column::DedupKey.eq(key));
    find.one(&world.state.db).await.unwrap()
}

async fn status(world: &World, key: &str) -> String {
    row(world, key).await.unwrap().status
}

fn summary() -> Content {
    Content::SummaryReady { session_id: Uuid::from_u128(7), mechanic: "Marek Nowak".to_owned() }
}

/// A world whose mail server puts Dana off for ever, and a mail to her.
async fn put_off(content: Content) -> (World, MailServer) {
    let server = MailServer::start().await;
    let world = World::with(|config| server.plain(&mut config.mail)).await;
    let dana = world.customer("Dana Okafor").await;
    agree_to_texts(&dana, "+15551230100").await;
    server.greylist(ADDRESS, usize::MAX);
    tell(&world, vec![Notification::to_user(dana.id, "a", content)]).await;
    (world, server)
}

#[actix_web::test]
async fn a_mail_that_is_put_off_for_a_day_arrives_once() {
    let (world, mut server) = put_off(summary()).await;
    world.pass(TimeDelta::hours(30)).await;
    assert_eq!((status(&world, "a:email").await.as_str(), server.taken().len()), ("queued", 0));
    assert!((30..60).contains(&server.asked(ADDRESS)), "asked {} times", server.asked(ADDRESS));

    server.greylist(ADDRESS, 0);
    // it is tried each hour at least, give or take a fifth
    world.pass(TimeDelta::minutes(75)).await;
    assert_eq!((status(&world, "a:email").await.as_str(), server.taken().len()), ("sent", 1));
    world.pass(TimeDelta::hours(48)).await;
    assert!(server.taken().is_empty());
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_mail_is_given_up_after_two_days_and_a_text_says_it_instead() {
    let (world, mut server) = put_off(summary()).await;
    world.pass(TimeDelta::hours(47)).await;
    assert_eq!(status(&world, "a:email").await, "queued");
    assert!(row(&world, "a:sms").await.is_none());
    world.pass(TimeDelta::hours(4)).await;
    assert_eq!((status(&world, "a:email").await.as_str(), server.taken().len()), ("failed", 0));
    assert_eq!(status(&world, "a:sms").await, "sent");
    let asked = server.asked(ADDRESS);
    world.pass(TimeDelta::hours(48)).await;
    assert_eq!(server.asked(ADDRESS), asked);
}

#[actix_web::test]
async fn what_is_urgent_is_given_up_when_it_is_of_no_use_any_more() {
    let content = Content::MechanicAssigned {
        session_id: Uuid::from_u128(7),
        mechanic: "Marek Nowak".to_owned(),
        vehicle: "2019 Subaru Outback".to_owned(),
    };
    let (world, _server) = put_off(content).await;
    world.pass(TimeDelta::minutes(50)).await;
    assert_eq!(status(&world, "a:email").await, "queued");
    world.pass(TimeDelta::minutes(30)).await;
    assert_eq!(status(&world, "a:email").await, "failed");
}
