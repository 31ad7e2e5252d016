//! Drafts, sending, revisions, expiry and templates.

use crate::support::scene::{Scene, Stage};
use crate::support::shop::{Shop, brakes, draft, line, yes};
use crate::support::{refused, refused_fields};
use chrono::TimeDelta;
use pitlane_contract::Given;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{NewQuote, QuoteQuery, UpdateQuote, WriteTemplate};
use pitlane_domain::vocabulary::{LineKind, QuoteStatus};

fn change() -> UpdateQuote {
    UpdateQuote {
        diagnosis_summary: None,
        tax_bps: None,
        deposit_cents: None,
        warranty_months: None,
        warranty_miles: None,
        valid_days: None,
        lines: None,
    }
}

#[actix_web::test]
async fn a_draft_is_saved_as_one_types_and_nobody_writes_over_another() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let quote = olga.create_quote(&draft(&shop.dana, Vec::new()), None).await;
    assert_eq!(refused_fields(quote), [("deposit_cents".to_owned(), "out_of_range".to_owned())]);
    let empty = NewQuote { deposit_cents: None, ..draft(&shop.dana, Vec::new()) };
    let quote = olga.create_quote(&empty, None).await.unwrap();
    assert_eq!(refused(shop.dana.client.get_customer_quote(quote.id).await), (404, Code::NotFound));
    let filled = UpdateQuote { lines: Some(vec![line(LineKind::Labor, "", 1_000, 100)]), ..change() };
    let filled = olga.update_quote(quote.id, &filled, Some(quote.version)).await.unwrap();
    let stale = olga.update_quote(quote.id, &change(), Some(quote.version)).await;
    assert_eq!(refused(stale), (412, Code::PreconditionFailed));
    let unnamed = olga.send_quote(quote.id).await;
    assert_eq!(refused_fields(unnamed), [("lines.0.title".to_owned(), "required".to_owned())]);
    let mut kept = line(LineKind::Labor, "Check the brakes", 500, 9_999);
    kept.id = Some(filled.lines[0].id);
    let lines = vec![line(LineKind::Fee, "Shop supplies", 1_000, 250), kept];
    let named =
        olga.update_quote(quote.id, &UpdateQuote { lines: Some(lines), ..change() }, None).await.unwrap();
    assert_eq!(named.lines[1].id, filled.lines[0].id);
    assert_eq!(named.total_cents, 250 + 5_000);
    let sent = olga.send_quote(quote.id).await.unwrap();
    assert_eq!(refused(olga.update_quote(sent.id, &change(), None).await), (409, Code::InvalidTransition));
    assert_eq!(refused(olga.delete_quote(sent.id).await), (409, Code::InvalidTransition));
}

#[actix_web::test]
async fn a_warranty_in_miles_can_be_taken_away_again() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let quote = olga.create_quote(&draft(&shop.dana, brakes()), None).await.unwrap();
    assert_eq!(quote.warranty_miles, Some(12_000));
    let miles = |miles| UpdateQuote { warranty_miles: miles, ..change() };
    let left_out = olga.update_quote(quote.id, &miles(None), None).await.unwrap();
    assert_eq!(left_out.warranty_miles, Some(12_000));
    let changed = olga.update_quote(quote.id, &miles(Some(Given(Some(24_000)))), None).await.unwrap();
    assert_eq!(changed.warranty_miles, Some(24_000));
    let cleared = olga.update_quote(quote.id, &miles(Some(Given(None))), None).await.unwrap();
    assert_eq!(cleared.warranty_miles, None);
    assert_eq!(olga.get_quote(quote.id).await.unwrap().warranty_miles, None);
}

#[actix_web::test]
async fn discounts_may_not_pass_what_they_are_taken_off() {
    let shop = Shop::new().await;
    let lines =
        vec![line(LineKind::Labor, "Check", 1_000, 100), line(LineKind::Discount, "Friend", 1_000, 101)];
    let refusal = shop.olga.client.create_quote(&draft(&shop.dana, lines), None).await;
    assert_eq!(refused_fields(refusal)[0], ("lines".to_owned(), "discount_too_large".to_owned()));
}

#[actix_web::test]
async fn a_session_fills_its_quote() {
    let scene = Scene::at(Stage::Ended).await;
    let new = NewQuote {
        customer_id: None,
        vehicle_id: None,
        session_id: scene.session,
        diagnosis_summary: None,
        deposit_cents: None,
        lines: None,
        ..draft(&scene.dana, Vec::new())
    };
    let quote = scene.marek.client.create_quote(&new, None).await.unwrap();
    assert_eq!(quote.diagnosis_summary, "Front pads are worn");
    assert_eq!((quote.customer_id, quote.vehicle.as_str()), (Some(scene.dana.id), "2019 Subaru Outback"));
    let stranger = scene.ines.client.create_quote(&new, None).await;
    assert_eq!(refused_fields(stranger), [("session_id".to_owned(), "unknown".to_owned())]);
    let unknown = scene.ines.client.create_quote(&draft(&scene.dana, brakes()), None).await;
    assert_eq!(refused_fields(unknown), [("customer_id".to_owned(), "unknown".to_owned())]);
}

#[actix_web::test]
async fn a_revision_needs_an_approval_of_its_own() {
    let shop = Shop::new().await;
    let (dana, olga) = (&shop.dana.client, &shop.olga.client);
    let first = shop.approved().await;
    let repair = first.repair_id.unwrap();
    let second = olga.revise_quote(first.id, None).await.unwrap();
    assert_eq!((second.number.clone(), second.revision), (first.number.clone(), 2));
    assert_eq!(refused(olga.revise_quote(first.id, None).await), (409, Code::Conflict));
    let mut lines = brakes();
    lines.push(line(LineKind::Labor, "Replace the hose", 1_000, 5_000));
    let change = UpdateQuote { lines: Some(lines), ..change() };
    olga.update_quote(second.id, &change, None).await.unwrap();
    olga.send_quote(second.id).await.unwrap();
    // what was approved still is, and no more than that
    assert_eq!(shop.repair(repair).await.account.payable_cents, 52_062);
    assert_eq!(dana.get_customer_quote(first.id).await.unwrap().status, QuoteStatus::Approved);
    let approved = dana.approve_quote(second.id, &yes(None)).await.unwrap();
    assert_eq!(approved.repair_id, Some(repair));
    assert_eq!(
        (approved.authorizations[0].added_cents, approved.authorizations[0].total_cents),
        (5_000, 57_062)
    );
    assert_eq!(shop.repair(repair).await.account.authorized_cents, 57_062);
    let old = dana.get_customer_quote(first.id).await.unwrap();
    assert_eq!((old.status, old.replaced_by_id), (QuoteStatus::Superseded, Some(second.id)));
    assert_eq!(refused(dana.approve_quote(first.id, &yes(None)).await), (409, Code::InvalidTransition));
}

#[actix_web::test]
async fn what_nobody_decides_on_expires() {
    let shop = Shop::new().await;
    let quote = shop.sent(brakes()).await;
    shop.world.pass(TimeDelta::days(14) - TimeDelta::minutes(1)).await;
    assert_eq!(shop.olga.client.get_quote(quote.id).await.unwrap().status, QuoteStatus::Sent);
    shop.world.pass(TimeDelta::minutes(1)).await;
    assert_eq!(shop.olga.client.get_quote(quote.id).await.unwrap().status, QuoteStatus::Expired);
    assert_eq!(
        refused(shop.dana.client.approve_quote(quote.id, &yes(None)).await),
        (409, Code::InvalidTransition)
    );
    let mails = shop.world.mails(&shop.olga.email).await;
    assert!(mails.iter().any(|mail| mail.0 == "Quote Q-1001 has expired"), "{mails:?}");
}

#[actix_web::test]
async fn a_template_gives_its_lines() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let write = |name: &str| WriteTemplate {
        name: name.to_owned(),
        diagnosis_summary: "Worn pads".to_owned(),
        lines: brakes(),
    };
    let template = olga.create_quote_template(&write("Front brakes"), None).await.unwrap();
    assert_eq!(
        refused(olga.create_quote_template(&write("Front brakes"), None).await),
        (409, Code::Conflict)
    );
    let new = NewQuote {
        template_id: Some(template.id),
        diagnosis_summary: None,
        lines: None,
        deposit_cents: None,
        ..draft(&shop.dana, Vec::new())
    };
    let quote = olga.create_quote(&new, None).await.unwrap();
    assert_eq!((quote.lines.len(), quote.diagnosis_summary.as_str()), (3, "Worn pads"));
    olga.update_quote_template(template.id, &write("Brakes")).await.unwrap();
    olga.delete_quote_template(template.id).await.unwrap();
    assert!(olga.list_quote_templates().await.unwrap().items.is_empty());
    let drafts = QuoteQuery { status: Some(QuoteStatus::Draft), ..QuoteQuery::default() };
    assert_eq!(olga.list_quotes(&drafts).await.unwrap().items.len(), 1);
    olga.delete_quote(quote.id).await.unwrap();
    assert!(olga.list_quotes(&drafts).await.unwrap().items.is_empty());
}
