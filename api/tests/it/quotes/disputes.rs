//! A customer's bank asks a payment back.

use crate::support::refused;
use crate::support::shop::{Shop, rest};
use futures::future::join_all;
use pitlane_contract::payments::Payment;
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::NewRefund;
use pitlane_domain::vocabulary::DisputeStatus;
use pitlane_entities::{disputes, ledger_entries};
use pitlane_gateways::webhooks::sign;
use sea_orm::EntityTrait;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

const SUBJECTS: [&str; 2] = ["A bank asks a payment back", "You keep a disputed payment"];

fn event(id: u32, kind: &str, payment: &Payment, status: &str) -> Value {
    json!({ "id": format!("evt_{id}"), "type": format!("charge.dispute.{kind}"), "created": 1, "data": { "object": {
        "id": "dp_1", "object": "dispute", "payment_intent": payment.gateway_id, "amount": payment.amount_cents,
        "reason": "product_not_received", "status": status, "evidence_details": { "due_by": 1_795_000_000 },
    } } })
}

async fn post(client: &reqwest::Client, shop: &Shop, event: &Value) -> u16 {
    let body = event.to_string();
    let secret = shop.world.state.secrets.webhook.expose_secret();
    let signature = sign(secret, body.as_bytes(), shop.world.now());
    let request = client.post(format!("{}/api/v1/webhooks/stripe", shop.world.base)).body(body);
    request.header("Stripe-Signature", signature).send().await.unwrap().status().as_u16()
}

/// What is in the ledger's account of the gateway, and how many entries there are; everything sums to zero.
async fn books(shop: &Shop) -> (i64, usize) {
    let entries = ledger_entries::Entity::find().all(&shop.world.state.db).await.unwrap();
    assert_eq!(entries.iter().map(|entry| entry.amount_cents).sum::<i64>(), 0);
    let clearing = entries.iter().filter(|entry| entry.account == "gateway_clearing");
    (clearing.map(|entry| entry.amount_cents).sum(), entries.len())
}

async fn seen(shop: &Shop, repair: Uuid) -> Option<DisputeStatus> {
    shop.olga.client.get_repair(repair).await.unwrap().payments[0].dispute
}

async fn told(shop: &Shop, subject: &str) -> usize {
    shop.world.mails(&shop.olga.email).await.iter().filter(|mail| mail.0 == subject).count()
}

#[actix_web::test]
async fn a_dispute_takes_the_money_and_gives_it_back_when_it_is_won() {
    let shop = Shop::new().await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let repair = shop.approved().await.repair_id.unwrap();
    let paid = shop.pay(repair, &rest()).await.unwrap().payment;
    assert_eq!((seen(&shop, repair).await, books(&shop).await), (None, (52_062, 3)));

    let opened = event(1, "created", &paid, "needs_response");
    let taken = event(2, "funds_withdrawn", &paid, "needs_response");
    let posts = (0..20).flat_map(|_| [&taken, &opened]).map(|event| post(&client, &shop, event));
    assert!(join_all(posts).await.iter().all(|status| *status == 200));
    assert_eq!((seen(&shop, repair).await, books(&shop).await), (Some(DisputeStatus::NeedsResponse), (0, 6)));
    assert_eq!(told(&shop, SUBJECTS[0]).await, 1);
    let back = NewRefund { amount_cents: Some(100), reason: "Goodwill".to_owned() };
    let refusal = shop.olga.client.refund_payment(paid.id, &back, None).await;
    assert_eq!(refused(refusal), (409, Code::InvalidTransition), "the money is not there to be given back");

    for late in [
        event(3, "updated", &paid, "under_review"),
        event(4, "closed", &paid, "won"),
        event(5, "funds_reinstated", &paid, "won"),
        event(6, "updated", &paid, "under_review"),
    ] {
        assert_eq!(post(&client, &shop, &late).await, 200);
    }
    assert_eq!((seen(&shop, repair).await, books(&shop).await), (Some(DisputeStatus::Won), (52_062, 9)));
    assert_eq!((told(&shop, SUBJECTS[0]).await, told(&shop, SUBJECTS[1]).await), (1, 1));
    shop.olga.client.refund_payment(paid.id, &back, None).await.unwrap();
    assert_eq!(disputes::Entity::find().all(&shop.world.state.db).await.unwrap().len(), 1);
    assert!(shop.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_dispute_of_something_else_changes_nothing_and_one_that_comes_early_waits() {
    let shop = Shop::new().await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let repair = shop.approved().await.repair_id.unwrap();
    let open = shop.dana.client.create_repair_payment(repair, &rest(), None).await.unwrap().payment;
    let early = event(1, "created", &open, "needs_response");
    assert_eq!(
        post(&client, &shop, &early).await,
        409,
        "the gateway sends it again once the charge is known"
    );
    let stranger = Payment { gateway_id: Some("pi_of_nobody".to_owned()), ..open.clone() };
    assert_eq!(post(&client, &shop, &event(2, "created", &stranger, "needs_response")).await, 200);
    assert_eq!(post(&client, &shop, &event(3, "created", &open, "a word that is not known")).await, 200);
    assert!(disputes::Entity::find().all(&shop.world.state.db).await.unwrap().is_empty());
    assert_eq!(books(&shop).await, (0, 0));
}
