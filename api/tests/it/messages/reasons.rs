//! Every message says why it comes and can be ended from where it is read.

use super::tell;
use crate::support::World;
use async_trait::async_trait;
use pitlane_api::features::notifications::{Content, Notification};
use pitlane_contract::messages::{PushSubscription, UnsubscribeQuery};
use pitlane_contract::paging::CursorQuery;
use pitlane_domain::vocabulary::{Channel, ServiceKind, Topic};
use pitlane_gateways::push::{Push, PushError, Pusher, Shown};
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

fn assigned() -> Content {
    Content::MechanicAssigned {
        session_id: Uuid::from_u128(7),
        mechanic: "Marek Nowak".to_owned(),
        vehicle: "2019 Honda Civic".to_owned(),
    }
}

#[actix_web::test]
async fn the_first_text_about_each_topic_says_how_it_ends_and_later_ones_are_short() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let mut texts = Vec::new();
    for (key, content) in [
        ("a", asked_first()),
        ("b", asked_first()),
        ("c", assigned()),
        ("d", assigned()),
        ("e", asked_first()),
    ] {
        world.state.clock.advance(chrono::TimeDelta::seconds(1));
        tell(&world, vec![Notification::to_user(dana.id, key, content)]).await;
        world.run_jobs().await;
        texts.push(world.texts().await.pop().unwrap());
    }
    let says: Vec<_> = texts.iter().map(|text| text.contains("Reply STOP to end.")).collect();
    assert_eq!(says, [true, false, true, false, false], "{texts:?}");
    assert!(texts[0].contains("Because you offer your work on Pitlane."), "{texts:?}");
    assert!(texts[2].contains("Because you booked on Pitlane."), "{texts:?}");
    assert!(texts.iter().all(|text| text.len() <= 160), "{texts:?}");
}

/// Keeps what it is given.
#[derive(Default)]
struct Kept(Mutex<Vec<Shown>>);

#[async_trait]
impl Pusher for Kept {
    async fn send(&self, push: Push) -> Result<(), PushError> {
        self.0.lock().unwrap().push(serde_json::from_str(&push.payload).unwrap());
        Ok(())
    }

    fn public_key(&self) -> &'static str {
        "key"
    }

    fn check(&self, _: &str, _: &str, _: &str) -> Result<(), PushError> {
        Ok(())
    }
}

#[actix_web::test]
async fn a_push_message_says_why_it_comes_and_its_button_ends_the_topic_without_signing_in() {
    let mut world = World::new().await;
    let kept = Arc::new(Kept::default());
    world.state.pusher = kept.clone();
    let dana = world.customer("Dana Okafor").await;
    let browser = PushSubscription {
        endpoint: "https://push.example/send/one".to_owned(),
        // the receiver's keys of RFC 8291, appendix A
        p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
            .to_owned(),
        auth: "BTBZMqHH6r4Tts7J_aSIgg".to_owned(),
    };
    dana.client.add_push_subscription(&browser).await.unwrap();
    tell(&world, vec![Notification::to_user(dana.id, "one", summary())]).await;
    world.run_jobs().await;
    let shown = kept.0.lock().unwrap().remove(0);
    assert_eq!(shown.reason, "Because you booked on Pitlane.");
    let stop = shown.stop.unwrap();
    let token = stop.path.strip_prefix("/unsubscribe?token=").unwrap().to_owned();

    let anyone = world.anyone();
    let query = UnsubscribeQuery { token, everything: None };
    let about = anyone.get_subscription(&query).await.unwrap();
    assert_eq!((about.topic, about.channel, about.active), (Topic::Bookings, Channel::Push, true));
    anyone.unsubscribe(&query).await.unwrap();
    tell(&world, vec![Notification::to_user(dana.id, "two", summary())]).await;
    world.run_jobs().await;
    assert!(kept.0.lock().unwrap().is_empty(), "the topic is ended in the browser");
    assert!(world.mails(&dana.email).await.len() == 2, "and nowhere else");
}

#[actix_web::test]
async fn a_notice_says_why_it_comes_and_where_such_messages_end() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    tell(&world, vec![Notification::to_user(dana.id, "one", summary())]).await;
    let notice = dana.client.list_notices(&CursorQuery::default()).await.unwrap().items.remove(0);
    assert_eq!(notice.reason, "Because you booked on Pitlane.");
    assert_eq!(notice.stop.as_deref(), Some("/unsubscribe?topic=bookings"));
}
