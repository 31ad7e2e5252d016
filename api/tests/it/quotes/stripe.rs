//! A repair is paid for over Stripe's API, against a stand-in that remembers what it was asked.

use crate::support::refused;
use crate::support::shop::{Shop, rest};
use crate::support::stripe::Stripe;
use chrono::TimeDelta;
use pitlane_contract::payments::Payment;
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::{NewRefund, NewRepairPayment};
use pitlane_domain::vocabulary::RepairStatus::{Completed, InProgress, Ready};
use pitlane_domain::vocabulary::{PaymentPart, PaymentStatus, RefundStatus};
use pitlane_entities::ledger_entries;
use sea_orm::EntityTrait;
use uuid::Uuid;

/// Hands over and works off whatever either side owes.
pub async fn settle(shop: &Shop, stripe: &Stripe) {
    for _ in 0..2 {
        stripe.deliver(&shop.world).await;
        shop.world.run_jobs().await;
    }
    stripe.deliver(&shop.world).await;
}

/// What the customer's browser needs for a payment, and what it does with a card.
pub async fn hand_over(shop: &Shop, stripe: &Stripe, payment: &Payment, card: &str) {
    let (id, secret) = (payment.gateway_id.as_deref().unwrap(), payment.client_secret.as_deref().unwrap());
    stripe.confirm(id, secret, card);
    settle(shop, stripe).await;
}

async fn status_of(shop: &Shop, repair: Uuid, payment: Uuid) -> PaymentStatus {
    let all = shop.repair(repair).await.payments;
    all.iter().find(|one| one.payment.id == payment).unwrap().payment.status
}

/// The books of the platform agree with those of the stand-in.
pub async fn books_agree(shop: &Shop, stripe: &Stripe) {
    let entries = ledger_entries::Entity::find().all(&shop.world.state.db).await.unwrap();
    assert_eq!(entries.iter().map(|entry| entry.amount_cents).sum::<i64>(), 0);
    let clearing = entries.iter().filter(|entry| entry.account == "gateway_clearing");
    assert_eq!(clearing.map(|entry| entry.amount_cents).sum::<i64>(), stripe.kept());
    assert!(shop.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_repair_is_paid_over_stripe_and_partly_given_back() {
    let stripe = Stripe::start();
    let shop = Shop::on(stripe.world().await).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let dana = &shop.dana.client;
    let deposit = NewRepairPayment { part: PaymentPart::Deposit, amount_cents: None };
    let deposit = dana.create_repair_payment(repair, &deposit, None).await.unwrap().payment;
    hand_over(&shop, &stripe, &deposit, "declined").await;
    assert_eq!(status_of(&shop, repair, deposit.id).await, PaymentStatus::Failed);
    hand_over(&shop, &stripe, &deposit, "asks").await;
    assert_eq!(shop.repair(repair).await.account.charged_cents, 0);
    hand_over(&shop, &stripe, &deposit, "visa").await;
    assert_eq!(status_of(&shop, repair, deposit.id).await, PaymentStatus::Succeeded);
    assert_eq!(shop.repair(repair).await.account.charged_cents, 10_000);

    let all = dana.create_repair_payment(repair, &rest(), None).await.unwrap().payment;
    hand_over(&shop, &stripe, &all, "visa").await;
    shop.go(repair, &[InProgress, Ready, Completed]).await;
    let some = NewRefund { amount_cents: Some(5_000), reason: "A discount that was promised".to_owned() };
    shop.olga.client.refund_payment(all.id, &some, None).await.unwrap();
    settle(&shop, &stripe).await;

    let receipt = dana.get_receipt(repair).await.unwrap();
    assert_eq!((receipt.paid_cents, receipt.refunded_cents, receipt.due_cents), (52_062, 5_000, 0));
    assert_eq!(receipt.payments.len(), 2);
    assert_eq!(stripe.intent(all.gateway_id.as_deref().unwrap())["amount_refunded"], 5_000);
    let captures = stripe.calls().iter().filter(|call| call.contains("/capture")).count();
    assert_eq!((stripe.intents(), captures, stripe.kept()), (2, 2, 47_062));
    books_agree(&shop, &stripe).await;
}

#[actix_web::test]
async fn a_refund_whose_answer_got_lost_is_given_once() {
    let stripe = Stripe::start();
    let shop = Shop::on(stripe.world().await).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let paid = shop.dana.client.create_repair_payment(repair, &rest(), None).await.unwrap().payment;
    hand_over(&shop, &stripe, &paid, "visa").await;
    stripe.lose_next_answer();
    let some = NewRefund { amount_cents: Some(1_000), reason: "Goodwill".to_owned() };
    shop.olga.client.refund_payment(paid.id, &some, None).await.unwrap();
    shop.world.pass(TimeDelta::minutes(10)).await;
    settle(&shop, &stripe).await;
    let seen = shop.repair(repair).await;
    let refunds = &seen.payments[0].refunds;
    assert_eq!((refunds.len(), refunds[0].status), (1, RefundStatus::Succeeded));
    let asked = stripe.calls().iter().filter(|call| call.contains("/refunds")).count();
    assert_eq!((asked, stripe.kept()), (1, 51_062));
    let more = NewRefund { amount_cents: Some(51_063), reason: "Too much".to_owned() };
    let refusal = shop.olga.client.refund_payment(paid.id, &more, None).await;
    assert_eq!(refused(refusal), (409, Code::NotAuthorized));
    books_agree(&shop, &stripe).await;
}
