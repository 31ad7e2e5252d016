//! Providers that are paid by the gateway: their account, the charges that go there, and their payouts.

use super::stripe::{books_agree, hand_over, settle};
use crate::support::refused;
use crate::support::shop::{Shop, part, rest};
use crate::support::stripe::{CONNECT_SECRET, Stripe, WEBHOOK_SECRET, post, post_signed};
use chrono::TimeDelta;
use futures::future::join_all;
use pitlane_contract::ledger::LedgerQuery;
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::NewRefund;
use pitlane_domain::vocabulary::{NotificationKind, OnboardingStatus, PayoutStatus};
use pitlane_entities::{gateway_events, ledger_entries, payments, payout_accounts};
use sea_orm::EntityTrait;
use serde_json::json;

/// A shop whose owner has answered all questions; answers the account's name.
async fn onboarded(stripe: &Stripe) -> (Shop, String) {
    let shop = Shop::on(stripe.world().await).await;
    shop.olga.client.start_onboarding(None).await.unwrap();
    let account = stripe.answer_questions();
    settle(&shop, stripe).await;
    (shop, account)
}

#[actix_web::test]
async fn an_owner_answers_the_gateways_questions_once() {
    let stripe = Stripe::start();
    let shop = Shop::on(stripe.world().await).await;
    let olga = &shop.olga.client;
    assert_eq!(olga.payout_account().await.unwrap().status, OnboardingStatus::NotStarted);
    let first = olga.start_onboarding(Some("a")).await.unwrap();
    let again = olga.start_onboarding(Some("a")).await.unwrap();
    let another = olga.start_onboarding(Some("b")).await.unwrap();
    assert!(first.url.starts_with("https://connect.example/") && first.url == again.url);
    assert_ne!(first.url, another.url, "a link works once");
    assert_eq!(stripe.calls().iter().filter(|call| call.starts_with("/v1/accounts ")).count(), 1);
    let waits = olga.payout_account().await.unwrap();
    assert_eq!((waits.status, waits.missing.len()), (OnboardingStatus::Incomplete, 2));
    stripe.answer_questions();
    stripe.deliver_in_disorder(&shop.world).await;
    shop.world.run_jobs().await;
    let ready = olga.payout_account().await.unwrap();
    assert_eq!((ready.status, ready.missing.len()), (OnboardingStatus::Ready, 0));
    assert_eq!(payout_accounts::Entity::find().all(&shop.world.state.db).await.unwrap().len(), 1);
    let manager = shop.world.member("Pavel Orlov", &shop.workshop, "manager").await;
    assert_eq!(refused(manager.client.start_onboarding(None).await), (403, Code::Forbidden));
    assert_eq!(manager.client.payout_account().await.unwrap().status, OnboardingStatus::Ready);
}

#[actix_web::test]
async fn news_of_accounts_are_believed_by_the_secret_of_their_own_endpoint() {
    let stripe = Stripe::start();
    let shop = Shop::on(stripe.world().await).await;
    let olga = &shop.olga.client;
    olga.start_onboarding(None).await.unwrap();
    let account = stripe.answer_questions();
    let news = json!({
        "id": "evt_of_the_account", "type": "account.updated", "created": 1, "account": account,
        "data": {"object": {"id": account, "object": "account"}},
    });
    for (secret, expected) in
        [("", 400), ("whsec_of_somebody", 400), (CONNECT_SECRET, 200), (WEBHOOK_SECRET, 200)]
    {
        assert_eq!(post_signed(&shop.world, secret, &news).await, expected, "signed with {secret:?}");
        let kept = gateway_events::Entity::find().all(&shop.world.state.db).await.unwrap().len();
        assert_eq!(kept, usize::from(expected == 200));
    }
    shop.world.run_jobs().await;
    assert_eq!(olga.payout_account().await.unwrap().status, OnboardingStatus::Ready);
}

#[actix_web::test]
async fn without_that_secret_an_owner_who_comes_back_is_looked_after() {
    let stripe = Stripe::start();
    let world = stripe.world_with(|config| config.payments.connect_webhook_secret = "".into()).await;
    let shop = Shop::on(world).await;
    let olga = &shop.olga.client;
    assert_eq!(olga.refresh_payout_account().await.unwrap().status, OnboardingStatus::NotStarted);
    olga.start_onboarding(None).await.unwrap();
    assert_eq!(olga.refresh_payout_account().await.unwrap().status, OnboardingStatus::Incomplete);
    let account = stripe.answer_questions();
    let news = json!({"id": "evt_1", "type": "account.updated", "created": 1, "account": account, "data": {"object": {}}});
    for secret in [CONNECT_SECRET, ""] {
        assert_eq!(post_signed(&shop.world, secret, &news).await, 400, "nothing signs with nothing");
    }
    assert_eq!(olga.payout_account().await.unwrap().status, OnboardingStatus::Incomplete);
    stripe.in_trouble(&[503]);
    assert_eq!(olga.refresh_payout_account().await.unwrap().status, OnboardingStatus::Incomplete);
    let mechanic = shop.world.member("Ivan Orlov", &shop.workshop, "mechanic").await;
    assert_eq!(refused(mechanic.client.refresh_payout_account().await), (403, Code::Forbidden));
    let manager = shop.world.member("Pavel Orlov", &shop.workshop, "manager").await;
    let ready = manager.client.refresh_payout_account().await.unwrap();
    assert_eq!((ready.status, ready.missing.len()), (OnboardingStatus::Ready, 0));
    assert_eq!(olga.payout_account().await.unwrap(), ready);
}

#[actix_web::test]
async fn a_gateway_that_is_down_opens_one_account_later() {
    let stripe = Stripe::start();
    let shop = Shop::on(stripe.world().await).await;
    stripe.in_trouble(&[503]);
    assert_eq!(refused(shop.olga.client.start_onboarding(None).await).0, 503);
    stripe.lose_next_answer();
    assert_eq!(refused(shop.olga.client.start_onboarding(None).await).0, 503);
    shop.olga.client.start_onboarding(None).await.unwrap();
    assert_eq!(stripe.calls().iter().filter(|call| call.starts_with("/v1/accounts ")).count(), 1);
}

#[actix_web::test]
async fn a_charge_goes_to_the_provider_less_the_fee_of_the_ledger() {
    let stripe = Stripe::start();
    let (shop, account) = onboarded(&stripe).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let payment = shop.dana.client.create_repair_payment(repair, &rest(), None).await.unwrap().payment;
    hand_over(&shop, &stripe, &payment, "visa").await;
    let intent = stripe.intent(payment.gateway_id.as_deref().unwrap());
    assert_eq!(intent["transfer_data"]["destination"], account.as_str());
    assert_eq!(intent["application_fee_amount"], 5_206);
    let db = &shop.world.state.db;
    let kept = payments::Entity::find_by_id(payment.id).one(db).await.unwrap().unwrap();
    assert_eq!((kept.destination.as_deref(), kept.fee_cents), (Some(account.as_str()), Some(5_206)));
    assert!(kept.fee_rule_id.is_some());
    let fees = ledger_entries::Entity::find().all(db).await.unwrap();
    let fees = fees.iter().filter(|entry| entry.account == "platform_fees");
    assert_eq!(fees.map(|entry| entry.amount_cents).sum::<i64>(), -5_206);

    let some = NewRefund { amount_cents: Some(10_000), reason: "Goodwill".to_owned() };
    shop.olga.client.refund_payment(payment.id, &some, None).await.unwrap();
    settle(&shop, &stripe).await;
    assert!(stripe.refunds()[0]["transfer_reversal"].is_string(), "the provider gives back their share");
    books_agree(&shop, &stripe).await;
    // by hand, and without asking the provider for their share: the platform bears it
    stripe.refund_by_hand(payment.gateway_id.as_deref().unwrap(), 1_000, false);
    settle(&shop, &stripe).await;
    let balance = shop.olga.client.provider_balance().await.unwrap().items.remove(0);
    assert_eq!(balance.earned_cents, 52_062 - 5_206 - 9_000);
    books_agree(&shop, &stripe).await;
}

#[actix_web::test]
async fn payouts_come_in_any_order_any_number_of_times_and_balance() {
    let stripe = Stripe::start();
    let (shop, account) = onboarded(&stripe).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let payment = shop.dana.client.create_repair_payment(repair, &part(20_000), None).await.unwrap().payment;
    hand_over(&shop, &stripe, &payment, "visa").await;
    stripe.payout(&account, ("po_1", 10_000), &["created", "paid"]);
    stripe.deliver_in_disorder(&shop.world).await;
    stripe.payout(&account, ("po_2", 5_000), &["created", "paid", "failed"]);
    stripe.deliver_in_disorder(&shop.world).await;
    let listed = shop.olga.client.list_payouts(&CursorQuery::default()).await.unwrap().items;
    let seen: Vec<_> = listed.iter().map(|one| (one.amount_cents, one.status)).collect();
    assert_eq!(seen, [(5_000, PayoutStatus::Failed), (10_000, PayoutStatus::Paid)]);
    assert_eq!(listed[0].failure_code.as_deref(), Some("account_closed"));
    let balance = shop.olga.client.provider_balance().await.unwrap().items.remove(0);
    assert_eq!((balance.earned_cents, balance.paid_out_cents), (18_000, 10_000));
    let about = async |kind: NotificationKind| {
        let all = shop.olga.client.list_notices(&CursorQuery::default()).await.unwrap().items;
        all.iter().filter(|notice| notice.kind == kind).count()
    };
    // the second one's first news was that it came back
    assert_eq!(about(NotificationKind::PayoutSent).await, 1);
    assert_eq!(about(NotificationKind::PayoutFailed).await, 1);
    let admin = shop.world.admin("Staff").await;
    let ledger = admin.read_ledger(&LedgerQuery::default()).await.unwrap();
    assert_eq!(ledger.totals.iter().map(|total| total.amount_cents).sum::<i64>(), 0);
    assert_eq!(ledger.items.len(), 3 + 2 + 4);
    assert!(ledger.items.iter().all(|entry| entry.provider_name.as_deref() == Some("Harbor Garage")));
    assert!(shop.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn payouts_of_somebody_else_change_nothing() {
    let stripe = Stripe::start();
    let (shop, account) = onboarded(&stripe).await;
    let payout = |id: &str, amount: i64, status: &str| json!({"id": id, "amount": amount, "currency": "usd", "status": status});
    let event = |id: &str, account: Option<&str>, object: serde_json::Value| json!({"id": id, "type": "payout.paid", "created": 1, "account": account, "data": {"object": object}});
    let events = [
        event("evt_a", None, payout("po_a", 5, "paid")),
        event("evt_b", Some("acct_of_nobody"), payout("po_b", 5, "paid")),
        event("evt_c", Some(&account), payout("po_c", -5, "paid")),
        event("evt_d", Some(&account), payout("po_d", 5, "a new word")),
    ];
    let answers = join_all(events.iter().map(|event| post(&shop.world, event))).await;
    assert_eq!(answers, [200; 4]);
    assert!(shop.olga.client.list_payouts(&CursorQuery::default()).await.unwrap().items.is_empty());
    assert!(ledger_entries::Entity::find().all(&shop.world.state.db).await.unwrap().is_empty());
}

#[actix_web::test]
async fn the_sandbox_asks_nothing_and_tells_so_by_its_webhook() {
    let shop = Shop::new().await;
    let started = shop.olga.client.start_onboarding(None).await.unwrap();
    assert!(started.url.ends_with("/provider/balance?payouts=done"));
    assert_eq!(started.account.status, OnboardingStatus::Incomplete);
    shop.world.run_jobs().await;
    assert_eq!(shop.olga.client.payout_account().await.unwrap().status, OnboardingStatus::Ready);
    let repair = shop.approved().await.repair_id.unwrap();
    let paid = shop.pay(repair, &rest()).await.unwrap().payment;
    let kept = payments::Entity::find_by_id(paid.id).one(&shop.world.state.db).await.unwrap().unwrap();
    assert!(kept.destination.is_some_and(|account| account.starts_with("acct_sandbox_")));
    assert_eq!(kept.fee_cents, Some(5_206));
    let some = NewRefund { amount_cents: Some(1_111), reason: "Goodwill".to_owned() };
    shop.olga.client.refund_payment(paid.id, &some, None).await.unwrap();
    shop.world.pass(TimeDelta::hours(49)).await;
    let listed = async || shop.olga.client.list_payouts(&CursorQuery::default()).await.unwrap().items;
    assert_eq!(listed().await[0].status, PayoutStatus::Pending);
    shop.world.pass(TimeDelta::days(4)).await;
    let all = listed().await;
    assert_eq!((all.len(), all[0].status), (1, PayoutStatus::Paid));
    let balance = shop.olga.client.provider_balance().await.unwrap().items.remove(0);
    assert_eq!((balance.paid_out_cents, balance.available_cents), (balance.earned_cents, 0));
    assert!(shop.world.failed_jobs().await.is_empty());
}
