//! What the customer of a session is written about their money.

use super::{event, post, reread, secret};
use crate::support::World;
use crate::support::booking::wish;
use crate::support::people::{Customer, Mechanic};
use chrono::TimeDelta;
use pitlane_contract::dispatch::SessionRequestDetail;
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::repairs::NewRefund;
use pitlane_domain::vocabulary::{NotificationKind, PaymentStatus, RequestStatus};
use uuid::Uuid;

const RECEIPT: &str = "Your receipt for the session";
const RELEASED: &str = "Nothing is charged";
const BACK: &str = "You get money back";

/// The mails to `customer` with this subject, as text.
async fn told(world: &World, customer: &Customer, subject: &str) -> Vec<String> {
    let mails = world.mails(&customer.email).await;
    mails.into_iter().filter(|(title, _)| title == subject).map(|(_, text)| text).collect()
}

/// A session that has begun, and so is paid.
async fn begun(world: &World, customer: &Customer, mechanic: &Mechanic) -> (SessionRequestDetail, Uuid) {
    let booked = world.book(customer, None).await;
    let offer = mechanic.client.list_offers().await.unwrap().items.remove(0);
    let session = mechanic.client.accept_offer(offer.id).await.unwrap().session_id;
    mechanic.client.start_session(session).await.unwrap();
    world.run_jobs().await;
    (reread(customer, &booked).await, session)
}

#[actix_web::test]
async fn a_charge_is_followed_by_one_receipt() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    let booked = world.book(&dana, None).await;
    assert!(told(&world, &dana, RECEIPT).await.is_empty(), "what is held is not charged");
    let offer = marek.client.list_offers().await.unwrap().items.remove(0);
    let session = marek.client.accept_offer(offer.id).await.unwrap().session_id;
    marek.client.start_session(session).await.unwrap();
    for _ in 0..2 {
        world.run_jobs().await;
        let charged = reread(&dana, &booked).await;
        let body = event("payment_intent.succeeded", &charged, "succeeded");
        assert_eq!(post(&world, &secret(&world), &body, 0).await, 200);
    }
    let receipts = told(&world, &dana, RECEIPT).await;
    assert_eq!(receipts.len(), 1);
    for words in
        ["Amount: 15.00 USD", "Service: Chat", &format!("{}/requests/{}", world.base, booked.request.id)]
    {
        assert!(receipts[0].contains(words), "{words} in {}", receipts[0]);
    }
    let notices = dana.client.list_notices(&CursorQuery::default()).await.unwrap().items;
    assert_eq!(notices.iter().filter(|it| it.kind == NotificationKind::SessionPaid).count(), 1);
    assert!(told(&world, &dana, RELEASED).await.is_empty());
    let to_marek = world.mails(&marek.email).await;
    assert!(to_marek.iter().all(|(subject, _)| subject != RECEIPT), "{to_marek:?}");
}

#[actix_web::test]
async fn a_request_that_is_called_off_tells_that_nothing_is_charged() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let booked = world.book(&dana, None).await;
    dana.client.cancel_session_request(booked.request.id).await.unwrap();
    world.run_jobs().await;
    assert_eq!(reread(&dana, &booked).await.payment.status, PaymentStatus::Canceled);
    let released = told(&world, &dana, RELEASED).await;
    assert_eq!(released.len(), 1);
    assert!(released[0].contains("Amount: 15.00 USD"), "{}", released[0]);

    // what was never held is not released
    let unpaid = dana.client.create_session_request(&wish(&dana, None), None).await.unwrap();
    dana.client.cancel_session_request(unpaid.request.id).await.unwrap();
    assert_eq!(told(&world, &dana, RELEASED).await.len(), 1);
}

#[actix_web::test]
async fn a_request_that_nobody_took_tells_of_the_release_once() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let booked = world.book(&dana, None).await;
    let mut hours = 0;
    while reread(&dana, &booked).await.request.status != RequestStatus::Expired && hours < 48 {
        world.pass(TimeDelta::hours(1)).await;
        hours += 1;
    }
    world.run_jobs().await;
    assert_eq!(reread(&dana, &booked).await.payment.status, PaymentStatus::Canceled);
    let ended = told(&world, &dana, "Nobody was free for your request").await;
    assert_eq!(ended.len(), 1);
    assert!(ended[0].contains("The amount held on your card is released"), "{}", ended[0]);
    assert!(told(&world, &dana, RELEASED).await.is_empty());
}

#[actix_web::test]
async fn each_refund_of_a_session_is_told_with_its_amount_and_reason() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    let (charged, _) = begun(&world, &dana, &marek).await;
    for (cents, reason) in [(Some(500), "It took half the time."), (None, "And it did not help.")] {
        // the outbox orders what came in the same instant at random
        world.state.clock.advance(TimeDelta::seconds(1));
        let back = NewRefund { amount_cents: cents, reason: reason.to_owned() };
        marek.client.refund_payment(charged.payment.id, &back, None).await.unwrap();
        world.run_jobs().await;
    }
    let told = told(&world, &dana, BACK).await;
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("Amount: 5.00 USD") && told[0].contains("Reason: It took half the time."));
    assert!(told[1].contains("Amount: 10.00 USD") && told[1].contains("Reason: And it did not help."));
    assert!(told[0].contains(&format!("{}/requests/{}", world.base, charged.request.id)), "{}", told[0]);
    assert!(world.failed_jobs().await.is_empty());
}
