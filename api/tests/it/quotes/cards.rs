//! Cards that customers keep with the gateway.

use super::stripe::{books_agree, hand_over, settle};
use crate::support::booking::{ASKING_CARD, DECLINED_CARD, GOOD_CARD, pay_with, wish};
use crate::support::refused;
use crate::support::shop::{Shop, part, pay};
use crate::support::stripe::Stripe;
use pitlane_api::features::accounts::passwords::hash;
use pitlane_client::Client;
use pitlane_contract::accounts::CloseAccount;
use pitlane_contract::payments::{ChooseCard, Payment, SandboxAnswer, SandboxSaved};
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::PaymentStatus;
use pitlane_entities::{gateway_customers, users};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use uuid::Uuid;

fn kept(keep: bool) -> ChooseCard {
    ChooseCard { card_id: None, keep }
}

fn saved(id: &str) -> ChooseCard {
    ChooseCard { card_id: Some(id.to_owned()), keep: false }
}

/// A payment of the shop's repair that waits for a card.
async fn waiting(shop: &Shop, repair: Uuid) -> Payment {
    shop.dana.client.create_repair_payment(repair, &part(1_000), None).await.unwrap().payment
}

async fn pay_saved(client: &Client, payment: &Payment) -> SandboxAnswer {
    let said = SandboxSaved { client_secret: payment.client_secret.clone().unwrap() };
    let url = format!("{}/sandbox", client.base());
    client.sandbox_confirm_saved(&url, payment.gateway_id.as_deref().unwrap(), &said).await.unwrap()
}

#[actix_web::test]
async fn a_card_is_kept_when_the_customer_wants_it_and_pays_again() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    let dana = &shop.dana.client;
    shop.pay(repair, &part(1_000)).await.unwrap();
    assert!(dana.list_cards().await.unwrap().items.is_empty(), "nobody asked to keep it");
    let first = waiting(&shop, repair).await;
    dana.choose_card(first.id, &kept(true), None).await.unwrap();
    pay(dana, &first, DECLINED_CARD).await.unwrap();
    assert!(dana.list_cards().await.unwrap().items.is_empty(), "a card that is refused is not kept");
    pay(dana, &first, GOOD_CARD).await.unwrap();
    let card = dana.list_cards().await.unwrap().items.remove(0);
    assert_eq!(
        (card.brand.as_str(), card.last4.as_str(), card.exp_month, card.exp_year),
        ("visa", "4242", 12, 2034)
    );

    let second = waiting(&shop, repair).await;
    dana.choose_card(second.id, &saved(&card.id), None).await.unwrap();
    assert_eq!(pay_saved(dana, &second).await.status, "requires_capture");
    shop.world.run_jobs().await;
    assert_eq!(shop.repair(repair).await.account.charged_cents, 3_000);
    let third = waiting(&shop, repair).await;
    dana.choose_card(third.id, &kept(true), None).await.unwrap();
    pay(dana, &third, GOOD_CARD).await.unwrap();
    assert_eq!(dana.list_cards().await.unwrap().items.len(), 1, "the same card is kept once");
    assert_eq!(refused(dana.choose_card(third.id, &kept(true), None).await), (409, Code::InvalidTransition));
    dana.remove_card(&card.id).await.unwrap();
    assert_eq!(refused(dana.remove_card(&card.id).await), (404, Code::NotFound));
    assert!(dana.list_cards().await.unwrap().items.is_empty());
}

#[actix_web::test]
async fn a_session_is_paid_with_a_card_that_is_kept_and_whose_bank_asks() {
    let shop = Shop::new().await;
    let dana = &shop.dana;
    let first = dana.client.create_session_request(&wish(dana, None), None).await.unwrap();
    dana.client.choose_card(first.payment.id, &kept(true), None).await.unwrap();
    pay_with(&dana.client, &first, ASKING_CARD).await.unwrap();
    let card = dana.client.list_cards().await.unwrap().items.remove(0);
    let second = dana.client.create_session_request(&wish(dana, None), None).await.unwrap();
    dana.client.choose_card(second.payment.id, &saved(&card.id), None).await.unwrap();
    assert_eq!(pay_saved(&dana.client, &second.payment).await.status, "requires_action");
}

#[actix_web::test]
async fn nobody_sees_uses_or_forgets_the_card_of_somebody_else() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    let first = waiting(&shop, repair).await;
    shop.dana.client.choose_card(first.id, &kept(true), None).await.unwrap();
    pay(&shop.dana.client, &first, GOOD_CARD).await.unwrap();
    let card = shop.dana.client.list_cards().await.unwrap().items.remove(0);
    let sam = shop.world.customer("Sam Rivera").await;
    assert!(sam.client.list_cards().await.unwrap().items.is_empty());
    assert_eq!(refused(sam.client.remove_card(&card.id).await), (404, Code::NotFound));
    let theirs = sam.client.create_session_request(&wish(&sam, None), None).await.unwrap();
    let refusal = sam.client.choose_card(theirs.payment.id, &saved(&card.id), None).await;
    assert_eq!(refused(refusal), (422, Code::Invalid));
    let open = waiting(&shop, repair).await;
    assert_eq!(refused(sam.client.choose_card(open.id, &kept(true), None).await), (404, Code::NotFound));
    assert_eq!(shop.dana.client.list_cards().await.unwrap().items.len(), 1);
}

#[actix_web::test]
async fn stripe_keeps_a_card_and_is_paid_with_it() {
    let stripe = Stripe::start();
    let shop = Shop::on(stripe.world().await).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let dana = &shop.dana.client;
    for _ in 0..2 {
        let payment = waiting(&shop, repair).await;
        dana.choose_card(payment.id, &kept(true), None).await.unwrap();
        hand_over(&shop, &stripe, &payment, "visa").await;
    }
    let cards = dana.list_cards().await.unwrap().items;
    assert_eq!(cards.len(), 1, "the same card is listed once");
    assert_eq!(stripe.calls().iter().filter(|call| call.starts_with("/v1/customers ")).count(), 1);
    let payment = waiting(&shop, repair).await;
    dana.choose_card(payment.id, &saved(&cards[0].id), None).await.unwrap();
    let intent = stripe.intent(payment.gateway_id.as_deref().unwrap());
    assert_eq!(intent["payment_method"], cards[0].id.as_str());
    assert!(intent["customer"].is_string() && intent["setup_future_usage"].is_null());
    hand_over(&shop, &stripe, &payment, "saved").await;
    let seen = shop.repair(repair).await;
    assert!(seen.payments.iter().all(|one| one.payment.status == PaymentStatus::Succeeded));
    books_agree(&shop, &stripe).await;
    dana.remove_card(&cards[0].id).await.unwrap();
    assert!(dana.list_cards().await.unwrap().items.is_empty(), "both entries of it are gone");
}

#[actix_web::test]
async fn a_closed_account_leaves_no_card_behind() {
    let stripe = Stripe::start();
    let world = stripe.world().await;
    let dana = world.customer("Dana Okafor").await;
    let words = "under the blue hoist".to_owned();
    let hash = hash(&world.state, words.clone()).await.unwrap();
    let row = users::ActiveModel { id: Set(dana.id), password_hash: Set(hash), ..Default::default() };
    row.update(&world.state.db).await.unwrap();
    let made = dana.client.create_session_request(&wish(&dana, None), None).await.unwrap();
    dana.client.choose_card(made.payment.id, &kept(true), None).await.unwrap();
    dana.client.cancel_session_request(made.request.id).await.unwrap();
    let shop =
        Shop { workshop: world.workshop("W").await, olga: world.mechanic("Olga Petrova").await, world, dana };
    settle(&shop, &stripe).await;
    shop.dana.client.close_account(&CloseAccount { password: words }).await.unwrap();
    shop.world.run_jobs().await;
    assert!(
        stripe.calls().iter().any(|call| call.starts_with("/v1/customers/") && call.ends_with(" removed"))
    );
    assert!(gateway_customers::Entity::find().all(&shop.world.state.db).await.unwrap().is_empty());
    assert!(shop.world.failed_jobs().await.is_empty());
}
