//! Who is asked for a review and when, where else they may write, and what is said about reviews.

use crate::support::people::{Customer, Mechanic};
use crate::support::shop::Shop;
use crate::support::{World, refused, refused_fields};
use chrono::TimeDelta;
use pitlane_api::jobs::Jobs;
use pitlane_contract::problem::Code;
use pitlane_contract::reviews::{
    ClickReviewLink, FlagReview, NewReview, ReplyToReview, ReviewQuery, WriteReviewLinks,
};
use pitlane_domain::vocabulary::RepairStatus::{Completed, InProgress, Ready};
use pitlane_domain::vocabulary::{ReviewPlatform, ReviewRequestStatus};
use pitlane_entities::review_requests;
use pitlane_platform::jobs;
use sea_orm::EntityTrait;
use uuid::Uuid;

const ASKED: &str = "How was ";

fn stars(session: Uuid, rating: i32) -> NewReview {
    NewReview { session_id: Some(session), repair_id: None, rating, text: "Clear words.".to_owned() }
}

/// A session from booking to its end.
async fn session(world: &World, dana: &Customer, marek: &Mechanic) -> Uuid {
    world.set_online(marek, true).await;
    world.book(dana, Some(marek.provider_id)).await;
    let offer = marek.client.list_offers().await.unwrap().items.remove(0);
    let id = marek.client.accept_offer(offer.id).await.unwrap().session_id;
    marek.client.start_session(id).await.unwrap();
    world.run_jobs().await;
    marek.client.end_session(id).await.unwrap();
    id
}

async fn asked(world: &World, who: &Customer) -> Vec<(String, String)> {
    world.mails(&who.email).await.into_iter().filter(|mail| mail.0.starts_with(ASKED)).collect()
}

/// The one request of a world.
async fn the_request(world: &World) -> review_requests::Model {
    review_requests::Entity::find().one(&world.state.db).await.unwrap().unwrap()
}

#[actix_web::test]
async fn everybody_is_asked_a_day_after_the_work_once_and_in_the_same_words() {
    let shop = Shop::new().await;
    let world = &shop.world;
    let marek = world.mechanic("Marek Nowak").await;
    let repair = shop.approved().await.repair_id.unwrap();
    shop.go(repair, &[InProgress, Ready, Completed]).await;
    session(world, &shop.dana, &marek).await;

    world.pass(TimeDelta::hours(24) - TimeDelta::seconds(1)).await;
    assert_eq!(asked(world, &shop.dana).await, []);
    world.pass(TimeDelta::seconds(1)).await;
    let mails = asked(world, &shop.dana).await;
    assert_eq!(mails.len(), 2);
    for name in ["Harbor Garage", "Marek Nowak"] {
        let (_, text) = mails.iter().find(|mail| mail.0 == format!("How was {name}?")).unwrap();
        let words = format!("Tell others how {name} helped you with your 2019 Subaru Outback.");
        assert!(text.contains(&words) && text.contains("/reviews/"), "{text}");
    }
    world.pass(TimeDelta::days(3)).await;
    assert_eq!(asked(world, &shop.dana).await.len(), 2);
    assert_eq!(world.failed_jobs().await, []);
}

#[actix_web::test]
async fn a_server_that_was_down_asks_when_it_is_back() {
    let mut world = World::new().await;
    let (dana, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    session(&world, &dana, &marek).await;
    world.state.clock.advance(TimeDelta::hours(60));
    world.restart().await;
    // two workers at once ask no more than one
    let runner = Jobs(world.state.clone());
    let both = (
        jobs::run_due(&world.state.db, &world.state.clock, &runner),
        jobs::run_due(&world.state.db, &world.state.clock, &runner),
    );
    let (one, two) = futures::future::join(both.0, both.1).await;
    assert!(one.unwrap() + two.unwrap() > 0);
    assert_eq!(asked(&world, &dana).await.len(), 1);
    assert_eq!(the_request(&world).await.requested_at, Some(world.now()));
}

#[actix_web::test]
async fn who_said_something_or_left_is_not_asked() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    let done = session(&world, &dana, &marek).await;
    dana.client.create_review(&stars(done, 5), None).await.unwrap();
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(asked(&world, &dana).await, []);
    let stats = marek.client.review_stats().await.unwrap();
    assert_eq!((stats.requested, stats.completed, stats.unanswered), (0, 1, 1));

    let lee = world.customer("Lee Chen").await;
    session(&world, &lee, &marek).await;
    // behind the API: people of these tests have no password
    close(&world, lee.id).await;
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(asked(&world, &lee).await, []);
    assert_eq!(marek.client.review_stats().await.unwrap().skipped, 1);
}

async fn close(world: &World, user: Uuid) {
    use pitlane_entities::users;
    use sea_orm::sea_query::Expr;
    use sea_orm::{ColumnTrait, QueryFilter};
    users::Entity::update_many()
        .col_expr(users::Column::DeletedAt, Expr::value(world.now()))
        .filter(users::Column::Id.eq(user))
        .exec(&world.state.db)
        .await
        .unwrap();
}

#[actix_web::test]
async fn the_customer_rates_looks_elsewhere_or_skips_and_the_provider_sees_how_many() {
    let world = World::new().await;
    let (dana, lee) = (world.customer("Dana Okafor").await, world.customer("Lee Chen").await);
    let marek = world.mechanic("Marek Nowak").await;
    let links = WriteReviewLinks {
        google: Some("https://g.page/r/marek/review".to_owned()),
        yelp: None,
        facebook: Some("https://www.facebook.com/marek/reviews".to_owned()),
    };
    let kept = marek.client.set_review_links(&links).await.unwrap();
    assert_eq!((kept.google, kept.yelp), (links.google.clone(), None));
    let done = session(&world, &dana, &marek).await;
    let id = the_request(&world).await.id;
    world.pass(TimeDelta::hours(24)).await;

    assert_eq!(refused(lee.client.get_review_request(id).await), (404, Code::NotFound));
    let request = dana.client.get_review_request(id).await.unwrap();
    assert_eq!((request.status, request.session_id), (ReviewRequestStatus::Requested, Some(done)));
    let platforms: Vec<_> = request.links.iter().map(|link| link.platform).collect();
    assert_eq!(platforms, [ReviewPlatform::Google, ReviewPlatform::Facebook]);
    // the worst rating leads to the same pages
    dana.client.create_review(&stars(done, 1), None).await.unwrap();
    let after = dana.client.get_review_request(id).await.unwrap();
    assert_eq!((after.status, after.rating), (ReviewRequestStatus::Completed, Some(1)));
    assert_eq!(after.links, request.links);

    let click = |platform| ClickReviewLink { platform };
    for _ in 0..2 {
        dana.client.click_review_link(id, &click(ReviewPlatform::Google)).await.unwrap();
    }
    let absent = dana.client.click_review_link(id, &click(ReviewPlatform::Yelp)).await;
    assert_eq!(refused_fields(absent), [("platform".into(), "not_linked".into())]);
    assert_eq!(refused(dana.client.skip_review_request(id).await), (409, Code::AlreadyReviewed));

    session(&world, &lee, &marek).await;
    let requests = review_requests::Entity::find().all(&world.state.db).await.unwrap();
    let other = requests.iter().find(|request| request.customer_id == Some(lee.id)).unwrap().id;
    world.pass(TimeDelta::hours(24)).await;
    let skipped = lee.client.skip_review_request(other).await.unwrap();
    assert_eq!(skipped.status, ReviewRequestStatus::Skipped);
    let stats = marek.client.review_stats().await.unwrap();
    assert_eq!((stats.scheduled, stats.requested, stats.completed, stats.skipped), (0, 2, 1, 1));
    let clicks: Vec<_> = stats.by_platform.iter().map(|row| row.customers).collect();
    assert_eq!(clicks, [1, 0, 0]);
    assert_eq!((stats.total_reviews, stats.by_rating[4].reviews, stats.by_rating[0].reviews), (1, 1, 0));
}

#[actix_web::test]
async fn pages_elsewhere_are_those_of_the_platform_and_of_who_runs_the_business() {
    let shop = Shop::new().await;
    let hand = shop.world.member("Ken Abe", &shop.workshop, "mechanic").await;
    let wrong = WriteReviewLinks {
        google: Some("https://google.com.evil.example/".to_owned()),
        yelp: Some("http://yelp.com/biz/x".to_owned()),
        facebook: Some(String::new()),
    };
    let both = [("google".into(), "wrong_platform".into()), ("yelp".into(), "wrong_platform".into())];
    assert_eq!(refused_fields(shop.olga.client.set_review_links(&wrong).await), both);
    let right =
        WriteReviewLinks { google: None, yelp: Some("https://yelp.com/biz/x".to_owned()), facebook: None };
    assert_eq!(refused(hand.client.set_review_links(&right).await), (403, Code::Forbidden));
    shop.olga.client.set_review_links(&right).await.unwrap();
    assert_eq!(hand.client.review_links().await.unwrap().yelp, right.yelp);
    let none = WriteReviewLinks { google: None, yelp: None, facebook: None };
    assert_eq!(shop.olga.client.set_review_links(&none).await.unwrap().yelp, None);
}

#[actix_web::test]
async fn nobody_is_picked_when_a_provider_asks_for_what_is_missing() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    session(&world, &dana, &marek).await;
    assert_eq!(marek.client.request_reviews().await.unwrap().planned, 0);
    // as for work of before there were requests
    review_requests::Entity::delete_many().exec(&world.state.db).await.unwrap();
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(asked(&world, &dana).await, []);
    assert_eq!(marek.client.request_reviews().await.unwrap().planned, 1);
    assert_eq!(marek.client.request_reviews().await.unwrap().planned, 0);
}

#[actix_web::test]
async fn a_review_is_answered_by_its_provider_and_judged_by_others_once() {
    let world = World::new().await;
    let (dana, lee) = (world.customer("Dana Okafor").await, world.customer("Lee Chen").await);
    let (marek, ines) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Duarte").await);
    let done = session(&world, &dana, &marek).await;
    let id = dana.client.create_review(&stars(done, 4), None).await.unwrap().id;

    let words = ReplyToReview { text: " Thank you, Dana. ".to_owned() };
    assert_eq!(refused(ines.client.reply_to_review(id, &words).await), (404, Code::NotFound));
    let empty = ReplyToReview { text: " ".to_owned() };
    let answer = marek.client.reply_to_review(id, &empty).await;
    assert_eq!(refused_fields(answer), [("text".into(), "required".into())]);
    let answered = marek.client.reply_to_review(id, &words).await.unwrap();
    assert_eq!(answered.reply.as_deref(), Some("Thank you, Dana."));
    assert_eq!(answered.replied_at, Some(world.now()));
    assert_eq!(marek.client.review_stats().await.unwrap().unanswered, 0);
    let changed = ReplyToReview { text: "Thank you.".to_owned() };
    marek.client.reply_to_review(id, &changed).await.unwrap();
    let told = |mails: Vec<(String, String)>, words: &str| {
        mails.into_iter().filter(|mail| mail.1.contains(words)).count()
    };
    assert_eq!(told(world.mails(&marek.email).await, "Clear words."), 1);
    let dana_got = world.mails(&dana.email).await;
    assert_eq!(told(dana_got.clone(), "Thank you, Dana."), 1);
    assert_eq!(told(dana_got, &format!("/mechanics/{}", marek.id)), 1);

    for (who, count) in [(&dana.client, 0), (&marek.client, 0), (&lee.client, 1), (&lee.client, 1)] {
        assert_eq!(who.mark_review_helpful(id).await.unwrap().helpful_count, count);
    }
    let why = FlagReview { reason: "Not about this mechanic.".to_owned() };
    ines.client.flag_review(id, &why).await.unwrap();
    ines.client.flag_review(id, &why).await.unwrap();
    // it stays until somebody has looked at it
    let query = ReviewQuery { provider_id: Some(marek.provider_id), ..ReviewQuery::default() };
    assert_eq!(world.anyone().list_reviews(&query).await.unwrap().items.len(), 1);
}
