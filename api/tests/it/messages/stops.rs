//! After a stop nothing more goes out, by whichever way it was said. One process is told and sends nothing itself; another
//! one sends, and has what was written before the stop in its hands right after the answer.

use super::tell;
use crate::support::World;
use crate::support::people::Customer;
use crate::support::process::Process;
use chrono::TimeDelta;
use pitlane_api::features::notifications::{Content, Notification};
use pitlane_client::Client;
use pitlane_contract::accounts::UpdateMe;
use pitlane_contract::messages::{QuietHours, TopicChannels, UnsubscribeQuery, UpdateMessagePreferences};
use pitlane_contract::sent_messages::NewSuppression;
use pitlane_domain::vocabulary::{Channel, NotificationStatus, Topic};
use pitlane_entities::{jobs, notifications, outbox_messages};
use pitlane_gateways::twilio_calls::{Form, HEADER, sign};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

const PHONE: &str = "+15551230100";
const EACH: usize = 20;

struct Scene {
    world: World,
    /// Answers requests and sends nothing.
    told: Process,
    /// Sends.
    sender: Process,
    dana: Customer,
    admin: Client,
}

/// How many of the messages that waited were handed over.
#[derive(Debug, PartialEq, Eq)]
struct Handed {
    mails: usize,
    texts: usize,
    /// Mails about another topic.
    others: usize,
}

fn assigned(to: Uuid, key: String) -> Notification {
    let content = Content::MechanicAssigned {
        session_id: Uuid::from_u128(7),
        mechanic: "Marek Nowak".to_owned(),
        vehicle: "2019 Subaru Outback".to_owned(),
    };
    Notification::to_user(to, key, content)
}

fn reviewed(to: Uuid, key: String) -> Notification {
    let content = Content::ReviewReceived { customer: "Omar".to_owned(), rating: 5, text: "Fast".to_owned() };
    Notification::to_user(to, key, content)
}

fn wishes() -> UpdateMessagePreferences {
    UpdateMessagePreferences {
        topics: Vec::new(),
        quiet_hours: None,
        urgent_anyway: false,
        digest: false,
        texts_agreed: true,
        time_zone: Some("UTC".to_owned()),
    }
}

impl Scene {
    /// Somebody who is reached by mail and text, and got one message. More wait for the end of quiet hours.
    async fn new() -> Self {
        let mut world = World::of_processes().await;
        let told = world.start_process_with(0, &[("PITLANE__JOBS__ENABLED", "false".to_owned())]).await;
        let sender = world.start_process(0).await;
        world.base.clone_from(&told.base);
        let (dana, admin) = (world.customer("Dana Okafor").await, world.admin("Staff").await);
        let phone = UpdateMe { phone: Some(PHONE.to_owned()), ..UpdateMe::default() };
        dana.client.update_me(&phone).await.unwrap();
        dana.client.update_message_preferences(&wishes()).await.unwrap();
        let scene = Self { world, told, sender, dana, admin };
        tell(&scene.world, vec![assigned(scene.dana.id, "first".to_owned())]).await;
        scene.all_settled().await;
        let clock = |hours: i64| (scene.world.now() + TimeDelta::hours(hours)).format("%H:%M").to_string();
        let quiet_hours = Some(QuietHours { from: clock(-1), until: clock(2) });
        let quiet = UpdateMessagePreferences { quiet_hours, ..wishes() };
        scene.dana.client.update_message_preferences(&quiet).await.unwrap();
        let waiting = (0..EACH).flat_map(|n| {
            [assigned(scene.dana.id, format!("waits {n}")), reviewed(scene.dana.id, format!("other {n}"))]
        });
        tell(&scene.world, waiting.collect()).await;
        scene.dana.client.update_message_preferences(&wishes()).await.unwrap();
        assert_eq!(scene.waiting().await, 3 * EACH as u64);
        scene
    }

    async fn waiting(&self) -> u64 {
        let queued = notifications::Column::Status.eq(NotificationStatus::Queued.as_str());
        notifications::Entity::find().filter(queued).count(&self.world.state.db).await.unwrap()
    }

    async fn all_settled(&self) {
        while self.waiting().await > 0 {}
    }

    async fn outbox(&self) -> Vec<outbox_messages::Model> {
        outbox_messages::Entity::find().all(&self.world.state.db).await.unwrap()
    }

    /// Everything that waits is due now: what the other process hands over of it.
    async fn due_now(self) -> Handed {
        let before = self.outbox().await.len();
        jobs::Entity::update_many()
            .col_expr(jobs::Column::RunAt, Expr::value(self.world.now()))
            .filter(jobs::Column::State.eq("queued"))
            .filter(jobs::Column::Kind.starts_with("notifications."))
            .exec(&self.world.state.db)
            .await
            .unwrap();
        self.all_settled().await;
        let all = self.outbox().await;
        let count = |channel: &str, words: &str| {
            let own = all.iter().filter(|kept| kept.channel == channel);
            own.filter(|kept| format!("{} {}", kept.subject, kept.text_body).contains(words)).count()
        };
        let words = "takes your request";
        // one of each came before
        let (mails, texts) = (count("email", words) - 1, count("sms", words) - 1);
        let handed = Handed { mails, texts, others: count("email", "reviewed you") };
        assert_eq!(all.len() - before, handed.mails + handed.texts + handed.others);
        self.sender.terminate().await;
        self.told.terminate().await;
        handed
    }
}

#[actix_web::test]
async fn after_a_stop_in_settings_nothing_more_goes_out_about_the_topic() {
    let scene = Scene::new().await;
    let off = TopicChannels { topic: Topic::Bookings, email: false, push: false, sms: false };
    let body = UpdateMessagePreferences { topics: vec![off], ..wishes() };
    scene.dana.client.update_message_preferences(&body).await.unwrap();
    assert_eq!(scene.due_now().await, Handed { mails: 0, texts: 0, others: EACH });
}

#[actix_web::test]
async fn after_a_stop_by_link_no_mail_goes_out_about_the_topic() {
    let scene = Scene::new().await;
    let mail = scene.outbox().await.into_iter().find(|kept| kept.channel == "email").unwrap();
    let line = mail.text_body.lines().find(|line| line.contains("/unsubscribe?token=")).unwrap();
    let token = line.split_once("token=").unwrap().1.to_owned();
    scene.world.anyone().unsubscribe(&UnsubscribeQuery { token, everything: None }).await.unwrap();
    assert_eq!(scene.due_now().await, Handed { mails: 0, texts: EACH, others: EACH });
}

#[actix_web::test]
async fn after_a_stop_by_text_no_text_goes_out() {
    let scene = Scene::new().await;
    let pairs = [("From", PHONE), ("Body", "STOP")];
    let form = Form::new(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
    let url = format!("{}/api/v1/webhooks/twilio/inbound", scene.told.base);
    let signature = sign(&scene.world.state.secrets.sms, &url, &form);
    let call = reqwest::Client::new().post(&url).form(form.parameters()).header(HEADER, signature);
    assert_eq!(call.send().await.unwrap().status(), 200);
    assert_eq!(scene.due_now().await, Handed { mails: EACH, texts: 0, others: EACH });
}

#[actix_web::test]
async fn after_a_stop_by_support_nothing_goes_out_on_the_channel() {
    let scene = Scene::new().await;
    let end = NewSuppression { channel: Channel::Email, address: scene.dana.email.clone(), topic: None };
    scene.admin.end_messages(&end).await.unwrap();
    assert_eq!(scene.due_now().await, Handed { mails: 0, texts: EACH, others: 0 });
}
