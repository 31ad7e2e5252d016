//! What customers say of completed repairs.

use crate::support::shop::{Shop, part};
use crate::support::{refused, refused_fields};
use pitlane_contract::problem::Code;
use pitlane_contract::reviews::{NewReview, ReviewQuery};
use pitlane_domain::vocabulary::RepairStatus::{Completed, InProgress, Ready};
use pitlane_domain::vocabulary::{NotificationKind, ReviewRequestStatus};
use pitlane_entities::{mechanic_reviews, notifications, review_requests, workshops};
use sea_orm::EntityTrait;
use uuid::Uuid;

fn stars(repair: Uuid, rating: i32) -> NewReview {
    NewReview { session_id: None, repair_id: Some(repair), rating, text: "Honest work.".to_owned() }
}

#[actix_web::test]
async fn a_completed_repair_is_reviewed_once_and_counts_for_the_workshop() {
    let shop = Shop::new().await;
    let dana = &shop.dana.client;
    let repair = shop.approved().await.repair_id.unwrap();
    let early = dana.create_review(&stars(repair, 4), None).await;
    assert_eq!(refused(early), (409, Code::InvalidTransition));
    shop.pay(repair, &part(10_000)).await.unwrap();
    shop.go(repair, &[InProgress, Ready, Completed]).await;

    for both in [(None, None), (Some(repair), Some(repair))] {
        let body = NewReview { session_id: both.0, repair_id: both.1, ..stars(repair, 4) };
        let answer = dana.create_review(&body, None).await;
        assert_eq!(refused_fields(answer), [("session_id".into(), "invalid".into())]);
    }
    let stranger = shop.world.customer("Lee Chen").await;
    let theirs = stranger.client.create_review(&stars(repair, 1), None).await;
    assert_eq!(refused(theirs), (404, Code::NotFound));
    let own = shop.olga.client.create_review(&stars(repair, 5), None).await;
    assert_eq!(refused(own), (403, Code::Forbidden));

    assert!(!shop.repair(repair).await.reviewed);
    let said = dana.create_review(&stars(repair, 4), Some("key")).await.unwrap();
    assert!(shop.repair(repair).await.reviewed);
    assert_eq!((said.mechanic_name.as_str(), said.rating), ("Harbor Garage", 4));
    assert_eq!(dana.create_review(&stars(repair, 4), Some("key")).await.unwrap(), said);
    let twice = dana.create_review(&stars(repair, 5), None).await;
    assert_eq!(refused(twice), (409, Code::AlreadyReviewed));
    let query = ReviewQuery { provider_id: Some(shop.workshop.provider_id), ..ReviewQuery::default() };
    assert_eq!(dana.list_reviews(&query).await.unwrap().items, [said]);

    let db = &shop.world.state.db;
    assert_eq!(mechanic_reviews::Entity::find().all(db).await.unwrap().len(), 1);
    let rated = workshops::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!((rated.avg_rating, rated.total_reviews), (Some(4.0), 1));
    // who has said something is not asked
    shop.world.pass(chrono::TimeDelta::days(2)).await;
    let wish = review_requests::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!((wish.status.as_str(), wish.rating), (ReviewRequestStatus::Completed.as_str(), Some(4)));
    let letters = notifications::Entity::find().all(db).await.unwrap();
    let asked = NotificationKind::ReviewRequested.as_str();
    assert!(letters.iter().all(|letter| letter.kind != asked));
}
