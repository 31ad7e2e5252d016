//! However requests are combined, no more is charged than was authorised, and no more given back than was charged.

use super::retries::{given_back_again, paid_again};
use crate::support::booking::{DECLINED_CARD, GOOD_CARD};
use crate::support::refused;
use crate::support::shop::{Shop, brakes, draft, line, part, pay, rest, to, yes};
use chrono::TimeDelta;
use futures::future::join_all;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::NewQuote;
use pitlane_contract::repairs::NewRefund;
use pitlane_domain::vocabulary::{LineKind, PaymentStatus, QuoteStatus, RepairStatus};
use pitlane_entities::{ledger_entries, payments, refunds, repairs, sandbox_intents, sandbox_refunds};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A row of random numbers that is the same for each run of one seed (Marsaglia's xorshift).
pub struct Dice(pub u64);

impl Dice {
    /// From nothing up to just below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    /// From one up to `bound`.
    pub fn cents(&mut self, bound: u64) -> i64 {
        i64::try_from(self.below(bound)).unwrap() + 1
    }
}

/// What must hold at every moment.
pub async fn check(shop: &Shop, repair: Uuid) {
    let db = &shop.world.state.db;
    let row = repairs::Entity::find_by_id(repair).one(db).await.unwrap().unwrap();
    assert!(row.charged_cents + row.reserved_cents <= row.authorized_cents + row.tolerance_cents, "{row:?}");
    assert!(row.refunded_cents <= row.charged_cents, "{row:?}");
    let paid = payments::Entity::find().filter(payments::Column::RepairId.eq(repair)).all(db).await.unwrap();
    let charged: i64 =
        paid.iter().filter(|p| p.status == PaymentStatus::Succeeded.as_str()).map(|p| p.amount_cents).sum();
    assert_eq!(row.charged_cents, charged);
    assert_eq!(row.refunded_cents, paid.iter().map(|p| p.refunded_cents).sum::<i64>());
    let mut sums: BTreeMap<Uuid, i64> = BTreeMap::new();
    for entry in ledger_entries::Entity::find().all(db).await.unwrap() {
        *sums.entry(entry.transaction_id).or_default() += entry.amount_cents;
    }
    assert!(sums.values().all(|sum| *sum == 0), "{sums:?}");
}

/// What must hold when everything has settled: the books agree with the payments and with the gateway's own list.
pub async fn settled(shop: &Shop, repair: Uuid) {
    shop.world.run_jobs().await;
    check(shop, repair).await;
    let db = &shop.world.state.db;
    let row = repairs::Entity::find_by_id(repair).one(db).await.unwrap().unwrap();
    let given: Vec<_> = refunds::Entity::find().all(db).await.unwrap();
    let given: i64 = given.iter().filter(|r| r.status == "succeeded").map(|r| r.amount_cents).sum();
    let entries = ledger_entries::Entity::find().all(db).await.unwrap();
    let clearing = entries.iter().filter(|entry| entry.account == "gateway_clearing");
    assert_eq!(clearing.map(|entry| entry.amount_cents).sum::<i64>(), row.charged_cents - given);
    let fees =
        payments::Entity::find().all(db).await.unwrap().iter().filter_map(|p| p.fee_cents).sum::<i64>();
    let back = refunds::Entity::find().all(db).await.unwrap();
    let back: i64 = back.iter().filter(|r| r.status == "succeeded").map(|r| r.fee_cents).sum();
    let kept = entries.iter().filter(|entry| entry.account == "platform_fees");
    assert_eq!(kept.map(|entry| entry.amount_cents).sum::<i64>(), back - fees);
    let intents = sandbox_intents::Entity::find().all(db).await.unwrap();
    assert_eq!(intents.iter().map(|i| i.amount_received_cents).sum::<i64>(), row.charged_cents);
    let gateway = sandbox_refunds::Entity::find().all(db).await.unwrap();
    assert_eq!(gateway.iter().map(|r| r.amount_cents).sum::<i64>(), given);
}

#[actix_web::test]
async fn parallel_parts_never_pass_what_is_authorised() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    let (client, body) = (&shop.dana.client, part(10_000));
    let tries = (0..12).map(|_| client.create_repair_payment(repair, &body, None));
    let (made, refusals): (Vec<_>, Vec<_>) = join_all(tries).await.into_iter().partition(Result::is_ok);
    assert_eq!((made.len(), refusals.len()), (5, 7));
    assert!(refusals.into_iter().all(|refusal| refused(refusal) == (409, Code::NotAuthorized)));
    let paying = made.iter().map(|made| pay(client, &made.as_ref().unwrap().payment, GOOD_CARD));
    assert!(join_all(paying).await.iter().all(Result::is_ok));
    settled(&shop, repair).await;
    let account = shop.repair(repair).await.account;
    assert_eq!((account.charged_cents, account.due_cents), (50_000, 2_062));
}

#[actix_web::test]
async fn parallel_refunds_never_pass_what_was_paid() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    let payment = shop.pay(repair, &rest()).await.unwrap().payment.id;
    let body = NewRefund { amount_cents: Some(10_000), reason: "Goodwill".to_owned() };
    let tries = (0..10).map(|_| shop.olga.client.refund_payment(payment, &body, None));
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|refund| refund.is_ok()).count(), 5);
    settled(&shop, repair).await;
    assert_eq!(shop.repair(repair).await.account.refunded_cents, 50_000);
}

#[actix_web::test]
async fn the_same_key_is_the_same_payment() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    let pay =
        async || shop.dana.client.create_repair_payment(repair, &part(1_000), Some("one")).await.unwrap();
    assert_eq!(pay().await.payment.id, pay().await.payment.id);
    assert_eq!(shop.repair(repair).await.account.reserved_cents, 1_000);
}

#[actix_web::test]
async fn what_nobody_pays_is_free_again_after_half_an_hour() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    let client = &shop.dana.client;
    let left = client.create_repair_payment(repair, &rest(), None).await.unwrap();
    pay(client, &left.payment, DECLINED_CARD).await.unwrap();
    shop.world.run_jobs().await;
    assert_eq!(
        refused(client.create_repair_payment(repair, &part(1), None).await),
        (409, Code::NotAuthorized)
    );
    shop.world.pass(TimeDelta::minutes(31)).await;
    assert_eq!(shop.repair(repair).await.account.payable_cents, 52_062);
    let again = client.create_repair_payment(repair, &rest(), None).await.unwrap();
    client.give_up_payment(again.payment.id).await.unwrap();
    assert_eq!(shop.repair(repair).await.account.payable_cents, 52_062);
    assert_eq!(refused(pay(client, &again.payment, GOOD_CARD).await).0, 409);
    settled(&shop, repair).await;
}

#[actix_web::test]
async fn a_lower_revision_cannot_be_approved_below_what_is_paid() {
    let shop = Shop::new().await;
    let first = shop.approved().await;
    let repair = first.repair_id.unwrap();
    shop.pay(repair, &part(40_000)).await.unwrap();
    let second = shop.olga.client.revise_quote(first.id, None).await.unwrap();
    shop.olga.client.send_quote(second.id).await.unwrap();
    let less = yes(Some(vec![second.lines[0].id]));
    let refusal = shop.dana.client.approve_quote(second.id, &less).await;
    assert_eq!(refused(refusal), (409, Code::NotAuthorized));
    let still = shop.dana.client.get_customer_quote(first.id).await.unwrap();
    assert_eq!(still.status, QuoteStatus::Approved);
    settled(&shop, repair).await;
}

#[actix_web::test]
async fn a_repair_that_is_called_off_takes_no_money() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    let client = &shop.dana.client;
    let open = client.create_repair_payment(repair, &part(1_000), None).await.unwrap();
    shop.olga.client.update_repair_status(repair, &to(RepairStatus::Cancelled)).await.unwrap();
    // the card says yes before the news of the end come to the gateway
    let _ = pay(client, &open.payment, GOOD_CARD).await;
    settled(&shop, repair).await;
    let seen = shop.repair(repair).await;
    assert_eq!((seen.account.charged_cents, seen.account.reserved_cents), (0, 0));
    assert_eq!(refused(client.create_repair_payment(repair, &part(1), None).await).0, 409);
}

#[actix_web::test]
async fn the_table_itself_refuses_what_is_not_authorised() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    shop.pay(repair, &part(1_000)).await.unwrap();
    for set in
        ["charged_cents = 52063", "reserved_cents = 60000", "refunded_cents = 1001", "authorized_cents = 999"]
    {
        let forced = shop.world.state.db.execute_unprepared(&format!("UPDATE repairs SET {set}")).await;
        assert!(forced.is_err(), "{set}");
    }
    check(&shop, repair).await;
}

#[actix_web::test]
async fn the_table_itself_refuses_to_give_back_what_was_not_charged() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    let paid = shop.pay(repair, &part(1_000)).await.unwrap().payment.id;
    shop.dana.client.create_repair_payment(repair, &part(2_000), None).await.unwrap();
    let some = NewRefund { amount_cents: Some(400), reason: "Goodwill".to_owned() };
    shop.olga.client.refund_payment(paid, &some, None).await.unwrap();
    shop.world.run_jobs().await;
    for (set, of) in [
        ("refunded_cents = 1001", "succeeded"),
        ("refunded_cents = -1", "succeeded"),
        ("refunded_cents = 1", "requires_payment"),
        ("amount_cents = 399", "succeeded"),
        ("status = 'canceled'", "succeeded"),
    ] {
        let force = format!("UPDATE payments SET {set} WHERE status = '{of}'");
        assert!(shop.world.state.db.execute_unprepared(&force).await.is_err(), "{force}");
    }
    settled(&shop, repair).await;
    assert_eq!(shop.repair(repair).await.account.refunded_cents, 400);
}

/// The customer approves more work on a repair.
async fn authorize_more(shop: &Shop, repair: Uuid, dice: &mut Dice) -> u32 {
    let more = vec![line(LineKind::Labor, "More", dice.cents(3_000), dice.cents(20_000))];
    let new = NewQuote { repair_id: Some(repair), deposit_cents: None, ..draft(&shop.dana, more) };
    let quote = shop.olga.client.create_quote(&new, None).await.unwrap();
    shop.olga.client.send_quote(quote.id).await.unwrap();
    shop.dana.client.approve_quote(quote.id, &yes(None)).await.unwrap();
    3
}

/// One random step and how many operations it took; what is refused is refused, what holds is checked by the caller.
async fn step(shop: &Shop, repair: Uuid, dice: &mut Dice) -> u32 {
    let (dana, olga) = (&shop.dana.client, &shop.olga.client);
    match dice.below(9) {
        7 => paid_again(&shop.world, repair, &[dana], dice).await,
        8 => given_back_again(&shop.world, repair, (&[dana], &[olga]), dice).await,
        0 => authorize_more(shop, repair, dice).await,
        1 | 2 => {
            let bodies: Vec<_> = (0..3).map(|_| part(dice.cents(30_000))).collect();
            let tries = bodies.iter().map(|body| dana.create_repair_payment(repair, body, None));
            let mut operations = 3;
            for made in join_all(tries).await.into_iter().flatten() {
                let card = if dice.below(4) == 0 { DECLINED_CARD } else { GOOD_CARD };
                let _ = pay(dana, &made.payment, card).await;
                operations += 1;
            }
            operations
        }
        3 => {
            if let Ok(made) = dana.create_repair_payment(repair, &rest(), None).await {
                let _ =
                    tokio::join!(pay(dana, &made.payment, GOOD_CARD), dana.give_up_payment(made.payment.id));
                3
            } else {
                1
            }
        }
        4 => {
            let mut paid = shop.repair(repair).await.payments;
            paid.retain(|paid| paid.payment.status == PaymentStatus::Succeeded);
            paid.truncate(2);
            for payment in &paid {
                let some =
                    NewRefund { amount_cents: Some(dice.cents(20_000)), reason: "Goodwill".to_owned() };
                let all = NewRefund { amount_cents: None, ..some.clone() };
                let id = payment.payment.id;
                let both = [olga.refund_payment(id, &some, None), olga.refund_payment(id, &all, None)];
                let _ = join_all(both).await;
            }
            2 * u32::try_from(paid.len()).unwrap()
        }
        5 => {
            shop.world.pass(TimeDelta::minutes(31)).await;
            0
        }
        _ => {
            shop.world.run_jobs().await;
            0
        }
    }
}

#[actix_web::test]
async fn five_hundred_random_operations_keep_the_books() {
    for (seed, operations) in [(0x9E37_79B9_7F4A_7C15, 500), (0xD1B5_4A32_D192_ED03, 100)] {
        let shop = Shop::new().await;
        let repair = shop.sent(brakes()).await;
        let one = yes(Some(vec![repair.lines[0].id]));
        let repair = shop.dana.client.approve_quote(repair.id, &one).await.unwrap().repair_id.unwrap();
        let mut dice = Dice(seed);
        let mut done = 0;
        while done < operations {
            done += step(&shop, repair, &mut dice).await;
            check(&shop, repair).await;
        }
        shop.world.pass(TimeDelta::minutes(31)).await;
        settled(&shop, repair).await;
        let row = repairs::Entity::find_by_id(repair).one(&shop.world.state.db).await.unwrap().unwrap();
        assert_eq!(row.reserved_cents, 0);
        assert!(shop.world.failed_jobs().await.iter().all(|job| job.kind == "payments.release"));
        shop.world.close().await;
    }
}
