//! Messages to people: written with their cause, sent once, read in the app and in the demo's outbox.

use crate::support::{World, refused, refused_fields};
use pitlane_api::features::notifications::{Content, Notification, notify};
use pitlane_client::Client;
use pitlane_contract::notifications::{MarkRead, OutboxQuery};
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::{NotificationKind, NotificationStatus};
use pitlane_entities::{notifications, users};
use pitlane_gateways::mail::{Mail, MailError, Mailer};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use uuid::Uuid;

use crate::support::socket::Socket;

fn summary() -> Content {
    Content::SummaryReady { session_id: Uuid::from_u128(7), mechanic: "Marek Nowak".to_owned() }
}

async fn tell(world: &World, notifications: Vec<Notification>) {
    let mut work = world.state.begin().await.unwrap();
    notify(&mut work, notifications).await.unwrap();
    work.commit().await.unwrap();
}

async fn rows(world: &World) -> Vec<notifications::Model> {
    notifications::Entity::find().all(&world.state.db).await.unwrap()
}

fn all() -> CursorQuery {
    CursorQuery::default()
}

#[actix_web::test]
async fn a_message_goes_out_once_by_mail_and_shows_in_the_app() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let mut socket = Socket::open(&dana.client, None).await;
    for _ in 0..2 {
        tell(&world, vec![Notification::to_user(dana.id, "summary:1", summary())]).await;
    }
    let told = socket
        .wait_for(|event| match event {
            Event::NoticeSent { notice } => Some(notice.clone()),
            _ => None,
        })
        .await;
    let mails = world.mails(&dana.email).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].0, "Your summary is ready");
    assert!(mails[0].1.contains("Hello Dana Okafor,") && mails[0].1.contains(&world.base), "{}", mails[0].1);

    let feed = dana.client.list_notices(&all()).await.unwrap();
    assert_eq!(feed.items, vec![*told]);
    let notice = &feed.items[0];
    assert_eq!(notice.kind, NotificationKind::SummaryReady);
    assert_eq!(notice.path.as_deref(), Some("/sessions/00000000-0000-0000-0000-000000000007/summary"));
    assert!(notice.body.contains("Marek Nowak"));
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn what_is_rolled_back_tells_nobody() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let mut work = world.state.begin().await.unwrap();
    notify(&mut work, vec![Notification::to_user(dana.id, "summary:1", summary())]).await.unwrap();
    drop(work);
    assert!(world.mails(&dana.email).await.is_empty());
    assert!(rows(&world).await.is_empty());
}

#[actix_web::test]
async fn a_secret_link_does_not_stay_in_the_database() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let reset = Content::ResetPassword { token: "s3cret".to_owned() };
    tell(&world, vec![Notification::to_user(dana.id, "reset:1", reset)]).await;
    let mails = world.mails(&dana.email).await;
    assert!(mails[0].1.contains(&format!("{}/reset-password?token=s3cret", world.base)));
    let kept = rows(&world).await;
    assert_eq!((kept.len(), kept[0].status.as_str()), (1, NotificationStatus::Sent.as_str()));
    assert!(!kept[0].data.to_string().contains("s3cret"));
    assert_eq!(kept[0].recipient, dana.email);
    assert!(dana.client.list_notices(&all()).await.unwrap().items.is_empty());
}

#[actix_web::test]
async fn a_closed_account_gets_no_more_mail() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    tell(&world, vec![Notification::to_user(dana.id, "summary:1", summary())]).await;
    users::Entity::update_many()
        .col_expr(users::Column::DeletedAt, Expr::value(world.now()))
        .filter(users::Column::Id.eq(dana.id))
        .exec(&world.state.db)
        .await
        .unwrap();
    assert!(world.mails(&dana.email).await.is_empty());
    let kept = rows(&world).await;
    assert!(kept.iter().any(|row| row.status == NotificationStatus::Suppressed.as_str()));
    assert!(world.failed_jobs().await.is_empty());
}

/// Refuses in the way it is told to, and counts.
struct Broken(MailError, AtomicUsize);

#[async_trait::async_trait]
impl Mailer for Broken {
    async fn send(&self, _: Mail) -> Result<(), MailError> {
        self.1.fetch_add(1, Ordering::SeqCst);
        Err(self.0.clone())
    }
}

async fn with_mailer(error: MailError) -> (World, Arc<Broken>) {
    let mut world = World::new().await;
    let broken = Arc::new(Broken(error, AtomicUsize::new(0)));
    world.state.mailer = broken.clone();
    let dana = world.customer("Dana Okafor").await;
    tell(&world, vec![Notification::to_user(dana.id, "summary:1", summary())]).await;
    world.pass(chrono::TimeDelta::hours(47)).await;
    (world, broken)
}

async fn mail_status(world: &World) -> String {
    let mails: Vec<_> = rows(world).await.into_iter().filter(|row| row.channel == "email").collect();
    mails[0].status.clone()
}

#[actix_web::test]
async fn a_mail_server_that_is_down_is_tried_again_and_at_last_given_up() {
    let (world, broken) = with_mailer(MailError::Unavailable("down".to_owned())).await;
    assert_eq!(mail_status(&world).await, NotificationStatus::Queued.as_str());
    world.pass(chrono::TimeDelta::hours(4)).await;
    let tries = broken.1.load(Ordering::SeqCst);
    assert!((45..70).contains(&tries), "tried {tries} times in two days");
    assert_eq!(mail_status(&world).await, NotificationStatus::Failed.as_str());
    assert_eq!(world.failed_jobs().await.len(), 1);
}

#[actix_web::test]
async fn a_refused_mail_is_not_tried_again() {
    let (world, broken) = with_mailer(MailError::Refused("550".to_owned())).await;
    assert_eq!(broken.1.load(Ordering::SeqCst), 1);
    assert_eq!(mail_status(&world).await, NotificationStatus::Failed.as_str());
}

#[actix_web::test]
async fn notices_are_paged_and_marked_as_read_by_their_owner_alone() {
    let world = World::new().await;
    let (dana, omar) = (world.customer("Dana Okafor").await, world.customer("Omar Haddad").await);
    let many = (0..5).map(|n| Notification::to_user(dana.id, format!("summary:{n}"), summary()));
    tell(&world, many.collect()).await;

    let first = CursorQuery { limit: Some(3), cursor: None };
    let page = dana.client.list_notices(&first).await.unwrap();
    assert_eq!(page.items.len(), 3);
    let second = CursorQuery { limit: Some(3), cursor: page.next_cursor };
    let rest = dana.client.list_notices(&second).await.unwrap();
    assert_eq!((rest.items.len(), rest.next_cursor), (2, None));
    assert!(omar.client.list_notices(&all()).await.unwrap().items.is_empty());

    let one = page.items[0].id;
    omar.client.mark_notices_read(&MarkRead { ids: vec![one] }).await.unwrap();
    assert_eq!((unread(&dana.client).await, unread(&omar.client).await), (5, 0));
    dana.client.mark_notices_read(&MarkRead { ids: vec![one] }).await.unwrap();
    assert_eq!(unread(&dana.client).await, 4);
    dana.client.mark_notices_read(&MarkRead { ids: vec![] }).await.unwrap();
    assert_eq!(unread(&dana.client).await, 0);
}

/// How many are unread, as the list and as the count say.
async fn unread(client: &Client) -> usize {
    let notices = client.list_notices(&all()).await.unwrap();
    let listed = notices.items.iter().filter(|notice| notice.read_at.is_none()).count();
    let counted = client.count_unread_notices().await.unwrap().unread;
    assert_eq!(usize::try_from(counted).unwrap(), listed);
    listed
}

#[actix_web::test]
async fn a_list_of_notices_takes_as_many_statements_for_five_as_for_one() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    tell(&world, vec![Notification::to_user(dana.id, "summary:0", summary())]).await;
    let (_, for_one) = world.statements_of(dana.client.list_notices(&all())).await;
    let more = (1..5).map(|n| Notification::to_user(dana.id, format!("summary:{n}"), summary()));
    tell(&world, more.collect()).await;
    let (feed, for_five) = world.statements_of(dana.client.list_notices(&all())).await;
    assert_eq!((feed.unwrap().items.len(), for_five), (5, for_one));
}

#[actix_web::test]
async fn the_outbox_shows_mails_only_in_the_demo() {
    let world = World::new().await;
    let (dana, omar) = (world.customer("Dana Okafor").await, world.customer("Omar Haddad").await);
    for (person, key) in [(&dana, "a"), (&omar, "b")] {
        tell(&world, vec![Notification::to_user(person.id, key, summary())]).await;
        world.run_jobs().await;
    }
    let outbox = world.anyone().list_outbox(&OutboxQuery::default()).await.unwrap();
    let to: Vec<_> = outbox.items.iter().map(|mail| mail.recipient.as_str()).collect();
    assert_eq!(to.len(), 2);
    assert!(to.contains(&dana.email.as_str()) && to.contains(&omar.email.as_str()));
    assert!(outbox.items.iter().all(|mail| mail.html.contains("Marek Nowak")));
    assert!(world.anyone().platform().await.unwrap().outbox);

    let real = World::with(|config| config.demo.show_outbox = false).await;
    assert_eq!(refused(real.anyone().list_outbox(&OutboxQuery::default()).await), (404, Code::NotFound));
    assert!(!real.anyone().platform().await.unwrap().outbox);
}

#[actix_web::test]
async fn strangers_and_odd_parameters_are_refused() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    assert_eq!(refused(world.anyone().list_notices(&all()).await), (401, Code::Unauthenticated));
    let everything = MarkRead { ids: vec![] };
    assert_eq!(refused(world.anyone().mark_notices_read(&everything).await), (401, Code::Unauthenticated));
    assert_eq!(refused(world.anyone().count_unread_notices().await), (401, Code::Unauthenticated));
    let odd = CursorQuery { limit: Some(0), cursor: None };
    assert_eq!(
        refused_fields(dana.client.list_notices(&odd).await),
        [("limit".to_owned(), "out_of_range".to_owned())]
    );
    let odd = CursorQuery { limit: None, cursor: Some("x".to_owned()) };
    assert_eq!(
        refused_fields(dana.client.list_notices(&odd).await),
        [("cursor".to_owned(), "invalid".to_owned())]
    );
}
