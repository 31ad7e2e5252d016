//! The law of the seller's region: what is said to customers, which approvals it takes, and how much more may be charged.

use crate::support::booking::GOOD_CARD;
use crate::support::papers::text_of;
use crate::support::shop::{Shop, brakes, draft, line, part, pay, rest, yes};
use crate::support::{refused, refused_fields};
use futures::future::join_all;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{NewQuote, RecordAuthorization, WriteSellingTerms};
use pitlane_contract::repairs::NewRefund;
use pitlane_domain::vocabulary::{AuthorizationMethod, LineKind, QuoteStatus};
use pitlane_entities::{jurisdiction_rules, payments, repairs};
use pitlane_platform::new_id;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};
use uuid::Uuid;

fn place(region: Option<&str>) -> WriteSellingTerms {
    WriteSellingTerms { region: region.map(str::to_owned), labor_rate_cents: None, tax_bps: None }
}

async fn in_region(region: &str) -> Shop {
    let shop = Shop::new().await;
    shop.olga.client.set_selling_terms(&place(Some(region))).await.unwrap();
    shop
}

fn said(method: AuthorizationMethod) -> RecordAuthorization {
    RecordAuthorization {
        method,
        line_ids: None,
        given_by: "Dana Okafor".to_owned(),
        given_at: None,
        reason: None,
    }
}

/// A quote of one line without a deposit, sent.
async fn small_quote(shop: &Shop, cents: i64) -> Uuid {
    let lines = vec![line(LineKind::Labor, "Diagnosis", 1_000, cents)];
    let new = NewQuote { deposit_cents: None, ..draft(&shop.dana, lines) };
    let quote = shop.olga.client.create_quote(&new, None).await.unwrap();
    shop.olga.client.send_quote(quote.id).await.unwrap().id
}

#[actix_web::test]
async fn whoever_runs_the_business_says_where_it_is() {
    let shop = Shop::new().await;
    let ben = shop.world.member("Ben Adler", &shop.workshop, "mechanic").await;
    let kept = shop
        .olga
        .client
        .set_selling_terms(&WriteSellingTerms {
            region: Some("US-WA".to_owned()),
            labor_rate_cents: Some(13_500),
            tax_bps: Some(1_010),
        })
        .await
        .unwrap();
    let seen = ben.client.selling_terms().await.unwrap();
    assert_eq!(seen, kept);
    assert_eq!((seen.labor_rate_cents, seen.tax_bps), (Some(13_500), Some(1_010)));
    let regions: Vec<_> = seen.regions.iter().map(|rule| rule.region.as_str()).collect();
    assert_eq!(regions, ["US-CA", "US-NY", "US-WA", "default"]);
    assert!(seen.regions.iter().all(|rule| !rule.wording.is_empty() && !rule.source.is_empty()));
    assert_eq!(refused(ben.client.set_selling_terms(&place(None)).await), (403, Code::Forbidden));
    let wrong = WriteSellingTerms {
        region: Some("US-XX".to_owned()),
        labor_rate_cents: Some(-1),
        tax_bps: Some(5_001),
    };
    let fields: Vec<_> = refused_fields(shop.olga.client.set_selling_terms(&wrong).await);
    let names: Vec<_> = fields.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(names, ["region", "labor_rate_cents", "tax_bps"]);
    let cleared = shop.olga.client.set_selling_terms(&place(Some("default"))).await.unwrap();
    assert_eq!((cleared.region, cleared.labor_rate_cents, cleared.tax_bps), (None, None, None));
}

#[actix_web::test]
async fn a_new_quote_begins_with_the_usual_tax() {
    let shop = Shop::new().await;
    let usual = WriteSellingTerms { region: None, labor_rate_cents: Some(13_500), tax_bps: Some(1_010) };
    shop.olga.client.set_selling_terms(&usual).await.unwrap();
    let new = NewQuote { tax_bps: None, ..draft(&shop.dana, brakes()) };
    let quote = shop.olga.client.create_quote(&new, None).await.unwrap();
    // 10.1% of the pads, 129.90
    assert_eq!((quote.tax_bps, quote.tax_cents), (1_010, 1_312));
    let own = shop.olga.client.create_quote(&draft(&shop.dana, brakes()), None).await.unwrap();
    assert_eq!(own.tax_bps, 825);
}

#[actix_web::test]
async fn customers_read_what_the_law_says_and_the_proof_keeps_it() {
    let shop = Shop::new().await;
    let quote = shop.sent(brakes()).await;
    assert!(quote.tolerance_wording.unwrap().starts_with("You pay no more than the total"));
    shop.olga.client.set_selling_terms(&place(Some("US-WA"))).await.unwrap();
    let seen = shop.dana.client.get_customer_quote(quote.id).await.unwrap();
    let words = seen.tolerance_wording.unwrap();
    assert!(words.contains("up to 10% above"), "{words}");
    shop.dana.client.approve_quote(quote.id, &yes(None)).await.unwrap();
    // what the law says later changes nothing about what was said then
    shop.olga.client.set_selling_terms(&place(Some("US-CA"))).await.unwrap();
    let proof = shop.dana.client.get_customer_quote_proof(quote.id).await.unwrap();
    assert_eq!(proof.authorizations[0].tolerance_wording.as_deref(), Some(words.as_str()));
    let paper = text_of(&shop.dana.client.get_customer_quote_proof_pdf(quote.id).await.unwrap());
    assert!(paper.contains("up to 10% above"), "{paper}");
}

#[actix_web::test]
async fn a_spoken_yes_is_too_little_where_the_law_wants_a_written_one() {
    let shop = in_region("US-CA").await;
    let (dana, olga) = (&shop.dana.client, &shop.olga.client);
    let quote = shop.sent(brakes()).await;
    for method in [AuthorizationMethod::Phone, AuthorizationMethod::InPerson] {
        let fields = refused_fields(olga.record_authorization(quote.id, &said(method)).await);
        assert_eq!(fields, [("method".to_owned(), "writing_required".to_owned())]);
    }
    let still = dana.get_customer_quote(quote.id).await.unwrap();
    assert_eq!((still.status, still.repair_id, still.authorizations.len()), (QuoteStatus::Sent, None, 0));
    // a text message is written; to more of the same work the law takes a spoken yes
    let texted = olga.record_authorization(quote.id, &said(AuthorizationMethod::Text)).await.unwrap();
    let more = NewQuote {
        repair_id: texted.repair_id,
        deposit_cents: None,
        ..draft(&shop.dana, vec![line(LineKind::Labor, "Rotor", 1_000, 9_000)])
    };
    let more = olga.create_quote(&more, None).await.unwrap();
    olga.send_quote(more.id).await.unwrap();
    let phoned = olga.record_authorization(more.id, &said(AuthorizationMethod::Phone)).await.unwrap();
    assert_eq!(phoned.status, QuoteStatus::Approved);
}

#[actix_web::test]
async fn a_spoken_yes_is_enough_up_to_the_amount_that_the_law_names() {
    let shop = in_region("US-WA").await;
    let olga = &shop.olga.client;
    let small = small_quote(&shop, 10_000).await;
    let taken = olga.record_authorization(small, &said(AuthorizationMethod::Phone)).await.unwrap();
    assert_eq!(taken.status, QuoteStatus::Approved);
    let large = small_quote(&shop, 10_001).await;
    let error = olga.record_authorization(large, &said(AuthorizationMethod::Phone)).await.unwrap_err();
    let message = &error.problem().unwrap().errors[0].message;
    assert!(message.starts_with("Washington asks for a written approval of more than $100.00."), "{message}");
}

#[actix_web::test]
async fn a_tolerance_is_paid_only_when_the_customer_chooses_to_and_never_passed() {
    let shop = in_region("US-WA").await;
    let repair = shop.approved().await.repair_id.unwrap();
    let account = shop.repair(repair).await.account;
    assert_eq!((account.authorized_cents, account.tolerance_cents), (52_062, 5_206));
    assert_eq!((account.due_cents, account.payable_cents), (52_062, 57_268));
    let dana = &shop.dana.client;
    let above = dana.create_repair_payment(repair, &part(57_269), None).await;
    assert_eq!(refused(above), (409, Code::NotAuthorized));
    let paid = shop.pay(repair, &rest()).await.unwrap();
    assert_eq!(paid.payment.amount_cents, 52_062);
    let none_left = dana.create_repair_payment(repair, &rest(), None).await;
    assert_eq!(refused(none_left), (409, Code::NotAuthorized));
    shop.pay(repair, &part(5_206)).await.unwrap();
    let account = shop.repair(repair).await.account;
    assert_eq!((account.charged_cents, account.due_cents, account.payable_cents), (57_268, 0, 0));
    assert_eq!(refused(dana.create_repair_payment(repair, &part(1), None).await).0, 409);
    let paper = text_of(&dana.get_receipt_pdf(repair).await.unwrap());
    let line = paper.lines().find(|line| line.contains("Above it, as the region allows"));
    assert!(line.is_some_and(|line| line.contains("$52.06")), "{paper}");
}

#[actix_web::test]
async fn without_a_tolerance_nothing_above_the_approval_can_be_paid() {
    let shop = in_region("US-CA").await;
    let repair = shop.approved().await.repair_id.unwrap();
    let account = shop.repair(repair).await.account;
    assert_eq!((account.tolerance_cents, account.payable_cents), (0, 52_062));
    let above = shop.dana.client.create_repair_payment(repair, &part(52_063), None).await;
    assert_eq!(refused(above), (409, Code::NotAuthorized));
    shop.pay(repair, &rest()).await.unwrap();
    assert_eq!(shop.repair(repair).await.account.payable_cents, 0);
}

#[actix_web::test]
async fn parallel_parts_never_pass_the_tolerance() {
    let shop = in_region("US-WA").await;
    let repair = shop.approved().await.repair_id.unwrap();
    let (client, body) = (&shop.dana.client, part(9_500));
    let tries = (0..12).map(|_| client.create_repair_payment(repair, &body, None));
    let made: Vec<_> = join_all(tries).await.into_iter().flatten().collect();
    // six of 95.00 are 570.00 of 572.68
    assert_eq!(made.len(), 6);
    let paying = made.iter().map(|made| pay(client, &made.payment, GOOD_CARD));
    assert!(join_all(paying).await.iter().all(Result::is_ok));
    shop.world.run_jobs().await;
    let account = shop.repair(repair).await.account;
    assert_eq!((account.charged_cents, account.payable_cents), (57_000, 268));
}

#[actix_web::test]
async fn the_smaller_of_two_bounds_holds() {
    let shop = Shop::new().await;
    jurisdiction_rules::ActiveModel {
        id: Set(new_id()),
        region: Set("XX-1".to_owned()),
        name: Set("Somewhere".to_owned()),
        written_above_cents: Set(None),
        tolerance_bps: Set(Some(1_000)),
        tolerance_cents: Set(Some(1_000)),
        wording: Set("The smaller of $10 and 10%.".to_owned()),
        source: Set("Made up".to_owned()),
        created_at: Set(shop.world.now()),
        updated_at: Set(shop.world.now()),
    }
    .insert(&shop.world.state.db)
    .await
    .unwrap();
    shop.olga.client.set_selling_terms(&place(Some("XX-1"))).await.unwrap();
    let quote = shop.sent(brakes()).await;
    let fluid = yes(Some(vec![quote.lines[2].id]));
    let repair = shop.dana.client.approve_quote(quote.id, &fluid).await.unwrap().repair_id.unwrap();
    assert_eq!(shop.repair(repair).await.account.tolerance_cents, 800);
    shop.dana.client.approve_quote(quote.id, &yes(None)).await.unwrap();
    assert_eq!(shop.repair(repair).await.account.tolerance_cents, 1_000);
}

#[actix_web::test]
async fn the_tables_refuse_what_passes_the_tolerance_or_the_payment() {
    for (region, ceiling) in [("US-WA", 57_268), ("US-CA", 52_062)] {
        let shop = in_region(region).await;
        let db = &shop.world.state.db;
        let repair = shop.approved().await.repair_id.unwrap();
        shop.pay(repair, &part(1_000)).await.unwrap();
        let body = NewRefund { amount_cents: Some(400), reason: "Goodwill".to_owned() };
        let paid = shop.repair(repair).await.payments[0].payment.id;
        shop.olga.client.refund_payment(paid, &body, None).await.unwrap();
        shop.world.run_jobs().await;
        for refused in [
            format!("UPDATE repairs SET charged_cents = {}", ceiling + 1),
            format!("UPDATE repairs SET reserved_cents = {}", ceiling - 1_000 + 1),
            "UPDATE repairs SET authorized_cents = 0, tolerance_cents = 999".to_owned(),
            "UPDATE repairs SET refunded_cents = charged_cents + 1".to_owned(),
            "UPDATE payments SET refunded_cents = amount_cents + 1".to_owned(),
            "UPDATE payments SET refunded_cents = -1".to_owned(),
        ] {
            let forced = db.execute_unprepared(&refused).await;
            assert!(forced.is_err(), "{region}: {refused}");
        }
        let row = repairs::Entity::find_by_id(repair).one(db).await.unwrap().unwrap();
        assert_eq!((row.charged_cents, row.refunded_cents, row.reserved_cents), (1_000, 400, 0));
        assert_eq!(payments::Entity::find().one(db).await.unwrap().unwrap().refunded_cents, 400);
        // up to there it takes it
        let just = format!("UPDATE repairs SET charged_cents = {ceiling}");
        assert!(db.execute_unprepared(&just).await.is_ok(), "{region}");
        shop.world.close().await;
    }
}
