//! Asking everybody.

use super::{count, keep_online, open, reread};
use crate::support::booking::wish;
use crate::support::people::Mechanic;
use crate::support::{World, refused};
use chrono::TimeDelta;
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::{
    BroadcastCause, OfferKind, OfferResponse, PaymentStatus, RequestEventKind, RequestStatus,
};
use pitlane_entities::{mechanics, users};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

async fn stored(world: &World, mechanic: &Mechanic) -> mechanics::Model {
    mechanics::Entity::find_by_id(mechanic.id).one(&world.state.db).await.unwrap().unwrap()
}

#[actix_web::test]
async fn everybody_eligible_is_told_and_nobody_else() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let fits = world.mechanic("Marek Nowak").await;
    let offline = world.mechanic("Ines Faure").await;
    world.set_online(&offline, false).await;
    let blocking = world.mechanic("Tom Berg").await;
    world.block(blocking.provider_id, customer.id).await;
    let unverified = world.mechanic("Lea Roth").await;
    users::Entity::update_many()
        .col_expr(users::Column::EmailVerifiedAt, Expr::value(Option::<chrono::DateTime<chrono::Utc>>::None))
        .filter(users::Column::Id.eq(unverified.user_id))
        .exec(&world.state.db)
        .await
        .unwrap();
    let paused = world.mechanic("Olaf Lind").await;
    mechanics::Entity::update_many()
        .col_expr(mechanics::Column::Accepting, Expr::value(false))
        .filter(mechanics::Column::Id.eq(paused.id))
        .exec(&world.state.db)
        .await
        .unwrap();
    let busy = world.mechanic("Amir Haddad").await;
    let first = world.book(&world.customer("Noa Levi").await, Some(busy.provider_id)).await;
    busy.client.accept_offer(open(&busy).await[0].id).await.unwrap();
    let booked = world.book(&customer, None).await;
    assert_ne!(first.request.id, booked.request.id);
    assert_eq!(booked.request.broadcast_cause, Some(BroadcastCause::NoPreference));
    assert_eq!(booked.request.expires_at, Some(world.now() + TimeDelta::minutes(60)));
    let started = booked.timeline.iter().find(|e| e.kind == RequestEventKind::BroadcastStarted).unwrap();
    assert_eq!(started.told, Some(1));
    assert_eq!((open(&fits).await.len(), open(&fits).await[0].kind), (1, OfferKind::Broadcast));
    for mechanic in [&offline, &blocking, &unverified, &paused, &busy] {
        assert!(open(mechanic).await.is_empty());
    }
}

#[actix_web::test]
async fn a_search_without_success_expires_and_gives_the_money_back() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let booked = world.book(&customer, None).await;
    world.pass(TimeDelta::minutes(59)).await;
    assert_eq!(reread(&customer, booked.request.id).await.request.status, RequestStatus::Pending);
    world.pass(TimeDelta::minutes(1)).await;
    let expired = reread(&customer, booked.request.id).await;
    assert_eq!(expired.request.status, RequestStatus::Expired);
    assert_eq!(expired.payment.status, PaymentStatus::Canceled);
    assert_eq!(count(&expired, RequestEventKind::Expired), 1);
    assert_eq!(count(&expired, RequestEventKind::PaymentReleased), 1);
    assert_eq!(world.mails(&customer.email).await.len(), 2);
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_search_after_a_window_has_its_own_hour() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    let booked = world.book(&customer, Some(marek.provider_id)).await;
    world.pass(TimeDelta::minutes(69)).await;
    assert_eq!(reread(&customer, booked.request.id).await.request.status, RequestStatus::Pending);
    world.pass(TimeDelta::minutes(1)).await;
    assert_eq!(reread(&customer, booked.request.id).await.request.status, RequestStatus::Expired);
}

#[actix_web::test]
async fn three_missed_offers_in_a_row_pause_a_mechanic_and_any_answer_counts_anew() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    for missed in 1..=2 {
        keep_online(&world, &[&marek]).await;
        world.book(&customer, None).await;
        world.pass(TimeDelta::minutes(60)).await;
        assert_eq!(stored(&world, &marek).await.missed_in_a_row, missed);
    }
    keep_online(&world, &[&marek]).await;
    world.book(&customer, None).await;
    let no = pitlane_contract::dispatch::DeclineOffer { reason: None };
    marek.client.decline_offer(open(&marek).await[0].id, &no).await.unwrap();
    assert_eq!(stored(&world, &marek).await.missed_in_a_row, 0);
    let mails = world.mails(&marek.email).await.len();
    for _ in 0..3 {
        keep_online(&world, &[&marek]).await;
        world.book(&customer, None).await;
        world.pass(TimeDelta::minutes(60)).await;
    }
    assert!(!stored(&world, &marek).await.accepting);
    assert_eq!(world.mails(&marek.email).await.len(), mails + 1);
    keep_online(&world, &[&marek]).await;
    world.book(&customer, None).await;
    assert!(open(&marek).await.is_empty());
}

#[actix_web::test]
async fn a_mechanic_who_gives_a_request_back_is_not_asked_again() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let (marek, other) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Faure").await);
    let booked = world.book(&customer, None).await;
    let session = marek.client.accept_offer(open(&marek).await[0].id).await.unwrap().session_id;
    let closed = other.client.list_offer_history().await.unwrap().items.remove(0);
    assert_eq!(closed.response, Some(OfferResponse::Closed));
    assert_eq!(refused(other.client.accept_offer(closed.id).await), (409, Code::AlreadyAccepted));
    marek.client.cancel_session(session).await.unwrap();
    let again = reread(&customer, booked.request.id).await;
    assert_eq!(again.request.status, RequestStatus::Pending);
    assert_eq!(again.request.broadcast_cause, Some(BroadcastCause::MechanicCancelled));
    assert_eq!(again.request.fallback_broadcast_at, booked.request.fallback_broadcast_at);
    assert_eq!(count(&again, RequestEventKind::BroadcastStarted), 2);
    assert!(open(&marek).await.is_empty());
    let reopened = open(&other).await.remove(0);
    let new = other.client.accept_offer(reopened.id).await.unwrap().session_id;
    assert_ne!(new, session);
    assert_eq!(reread(&customer, booked.request.id).await.payment.status, PaymentStatus::RequiresCapture);
}

#[actix_web::test]
async fn a_mechanic_is_in_one_session_at_a_time() {
    let world = World::new().await;
    let (customer, other) = (world.customer("Dana Okafor").await, world.customer("Noa Levi").await);
    let marek = world.mechanic("Marek Nowak").await;
    world.book(&customer, None).await;
    world.book(&other, Some(marek.provider_id)).await;
    let offers = open(&marek).await;
    marek.client.accept_offer(offers[0].id).await.unwrap();
    assert_eq!(refused(marek.client.accept_offer(offers[1].id).await), (409, Code::MechanicBusy));
}

#[actix_web::test]
async fn the_customer_may_call_off_until_the_session_begins() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    let booked = world.book(&customer, None).await;
    let session = marek.client.accept_offer(open(&marek).await[0].id).await.unwrap().session_id;
    let cancelled = customer.client.cancel_session_request(booked.request.id).await.unwrap();
    assert_eq!(cancelled.request.status, RequestStatus::Cancelled);
    assert_eq!(refused(marek.client.start_session(session).await), (409, Code::InvalidTransition));
    assert_eq!(
        refused(customer.client.cancel_session_request(booked.request.id).await),
        (409, Code::InvalidTransition)
    );
    let stranger = world.customer("Noa Levi").await;
    assert_eq!(refused(stranger.client.get_session_request(booked.request.id).await), (404, Code::NotFound));
    assert_eq!(
        refused(stranger.client.cancel_session_request(booked.request.id).await),
        (404, Code::NotFound)
    );
    // and the mechanic is free again
    world.book(&stranger, Some(marek.provider_id)).await;
    marek.client.accept_offer(open(&marek).await[0].id).await.unwrap();
}

#[actix_web::test]
async fn a_request_needs_a_confirmed_address_and_good_fields() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let stranger = world.customer("Noa Levi").await;
    let mut bad = wish(&customer, None);
    bad.vehicle_id = stranger.vehicle;
    bad.concern = "?".to_owned();
    bad.service = pitlane_domain::vocabulary::ServiceKind::InPerson;
    let fields = crate::support::refused_fields(customer.client.create_session_request(&bad, None).await);
    let names: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["concern", "service", "vehicle_id"]);
    users::Entity::update_many()
        .col_expr(users::Column::EmailVerifiedAt, Expr::value(Option::<chrono::DateTime<chrono::Utc>>::None))
        .filter(users::Column::Id.eq(customer.id))
        .exec(&world.state.db)
        .await
        .unwrap();
    let asked = customer.client.create_session_request(&wish(&customer, None), None).await;
    assert_eq!(refused(asked), (403, Code::EmailNotVerified));
}
