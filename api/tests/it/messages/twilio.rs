//! What Twilio calls: only signed calls count, news of texts takes effect once, and words that stop texts stop them.

use super::tell;
use crate::support::{World, refused};
use pitlane_api::features::notifications::{Content, Notification};
use pitlane_contract::notifications::{OutboxQuery, SandboxText};
use pitlane_contract::problem::Code;
use pitlane_contract::sent_messages::NewSuppression;
use pitlane_domain::vocabulary::{Channel, ServiceKind};
use pitlane_entities::notifications;
use pitlane_gateways::twilio_calls::{Form, HEADER, sign};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use secrecy::SecretString;
use uuid::Uuid;

const PHONE: &str = "+15551230100";
const STATUS: &str = "/api/v1/webhooks/twilio/status";
const INBOUND: &str = "/api/v1/webhooks/twilio/inbound";

async fn text(world: &World, user: Uuid, key: &str) {
    let content = Content::PriorityRequest {
        customer: "Dana".to_owned(),
        service: ServiceKind::Chat,
        vehicle: "2019 Honda Civic".to_owned(),
        concern: "It squeaks".to_owned(),
        window_minutes: 10,
    };
    tell(world, vec![Notification::to_user(user, key, content)]).await;
    world.run_jobs().await;
}

async fn texts(world: &World) -> usize {
    let query = OutboxQuery { channel: Some(Channel::Sms), ..OutboxQuery::default() };
    world.anyone().list_outbox(&query).await.unwrap().items.len()
}

async fn row(world: &World, key: &str) -> notifications::Model {
    let find = notifications::Entity::find().filter(notifications::Column::DedupKey.eq(format!("{key}:sms")));
    find.one(&world.state.db).await.unwrap().unwrap()
}

/// Calls as Twilio does, signed with `token`; answers status and body.
async fn call(world: &World, token: &SecretString, path: &str, pairs: &[(&str, &str)]) -> (u16, String) {
    let form =
        Form::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
    let url = format!("{}{path}", world.base);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client.post(&url).form(form.parameters()).header(HEADER, sign(token, &url, &form));
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn twilio(world: &World, path: &str, pairs: &[(&str, &str)]) -> String {
    let (status, body) = call(world, &world.state.secrets.sms, path, pairs).await;
    assert_eq!(status, 200, "{body}");
    body
}

#[actix_web::test]
async fn a_call_that_twilio_did_not_sign_changes_nothing() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let wrong = "another token".to_owned().into();
    for (path, pairs) in [
        (INBOUND, [("From", PHONE), ("Body", "STOP")]),
        (STATUS, [("MessageSid", "SM1"), ("MessageStatus", "delivered")]),
    ] {
        let (status, body) = call(&world, &wrong, path, &pairs).await;
        assert_eq!(status, 403);
        assert!(body.contains("\"code\":\"forbidden\""), "{body}");
    }
    text(&world, dana.id, "still").await;
    assert_eq!(row(&world, "still").await.status, "sent");
}

#[actix_web::test]
async fn a_signature_is_good_for_its_words_alone() {
    let world = World::new().await;
    let token = &world.state.secrets.sms;
    let signed =
        Form::new(vec![("From".to_owned(), PHONE.to_owned()), ("Body".to_owned(), "Hello".to_owned())]);
    let url = format!("{}{INBOUND}", world.base);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client.post(&url).form(&[("From", PHONE), ("Body", "STOP")]);
    let answer = request.header(HEADER, sign(token, &url, &signed)).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    let unsigned = client.post(&url).form(&[("From", PHONE), ("Body", "STOP")]).send().await.unwrap();
    assert_eq!(unsigned.status(), 403);
    let no_form = client.post(&url).body(vec![0xff, 0xfe]).send().await.unwrap();
    assert_eq!(no_form.status(), 403);
}

#[actix_web::test]
async fn news_of_a_text_takes_effect_once() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    text(&world, dana.id, "a").await;
    let sent = row(&world, "a").await;
    assert_eq!(sent.status, "sent");
    let sid = sent.gateway_id.clone().unwrap();
    let news =
        async |status: &str| twilio(&world, STATUS, &[("MessageSid", &sid), ("MessageStatus", status)]).await;
    for status in ["queued", "sent", "delivered", "delivered", "sent", "undelivered"] {
        assert!(news(status).await.contains("<Response/>"));
    }
    assert_eq!(row(&world, "a").await.status, "delivered");
    let unknown = [("MessageSid", "SM0"), ("MessageStatus", "delivered")];
    assert!(twilio(&world, STATUS, &unknown).await.contains("<Response/>"));
}

#[actix_web::test]
async fn news_finds_a_text_by_our_own_id_too() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    text(&world, dana.id, "a").await;
    let path = format!("{STATUS}?message={}", row(&world, "a").await.id);
    twilio(&world, &path, &[("MessageSid", "SMnew"), ("MessageStatus", "delivered")]).await;
    assert_eq!(row(&world, "a").await.status, "delivered");
}

#[actix_web::test]
async fn a_landline_is_marked_and_told_another_way() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    text(&world, dana.id, "a").await;
    let sid = row(&world, "a").await.gateway_id.unwrap();
    let mails = world.mails(&dana.email).await.len();
    let failed = [("MessageSid", sid.as_str()), ("MessageStatus", "undelivered"), ("ErrorCode", "30006")];
    twilio(&world, STATUS, &failed).await;
    let after = row(&world, "a").await;
    assert_eq!((after.status.as_str(), after.error.as_deref()), ("failed", Some("undelivered 30006")));
    world.run_jobs().await;
    let before = texts(&world).await;
    text(&world, dana.id, "b").await;
    assert_eq!(texts(&world).await, before, "nothing more goes to that number");
    assert!(world.mails(&dana.email).await.len() > mails, "a mail says it instead");
}

#[actix_web::test]
async fn stop_ends_texts_at_once_and_start_begins_them_again() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let said = async |words: &str| twilio(&world, INBOUND, &[("From", PHONE), ("Body", words)]).await;
    for words in ["STOP", "please stop texting me"] {
        let before = texts(&world).await;
        let answer = said(words).await;
        assert!(answer.contains("<Message>") && answer.contains("START"), "{answer}");
        text(&world, dana.id, &format!("after {words}")).await;
        assert_eq!(texts(&world).await, before);

        let answer = said("start").await;
        assert!(answer.contains("you get texts again"), "{answer}");
        text(&world, dana.id, &format!("again {words}")).await;
        assert_eq!(texts(&world).await, before + 1);
    }
}

#[actix_web::test]
async fn start_says_so_where_support_ended_texts() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let end = NewSuppression { channel: Channel::Sms, address: PHONE.to_owned(), topic: None };
    world.admin("Staff").await.end_messages(&end).await.unwrap();
    let before = texts(&world).await;
    let answer = twilio(&world, INBOUND, &[("From", PHONE), ("Body", "START")]).await;
    assert!(answer.contains("support ended texts") && !answer.contains("you get texts again"), "{answer}");
    text(&world, dana.id, "after").await;
    assert_eq!(texts(&world).await, before);
}

#[actix_web::test]
async fn who_never_agreed_gets_no_texts_by_saying_start() {
    let world = World::new().await;
    let answer = twilio(&world, INBOUND, &[("From", PHONE), ("Body", "START")]).await;
    assert!(answer.contains("in your settings"), "{answer}");
}

#[actix_web::test]
async fn help_is_answered_and_a_talk_is_left_alone() {
    let world = World::new().await;
    let answer = twilio(&world, INBOUND, &[("From", PHONE), ("Body", "Help")]).await;
    assert!(answer.contains("STOP") && answer.contains("support@pitlane.example"), "{answer}");
    let words = answer.split("<Message>").nth(1).unwrap().split("</Message>").next().unwrap();
    assert!(words.len() <= 160 && words.is_ascii(), "one segment: {words}");
    let answer = twilio(&world, INBOUND, &[("From", PHONE), ("Body", "stop by at 5?")]).await;
    assert!(answer.contains("<Response/>"), "{answer}");
}

#[actix_web::test]
async fn what_twilio_answered_is_not_answered_twice() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let before = texts(&world).await;
    let stop = [("From", PHONE), ("Body", "STOP"), ("OptOutType", "STOP")];
    assert!(twilio(&world, INBOUND, &stop).await.contains("<Response/>"));
    text(&world, dana.id, "after").await;
    assert_eq!(texts(&world).await, before);
}

#[actix_web::test]
async fn a_phone_of_the_demo_is_heard_as_a_real_one() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let before = texts(&world).await;
    let says = |words: &str| SandboxText { from: PHONE.to_owned(), body: words.to_owned() };
    let answer = world.anyone().sandbox_text(&says("STOP")).await.unwrap();
    assert!(answer.reply.unwrap().contains("no more texts"));
    text(&world, dana.id, "after").await;
    assert_eq!(texts(&world).await, before);
    assert_eq!(world.anyone().sandbox_text(&says("stop by at 5?")).await.unwrap().reply, None);

    let real = World::with(|config| config.demo.show_outbox = false).await;
    assert_eq!(refused(real.anyone().sandbox_text(&says("STOP")).await), (404, Code::NotFound));
}
