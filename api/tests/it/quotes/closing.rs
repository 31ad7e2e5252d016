//! What becomes of quotes and repairs when one of their sides closes the account, and what the export says of them.

use super::decisions::link;
use crate::support::refused;
use crate::support::shop::{Shop, brakes, draft, part, to};
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::RecordAuthorization;
use pitlane_contract::repairs::{NewRefund, UpdateRepairStatus};
use pitlane_domain::vocabulary::RepairStatus::{Completed, InProgress, Ready};
use pitlane_domain::vocabulary::{AuthorizationMethod, QuoteStatus, RepairStatus};
use pitlane_entities::{authorizations, quote_links, repair_quotes, repairs};
use sea_orm::EntityTrait;

fn called_off() -> UpdateRepairStatus {
    UpdateRepairStatus { reason: Some("The customer moved away".to_owned()), ..to(RepairStatus::Cancelled) }
}

#[actix_web::test]
async fn a_customer_who_closes_the_account_leaves_the_books_without_a_name() {
    let shop = Shop::new().await;
    let body = shop.world.goodbye(shop.dana.id).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let open = shop.sent(brakes()).await;
    let token = link(&shop, &shop.dana.email).await;
    let written = shop.olga.client.create_quote(&draft(&shop.dana, brakes()), None).await.unwrap();
    let waits = shop.dana.client.close_account(&body).await;
    assert_eq!(refused(waits), (409, Code::OpenWork));
    assert_eq!(shop.olga.client.get_quote(open.id).await.unwrap().status, QuoteStatus::Sent, "nothing ended");
    shop.pay(repair, &part(10_000)).await.unwrap();
    shop.go(repair, &[InProgress, Ready, Completed]).await;
    shop.world.anyone().get_linked_quote(&token).await.unwrap();

    shop.dana.client.close_account(&body).await.unwrap();
    for id in [open.id, written.id] {
        assert_eq!(shop.olga.client.get_quote(id).await.unwrap().status, QuoteStatus::Cancelled);
    }
    assert_eq!(refused(shop.world.anyone().get_linked_quote(&token).await), (404, Code::NotFound));
    let kept = shop.olga.client.get_repair(repair).await.unwrap();
    assert_eq!((kept.summary.customer_name.as_str(), kept.account.charged_cents), ("Closed account", 10_000));
    let db = &shop.world.state.db;
    assert!(quote_links::Entity::find().all(db).await.unwrap().is_empty());
    let text = format!(
        "{:?} {:?} {:?}",
        authorizations::Entity::find().all(db).await.unwrap(),
        repair_quotes::Entity::find().all(db).await.unwrap(),
        repairs::Entity::find().all(db).await.unwrap()
    );
    assert!(!text.contains("Okafor") && !text.contains(&shop.dana.email), "{text}");
    assert!(!text.contains("127.0.0.1"), "where the approval came from went as well");
    shop.world.pass(chrono::TimeDelta::days(2)).await;
    assert!(shop.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_workshop_closes_once_its_repairs_are_over_and_its_quotes_end() {
    let shop = Shop::new().await;
    let body = shop.world.goodbye(shop.olga.user_id).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let open = shop.sent(brakes()).await;
    assert_eq!(refused(shop.olga.client.close_account(&body).await), (409, Code::OpenWork));
    // the workshop stays where only one of its mechanics goes
    let ken = shop.world.member("Ken Ito", &shop.workshop, "mechanic").await;
    let his = shop.world.goodbye(ken.user_id).await;
    ken.client.close_account(&his).await.unwrap();
    assert_eq!(shop.dana.client.get_customer_quote(open.id).await.unwrap().status, QuoteStatus::Sent);

    shop.olga.client.update_repair_status(repair, &called_off()).await.unwrap();
    shop.olga.client.close_account(&body).await.unwrap();
    let seen = shop.dana.client.get_customer_quote(open.id).await.unwrap();
    assert_eq!(seen.status, QuoteStatus::Cancelled);
    shop.world.run_jobs().await;
    assert!(shop.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn the_export_has_the_quotes_repairs_and_money_of_each_side() {
    let shop = Shop::new().await;
    let quote = shop.sent(brakes()).await;
    let by_phone = RecordAuthorization {
        method: AuthorizationMethod::Phone,
        line_ids: None,
        given_by: "Dana Okafor".to_owned(),
        given_at: None,
        reason: None,
    };
    let quote = shop.olga.client.record_authorization(quote.id, &by_phone).await.unwrap();
    let repair = quote.repair_id.unwrap();
    let paid = shop.pay(repair, &part(10_000)).await.unwrap();
    let back = NewRefund { amount_cents: Some(2_000), reason: "A part came cheaper".to_owned() };
    shop.olga.client.refund_payment(paid.payment.id, &back, None).await.unwrap();
    let note = UpdateRepairStatus {
        status: None,
        note: Some("Between us".to_owned()),
        internal: true,
        promised_at: None,
        reason: None,
    };
    shop.olga.client.update_repair_status(repair, &note).await.unwrap();
    let written = shop.olga.client.create_quote(&draft(&shop.dana, brakes()), None).await.unwrap();

    let hers = shop.dana.client.export_me().await.unwrap().data;
    let count = |table: &str| hers[table].len();
    assert_eq!((count("repair_quotes"), count("quote_lines"), count("authorizations")), (1, 3, 1));
    assert_eq!((count("repairs"), count("payments"), count("refunds")), (1, 1, 1));
    let text = serde_json::to_string(&hers).unwrap();
    assert!(!text.contains("Between us") && !text.contains(&written.id.to_string()), "{text}");
    let theirs = shop.olga.client.export_me().await.unwrap().data;
    let count = |table: &str| theirs[table].len();
    assert_eq!((count("repair_quotes"), count("repairs"), count("refunds")), (2, 1, 1));
    assert!(serde_json::to_string(&theirs).unwrap().contains("Between us"));
    let stranger = shop.world.customer("Lee Chen").await;
    let none = stranger.client.export_me().await.unwrap().data;
    assert!(none["repair_quotes"].is_empty() && none["repairs"].is_empty() && none["refunds"].is_empty());
}
