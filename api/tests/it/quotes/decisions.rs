//! What customers say: signed in, by link, and through the provider; and what stays on their list.

use crate::support::shop::{Shop, brakes, draft, line, yes};
use crate::support::{refused, refused_fields};
use chrono::TimeDelta;
use pitlane_client::Client;
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{ApproveQuote, DeclineQuote, DeferLine, NewQuote, RecordAuthorization};
use pitlane_domain::vocabulary::{AuthorizationMethod, Deferral, LineKind, QuoteStatus};
use pitlane_entities::authorizations;
use sea_orm::EntityTrait;

/// The secret of the link in the newest mail to an address.
pub async fn link(shop: &Shop, address: &str) -> String {
    let mails = shop.world.mails(address).await;
    let text = &mails.last().unwrap().1;
    let start = text.find("/quote-links/").unwrap() + "/quote-links/".len();
    text[start..].chars().take_while(char::is_ascii_hexdigit).collect()
}

/// The same, in whichever mail it is.
pub async fn link_in_any(shop: &Shop, address: &str) -> String {
    let mails = shop.world.mails(address).await;
    let text = &mails.iter().find(|mail| mail.1.contains("/quote-links/")).unwrap().1;
    let start = text.find("/quote-links/").unwrap() + "/quote-links/".len();
    text[start..].chars().take_while(char::is_ascii_hexdigit).collect()
}

#[actix_web::test]
async fn a_link_opens_one_quote_without_an_account_until_it_ends() {
    let shop = Shop::new().await;
    let new = NewQuote {
        customer_id: None,
        vehicle_id: None,
        customer_email: Some("ruth@example.com".to_owned()),
        customer_name: Some("Ruth Vega".to_owned()),
        vehicle: Some("2011 Honda Fit".to_owned()),
        ..draft(&shop.dana, brakes())
    };
    let quote = shop.olga.client.create_quote(&new, None).await.unwrap();
    shop.olga.client.send_quote(quote.id).await.unwrap();
    let (anyone, token) = (shop.world.anyone(), link(&shop, "ruth@example.com").await);
    let seen = anyone.get_linked_quote(&token).await.unwrap();
    assert_eq!((seen.id, seen.customer_id), (quote.id, None));
    let other = shop.sent(brakes()).await;
    assert_eq!(refused(anyone.get_customer_quote(other.id).await).0, 401);
    assert_eq!(refused(anyone.get_linked_quote("00").await), (404, Code::NotFound));
    let approved = anyone.approve_linked_quote(&token, &yes(None)).await.unwrap();
    assert_eq!(approved.authorizations[0].method, AuthorizationMethod::Link);
    let kept = authorizations::Entity::find().one(&shop.world.state.db).await.unwrap().unwrap();
    assert!(kept.ip.is_some());
    assert_eq!(pitlane_domain::quotes::sha256(&kept.canonical), kept.sha256);
    // whoever confirms the address owns what was sent to it
    let (ruth, _, _) = shop.world.person("customer", "Ruth").await;
    let mine = ruth.list_customer_repairs(&CursorQuery::default()).await.unwrap().items;
    assert_eq!(mine[0].id, approved.repair_id.unwrap());
    assert_eq!(ruth.get_customer_quote(quote.id).await.unwrap().status, QuoteStatus::Approved);
    assert_eq!(refused(shop.dana.client.get_customer_quote(quote.id).await), (404, Code::NotFound));
    shop.world.pass(TimeDelta::days(14)).await;
    assert_eq!(refused(anyone.get_linked_quote(&token).await), (404, Code::NotFound));
}

#[actix_web::test]
async fn a_discount_holds_for_approved_lines_in_their_share() {
    let shop = Shop::new().await;
    let mut lines = brakes();
    lines.push(line(LineKind::Discount, "Spring", 1_000, 5_099));
    let quote = shop.sent(lines).await;
    let shown = quote.lines[0].id;
    let body = |total| ApproveQuote { total_cents: Some(total), ..yes(Some(vec![shown])) };
    // 300.00 of 509.90 bear 30.00 of 50.99
    assert_eq!(refused(shop.dana.client.approve_quote(quote.id, &body(30_000)).await), (409, Code::Conflict));
    let approved = shop.dana.client.approve_quote(quote.id, &body(27_000)).await.unwrap();
    assert_eq!(approved.approved_cents, 27_000);
    let discount = yes(Some(vec![quote.lines[3].id]));
    let refusal = shop.dana.client.approve_quote(quote.id, &discount).await;
    assert_eq!(refused_fields(refusal), [("line_ids".to_owned(), "unknown".to_owned())]);
    let all = shop.dana.client.approve_quote(quote.id, &yes(None)).await.unwrap();
    assert_eq!((all.status, all.approved_cents), (QuoteStatus::Approved, quote.total_cents));
    assert_eq!(all.authorizations[1].added_cents, quote.total_cents - 27_000);
}

#[actix_web::test]
async fn declined_lines_stay_the_customers_list() {
    let shop = Shop::new().await;
    let dana = &shop.dana.client;
    let quote = shop.sent(brakes()).await;
    let no = DeclineQuote { reason: Some("Too much at once".to_owned()) };
    let declined = dana.decline_quote(quote.id, &no).await.unwrap();
    assert_eq!(declined.status, QuoteStatus::Declined);
    assert_eq!(refused(dana.decline_quote(quote.id, &no).await), (409, Code::InvalidTransition));
    let list = async || dana.list_declined_lines(&CursorQuery::default()).await.unwrap().items;
    let items = list().await;
    assert_eq!((items.len(), items[0].open, items[0].line.deferral), (3, true, Some(Deferral::Later)));
    let until = Some(shop.world.now() + TimeDelta::days(30));
    let snooze = DeferLine { deferral: Deferral::Snoozed, snoozed_until: until };
    let snoozed = dana.defer_declined_line(items[0].line.id, &snooze).await.unwrap();
    assert_eq!(snoozed.line.snoozed_until, until);
    let wrong = DeferLine { deferral: Deferral::DoneElsewhere, snoozed_until: until };
    assert_eq!(refused(dana.defer_declined_line(items[1].line.id, &wrong).await), (422, Code::Invalid));
    let stranger = shop.world.customer("Sam Rivera").await;
    assert_eq!(refused(stranger.client.defer_declined_line(items[1].line.id, &snooze).await).0, 404);
    let later = dana.approve_quote(quote.id, &yes(Some(vec![items[0].line.id]))).await.unwrap();
    assert_eq!(later.status, QuoteStatus::PartiallyApproved);
    assert_eq!(list().await.len(), 2);
}

#[actix_web::test]
async fn a_declined_line_comes_back_on_the_chosen_day_once() {
    let shop = Shop::new().await;
    let dana = &shop.dana.client;
    let quote = shop.sent(brakes()).await;
    dana.decline_quote(quote.id, &DeclineQuote { reason: None }).await.unwrap();
    let start = shop.world.now();
    let snooze = async |line: usize, days| {
        let until = Some(start + TimeDelta::days(days));
        let body = DeferLine { deferral: Deferral::Snoozed, snoozed_until: until };
        dana.defer_declined_line(quote.lines[line].id, &body).await.unwrap()
    };
    // moved to another day, and told otherwise
    snooze(0, 3).await;
    snooze(0, 5).await;
    snooze(1, 3).await;
    let elsewhere = DeferLine { deferral: Deferral::DoneElsewhere, snoozed_until: None };
    dana.defer_declined_line(quote.lines[1].id, &elsewhere).await.unwrap();
    // approved after all
    snooze(2, 3).await;
    dana.approve_quote(quote.id, &yes(Some(vec![quote.lines[2].id]))).await.unwrap();
    let reminders = async || {
        let mails = shop.world.mails(&shop.dana.email).await;
        mails.into_iter().filter(|mail| mail.0.starts_with("You wanted to think of this")).collect::<Vec<_>>()
    };
    shop.world.pass(TimeDelta::days(4)).await;
    assert!(reminders().await.is_empty());
    shop.world.pass(TimeDelta::days(2)).await;
    let told = reminders().await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "You wanted to think of this today: Replace the front pads");
    assert!(told[0].1.contains("Harbor Garage") && told[0].1.contains("/declined-lines"), "{}", told[0].1);
    let items = dana.list_declined_lines(&CursorQuery::default()).await.unwrap().items;
    let deferrals: Vec<_> = items.iter().map(|item| (item.line.deferral, item.line.snoozed_until)).collect();
    assert_eq!(deferrals, [(Some(Deferral::DoneElsewhere), None), (Some(Deferral::Later), None)]);
    shop.world.pass(TimeDelta::days(30)).await;
    assert_eq!(reminders().await.len(), 1);
    assert!(shop.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_provider_records_what_was_said_by_phone() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let quote = shop.sent(brakes()).await;
    let said = |method| RecordAuthorization {
        method,
        line_ids: None,
        given_by: "Dana Okafor".to_owned(),
        given_at: Some(shop.world.now() - TimeDelta::minutes(5)),
        reason: Some("Called at noon".to_owned()),
    };
    let wrong = olga.record_authorization(quote.id, &said(AuthorizationMethod::Portal)).await;
    assert_eq!(refused_fields(wrong), [("method".to_owned(), "invalid".to_owned())]);
    let recorded = olga.record_authorization(quote.id, &said(AuthorizationMethod::Phone)).await.unwrap();
    let proof = &recorded.authorizations[0];
    assert_eq!(
        (recorded.status, proof.recorded_by.as_deref()),
        (QuoteStatus::Approved, Some("Olga Petrova"))
    );
    assert_eq!(shop.dana.client.get_customer_quote(quote.id).await.unwrap().authorizations.len(), 1);
    // whoever recorded it knows
    let told = shop.world.mails(&shop.olga.email).await;
    assert!(told.iter().all(|mail| !mail.0.contains("approved")), "{told:?}");
}

#[actix_web::test]
async fn others_do_not_learn_of_a_quote_or_a_repair() {
    let shop = Shop::new().await;
    let quote = shop.approved().await;
    let repair = quote.repair_id.unwrap();
    let (sam, ines) = (shop.world.customer("Sam Rivera").await, shop.world.mechanic("Ines Duarte").await);
    let not_there = (404, Code::NotFound);
    let of_customer = |client: Client| async move {
        assert_eq!(refused(client.get_customer_quote(quote.id).await), not_there);
        assert_eq!(refused(client.approve_quote(quote.id, &yes(None)).await), not_there);
        assert_eq!(refused(client.get_customer_repair(repair).await), not_there);
        assert_eq!(refused(client.get_receipt(repair).await), not_there);
        let rest = crate::support::shop::rest();
        assert_eq!(refused(client.create_repair_payment(repair, &rest, None).await), not_there);
    };
    of_customer(sam.client).await;
    assert_eq!(refused(ines.client.get_quote(quote.id).await), not_there);
    assert_eq!(refused(ines.client.revise_quote(quote.id, None).await), not_there);
    assert_eq!(refused(ines.client.get_repair(repair).await), not_there);
    let cancelled = crate::support::shop::to(pitlane_domain::vocabulary::RepairStatus::Cancelled);
    assert_eq!(refused(ines.client.update_repair_status(repair, &cancelled).await), not_there);
}
