//! The sandbox on a database in memory.

use super::*;
use crate::webhooks::GatewayEvent;
use pitlane_migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};

fn now() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

async fn database() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1);
    let db = Database::connect(options).await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    db
}

fn price(key: &str, amount_cents: i64) -> NewIntent {
    NewIntent {
        idempotency_key: key.into(),
        amount_cents,
        currency: "USD".into(),
        description: "Chat session".into(),
        share: None,
    }
}

fn card(number: &str) -> Card {
    Card { number: number.into(), expiry: "12/30".into(), cvc: "123".into() }
}

async fn pay(db: &DatabaseConnection, intent: &Intent, number: &str) -> Confirmation {
    confirm(db, now(), &intent.id, &intent.client_secret, &card(number)).await.unwrap()
}

fn told(event: Option<SandboxEvent>) -> (&'static str, GatewayEvent) {
    let event = event.unwrap();
    let read = GatewayEvent::parse(event.payload.to_string().as_bytes()).unwrap();
    assert_eq!((read.id.as_str(), read.kind.as_str()), (event.id.as_str(), event.kind));
    (event.kind, read)
}

#[tokio::test]
async fn the_same_key_is_the_same_intent() {
    let db = database().await;
    let first = create(&db, now(), price("k1", 1500)).await.unwrap();
    assert_eq!(create(&db, now(), price("k1", 1500)).await.unwrap(), first);
    assert_ne!(create(&db, now(), price("k2", 1500)).await.unwrap().id, first.id);
    let other_price = create(&db, now(), price("k1", 1501)).await.unwrap_err();
    assert!(matches!(other_price, GatewayError::InvalidState(_)));
    assert!(matches!(create(&db, now(), price("k3", 0)).await, Err(GatewayError::InvalidState(_))));
}

#[tokio::test]
async fn a_good_card_is_held_then_charged_once() {
    let db = database().await;
    let new = create(&db, now(), price("k", 1500)).await.unwrap();
    let held = pay(&db, &new, "4242424242424242").await;
    assert_eq!((held.intent.status, held.failure), (IntentStatus::RequiresCapture, None));
    assert_eq!(told(held.event).0, "payment_intent.amount_capturable_updated");

    let (charged, event) = capture(&db, now(), &new.id).await.unwrap();
    assert_eq!((charged.status, charged.amount_received_cents), (IntentStatus::Succeeded, 1500));
    let (kind, read) = told(event);
    assert_eq!((kind, read.intent().unwrap().amount_received), ("payment_intent.succeeded", 1500));

    let (again, event) = capture(&db, now(), &new.id).await.unwrap();
    assert_eq!((again, event), (charged, None));
    assert!(matches!(cancel(&db, now(), &new.id).await, Err(GatewayError::InvalidState(_))));
}

#[tokio::test]
async fn a_refused_card_may_be_replaced() {
    let db = database().await;
    let new = create(&db, now(), price("k", 1500)).await.unwrap();
    for (number, code) in [("4000000000000002", "card_declined"), ("4000000000009995", "insufficient_funds")]
    {
        let refused = pay(&db, &new, number).await;
        assert_eq!(refused.intent.status, IntentStatus::RequiresPaymentMethod);
        assert_eq!(refused.failure.as_deref(), Some(code));
        let (kind, read) = told(refused.event);
        assert_eq!(kind, "payment_intent.payment_failed");
        assert_eq!(read.intent().unwrap().failure_code(), Some(code));
    }
    let held = pay(&db, &new, "4242424242424242").await;
    assert_eq!((held.intent.status, held.intent.last_error), (IntentStatus::RequiresCapture, None));
}

#[tokio::test]
async fn a_mistyped_card_changes_nothing_and_tells_nobody() {
    let db = database().await;
    let new = create(&db, now(), price("k", 1500)).await.unwrap();
    let wrong = pay(&db, &new, "4242424242424241").await;
    assert_eq!(wrong.failure.as_deref(), Some("incorrect_number"));
    assert_eq!((wrong.intent, wrong.event), (new, None));
}

#[tokio::test]
async fn a_bank_that_asks_back_is_answered() {
    let db = database().await;
    let new = create(&db, now(), price("k", 1500)).await.unwrap();
    let asked = pay(&db, &new, "4000002500003155").await;
    assert_eq!(asked.intent.status, IntentStatus::RequiresAction);
    assert_eq!(told(asked.event).0, "payment_intent.requires_action");

    let no = authenticate(&db, now(), &new.id, &new.client_secret, false).await.unwrap();
    assert_eq!(no.failure.as_deref(), Some("payment_intent_authentication_failure"));
    assert_eq!(told(no.event).0, "payment_intent.payment_failed");

    pay(&db, &new, "4000002500003155").await;
    let yes = authenticate(&db, now(), &new.id, &new.client_secret, true).await.unwrap();
    assert_eq!((yes.intent.status, yes.failure), (IntentStatus::RequiresCapture, None));
    let twice = authenticate(&db, now(), &new.id, &new.client_secret, true).await;
    assert!(matches!(twice, Err(GatewayError::InvalidState(_))));
}

#[tokio::test]
async fn a_hold_is_released_once_and_never_charged_after() {
    let db = database().await;
    let new = create(&db, now(), price("k", 1500)).await.unwrap();
    assert!(matches!(capture(&db, now(), &new.id).await, Err(GatewayError::InvalidState(_))));
    pay(&db, &new, "4242424242424242").await;
    let (released, event) = cancel(&db, now(), &new.id).await.unwrap();
    assert_eq!(released.status, IntentStatus::Canceled);
    assert_eq!(told(event).0, "payment_intent.canceled");
    assert_eq!(cancel(&db, now(), &new.id).await.unwrap().1, None);
    assert!(matches!(capture(&db, now(), &new.id).await, Err(GatewayError::InvalidState(_))));
    let late = confirm(&db, now(), &new.id, &new.client_secret, &card("4242424242424242")).await;
    assert!(matches!(late, Err(GatewayError::InvalidState(_))));
}

#[tokio::test]
async fn without_the_secret_an_intent_does_not_exist() {
    let db = database().await;
    let new = create(&db, now(), price("k", 1500)).await.unwrap();
    let other = create(&db, now(), price("k2", 1500)).await.unwrap();
    for (id, secret) in
        [(&new.id, &other.client_secret), (&new.id, &String::new()), (&"pi_x".into(), &new.client_secret)]
    {
        let paid = confirm(&db, now(), id, secret, &card("4242424242424242")).await;
        assert_eq!(paid.unwrap_err(), GatewayError::NotFound);
        assert_eq!(retrieve(&db, id, secret).await.unwrap_err(), GatewayError::NotFound);
    }
    assert_eq!(retrieve(&db, &new.id, &new.client_secret).await.unwrap(), new);
    assert!(!format!("{new:?}").contains(&new.client_secret));
}

struct Host(DatabaseConnection, std::sync::Mutex<Vec<&'static str>>);

#[async_trait]
impl SandboxHost for Host {
    fn now(&self) -> DateTime<Utc> {
        now()
    }
    #[allow(clippy::disallowed_methods)] // nothing is cancelled here
    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        use sea_orm::TransactionTrait as _;
        self.0.begin().await
    }
    async fn deliver(&self, _tx: &DatabaseTransaction, event: SandboxEvent) -> Result<(), DbErr> {
        self.1.lock().unwrap().push(event.kind);
        Ok(())
    }
}

#[tokio::test]
async fn behind_the_trait_each_change_is_handed_on_once() {
    let host = Arc::new(Host(database().await, std::sync::Mutex::default()));
    let gateway = SandboxGateway::new(host.clone());
    let new = gateway.create_intent(price("k", 3500)).await.unwrap();
    pay(&host.0, &new, "4242424242424242").await;
    gateway.capture(&new.id, "c1").await.unwrap();
    gateway.capture(&new.id, "c1").await.unwrap();
    assert_eq!(gateway.retrieve(&new.id).await.unwrap().status, IntentStatus::Succeeded);
    assert_eq!(*host.1.lock().unwrap(), ["payment_intent.succeeded"]);
    assert_eq!(gateway.retrieve("pi_x").await.unwrap_err(), GatewayError::NotFound);
}
