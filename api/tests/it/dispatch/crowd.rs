//! Many at once.

use super::{count, open, reread};
use crate::support::booking::{GOOD_CARD, pay_with, wish};
use crate::support::people::{Customer, Mechanic};
use crate::support::{World, refused};
use chrono::TimeDelta;
use futures::StreamExt;
use futures::stream;
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::{RequestEventKind, RequestStatus};
use pitlane_entities::sessions;
use sea_orm::EntityTrait;

#[actix_web::test]
async fn a_thousand_mechanics_accept_at_once_and_one_wins() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let mut mechanics = Vec::new();
    for number in 0..1_000 {
        mechanics.push(world.mechanic(&format!("Mechanic {number}")).await);
    }
    let booked = world.book(&customer, None).await;
    let offers: Vec<_> = stream::iter(&mechanics)
        .map(async |mechanic: &Mechanic| (mechanic, open(mechanic).await.remove(0).id))
        .buffer_unordered(16)
        .collect()
        .await;
    let answers: Vec<_> = stream::iter(offers)
        .map(async |(mechanic, offer)| mechanic.client.accept_offer(offer).await)
        .buffer_unordered(1_000)
        .collect()
        .await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 999));
    for answer in lost {
        assert_eq!(refused(answer), (409, Code::AlreadyAccepted));
    }
    assert_eq!(sessions::Entity::find().all(&world.state.db).await.unwrap().len(), 1);
    let taken = reread(&customer, booked.request.id).await;
    assert_eq!(count(&taken, RequestEventKind::Accepted), 1);
}

#[actix_web::test]
async fn a_hundred_priority_bookings_at_once_are_each_routed_and_fall_back() {
    let world = World::new().await;
    let mut pairs: Vec<(Customer, Mechanic)> = Vec::new();
    for number in 0..100 {
        let customer = world.customer(&format!("Customer {number}")).await;
        pairs.push((customer, world.mechanic(&format!("Mechanic {number}")).await));
    }
    let booked: Vec<_> = stream::iter(&pairs)
        .map(async |(customer, mechanic): &(Customer, Mechanic)| {
            let asked = wish(customer, Some(mechanic.provider_id));
            let made = customer.client.create_session_request(&asked, None).await.unwrap();
            pay_with(&customer.client, &made, GOOD_CARD).await.unwrap();
            (customer, mechanic, made.request.id)
        })
        .buffer_unordered(100)
        .collect()
        .await;
    // long enough for a webhook that a busy machine took too long for to come again
    world.pass(TimeDelta::minutes(1)).await;
    for (_, mechanic, request) in &booked {
        let offers = open(mechanic).await;
        assert_eq!((offers.len(), offers[0].request_id), (1, *request));
    }
    // every second one answers
    for (_, mechanic, _) in booked.iter().step_by(2) {
        mechanic.client.accept_offer(open(mechanic).await[0].id).await.unwrap();
    }
    world.pass(TimeDelta::minutes(10)).await;
    for (position, (customer, mechanic, request)) in booked.iter().enumerate() {
        let now = reread(customer, *request).await;
        let broadcasts = count(&now, RequestEventKind::BroadcastStarted);
        if position % 2 == 0 {
            assert_eq!((now.request.status, broadcasts), (RequestStatus::Accepted, 0));
            assert_eq!(now.request.mechanic.unwrap().id, mechanic.id);
        } else {
            assert_eq!((now.request.status, broadcasts), (RequestStatus::Pending, 1));
        }
    }
    assert!(world.failed_jobs().await.is_empty());
}
