//! Money: held at checkout, charged at the start, released otherwise; webhooks in any order and number.

mod told;

use crate::support::booking::{ASKING_CARD, DECLINED_CARD, GOOD_CARD, pay_with, wish};
use crate::support::people::Customer;
use crate::support::{World, refused};
use chrono::TimeDelta;
use futures::future::join_all;
use pitlane_contract::dispatch::SessionRequestDetail;
use pitlane_contract::payments::SandboxAuthentication;
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::{PaymentStatus, RequestEventKind, RequestStatus};
use pitlane_entities::{gateway_events, ledger_entries, sandbox_intents};
use pitlane_gateways::webhooks::sign;
use pitlane_platform::new_id;
use sea_orm::EntityTrait;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

async fn reread(customer: &Customer, booked: &SessionRequestDetail) -> SessionRequestDetail {
    customer.client.get_session_request(booked.request.id).await.unwrap()
}

fn count(detail: &SessionRequestDetail, kind: RequestEventKind) -> usize {
    detail.timeline.iter().filter(|event| event.kind == kind).count()
}

/// Posts an event to the webhook, signed as `secret` would.
async fn post(world: &World, secret: &str, body: &Value, seconds_ago: i64) -> u16 {
    let text = body.to_string();
    let header = sign(secret, text.as_bytes(), world.now() - TimeDelta::seconds(seconds_ago));
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client.post(format!("{}/api/v1/webhooks/stripe", world.base)).body(text);
    request.header("Stripe-Signature", header).send().await.unwrap().status().as_u16()
}

fn event(kind: &str, booked: &SessionRequestDetail, status: &str) -> Value {
    json!({ "id": format!("evt_{}", new_id()), "type": kind, "created": 1, "data": { "object": {
        "id": booked.payment.gateway_id, "object": "payment_intent", "status": status,
        "amount": booked.payment.amount_cents, "currency": "usd",
    } } })
}

fn secret(world: &World) -> String {
    world.state.secrets.webhook.expose_secret().to_owned()
}

#[actix_web::test]
async fn a_good_card_holds_the_price_and_nothing_is_charged() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let paid = world.book(&customer, None).await;
    assert_eq!(paid.payment.status, PaymentStatus::RequiresCapture);
    assert_eq!(paid.payment.client_secret, None);
    assert_eq!(paid.request.status, RequestStatus::Pending);
    assert!(ledger_entries::Entity::find().all(&world.state.db).await.unwrap().is_empty());
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_refused_card_is_told_and_another_one_may_follow() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let booked = customer.client.create_session_request(&wish(&customer, None), None).await.unwrap();
    let answer = pay_with(&customer.client, &booked, DECLINED_CARD).await.unwrap();
    assert_eq!(answer.failure.as_deref(), Some("card_declined"));
    world.run_jobs().await;
    let failed = reread(&customer, &booked).await;
    assert_eq!(failed.payment.status, PaymentStatus::Failed);
    assert_eq!(failed.payment.failure_code.as_deref(), Some("card_declined"));
    assert_eq!(count(&failed, RequestEventKind::PaymentFailed), 1);
    pay_with(&customer.client, &failed, GOOD_CARD).await.unwrap();
    world.run_jobs().await;
    assert_eq!(reread(&customer, &booked).await.request.status, RequestStatus::Pending);
}

#[actix_web::test]
async fn a_bank_that_asks_is_answered_first() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let booked = customer.client.create_session_request(&wish(&customer, None), None).await.unwrap();
    let answer = pay_with(&customer.client, &booked, ASKING_CARD).await.unwrap();
    assert_eq!(answer.status, "requires_action");
    world.run_jobs().await;
    assert_eq!(reread(&customer, &booked).await.request.status, RequestStatus::AwaitingPayment);
    let said = SandboxAuthentication {
        client_secret: booked.payment.client_secret.clone().unwrap(),
        confirmed: true,
    };
    let (url, id) = (format!("{}/sandbox", world.base), booked.payment.gateway_id.clone().unwrap());
    customer.client.sandbox_authenticate(&url, &id, &said).await.unwrap();
    world.run_jobs().await;
    assert_eq!(reread(&customer, &booked).await.payment.status, PaymentStatus::RequiresCapture);
}

#[actix_web::test]
async fn a_start_charges_once_and_the_books_balance() {
    let world = World::new().await;
    let (customer, mechanic) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    let booked = world.book(&customer, None).await;
    let offer = mechanic.client.list_offers().await.unwrap().items.remove(0);
    let session = mechanic.client.accept_offer(offer.id).await.unwrap().session_id;
    mechanic.client.start_session(session).await.unwrap();
    world.run_jobs().await;
    let charged = reread(&customer, &booked).await;
    assert_eq!(charged.payment.status, PaymentStatus::Succeeded);
    let entries = ledger_entries::Entity::find().all(&world.state.db).await.unwrap();
    assert_eq!(entries.len(), 3);
    assert_eq!(entries.iter().map(|entry| entry.amount_cents).sum::<i64>(), 0);
    let of =
        |account: &str| entries.iter().find(|entry| entry.account.starts_with(account)).unwrap().amount_cents;
    assert_eq!((of("gateway_clearing"), of("platform_fees"), of("provider_payable")), (1_500, -225, -1_275));
    let body = event("payment_intent.succeeded", &charged, "succeeded");
    assert_eq!(post(&world, &secret(&world), &body, 0).await, 200);
    assert_eq!(ledger_entries::Entity::find().all(&world.state.db).await.unwrap().len(), 3);
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn the_same_webhook_twenty_times_at_once_has_one_effect() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let booked = customer.client.create_session_request(&wish(&customer, None), None).await.unwrap();
    let body = event("payment_intent.amount_capturable_updated", &booked, "requires_capture");
    let key = secret(&world);
    let answers = join_all((0..20).map(|_| post(&world, &key, &body, 0))).await;
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    let held = reread(&customer, &booked).await;
    assert_eq!(held.request.status, RequestStatus::Pending);
    assert_eq!(count(&held, RequestEventKind::Paid), 1);
    assert_eq!(count(&held, RequestEventKind::BroadcastStarted), 1);
    assert_eq!(gateway_events::Entity::find().all(&world.state.db).await.unwrap().len(), 1);
}

#[actix_web::test]
async fn webhooks_may_come_in_any_order() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let booked = customer.client.create_session_request(&wish(&customer, None), None).await.unwrap();
    let key = secret(&world);
    for (kind, status) in [
        ("payment_intent.amount_capturable_updated", "requires_capture"),
        ("payment_intent.payment_failed", "requires_payment_method"),
        ("payment_intent.processing", "processing"),
    ] {
        assert_eq!(post(&world, &key, &event(kind, &booked, status), 0).await, 200);
    }
    let held = reread(&customer, &booked).await;
    assert_eq!(held.payment.status, PaymentStatus::RequiresCapture);
    assert_eq!(count(&held, RequestEventKind::PaymentFailed), 0);
}

#[actix_web::test]
async fn only_a_fresh_and_good_signature_is_believed() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let booked = customer.client.create_session_request(&wish(&customer, None), None).await.unwrap();
    let body = event("payment_intent.amount_capturable_updated", &booked, "requires_capture");
    assert_eq!(post(&world, "another secret", &body, 0).await, 400);
    assert_eq!(post(&world, &secret(&world), &body, 301).await, 400);
    assert!(gateway_events::Entity::find().all(&world.state.db).await.unwrap().is_empty());
    assert_eq!(reread(&customer, &booked).await.request.status, RequestStatus::AwaitingPayment);
}

#[actix_web::test]
async fn unknown_events_are_kept_and_answered() {
    let world = World::new().await;
    let body = json!({ "id": "evt_1", "type": "payout.paid", "created": 1, "data": { "object": {} } });
    assert_eq!(post(&world, &secret(&world), &body, 0).await, 200);
    let kept = gateway_events::Entity::find().one(&world.state.db).await.unwrap().unwrap();
    assert_eq!((kept.kind.as_str(), kept.outcome.as_deref()), ("payout.paid", Some("ignored")));
}

#[actix_web::test]
async fn a_cancelled_request_gives_the_money_back() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let booked = world.book(&customer, None).await;
    customer.client.cancel_session_request(booked.request.id).await.unwrap();
    world.run_jobs().await;
    let done = reread(&customer, &booked).await;
    assert_eq!(done.payment.status, PaymentStatus::Canceled);
    assert_eq!(count(&done, RequestEventKind::PaymentReleased), 1);
}

#[actix_web::test]
async fn money_that_comes_after_the_end_goes_back() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let booked = customer.client.create_session_request(&wish(&customer, None), None).await.unwrap();
    // the bank holds the price while the customer cancels; the news come last
    pay_with(&customer.client, &booked, GOOD_CARD).await.unwrap();
    customer.client.cancel_session_request(booked.request.id).await.unwrap();
    world.run_jobs().await;
    let done = reread(&customer, &booked).await;
    assert_eq!(done.request.status, RequestStatus::Cancelled);
    assert_eq!(done.payment.status, PaymentStatus::Canceled);
    let intent = sandbox_intents::Entity::find().one(&world.state.db).await.unwrap().unwrap();
    assert_eq!(intent.status, "canceled");
}

#[actix_web::test]
async fn an_unpaid_request_expires_after_half_an_hour_and_cannot_be_paid_then() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let booked = customer.client.create_session_request(&wish(&customer, None), None).await.unwrap();
    world.pass(TimeDelta::minutes(29)).await;
    assert_eq!(reread(&customer, &booked).await.request.status, RequestStatus::AwaitingPayment);
    world.pass(TimeDelta::minutes(1)).await;
    assert_eq!(reread(&customer, &booked).await.request.status, RequestStatus::Expired);
    assert_eq!(refused(pay_with(&customer.client, &booked, GOOD_CARD).await), (409, Code::Conflict));
}
