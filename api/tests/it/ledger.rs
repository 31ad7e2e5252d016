//! The ledger as staff reads it, and what providers are owed.

use crate::support::refused;
use crate::support::shop::{Shop, part};
use chrono::TimeDelta;
use pitlane_contract::ledger::{LedgerQuery, RevenueQuery};
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::NewRefund;
use pitlane_domain::vocabulary::{LedgerReason, Period};
use pitlane_entities::{payouts, providers};
use pitlane_platform::new_id;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// 100.00 on the first day and 200.00 on the second, of which 50.00 go back on the third.
async fn played() -> Shop {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    shop.pay(repair, &part(10_000)).await.unwrap();
    shop.world.pass(TimeDelta::days(1)).await;
    let second = shop.pay(repair, &part(20_000)).await.unwrap().payment.id;
    shop.world.pass(TimeDelta::days(1)).await;
    let some = NewRefund { amount_cents: Some(5_000), reason: "Goodwill".to_owned() };
    shop.olga.client.refund_payment(second, &some, None).await.unwrap();
    shop.world.run_jobs().await;
    shop
}

#[actix_web::test]
async fn the_ledger_reads_from_the_newest_on_with_totals_that_sum_to_zero() {
    let shop = played().await;
    let admin = shop.world.admin("Staff").await;
    let mut query = LedgerQuery { limit: Some(4), ..LedgerQuery::default() };
    let (first, asked) = shop.world.statements_of(admin.read_ledger(&query)).await;
    let first = first.unwrap();
    assert_eq!(asked, 3, "who asks, the entries, and the totals");
    assert_eq!(first.items.iter().filter(|entry| entry.reason == LedgerReason::Refund).count(), 3);
    assert!(first.items.iter().all(|entry| entry.provider_name.as_deref() == Some("Harbor Garage")));
    let totals: Vec<_> =
        first.totals.iter().map(|t| (t.account.as_str(), t.amount_cents, t.entries)).collect();
    let expected =
        [("gateway_clearing", 25_000, 3), ("platform_fees", -2_500, 3), ("provider_payable", -22_500, 3)];
    assert_eq!(totals, expected);
    let mut seen = first.items;
    query.cursor = first.next_cursor;
    while query.cursor.is_some() {
        let next = admin.read_ledger(&query).await.unwrap();
        seen.extend(next.items);
        query.cursor = next.next_cursor;
    }
    assert_eq!(seen.len(), 9);
    assert!(seen.is_sorted_by(|a, b| a.id > b.id));
}

#[actix_web::test]
async fn filters_find_accounts_transactions_payments_and_times() {
    let shop = played().await;
    let admin = shop.world.admin("Staff").await;
    let found = async |query: LedgerQuery| admin.read_ledger(&query).await.unwrap();
    let account = |account: &str| LedgerQuery { account: Some(account.to_owned()), ..LedgerQuery::default() };
    assert_eq!(found(account("provider_payable")).await.items.len(), 3);
    let own = format!("provider_payable:{}", shop.workshop.provider_id);
    assert_eq!(found(account(&own)).await.totals[0].amount_cents, -22_500);
    assert!(found(account("provider")).await.items.is_empty());
    let one = found(account("platform_fees")).await.items.remove(0);
    let transaction =
        found(LedgerQuery { transaction_id: Some(one.transaction_id), ..LedgerQuery::default() }).await;
    assert_eq!(transaction.items.iter().map(|entry| entry.amount_cents).sum::<i64>(), 0);
    assert_eq!(transaction.items.len(), 3);
    let payment = found(LedgerQuery { payment_id: one.payment_id, ..LedgerQuery::default() }).await;
    assert_eq!(payment.items.len(), 6);
    let now = shop.world.now();
    let day = LedgerQuery {
        from: Some(now - TimeDelta::hours(30)),
        until: Some(now - TimeDelta::hours(6)),
        ..LedgerQuery::default()
    };
    assert!(found(day).await.items.iter().all(|entry| entry.reason == LedgerReason::Capture));
}

#[actix_web::test]
async fn revenue_comes_by_day_and_by_month() {
    let shop = played().await;
    let admin = shop.world.admin("Staff").await;
    let (days, asked) = shop.world.statements_of(admin.read_revenue(&RevenueQuery::default())).await;
    let days = days.unwrap();
    assert_eq!(asked, 2);
    let rows: Vec<_> = days
        .items
        .iter()
        .map(|day| {
            (day.period.as_str(), day.charged_cents, day.refunded_cents, day.fees_cents, day.net_cents)
        })
        .collect();
    let expected = [
        ("2026-11-22", 0, 5_000, -500, -5_000),
        ("2026-11-21", 20_000, 0, 2_000, 20_000),
        ("2026-11-20", 10_000, 0, 1_000, 10_000),
    ];
    assert_eq!(rows, expected);
    let months = RevenueQuery { by: Some(Period::Month), ..RevenueQuery::default() };
    let months = admin.read_revenue(&months).await.unwrap();
    assert_eq!((months.items.len(), months.items[0].period.as_str()), (1, "2026-11"));
    assert_eq!(months.items[0].net_cents, days.totals[0].net_cents);
    assert_eq!((days.totals[0].net_cents, days.totals[0].fees_cents), (25_000, 2_500));
    let backwards =
        RevenueQuery { until: Some(shop.world.now() - TimeDelta::days(60)), ..RevenueQuery::default() };
    assert!(admin.read_revenue(&backwards).await.unwrap().items.is_empty());
}

#[actix_web::test]
async fn a_provider_sees_what_is_earned_held_ready_and_paid_out() {
    let shop = played().await;
    let balance = async || shop.olga.client.provider_balance().await.unwrap().items.remove(0);
    let now = balance().await;
    assert_eq!((now.earned_cents, now.pending_cents, now.available_cents), (22_500, 13_500, 9_000));
    shop.world.pass(TimeDelta::days(2)).await;
    let later = balance().await;
    assert_eq!((later.pending_cents, later.available_cents), (0, 22_500));
    let mechanic = shop.world.member("Pavel Orlov", &shop.workshop, "mechanic").await;
    assert_eq!(refused(mechanic.client.provider_balance().await), (403, Code::Forbidden));
    let fresh = shop.world.mechanic("Ines Duarte").await.client.provider_balance().await.unwrap();
    assert_eq!((fresh.items.len(), fresh.items[0].earned_cents), (1, 0));
}

#[actix_web::test]
async fn payouts_are_listed_newest_first_and_only_ones_own() {
    let shop = Shop::new().await;
    let other = shop.world.mechanic("Ines Duarte").await;
    let put = async |number: i64| {
        let row = payouts::ActiveModel {
            id: Set(new_id()),
            provider_id: Set(shop.workshop.provider_id),
            gateway: Set("sandbox".to_owned()),
            gateway_id: Set(format!("po_{number}")),
            amount_cents: Set(number),
            currency: Set("USD".to_owned()),
            status: Set("paid".to_owned()),
            failure_code: Set(None),
            arrives_at: Set(None),
            created_at: Set(shop.world.now()),
            updated_at: Set(shop.world.now()),
        };
        row.insert(&shop.world.state.db).await.unwrap();
    };
    let all = CursorQuery::default();
    put(1).await;
    let (_, asked_one) = shop.world.statements_of(shop.olga.client.list_payouts(&all)).await;
    for number in 2..6 {
        put(number).await;
    }
    let (five, asked_five) = shop.world.statements_of(shop.olga.client.list_payouts(&all)).await;
    let amounts: Vec<_> = five.unwrap().items.into_iter().map(|payout| payout.amount_cents).collect();
    assert_eq!((amounts, asked_one, asked_five), (vec![5, 4, 3, 2, 1], 2, 2));
    assert!(other.client.list_payouts(&all).await.unwrap().items.is_empty());
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[actix_web::test]
async fn the_ledger_and_the_revenue_are_saved_as_files_without_formulas() {
    let shop = played().await;
    let admin = shop.world.admin("Staff").await;
    let db = &shop.world.state.db;
    let named = providers::ActiveModel {
        id: Set(shop.workshop.provider_id),
        name: Set("=HYPERLINK(\"http://evil\"), Inc".to_owned()),
        ..Default::default()
    };
    named.update(db).await.unwrap();
    let whole =
        text(admin.export_ledger(&LedgerQuery { limit: Some(1), ..LedgerQuery::default() }).await.unwrap());
    let lines: Vec<&str> = whole.split_terminator("\r\n").collect();
    assert!(lines[0].starts_with("booked_at,transaction_id,account,amount_cents"));
    assert_eq!(lines.len(), 1 + 9, "a limit of the page is none of the file");
    assert!(lines[1..].iter().all(|line| line.contains("\"'=HYPERLINK(\"\"http://evil\"\"), Inc\"")));
    let cents = |line: &&str| line.split(',').nth(3).unwrap().parse::<i64>().unwrap();
    assert_eq!(lines[1..].iter().map(cents).sum::<i64>(), 0);
    let fees = LedgerQuery { account: Some("platform_fees".to_owned()), ..LedgerQuery::default() };
    assert_eq!(text(admin.export_ledger(&fees).await.unwrap()).lines().count(), 1 + 3);
    let revenue = text(admin.export_revenue(&RevenueQuery::default()).await.unwrap());
    let lines: Vec<&str> = revenue.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "period,currency,charged_cents,refunded_cents,disputed_cents,fees_cents,net_cents");
    assert_eq!(lines[1], "2026-11-22,USD,0,5000,0,-500,-5000");
    assert_eq!(lines.len(), 1 + 3);
}

#[actix_web::test]
async fn revenue_of_free_dates_holds_exactly_those_days() {
    let shop = played().await;
    let admin = shop.world.admin("Staff").await;
    let days = async |from: &str, until: &str| {
        let query =
            RevenueQuery { by: None, from: Some(from.parse().unwrap()), until: Some(until.parse().unwrap()) };
        let found = admin.read_revenue(&query).await.unwrap();
        found.items.into_iter().map(|day| day.period).collect::<Vec<_>>()
    };
    assert_eq!(days("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z").await, ["2026-11-20"]);
    assert_eq!(days("2026-11-21T00:00:00Z", "2026-11-23T00:00:00Z").await, ["2026-11-22", "2026-11-21"]);
    assert!(days("2026-10-01T00:00:00Z", "2026-11-20T00:00:00Z").await.is_empty());
    let wrong = RevenueQuery {
        by: None,
        from: Some("2026-11-22T00:00:00Z".parse().unwrap()),
        until: Some("2026-11-21T00:00:00Z".parse().unwrap()),
    };
    assert_eq!(refused(admin.read_revenue(&wrong).await), (422, Code::Invalid));
}

#[actix_web::test]
async fn a_ledger_that_grows_while_it_is_read_shows_every_entry_once() {
    let shop = played().await;
    let admin = shop.world.admin("Staff").await;
    let mut query = LedgerQuery { limit: Some(2), ..LedgerQuery::default() };
    let first = admin.read_ledger(&query).await.unwrap();
    let mut seen: Vec<_> = first.items.iter().map(|entry| entry.id).collect();
    let repair = shop.approved().await.repair_id.unwrap();
    shop.pay(repair, &part(1_000)).await.unwrap();
    query.cursor = first.next_cursor;
    while query.cursor.is_some() {
        let next = admin.read_ledger(&query).await.unwrap();
        seen.extend(next.items.iter().map(|entry| entry.id));
        query.cursor = next.next_cursor;
    }
    assert_eq!(seen.len(), 9, "what was booked meanwhile comes before the first");
    assert!(seen.is_sorted_by(|a, b| a > b));
    for (limit, cursor) in [(Some(0), None), (Some(101), None), (None, Some("x".to_owned()))] {
        let wrong = LedgerQuery { limit, cursor, ..LedgerQuery::default() };
        assert_eq!(refused(admin.read_ledger(&wrong).await), (422, Code::Invalid));
    }
}
