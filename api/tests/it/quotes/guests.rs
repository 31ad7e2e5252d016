//! Customers without an account: a link of a mail opens their one repair, with its receipt and the review.

use crate::support::shop::{Shop, brakes, draft_for, yes};
use crate::support::{refused, refused_fields};
use chrono::TimeDelta;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::ApproveQuote;
use pitlane_contract::repairs::{ReviewLinkedRepair, UpdateRepairStatus};
use pitlane_contract::reviews::{ReviewQuery, WriteReviewLinks};
use pitlane_domain::repairs::LINK_DAYS;
use pitlane_domain::vocabulary::RepairStatus::{self, Completed, InProgress, Ready};
use pitlane_entities::{notifications, repairs, review_requests};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// A repair of somebody without an account.
async fn repair_of(shop: &Shop, email: &str, name: &str) -> Uuid {
    let olga = &shop.olga.client;
    let quote = olga.create_quote(&draft_for(email, name, brakes()), None).await.unwrap();
    olga.send_quote(quote.id).await.unwrap();
    let token = super::decisions::link(shop, email).await;
    let body = ApproveQuote { typed_name: name.to_owned(), ..yes(None) };
    let approved = shop.world.anyone().approve_linked_quote(&token, &body).await.unwrap();
    approved.repair_id.unwrap()
}

/// The secret of the link to a repair in the newest mail with `subject`.
pub async fn link(shop: &Shop, email: &str, subject: &str) -> String {
    let mails = shop.world.mails(email).await;
    let found = mails.iter().rev().find(|mail| mail.0.contains(subject));
    let text = &found.unwrap_or_else(|| panic!("{subject} is not in {mails:?}")).1;
    assert!(!text.contains("/repairs/") && !text.contains("in the app"), "{text}");
    let start =
        text.find("/repair-links/").unwrap_or_else(|| panic!("no link in {text}")) + "/repair-links/".len();
    text[start..].chars().take_while(char::is_ascii_alphanumeric).collect()
}

#[actix_web::test]
async fn a_link_follows_one_repair_and_no_other_until_it_ends() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let hers = repair_of(&shop, "ruth@example.com", "Ruth Vega").await;
    let his = repair_of(&shop, "omar@example.com", "Omar Haddad").await;
    for repair in [hers, his] {
        shop.go(repair, &[InProgress]).await;
    }
    let internal = UpdateRepairStatus {
        status: None,
        note: Some("Bolt was cross-threaded".to_owned()),
        internal: true,
        promised_at: None,
        reason: None,
    };
    olga.update_repair_status(hers, &internal).await.unwrap();
    let anyone = shop.world.anyone();
    let token = link(&shop, "ruth@example.com", "Work on your vehicle goes on").await;
    let seen = anyone.get_linked_repair(&token).await.unwrap();
    assert_eq!((seen.repair.summary.id, seen.repair.summary.status), (hers, InProgress));
    assert_eq!(seen.repair.quotes.len(), 1);
    assert!(seen.repair.timeline.iter().all(|event| !event.internal), "{:?}", seen.repair.timeline);
    assert!(!seen.has_receipt);
    let theirs = link(&shop, "omar@example.com", "Work on your vehicle goes on").await;
    assert_eq!(anyone.get_linked_repair(&theirs).await.unwrap().repair.summary.id, his);
    // neither the id of another repair, nor a part of a secret, nor the link of a quote opens one
    let quote = super::decisions::link_in_any(&shop, "ruth@example.com").await;
    for wrong in [&his.to_string(), &token[..token.len() - 1], quote.as_str(), "00"] {
        assert_eq!(refused(anyone.get_linked_repair(wrong).await), (404, Code::NotFound), "{wrong}");
        assert_eq!(refused(anyone.get_linked_receipt(wrong).await), (404, Code::NotFound));
        let review = ReviewLinkedRepair { rating: 1, text: String::new() };
        assert_eq!(refused(anyone.review_linked_repair(wrong, &review).await), (404, Code::NotFound));
    }
    assert_eq!(refused(anyone.get_linked_quote(&token).await), (404, Code::NotFound));
    shop.world.state.clock.advance(TimeDelta::days(LINK_DAYS) - TimeDelta::seconds(1));
    assert!(anyone.get_linked_repair(&token).await.is_ok());
    shop.world.state.clock.advance(TimeDelta::seconds(1));
    assert_eq!(refused(anyone.get_linked_repair(&token).await), (404, Code::NotFound));
}

#[actix_web::test]
async fn a_guest_reads_the_receipt_by_the_link() {
    let shop = Shop::new().await;
    let repair = repair_of(&shop, "ruth@example.com", "Ruth Vega").await;
    shop.go(repair, &[InProgress]).await;
    let token = link(&shop, "ruth@example.com", "Work on your vehicle goes on").await;
    let anyone = shop.world.anyone();
    assert_eq!(refused(anyone.get_linked_receipt(&token).await), (404, Code::NotFound));
    repairs::Entity::update_many()
        .col_expr(repairs::Column::ChargedCents, Expr::value(20_000))
        .filter(repairs::Column::Id.eq(repair))
        .exec(&shop.world.state.db)
        .await
        .unwrap();
    assert!(anyone.get_linked_repair(&token).await.unwrap().has_receipt);
    let receipt = anyone.get_linked_receipt(&token).await.unwrap();
    assert_eq!((receipt.repair_id, receipt.paid_cents, receipt.due_cents), (repair, 20_000, 32_062));
    assert_eq!(receipt.customer_name, "Ruth Vega");
}

#[actix_web::test]
async fn a_guest_is_asked_for_a_review_like_everybody_and_writes_it_by_the_link() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let pages = WriteReviewLinks {
        google: Some("https://g.page/r/harbor-garage/review".to_owned()),
        yelp: None,
        facebook: None,
    };
    olga.set_review_links(&pages).await.unwrap();
    let repair = repair_of(&shop, "ruth@example.com", "Ruth Vega").await;
    shop.go(repair, &[InProgress, Ready]).await;
    let early = link(&shop, "ruth@example.com", "Your vehicle is ready").await;
    let anyone = shop.world.anyone();
    let said = ReviewLinkedRepair { rating: 2, text: "It took a day longer.".to_owned() };
    let refusal = refused(anyone.review_linked_repair(&early, &said).await);
    assert_eq!(refusal, (409, Code::InvalidTransition));
    shop.go(repair, &[Completed]).await;
    shop.world.pass(TimeDelta::hours(23)).await;
    let asked = async || {
        let mails = shop.world.mails("ruth@example.com").await;
        mails.into_iter().filter(|mail| mail.0 == "How was Harbor Garage?").count()
    };
    assert_eq!(asked().await, 0);
    shop.world.pass(TimeDelta::hours(2)).await;
    assert_eq!(asked().await, 1);
    let token = link(&shop, "ruth@example.com", "How was Harbor Garage?").await;
    let seen = anyone.get_linked_repair(&token).await.unwrap();
    assert_eq!((seen.repair.reviewed, seen.review_links.len()), (false, 1));
    let wrong = ReviewLinkedRepair { rating: 6, ..said.clone() };
    let fields = refused_fields(anyone.review_linked_repair(&token, &wrong).await);
    assert_eq!(fields[0].0, "rating");
    let review = anyone.review_linked_repair(&token, &said).await.unwrap();
    assert_eq!((review.customer_name.as_deref(), review.rating), (Some("Ruth"), 2));
    assert_eq!(refused(anyone.review_linked_repair(&early, &said).await), (409, Code::AlreadyReviewed));
    let query = ReviewQuery { provider_id: Some(shop.workshop.provider_id), ..ReviewQuery::default() };
    let listed = anyone.list_reviews(&query).await.unwrap().items;
    assert_eq!((listed.len(), listed[0].text.as_str()), (1, "It took a day longer."));
    let request = review_requests::Entity::find().one(&shop.world.state.db).await.unwrap().unwrap();
    assert_eq!((request.status.as_str(), request.rating), ("completed", Some(2)));
    assert!(anyone.get_linked_repair(&token).await.unwrap().repair.reviewed);
    // the provider who asks for what is missing asks nobody twice
    olga.request_reviews().await.unwrap();
    shop.world.pass(TimeDelta::hours(25)).await;
    assert_eq!(asked().await, 1);
    assert!(shop.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn the_secret_of_a_link_is_not_kept() {
    let shop = Shop::new().await;
    let repair = repair_of(&shop, "ruth@example.com", "Ruth Vega").await;
    shop.go(repair, &[InProgress]).await;
    let token = link(&shop, "ruth@example.com", "Work on your vehicle goes on").await;
    let kept = notifications::Entity::find().all(&shop.world.state.db).await.unwrap();
    assert!(kept.iter().all(|row| !row.data.to_string().contains(&token)));
}

#[actix_web::test]
async fn a_guest_is_told_before_the_warranty_ends() {
    let shop = Shop::new().await;
    let repair = repair_of(&shop, "ruth@example.com", "Ruth Vega").await;
    let way: [RepairStatus; 3] = [InProgress, Ready, Completed];
    shop.go(repair, &way).await;
    shop.world.pass(TimeDelta::days(355)).await;
    let token = link(&shop, "ruth@example.com", "A warranty ends soon").await;
    let seen = shop.world.anyone().get_linked_repair(&token).await.unwrap();
    assert_eq!(seen.repair.summary.id, repair);
}
