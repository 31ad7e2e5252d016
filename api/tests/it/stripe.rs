//! The same flow of money over Stripe's API, against a stand-in that remembers what it was asked.

use crate::support::World;
use crate::support::booking::wish;
use crate::support::people::Customer;
use crate::support::stripe::Stripe;
use pitlane_contract::dispatch::SessionRequestDetail;
use pitlane_contract::repairs::NewRefund;
use pitlane_domain::vocabulary::{PaymentStatus, RequestEventKind, RequestStatus};
use pitlane_entities::ledger_entries;
use sea_orm::EntityTrait;

async fn booked(customer: &Customer) -> (SessionRequestDetail, String, String) {
    let made = customer.client.create_session_request(&wish(customer, None), None).await.unwrap();
    let id = made.payment.gateway_id.clone().expect("Stripe made an intent");
    let secret = made.payment.client_secret.clone().expect("the browser can confirm it");
    (made, id, secret)
}

async fn reread(customer: &Customer, made: &SessionRequestDetail) -> SessionRequestDetail {
    customer.client.get_session_request(made.request.id).await.unwrap()
}

async fn settle(world: &World, stripe: &Stripe) {
    stripe.deliver(world).await;
    world.run_jobs().await;
    stripe.deliver(world).await;
}

#[actix_web::test]
async fn a_card_is_held_by_stripe_and_charged_at_the_start() {
    let stripe = Stripe::start();
    let world = stripe.world().await;
    let (customer, mechanic) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    let (made, id, secret) = booked(&customer).await;
    assert_eq!(made.payment.gateway, "stripe");
    assert_eq!(
        (&stripe.intent(&id)["amount"], &stripe.intent(&id)["currency"]),
        (&1_500.into(), &"usd".into())
    );
    assert_eq!(stripe.intent(&id)["capture_method"], "manual");
    stripe.confirm(&id, &secret, "visa");
    settle(&world, &stripe).await;
    assert_eq!(reread(&customer, &made).await.payment.status, PaymentStatus::RequiresCapture);
    let offer = mechanic.client.list_offers().await.unwrap().items.remove(0);
    let session = mechanic.client.accept_offer(offer.id).await.unwrap().session_id;
    mechanic.client.start_session(session).await.unwrap();
    settle(&world, &stripe).await;
    assert_eq!(reread(&customer, &made).await.payment.status, PaymentStatus::Succeeded);
    assert_eq!(stripe.intent(&id)["amount_received"], 1_500);
    let entries = ledger_entries::Entity::find().all(&world.state.db).await.unwrap();
    assert_eq!((entries.len(), entries.iter().map(|entry| entry.amount_cents).sum::<i64>()), (3, 0));
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn the_share_of_a_session_follows_to_a_mechanic_who_is_paid_by_stripe_and_back() {
    let stripe = Stripe::start();
    let world = stripe.world().await;
    let (customer, mechanic) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    mechanic.client.start_onboarding(None).await.unwrap();
    let account = stripe.answer_questions();
    settle(&world, &stripe).await;
    let (made, id, secret) = booked(&customer).await;
    stripe.confirm(&id, &secret, "visa");
    settle(&world, &stripe).await;
    let offer = mechanic.client.list_offers().await.unwrap().items.remove(0);
    let session = mechanic.client.accept_offer(offer.id).await.unwrap().session_id;
    mechanic.client.start_session(session).await.unwrap();
    settle(&world, &stripe).await;
    let sent = stripe.transfers();
    assert_eq!((sent.len(), &sent[0]["amount"]), (1, &1_275.into()));
    assert_eq!(sent[0]["destination"], account.as_str());
    let some = NewRefund { amount_cents: Some(500), reason: "Goodwill".to_owned() };
    mechanic.client.refund_payment(made.payment.id, &some, None).await.unwrap();
    settle(&world, &stripe).await;
    world.run_jobs().await;
    assert_eq!(stripe.transfers()[0]["amount_reversed"], 425);
    let earned = mechanic.client.provider_balance().await.unwrap().items.remove(0).earned_cents;
    assert_eq!(earned, 1_275 - 425, "the ledger says what the gateway moved");
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_refusal_is_told_and_the_banks_question_waits() {
    let stripe = Stripe::start();
    let world = stripe.world().await;
    let customer = world.customer("Dana Okafor").await;
    let (made, id, secret) = booked(&customer).await;
    stripe.confirm(&id, &secret, "declined");
    settle(&world, &stripe).await;
    let failed = reread(&customer, &made).await;
    assert_eq!(failed.payment.status, PaymentStatus::Failed);
    assert_eq!(failed.payment.failure_code.as_deref(), Some("insufficient_funds"));
    stripe.confirm(&id, &secret, "asks");
    settle(&world, &stripe).await;
    assert_eq!(reread(&customer, &made).await.request.status, RequestStatus::AwaitingPayment);
    stripe.confirm(&id, &secret, "visa");
    settle(&world, &stripe).await;
    assert_eq!(reread(&customer, &made).await.request.status, RequestStatus::Pending);
}

#[actix_web::test]
async fn a_cancelled_request_releases_what_stripe_holds() {
    let stripe = Stripe::start();
    let world = stripe.world().await;
    let customer = world.customer("Dana Okafor").await;
    let (made, id, secret) = booked(&customer).await;
    stripe.confirm(&id, &secret, "visa");
    settle(&world, &stripe).await;
    customer.client.cancel_session_request(made.request.id).await.unwrap();
    settle(&world, &stripe).await;
    assert_eq!(stripe.intent(&id)["status"], "canceled");
    let after = reread(&customer, &made).await;
    assert_eq!(after.payment.status, PaymentStatus::Canceled);
    assert_eq!(
        after.timeline.iter().filter(|event| event.kind == RequestEventKind::PaymentReleased).count(),
        1
    );
}

#[actix_web::test]
async fn a_gateway_that_is_down_is_asked_again_and_makes_one_intent() {
    let stripe = Stripe::start();
    let world = stripe.world().await;
    let customer = world.customer("Dana Okafor").await;
    stripe.in_trouble(&[503, 429]);
    let made = customer.client.create_session_request(&wish(&customer, None), None).await.unwrap();
    assert_eq!(made.payment.gateway_id, None, "the request stands although the gateway does not");
    world.pass(chrono::TimeDelta::minutes(10)).await;
    assert!(reread(&customer, &made).await.payment.gateway_id.is_some());
    assert_eq!(stripe.intents(), 1);
}

#[actix_web::test]
async fn an_answer_that_got_lost_charges_once() {
    let stripe = Stripe::start();
    let world = stripe.world().await;
    let customer = world.customer("Dana Okafor").await;
    stripe.lose_next_answer();
    let made = customer.client.create_session_request(&wish(&customer, None), None).await.unwrap();
    world.pass(chrono::TimeDelta::minutes(10)).await;
    let known = reread(&customer, &made).await.payment;
    let (id, secret) = (known.gateway_id.unwrap(), known.client_secret.unwrap());
    assert_eq!(stripe.intents(), 1, "the same key made the same intent");
    let mechanic = world.mechanic("Marek Nowak").await;
    stripe.confirm(&id, &secret, "visa");
    settle(&world, &stripe).await;
    let offer = mechanic.client.list_offers().await.unwrap().items.remove(0);
    let session = mechanic.client.accept_offer(offer.id).await.unwrap().session_id;
    stripe.lose_next_answer();
    mechanic.client.start_session(session).await.unwrap();
    world.pass(chrono::TimeDelta::minutes(2)).await;
    settle(&world, &stripe).await;
    assert_eq!(reread(&customer, &made).await.payment.status, PaymentStatus::Succeeded);
    let captures = stripe.calls().iter().filter(|call| call.contains("/capture")).count();
    assert_eq!(captures, 1, "{:?}", stripe.calls());
    assert_eq!(ledger_entries::Entity::find().all(&world.state.db).await.unwrap().len(), 3);
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn browsers_learn_what_they_need_of_stripe_and_nothing_secret() {
    let stripe = Stripe::start();
    let world = stripe.world().await;
    let platform = world.anyone().platform().await.unwrap();
    assert_eq!(platform.payment_gateway, "stripe");
    assert_eq!(platform.sandbox_url, None);
    let told = platform.stripe.clone().unwrap();
    assert_eq!(told.publishable_key, "pk_test_pitlane");
    assert!(!serde_json::to_string(&platform).unwrap().contains("sk_test"));
    let customer = world.customer("Dana Okafor").await;
    let (_, id, secret) = booked(&customer).await;
    let card = pitlane_contract::payments::SandboxCard {
        client_secret: secret,
        number: "4242".to_owned(),
        expiry: "12/34".to_owned(),
        cvc: "123".to_owned(),
    };
    let url = format!("{}/sandbox", world.base);
    assert!(customer.client.sandbox_confirm(&url, &id, &card).await.is_err(), "no card comes to our server");
}
