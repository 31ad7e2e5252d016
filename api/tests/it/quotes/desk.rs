//! What the provider's desk shows: the board's columns and counts, the payments with their fees, and the customers that
//! a quote can be written for.

use crate::support::shop::{Shop, brakes, draft, part, rest};
use crate::support::{refused, refused_fields};
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{NewQuote, QuoteCustomerQuery, QuoteQuery};
use pitlane_contract::repairs::{NewRefund, RepairQuery};
use pitlane_domain::vocabulary::RepairStatus::{Cancelled, InProgress, Received};
use pitlane_domain::vocabulary::{QuoteStatus, RepairStatus};
use pitlane_entities::repairs;
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use std::collections::BTreeSet;
use uuid::Uuid;

/// As many more repairs like this one, each with a number of its own.
async fn more_like(shop: &Shop, repair: Uuid, many: i64) {
    let db = &shop.world.state.db;
    let known = repairs::Entity::find_by_id(repair).one(db).await.unwrap().unwrap();
    let rows = (1..=many).map(|n| {
        let mut row = known.clone().into_active_model().reset_all();
        (row.id, row.number) = (Set(new_id()), Set(known.number + 1_000 + n));
        row
    });
    repairs::Entity::insert_many(rows).exec(db).await.unwrap();
}

fn column(status: RepairStatus, limit: u32, cursor: Option<String>) -> RepairQuery {
    RepairQuery { status: Some(status), limit: Some(limit), cursor }
}

#[actix_web::test]
async fn a_column_of_the_board_is_read_to_its_end_with_the_same_statements_however_long_it_is() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let repair = shop.approved().await.repair_id.unwrap();
    let (_, asked_one) = shop.world.statements_of(olga.list_repairs(&column(Received, 100, None))).await;
    let (few, counted_one) = shop.world.statements_of(olga.count_repairs()).await;
    assert_eq!(few.unwrap().received, 1);
    more_like(&shop, repair, 129).await;
    shop.go(repair, &[InProgress]).await;

    let (many, counted_many) = shop.world.statements_of(olga.count_repairs()).await;
    let many = many.unwrap();
    assert_eq!((many.received, many.in_progress, many.ready), (129, 1, 0));
    let (mut seen, mut cursor) = (BTreeSet::new(), None);
    for expected in [100, 29] {
        let query = column(Received, 100, cursor.take());
        let (page, asked) = shop.world.statements_of(olga.list_repairs(&query)).await;
        let page = page.unwrap();
        assert_eq!((page.items.len(), asked), (expected, asked_one));
        assert!(page.items.iter().all(|it| it.status == Received));
        seen.extend(page.items.into_iter().map(|it| it.id));
        cursor = page.next_cursor;
    }
    assert_eq!((seen.len(), cursor), (129, None));
    assert_eq!(counted_many, counted_one);
    let moved = olga.list_repairs(&column(InProgress, 100, None)).await.unwrap().items;
    assert_eq!(moved.iter().map(|it| it.id).collect::<Vec<_>>(), [repair]);

    shop.go(repair, &[Cancelled]).await;
    let over = olga.list_repairs(&column(Cancelled, 100, None)).await.unwrap().items;
    assert_eq!((over.len(), over[0].id), (1, repair));
    let counts = olga.count_repairs().await.unwrap();
    let named: i64 = RepairStatus::ALL.iter().map(|status| counts.of(*status)).sum();
    assert_eq!((counts.cancelled, named), (1, 130));
    let other = shop.world.mechanic("Ines Duarte").await;
    assert_eq!(other.client.count_repairs().await.unwrap().received, 0);
    assert!(other.client.list_repairs(&column(Received, 100, None)).await.unwrap().items.is_empty());
    shop.world.close().await;
}

#[actix_web::test]
async fn quotes_are_listed_by_where_they_stand() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let sent = shop.sent(brakes()).await;
    let approved = shop.approved().await;
    let draft = olga.create_quote(&draft(&shop.dana, brakes()), None).await.unwrap();
    for (status, expected) in
        [(QuoteStatus::Draft, draft.id), (QuoteStatus::Sent, sent.id), (QuoteStatus::Approved, approved.id)]
    {
        let query = QuoteQuery { status: Some(status), ..QuoteQuery::default() };
        let found = olga.list_quotes(&query).await.unwrap().items;
        assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), [expected], "{status:?}");
    }
    shop.world.close().await;
}

#[actix_web::test]
async fn a_payment_says_what_the_platform_keeps_of_it_and_by_which_rule_to_its_provider_alone() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let repair = shop.approved().await.repair_id.unwrap();
    let waiting = shop.dana.client.create_repair_payment(repair, &part(5_000), None).await.unwrap();
    assert_eq!((waiting.fee_cents, waiting.fee_rule), (None, None));
    let open = olga.get_repair(repair).await.unwrap().payments.remove(0);
    assert_eq!((open.fee_cents, open.fee_rule, open.payment.client_secret), (None, None, None));
    shop.dana.client.give_up_payment(waiting.payment.id).await.unwrap();

    let paid = shop.pay(repair, &rest()).await.unwrap().payment.id;
    let seen = olga.get_repair(repair).await.unwrap().payments.remove(0);
    assert_eq!(seen.fee_cents, Some(5_206));
    let receipt = shop.dana.client.get_receipt(repair).await.unwrap();
    assert_eq!(seen.fee_rule, receipt.payments[0].fee_rule);
    assert!(seen.fee_rule.unwrap().ends_with(" v1"));
    let to_customer = shop.repair(repair).await.payments.remove(0);
    assert_eq!(to_customer.fee_cents, None);

    for (cents, kept) in [(Some(26_031), 2_603), (None, 0)] {
        let back = NewRefund { amount_cents: cents, reason: "The flush was not needed".to_owned() };
        olga.refund_payment(paid, &back, None).await.unwrap();
        shop.world.run_jobs().await;
        let seen = olga.get_repair(repair).await.unwrap().payments.remove(0);
        assert_eq!(seen.fee_cents, Some(kept));
    }
    shop.world.close().await;
}

#[actix_web::test]
async fn a_quote_is_written_for_a_customer_of_before_with_the_vehicles_that_are_known() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let find = |name: &str| QuoteCustomerQuery { name: Some(name.to_owned()) };
    let (first, asked_one) =
        shop.world.statements_of(olga.list_quote_customers(&QuoteCustomerQuery::default())).await;
    let first = first.unwrap().items;
    assert_eq!((first.len(), first[0].id, first[0].vehicles.len()), (1, shop.dana.id, 0), "no work yet");
    shop.sent(brakes()).await;
    for name in ["Mia Torres", "Max 100%_ Weber"] {
        let who = shop.world.customer(name).await;
        shop.world.acquaint(shop.workshop.provider_id, who.id).await;
        olga.create_quote(&draft(&who, brakes()), None).await.unwrap();
    }
    shop.world.customer("Mia Stranger").await;

    let (all, asked_many) =
        shop.world.statements_of(olga.list_quote_customers(&QuoteCustomerQuery::default())).await;
    let all = all.unwrap().items;
    // the first answer had nobody with vehicles to look for, yet looked
    assert_eq!((all.len(), asked_many), (3, asked_one));
    assert!(all.iter().all(|it| it.vehicles.len() == 1));
    let mia = olga.list_quote_customers(&find("mia")).await.unwrap().items;
    assert_eq!(mia.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Mia Torres"]);
    assert_eq!(olga.list_quote_customers(&find("0%_")).await.unwrap().items.len(), 1);
    let literal = olga.list_quote_customers(&find("_")).await.unwrap().items;
    assert_eq!(literal.len(), 1, "taken as it is written");
    let long = refused_fields(olga.list_quote_customers(&find(&"x".repeat(101))).await);
    assert_eq!(long, [("name".to_owned(), "too_long".to_owned())]);

    let of_before = NewQuote {
        vehicle_id: Some(mia[0].vehicles[0].id),
        customer_id: Some(mia[0].id),
        ..draft(&shop.dana, brakes())
    };
    let quote = olga.create_quote(&of_before, None).await.unwrap();
    assert_eq!(
        (quote.customer_name.as_str(), quote.vehicle),
        ("Mia Torres", mia[0].vehicles[0].name.clone())
    );
    let other = shop.world.mechanic("Ines Duarte").await;
    let hers = other.client.list_quote_customers(&QuoteCustomerQuery::default()).await.unwrap().items;
    assert!(hers.is_empty());
    assert_eq!(refused(shop.dana.client.count_repairs().await), (403, Code::Forbidden));
    shop.world.close().await;
}
