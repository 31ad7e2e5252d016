//! Refunds that somebody makes on the gateway's own pages, and ones that turn out otherwise.

use super::stripe::{books_agree, hand_over, settle};
use crate::support::shop::{Shop, rest};
use crate::support::stripe::Stripe;
use pitlane_contract::repairs::NewRefund;
use pitlane_domain::vocabulary::{RefundStatus, RepairPaymentStatus};
use pitlane_entities::refunds;
use sea_orm::EntityTrait;
use uuid::Uuid;

async fn rows(shop: &Shop) -> Vec<refunds::Model> {
    refunds::Entity::find().all(&shop.world.state.db).await.unwrap()
}

async fn told_of_refunds(shop: &Shop) -> usize {
    let mails = shop.world.mails(&shop.dana.email).await;
    mails.iter().filter(|mail| mail.0 == "You get money back").count()
}

/// A repair paid whole over Stripe: its id, the payment's, and the gateway's name for it.
async fn paid(shop: &Shop, stripe: &Stripe) -> (Uuid, Uuid, String) {
    let repair = shop.approved().await.repair_id.unwrap();
    let payment = shop.dana.client.create_repair_payment(repair, &rest(), None).await.unwrap().payment;
    hand_over(shop, stripe, &payment, "visa").await;
    (repair, payment.id, payment.gateway_id.unwrap())
}

#[actix_web::test]
async fn a_refund_made_on_the_gateways_own_pages_is_taken_over_once() {
    let stripe = Stripe::start();
    let shop = Shop::on(stripe.world().await).await;
    let (repair, payment, intent) = paid(&shop, &stripe).await;
    let some = NewRefund { amount_cents: Some(1_000), reason: "Goodwill".to_owned() };
    shop.olga.client.refund_payment(payment, &some, None).await.unwrap();
    shop.world.run_jobs().await;
    stripe.refund_by_hand(&intent, 2_000, false);
    stripe.deliver_in_disorder(&shop.world).await;
    shop.world.run_jobs().await;
    settle(&shop, &stripe).await;

    let all = rows(&shop).await;
    let by_hand: Vec<_> = all.iter().filter(|row| row.requested_by.is_none()).collect();
    assert_eq!((all.len(), by_hand.len()), (2, 1));
    assert_eq!((by_hand[0].amount_cents, by_hand[0].fee_cents), (2_000, 200));
    assert!(all.iter().all(|row| row.status == RefundStatus::Succeeded.as_str()));
    let seen = shop.repair(repair).await;
    assert_eq!((seen.account.refunded_cents, seen.payments[0].refunded_cents), (3_000, 3_000));
    assert!(seen.payments[0].refunds.iter().any(|refund| refund.reason == "Charged twice"));
    assert_eq!(told_of_refunds(&shop).await, 2);
    books_agree(&shop, &stripe).await;

    stripe.refund_by_hand(&intent, 52_062 - 3_000, false);
    settle(&shop, &stripe).await;
    assert_eq!(shop.repair(repair).await.summary.payment_status, RepairPaymentStatus::Refunded);
    assert_eq!(rows(&shop).await.iter().map(|row| row.fee_cents).sum::<i64>(), 5_206);
    books_agree(&shop, &stripe).await;
}

#[actix_web::test]
async fn a_refund_that_the_bank_sends_back_is_undone_and_can_be_tried_again() {
    let stripe = Stripe::start();
    let shop = Shop::on(stripe.world().await).await;
    let (repair, payment, intent) = paid(&shop, &stripe).await;
    let all_of_it = NewRefund { amount_cents: None, reason: "Goodwill".to_owned() };
    shop.olga.client.refund_payment(payment, &all_of_it, None).await.unwrap();
    settle(&shop, &stripe).await;
    assert_eq!(shop.repair(repair).await.summary.payment_status, RepairPaymentStatus::Refunded);
    let id = stripe.refunds()[0]["id"].as_str().unwrap().to_owned();
    stripe.fail_refund(&id);
    stripe.deliver_in_disorder(&shop.world).await;
    settle(&shop, &stripe).await;
    let seen = shop.repair(repair).await;
    assert_eq!((seen.account.refunded_cents, seen.summary.payment_status), (0, RepairPaymentStatus::Paid));
    assert_eq!(seen.payments[0].refunds[0].status, RefundStatus::Failed);
    books_agree(&shop, &stripe).await;
    shop.olga.client.refund_payment(payment, &all_of_it, None).await.unwrap();
    settle(&shop, &stripe).await;
    assert_eq!(stripe.intent(&intent)["amount_refunded"], 52_062);
    assert_eq!(shop.repair(repair).await.summary.payment_status, RepairPaymentStatus::Refunded);
    books_agree(&shop, &stripe).await;
}

#[actix_web::test]
async fn news_of_a_refund_that_overtake_the_answer_and_the_charge_count_once() {
    let stripe = Stripe::start();
    let shop = Shop::on(stripe.world().await).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let payment = shop.dana.client.create_repair_payment(repair, &rest(), None).await.unwrap().payment;
    let intent = payment.gateway_id.clone().unwrap();
    hand_over(&shop, &stripe, &payment, "visa").await;
    // the answer gets lost, so that the gateway's news are the first to tell of it
    stripe.lose_next_answer();
    let some = NewRefund { amount_cents: Some(5_000), reason: "Goodwill".to_owned() };
    shop.olga.client.refund_payment(payment.id, &some, None).await.unwrap();
    settle(&shop, &stripe).await;
    assert_eq!(shop.repair(repair).await.payments[0].refunds[0].status, RefundStatus::Succeeded);
    shop.world.pass(chrono::TimeDelta::minutes(10)).await;
    assert_eq!((rows(&shop).await.len(), told_of_refunds(&shop).await), (1, 1));
    assert_eq!(stripe.intent(&intent)["amount_refunded"], 5_000);
    books_agree(&shop, &stripe).await;
}
