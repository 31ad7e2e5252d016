//! Messages as staff sees them: what was sent and what became of it, ending messages for somebody, a text of their own, and
//! how each kind reads.

use crate::support::{World, refused, refused_fields};
use chrono::TimeDelta;
use pitlane_api::features::notifications::stopping::stop_texts;
use pitlane_api::features::notifications::{Content, Notification, notify};
use pitlane_client::Client;
use pitlane_contract::accounts::UpdateMe;
use pitlane_contract::messages::{QuietHours, UpdateMessagePreferences};
use pitlane_contract::problem::Code;
use pitlane_contract::sent_messages::{
    NewSuppression, NewText, SentMessage, SentMessageQuery, TemplateQuery,
};
use pitlane_domain::vocabulary::{
    Channel, ConsentHow, MessageEventKind, NotificationKind, NotificationStatus, SuppressionCause, Topic,
};
use pitlane_entities::audit_log;
use pitlane_gateways::mail::{Mail, MailError, Mailer};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::sync::Arc;
use uuid::Uuid;

const PHONE: &str = "+15551230100";

/// A mail server that refuses everything for good.
struct Refusing;

#[async_trait::async_trait]
impl Mailer for Refusing {
    async fn send(&self, _: Mail) -> Result<(), MailError> {
        Err(MailError::Refused("550 no such box".to_owned()))
    }
}

fn reset() -> Content {
    Content::ResetPassword { token: "very-secret".to_owned() }
}

fn summary() -> Content {
    Content::SummaryReady { session_id: Uuid::from_u128(7), mechanic: "Marek Nowak".to_owned() }
}

async fn tell(world: &World, to: Uuid, key: &str, content: Content) {
    let mut work = world.state.begin().await.unwrap();
    notify(&mut work, vec![Notification::to_user(to, key, content)]).await.unwrap();
    work.commit().await.unwrap();
    world.run_jobs().await;
}

async fn audited(world: &World, action: &str) -> Vec<String> {
    let find = audit_log::Entity::find().filter(audit_log::Column::Action.eq(action));
    find.all(&world.state.db).await.unwrap().into_iter().map(|line| line.subject).collect()
}

async fn found(admin: &Client, query: SentMessageQuery) -> Vec<SentMessage> {
    admin.list_sent_messages(&query).await.unwrap().items
}

fn to(recipient: &str) -> SentMessageQuery {
    SentMessageQuery { recipient: Some(recipient.to_owned()), ..SentMessageQuery::default() }
}

fn word(to: &str, text: &str) -> NewText {
    NewText { to: to.to_owned(), text: text.to_owned(), urgent: None }
}

#[actix_web::test]
async fn filters_find_by_address_account_kind_channel_and_status() {
    let world = World::new().await;
    let (dana, omar) = (world.texting("Dana Okafor", PHONE).await, world.customer("Omar Haddad").await);
    let admin = world.admin("Staff").await;
    tell(&world, dana.id, "one", summary()).await;
    tell(&world, omar.id, "two", summary()).await;
    for address in [dana.email.clone(), dana.email.to_uppercase(), PHONE.to_owned()] {
        let all = found(&admin, to(&address)).await;
        assert!(all.len() > 2 && all.iter().all(|it| it.user_id == Some(dana.id)), "{all:?}");
        assert!(all.iter().all(|it| it.user_name.as_deref() == Some("Dana Okafor")));
    }
    assert!(found(&admin, to("nobody@example.org")).await.is_empty());
    let kind = SentMessageQuery { kind: Some(NotificationKind::SummaryReady), ..SentMessageQuery::default() };
    let summaries = found(&admin, kind.clone()).await;
    assert_eq!(summaries.len(), 4, "a mail and a notice for each");
    assert!(summaries.is_sorted_by(|a, b| a.id > b.id));
    assert!(summaries.iter().all(|it| it.title == "Your summary is ready"));
    let oldest = SentMessageQuery { ordering: Some("created_at".to_owned()), ..kind.clone() };
    assert!(found(&admin, oldest).await.is_sorted_by(|a, b| a.id < b.id));
    let mails = SentMessageQuery { channel: Some(Channel::Email), ..kind.clone() };
    assert_eq!(found(&admin, mails).await.len(), 2);
    let failed = SentMessageQuery { status: Some(NotificationStatus::Failed), ..SentMessageQuery::default() };
    assert!(found(&admin, failed).await.is_empty());
    let second = SentMessageQuery { page: Some(2), page_size: Some(3), ..kind };
    let page = admin.list_sent_messages(&second).await.unwrap();
    assert_eq!((page.items.len(), page.total, page.page), (1, 4, 2));
    let wrong = SentMessageQuery { ordering: Some("kind".to_owned()), ..SentMessageQuery::default() };
    let refusal = refused_fields(admin.list_sent_messages(&wrong).await);
    assert_eq!(refusal, [("ordering".to_owned(), "invalid".to_owned())]);
}

#[actix_web::test]
async fn the_number_of_statements_does_not_grow_with_the_messages() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let admin = world.admin("Staff").await;
    let query = to(&dana.email);
    let (few, asked) = world.statements_of(admin.list_sent_messages(&query)).await;
    for number in 0..12 {
        tell(&world, dana.id, &format!("key {number}"), summary()).await;
    }
    let (many, again) = world.statements_of(admin.list_sent_messages(&query)).await;
    assert!(many.unwrap().total > few.unwrap().total);
    assert_eq!((asked, again), (3, 3), "who asks, how many, the page");
}

#[actix_web::test]
async fn a_message_that_failed_shows_what_took_over_and_never_its_secret() {
    let mut world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let admin = world.admin("Staff").await;
    world.state.mailer = Arc::new(Refusing);
    tell(&world, dana.id, "one", summary()).await;
    tell(&world, dana.id, "two", reset()).await;
    let mails = SentMessageQuery {
        channel: Some(Channel::Email),
        status: Some(NotificationStatus::Failed),
        ..to(&dana.email)
    };
    let failed = found(&admin, mails).await;
    let of = |kind| failed.iter().find(|it| it.kind == kind).unwrap();
    let life = admin.get_sent_message(of(NotificationKind::SummaryReady).id).await.unwrap();
    let events: Vec<_> = life.events.iter().map(|event| event.kind).collect();
    assert_eq!(events, [MessageEventKind::Failed, MessageEventKind::FellBack]);
    assert_eq!(life.events[1].detail, "sms");
    assert!(life.message.error.as_deref().is_some_and(|said| said.contains("550")));
    assert_eq!(life.message.recipient, dana.email);
    let others: Vec<_> = life.others.iter().map(|it| (it.channel, it.status)).collect();
    assert!(others.contains(&(Channel::Sms, NotificationStatus::Sent)), "{others:?}");
    assert!(others.contains(&(Channel::InApp, NotificationStatus::Delivered)), "{others:?}");
    let secret = admin.get_sent_message(of(NotificationKind::ResetPassword).id).await.unwrap();
    assert!(!serde_json::to_string(&secret).unwrap().contains("very-secret"));
    assert_eq!(secret.message.title, "Choose a new password");
    assert_eq!(audited(&world, "message.read").await.len(), 2);
    assert_eq!(refused(admin.get_sent_message(dana.id).await), (404, Code::NotFound));
    assert_eq!(refused(dana.client.get_sent_message(life.message.id).await), (403, Code::Forbidden));
}

#[actix_web::test]
async fn what_support_ends_holds_at_once_and_is_logged() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let admin = world.admin("Staff").await;
    let before = world.mails(&dana.email).await.len();
    let body = |channel, address: &str, topic| NewSuppression { channel, address: address.to_owned(), topic };
    admin
        .end_messages(&body(Channel::Email, &dana.email.to_uppercase(), Some(Topic::Bookings)))
        .await
        .unwrap();
    tell(&world, dana.id, "one", summary()).await;
    assert_eq!(world.mails(&dana.email).await.len(), before);
    tell(&world, dana.id, "two", reset()).await;
    assert_eq!(world.mails(&dana.email).await.len(), before + 1, "the account's own mails still go");
    admin.end_messages(&body(Channel::Sms, "+1 555 123 0100", None)).await.unwrap();
    let now = dana.client.get_message_preferences().await.unwrap();
    assert!(!now.texts.agreed);
    assert!(now.ended.iter().all(|it| it.cause == SuppressionCause::Support) && now.ended.len() == 2);
    assert_eq!((now.history[0].how, now.history[0].granted), (ConsentHow::Support, false));
    assert_eq!(audited(&world, "message.end").await, [dana.id.to_string(), dana.id.to_string()]);
    // also for somebody without an account, twice as well as once
    for _ in 0..2 {
        admin.end_messages(&body(Channel::Email, "guest@example.org", None)).await.unwrap();
    }
    let wrong = [
        (body(Channel::Push, "x", None), "channel"),
        (body(Channel::Email, "x", None), "address"),
        (body(Channel::Sms, "555", None), "address"),
        (body(Channel::Email, "a@b.example", Some(Topic::Account)), "topic"),
    ];
    for (wrong, field) in wrong {
        assert_eq!(refused_fields(admin.end_messages(&wrong).await)[0].0, field);
    }
    assert_eq!(
        refused(dana.client.end_messages(&body(Channel::Sms, PHONE, None)).await),
        (403, Code::Forbidden)
    );
}

#[actix_web::test]
async fn staff_texts_a_number_once_for_a_key_and_never_one_that_said_stop() {
    let world = World::with(|config| config.messages.texts_per_hour = 2).await;
    let admin = world.admin("Staff").await;
    let say = word("+1 555 123 0200", "Your part came.\nCall us.");
    let sent = admin.send_text(&say, Some("k")).await.unwrap();
    assert_eq!((sent.status, sent.recipient.as_str()), (NotificationStatus::Queued, "+15551230200"));
    assert_eq!(admin.send_text(&say, Some("k")).await.unwrap().id, sent.id);
    assert_eq!(world.texts().await, ["Pitlane: Your part came. Call us."]);
    assert_eq!(audited(&world, "message.text").await, [sent.id.to_string()]);
    let life = admin.get_sent_message(sent.id).await.unwrap();
    assert_eq!(
        (life.message.status, life.message.kind),
        (NotificationStatus::Sent, NotificationKind::StaffText)
    );

    // no more in an hour than a person can read, also of those that go out at the same instant
    for text in ["Second", "Third", "Fourth"] {
        admin.send_text(&word("+15551230200", text), None).await.unwrap();
    }
    assert_eq!(world.texts().await.len(), 2);

    stop_texts(&world.state, PHONE, "STOP").await.unwrap();
    let stopped = admin.send_text(&word(PHONE, "Hello"), None).await.unwrap();
    assert_eq!(world.texts().await.len(), 2);
    let life = admin.get_sent_message(stopped.id).await.unwrap();
    assert_eq!(life.message.status, NotificationStatus::Suppressed);
    assert_eq!(life.events[0].kind, MessageEventKind::Suppressed);

    for (wrong, field) in [
        (word("0100", "Hello"), "to"),
        (word(PHONE, " "), "text"),
        (word(PHONE, &"a".repeat(161)), "text"),
        (word(PHONE, &"я".repeat(71)), "text"),
    ] {
        assert_eq!(refused_fields(admin.send_text(&wrong, None).await)[0].0, field);
    }
    let dana = world.customer("Dana Okafor").await;
    assert_eq!(refused(dana.client.send_text(&say, None).await), (403, Code::Forbidden));
}

#[actix_web::test]
async fn a_text_of_staff_to_somebody_with_an_account_goes_by_their_word_and_their_quiet_hours() {
    let world = World::new().await;
    let admin = world.admin("Staff").await;
    let dana = world.customer("Dana Okafor").await;
    let status = async |text: &SentMessage| admin.get_sent_message(text.id).await.unwrap().message;
    let body = UpdateMe { phone: Some(PHONE.to_owned()), ..UpdateMe::default() };
    dana.client.update_me(&body).await.unwrap();
    // they have not agreed to texts
    let early = admin.send_text(&word(PHONE, "Hello"), None).await.unwrap();
    assert_eq!((early.user_id, early.recipient.as_str()), (Some(dana.id), PHONE));
    assert!(world.texts().await.is_empty());
    let early = status(&early).await;
    assert_eq!(early.status, NotificationStatus::Suppressed);
    assert_eq!(early.error.as_deref(), Some("texts are not agreed to"));

    let mut wishes = UpdateMessagePreferences {
        topics: Vec::new(),
        quiet_hours: Some(QuietHours { from: "11:00".to_owned(), until: "14:00".to_owned() }),
        urgent_anyway: true,
        digest: false,
        texts_agreed: true,
        time_zone: Some("UTC".to_owned()),
    };
    dana.client.update_message_preferences(&wishes).await.unwrap();
    world.run_jobs().await;
    let before = world.texts().await.len();
    let urgent = |text: &str| NewText { urgent: Some(true), ..word(PHONE, text) };
    let calm = admin.send_text(&word(PHONE, "Your part came."), None).await.unwrap();
    assert_eq!(world.texts().await.len(), before);
    assert_eq!(status(&calm).await.not_before, Some("2026-11-20T14:00:00Z".parse().unwrap()));
    let hasty = admin.send_text(&urgent("Your car is not locked."), None).await.unwrap();
    let now = world.texts().await;
    assert!(
        now.len() == before + 1 && now.contains(&"Pitlane: Your car is not locked.".to_owned()),
        "{now:?}"
    );
    let line = audit_log::Entity::find().filter(audit_log::Column::Subject.eq(hasty.id.to_string()));
    let lines = line.all(&world.state.db).await.unwrap();
    let marked = lines.iter().filter(|line| line.action == "message.text").map(|line| line.after.clone());
    assert_eq!(marked.collect::<Vec<_>>(), [Some(serde_json::json!({ "urgent": true }))]);
    // who lets nothing through is not disturbed by it either
    wishes.urgent_anyway = false;
    dana.client.update_message_preferences(&wishes).await.unwrap();
    admin.send_text(&urgent("Call us."), None).await.unwrap();
    assert_eq!(world.texts().await.len(), before + 1);
    world.pass(TimeDelta::hours(2)).await;
    assert_eq!(world.texts().await.len(), before + 3);

    stop_texts(&world.state, PHONE, "STOP").await.unwrap();
    let stopped = admin.send_text(&urgent("Hello"), None).await.unwrap();
    assert_eq!(world.texts().await.len(), before + 3);
    assert_eq!(status(&stopped).await.status, NotificationStatus::Suppressed);
}

#[actix_web::test]
async fn every_kind_can_be_looked_at_with_any_name() {
    let world = World::new().await;
    let admin = world.admin("Staff").await;
    let kinds = admin.list_message_templates().await.unwrap().items;
    assert_eq!(kinds.len(), NotificationKind::ALL.len());
    assert!(kinds.iter().all(|kind| !kind.name.is_empty()));
    let named = TemplateQuery { name: Some("Анна <b>".to_owned()) };
    for kind in kinds {
        let preview = admin.get_message_template(kind.kind, &named).await.unwrap();
        assert!(!preview.cases.is_empty());
        for case in preview.cases {
            assert_eq!(case.channels.contains(&Channel::Sms), case.sms.is_some());
            let mailed = case.channels.contains(&Channel::Email);
            assert_eq!((mailed, mailed), (!case.html.is_empty(), !case.text.is_empty()));
            assert!(!mailed || case.html.contains("Анна &lt;b&gt;"), "{}", case.html);
        }
    }
    let plain = TemplateQuery::default();
    let shown = admin.get_message_template(NotificationKind::SummaryReady, &plain).await.unwrap();
    assert!(shown.cases[0].text.starts_with("Hello Dana Okafor,"));
    let empty = TemplateQuery { name: Some(" ".to_owned()) };
    let refusal = refused_fields(admin.get_message_template(NotificationKind::Digest, &empty).await);
    assert_eq!(refusal[0].0, "name");
}
