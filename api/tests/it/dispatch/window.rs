//! The window of the preferred provider.

use super::{count, keep_online, open, reread};
use crate::support::booking::wish;
use crate::support::{World, refused};
use chrono::TimeDelta;
use pitlane_contract::dispatch::DeclineOffer;
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::{
    BroadcastCause, OfferKind, OfferResponse, RequestEventKind, RequestStatus, RoutingType,
};
use pitlane_entities::providers;
use pitlane_platform::new_id;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

#[actix_web::test]
async fn the_preferred_mechanic_is_asked_alone() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let (marek, other) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Faure").await);
    let booked = world.book(&customer, Some(marek.provider_id)).await;
    assert_eq!(booked.request.routing_type, RoutingType::PriorityBroadcast);
    assert_eq!(booked.request.priority_window_minutes, Some(10));
    assert_eq!(booked.request.expires_at, Some(world.now() + TimeDelta::minutes(10)));
    let kinds: Vec<_> = booked.timeline.iter().map(|event| event.kind).collect();
    assert_eq!(
        kinds,
        [
            RequestEventKind::Created,
            RequestEventKind::Paid,
            RequestEventKind::PriorityStarted,
            RequestEventKind::OfferSent
        ]
    );
    let offers = open(&marek).await;
    assert_eq!((offers.len(), offers[0].kind), (1, OfferKind::Priority));
    assert_eq!(offers[0].customer_name, "Dana");
    // nobody else learns of it
    assert!(open(&other).await.is_empty());
    assert_eq!(refused(other.client.accept_offer(offers[0].id).await), (404, Code::NotFound));
    assert_eq!(refused(other.client.see_offer(offers[0].id).await), (404, Code::NotFound));
    let no = DeclineOffer { reason: None };
    assert_eq!(refused(other.client.decline_offer(offers[0].id, &no).await), (404, Code::NotFound));
    assert_eq!(refused(other.client.get_session_request(booked.request.id).await), (403, Code::Forbidden));
    assert!(other.client.list_sessions(&CursorQuery::default()).await.unwrap().items.is_empty());
    assert_eq!(world.mails(&marek.email).await.len(), 1);
    assert!(world.mails(&other.email).await.is_empty());
}

#[actix_web::test]
async fn an_accepted_offer_opens_a_session() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    let booked = world.book(&customer, Some(marek.provider_id)).await;
    let offer = open(&marek).await.remove(0);
    marek.client.see_offer(offer.id).await.unwrap();
    marek.client.see_offer(offer.id).await.unwrap();
    let session = marek.client.accept_offer(offer.id).await.unwrap().session_id;
    // the same answer to a retry
    assert_eq!(marek.client.accept_offer(offer.id).await.unwrap().session_id, session);
    let taken = reread(&customer, booked.request.id).await;
    assert_eq!(taken.request.status, RequestStatus::Accepted);
    assert_eq!(taken.request.session_id, Some(session));
    assert_eq!(taken.request.mechanic.unwrap().name, "Marek Nowak");
    assert_eq!(count(&reread(&customer, booked.request.id).await, RequestEventKind::OfferSeen), 1);
    // the window's timer finds nothing to do
    world.pass(TimeDelta::minutes(2)).await;
    world.pass(TimeDelta::minutes(60)).await;
    let later = reread(&customer, booked.request.id).await;
    assert_eq!(count(&later, RequestEventKind::BroadcastStarted), 0);
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn the_end_of_the_window_asks_everybody_once() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let (marek, other) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Faure").await);
    let booked = world.book(&customer, Some(marek.provider_id)).await;
    let offer = open(&marek).await.remove(0);
    world.pass(TimeDelta::minutes(9)).await;
    keep_online(&world, &[&marek, &other]).await;
    assert!(open(&other).await.is_empty());
    world.pass(TimeDelta::minutes(1)).await;
    let fallen = reread(&customer, booked.request.id).await;
    assert_eq!(fallen.request.broadcast_cause, Some(BroadcastCause::WindowEnded));
    assert_eq!(fallen.request.fallback_broadcast_at, Some(world.now()));
    assert_eq!(fallen.request.priority_expires_at, None);
    assert_eq!(count(&fallen, RequestEventKind::WindowEnded), 1);
    assert_eq!(count(&fallen, RequestEventKind::BroadcastStarted), 1);
    assert_eq!(open(&other).await.len(), 1);
    let missed = marek.client.list_offer_history().await.unwrap().items;
    let missed = missed.into_iter().find(|o| o.id == offer.id).unwrap();
    assert_eq!(missed.response, Some(OfferResponse::Missed));
    other.client.accept_offer(open(&other).await[0].id).await.unwrap();
    assert_eq!(reread(&customer, booked.request.id).await.request.mechanic.unwrap().id, other.id);
}

#[actix_web::test]
async fn unseen_offers_are_sent_again_twice() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    let booked = world.book(&customer, Some(marek.provider_id)).await;
    world.pass(TimeDelta::seconds(200)).await;
    assert_eq!(count(&reread(&customer, booked.request.id).await, RequestEventKind::OfferResent), 1);
    world.pass(TimeDelta::seconds(200)).await;
    assert_eq!(count(&reread(&customer, booked.request.id).await, RequestEventKind::OfferResent), 2);
    assert_eq!(world.mails(&marek.email).await.len(), 3);
}

#[actix_web::test]
async fn a_seen_offer_is_not_sent_again() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    let booked = world.book(&customer, Some(marek.provider_id)).await;
    marek.client.see_offer(open(&marek).await[0].id).await.unwrap();
    world.pass(TimeDelta::minutes(8)).await;
    assert_eq!(count(&reread(&customer, booked.request.id).await, RequestEventKind::OfferResent), 0);
}

#[actix_web::test]
async fn a_decline_asks_everybody_but_who_declined() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let (marek, other) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Faure").await);
    let booked = world.book(&customer, Some(marek.provider_id)).await;
    let reason = DeclineOffer { reason: Some("On the road".to_owned()) };
    let declined = marek.client.decline_offer(open(&marek).await[0].id, &reason).await.unwrap();
    assert_eq!(declined.response, Some(OfferResponse::Declined));
    let fallen = reread(&customer, booked.request.id).await;
    assert_eq!(fallen.request.broadcast_cause, Some(BroadcastCause::Declined));
    assert!(open(&marek).await.is_empty());
    assert_eq!(open(&other).await.len(), 1);
    world.pass(TimeDelta::minutes(10)).await;
    assert_eq!(count(&reread(&customer, booked.request.id).await, RequestEventKind::BroadcastStarted), 1);
}

#[actix_web::test]
async fn every_accepting_member_of_a_preferred_workshop_is_asked() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let shop = world.workshop("Harbor Garage").await;
    let (one, two) = (
        world.member("Marek Nowak", &shop, "owner").await,
        world.member("Ines Faure", &shop, "mechanic").await,
    );
    let outsider = world.mechanic("Tom Berg").await;
    let booked = world.book(&customer, Some(shop.provider_id)).await;
    assert_eq!((open(&one).await.len(), open(&two).await.len(), open(&outsider).await.len()), (1, 1, 0));
    let no = DeclineOffer { reason: None };
    one.client.decline_offer(open(&one).await[0].id, &no).await.unwrap();
    assert_eq!(count(&reread(&customer, booked.request.id).await, RequestEventKind::BroadcastStarted), 0);
    two.client.decline_offer(open(&two).await[0].id, &no).await.unwrap();
    let fallen = reread(&customer, booked.request.id).await;
    assert_eq!(fallen.request.broadcast_cause, Some(BroadcastCause::Declined));
    assert_eq!(open(&outsider).await.len(), 1);
}

#[actix_web::test]
async fn whoever_waits_for_an_offline_mechanic_gives_them_half_an_hour() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    world.set_online(&marek, false).await;
    let mut patient = wish(&customer, Some(marek.provider_id));
    patient.notify_and_wait = true;
    let booked = world.book_wish(&customer, &patient).await;
    assert_eq!(booked.request.priority_window_minutes, Some(30));
    world.pass(TimeDelta::minutes(29)).await;
    assert_eq!(count(&reread(&customer, booked.request.id).await, RequestEventKind::BroadcastStarted), 0);
    world.pass(TimeDelta::minutes(1)).await;
    assert_eq!(count(&reread(&customer, booked.request.id).await, RequestEventKind::BroadcastStarted), 1);
}

#[actix_web::test]
async fn the_customer_may_ask_everybody_now() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let (marek, other) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Faure").await);
    let booked = world.book(&customer, Some(marek.provider_id)).await;
    let now = customer.client.broadcast_now(booked.request.id).await.unwrap();
    assert_eq!(now.request.broadcast_cause, Some(BroadcastCause::CustomerChoice));
    assert_eq!((open(&marek).await.len(), open(&other).await.len()), (1, 1));
    assert_eq!(
        refused(customer.client.broadcast_now(booked.request.id).await),
        (409, Code::InvalidTransition)
    );
    world.pass(TimeDelta::minutes(10)).await;
    assert_eq!(count(&reread(&customer, booked.request.id).await, RequestEventKind::BroadcastStarted), 1);
}

#[actix_web::test]
async fn a_provider_who_left_or_blocked_cannot_be_preferred() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let (gone, blocking) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Faure").await);
    providers::Entity::update_many()
        .col_expr(providers::Column::ClosedAt, Expr::value(world.now()))
        .filter(providers::Column::Id.eq(gone.provider_id))
        .exec(&world.state.db)
        .await
        .unwrap();
    world.block(blocking.provider_id, customer.id).await;
    for (provider, code) in [
        (gone.provider_id, Code::ProviderGone),
        (blocking.provider_id, Code::NotFound),
        (new_id(), Code::NotFound),
    ] {
        let asked = customer.client.create_session_request(&wish(&customer, Some(provider)), None).await;
        assert_eq!(refused(asked), (404, code));
    }
}

#[actix_web::test]
async fn a_provider_who_leaves_inside_the_window_has_everybody_asked() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let (marek, other) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Faure").await);
    let booked = world.book(&customer, Some(marek.provider_id)).await;
    let mut work = world.state.begin().await.unwrap();
    let job = pitlane_api::features::dispatch::jobs::provider_gone(marek.provider_id, world.now());
    work.enqueue(job);
    work.commit().await.unwrap();
    world.run_jobs().await;
    let fallen = reread(&customer, booked.request.id).await;
    assert_eq!(fallen.request.broadcast_cause, Some(BroadcastCause::ProviderGone));
    assert_eq!(open(&other).await.len(), 1);
}

#[actix_web::test]
async fn a_mechanic_who_comes_online_gets_what_waits() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let (marek, late) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Faure").await);
    world.set_online(&marek, false).await;
    world.set_online(&late, false).await;
    let first = world.book(&customer, Some(marek.provider_id)).await;
    let second = world.book(&customer, None).await;
    assert!(open(&late).await.is_empty());
    for mechanic in [&marek, &late] {
        world.set_online(mechanic, true).await;
        let mut work = world.state.begin().await.unwrap();
        pitlane_api::features::dispatch::service::mechanic_came_online(&mut work, mechanic.id);
        work.commit().await.unwrap();
    }
    world.run_jobs().await;
    let of = |offers: &[pitlane_contract::dispatch::Offer]| {
        let mut ids: Vec<_> = offers.iter().map(|offer| offer.request_id).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(of(&open(&marek).await), [first.request.id, second.request.id]);
    assert_eq!(of(&open(&late).await), [second.request.id]);
}
