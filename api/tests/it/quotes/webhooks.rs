//! What the gateway says of a repair's money: however often and in whatever order it says it, and whoever says it instead.

use crate::support::World;
use crate::support::shop::{Shop, rest};
use futures::future::join_all;
use pitlane_contract::payments::Payment;
use pitlane_contract::repairs::NewRefund;
use pitlane_entities::{gateway_events, ledger_entries, payments, refunds};
use pitlane_gateways::webhooks::sign;
use sea_orm::EntityTrait;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

fn event(id: &str, kind: &str, payment: &Payment, status: &str) -> Value {
    json!({ "id": id, "type": kind, "created": 1, "data": { "object": {
        "id": payment.gateway_id, "object": "payment_intent", "status": status,
        "amount": payment.amount_cents, "currency": "usd",
    } } })
}

/// Posts a body with a signature, or with none.
async fn post(client: &reqwest::Client, world: &World, body: String, signature: Option<String>) -> u16 {
    let mut request = client.post(format!("{}/api/v1/webhooks/stripe", world.base)).body(body);
    if let Some(signature) = signature {
        request = request.header("Stripe-Signature", signature);
    }
    request.send().await.unwrap().status().as_u16()
}

fn signed(world: &World, body: &str, seconds_ago: i64) -> String {
    let secret = world.state.secrets.webhook.expose_secret();
    sign(secret, body.as_bytes(), world.now() - chrono::TimeDelta::seconds(seconds_ago))
}

/// Posts every event `times` times at once, the last kind first.
async fn flood(world: &World, events: &[Value], times: usize) -> Vec<u16> {
    // one for all of them: each would read the machine's certificates
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let posts = (0..times).flat_map(|_| events.iter().rev()).map(|event| {
        let body = event.to_string();
        let signature = signed(world, &body, 0);
        post(&client, world, body, Some(signature))
    });
    join_all(posts).await
}

#[actix_web::test]
async fn the_same_news_twenty_times_in_any_order_charge_once() {
    let shop = Shop::new().await;
    let (world, db) = (&shop.world, &shop.world.state.db);
    let repair = shop.approved().await.repair_id.unwrap();
    let made = shop.dana.client.create_repair_payment(repair, &rest(), None).await.unwrap().payment;
    let mails = world.mails(&shop.dana.email).await.len();
    let news = [
        event("evt_1", "payment_intent.processing", &made, "processing"),
        event("evt_2", "payment_intent.payment_failed", &made, "requires_payment_method"),
        event("evt_3", "payment_intent.amount_capturable_updated", &made, "requires_capture"),
        event("evt_4", "payment_intent.succeeded", &made, "succeeded"),
    ];
    let answers = flood(world, &news, 20).await;
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    assert_eq!(gateway_events::Entity::find().all(db).await.unwrap().len(), 4);
    let seen = shop.repair(repair).await;
    assert_eq!((seen.account.charged_cents, seen.account.reserved_cents), (52_062, 0));
    let entries = ledger_entries::Entity::find().all(db).await.unwrap();
    assert_eq!((entries.len(), entries.iter().map(|entry| entry.amount_cents).sum::<i64>()), (3, 0));
    assert_eq!(shop.dana.client.get_receipt(repair).await.unwrap().payments.len(), 1);
    assert_eq!(world.mails(&shop.dana.email).await.len(), mails + 1, "one message tells of the payment");
}

#[actix_web::test]
async fn news_that_nobody_signed_change_nothing() {
    let shop = Shop::new().await;
    let (world, db) = (&shop.world, &shop.world.state.db);
    let repair = shop.approved().await.repair_id.unwrap();
    let made = shop.dana.client.create_repair_payment(repair, &rest(), None).await.unwrap().payment;
    let mails = world.mails(&shop.dana.email).await.len();
    let before = (payments::Entity::find().all(db).await.unwrap(), shop.repair(repair).await.account);
    let body = event("evt_1", "payment_intent.succeeded", &made, "succeeded").to_string();
    let good = signed(world, &body, 0);
    let another = sign("another secret", body.as_bytes(), world.now());
    // one byte of the body, at every tenth place, and one of the signature
    let changed = (0..body.len()).step_by(10).map(|at| {
        let mut bytes = body.clone().into_bytes();
        bytes[at] ^= 1;
        (String::from_utf8(bytes).unwrap(), Some(good.clone()))
    });
    let mut wrong: Vec<_> = changed.collect();
    let last = if good.ends_with('0') { "1" } else { "0" };
    wrong.push((body.clone(), Some(format!("{}{last}", &good[..good.len() - 1]))));
    wrong.push((body.clone(), None));
    wrong.push((body.clone(), Some(another)));
    wrong.push((body.clone(), Some(signed(world, &body, 301))));
    wrong.push((body.clone(), Some(signed(world, &body, -301))));
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let posts = wrong.into_iter().map(|(body, signature)| post(&client, world, body, signature));
    let answers = join_all(posts).await;
    assert!(answers.iter().all(|status| *status == 400), "{answers:?}");
    assert!(gateway_events::Entity::find().all(db).await.unwrap().is_empty());
    assert!(ledger_entries::Entity::find().all(db).await.unwrap().is_empty());
    let after = (payments::Entity::find().all(db).await.unwrap(), shop.repair(repair).await.account);
    assert_eq!(after, before);
    assert_eq!(world.mails(&shop.dana.email).await.len(), mails);
    assert_eq!(post(&client, world, body, Some(good)).await, 200, "the one that is signed is believed");
    assert_eq!(shop.repair(repair).await.account.charged_cents, 52_062);
}

#[actix_web::test]
async fn news_of_a_charge_that_come_again_after_a_refund_change_nothing() {
    let shop = Shop::new().await;
    let (world, db) = (&shop.world, &shop.world.state.db);
    let repair = shop.approved().await.repair_id.unwrap();
    let paid = shop.pay(repair, &rest()).await.unwrap().payment;
    let some = NewRefund { amount_cents: Some(2_000), reason: "Goodwill".to_owned() };
    shop.olga.client.refund_payment(paid.id, &some, None).await.unwrap();
    world.run_jobs().await;
    let mails = world.mails(&shop.dana.email).await.len();
    let entries = ledger_entries::Entity::find().all(db).await.unwrap().len();
    let news = [
        event("evt_8", "payment_intent.succeeded", &paid, "succeeded"),
        json!({ "id": "evt_9", "type": "charge.refunded", "created": 1, "data": { "object": {
            "id": "ch_1", "object": "charge", "payment_intent": paid.gateway_id, "amount_refunded": 2_000,
        } } }),
    ];
    let answers = flood(world, &news, 20).await;
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    assert_eq!(ledger_entries::Entity::find().all(db).await.unwrap().len(), entries);
    assert_eq!(refunds::Entity::find().all(db).await.unwrap().len(), 1);
    let account = shop.repair(repair).await.account;
    assert_eq!((account.charged_cents, account.refunded_cents), (52_062, 2_000));
    assert_eq!(world.mails(&shop.dana.email).await.len(), mails);
}
