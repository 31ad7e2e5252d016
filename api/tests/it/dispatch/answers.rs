//! Lists, repeated calls, and what the staff sees.

use super::open;
use crate::support::booking::{GOOD_CARD, pay_with, wish};
use crate::support::socket::Socket;
use crate::support::{World, refused};
use pitlane_contract::dispatch::DeclineOffer;
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::{OfferEnd, OfferResponse};
use pitlane_entities::{audit_log, session_requests};
use pitlane_platform::new_id;
use sea_orm::{EntityTrait, PaginatorTrait};

/// Why the next offer of this mechanic ended.
async fn ended(socket: &mut Socket) -> OfferEnd {
    let why = |event: &Event| match event {
        Event::OfferClosed { reason, .. } => *reason,
        _ => None,
    };
    socket.wait_for(why).await
}

#[actix_web::test]
async fn a_request_is_written_in_one_short_transaction() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    let asked = wish(&customer, Some(marek.provider_id));
    let booking = customer.client.create_session_request(&asked, Some("one-key"));
    let ((booked, transactions), whole) = world.statements_of(world.transactions_of(booking)).await;
    let [written] = &transactions[..] else { panic!("{transactions:#?}") };
    let key = 2;
    assert!(written.len() + key <= 8, "{written:#?}");
    // the rest reads, and talks to the gateway
    assert!(whole <= 20, "{whole} statements");
    pay_with(&customer.client, &booked.unwrap(), GOOD_CARD).await.unwrap();
    let ((), transactions) = world.transactions_of(world.run_jobs()).await;
    let [asked] = &transactions[..] else { panic!("{transactions:#?}") };
    // one of them reads what everybody who is told wants to be told
    assert!(asked.len() <= 9, "{asked:#?}");
}

#[actix_web::test]
async fn the_same_key_makes_one_request() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let asked = wish(&customer, None);
    let first = customer.client.create_session_request(&asked, Some("one-key")).await.unwrap();
    let second = customer.client.create_session_request(&asked, Some("one-key")).await.unwrap();
    assert_eq!(first.request.id, second.request.id);
    assert_eq!(session_requests::Entity::find().count(&world.state.db).await.unwrap(), 1);
}

#[actix_web::test]
async fn lists_take_as_many_statements_for_many_rows_as_for_one() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    world.book(&customer, None).await;
    let paging = CursorQuery::default();
    let measure = async || {
        let (requests, a) = world.statements_of(customer.client.list_session_requests(&paging)).await;
        let (offers, b) = world.statements_of(marek.client.list_offers()).await;
        ((requests.unwrap().items.len(), a), (offers.unwrap().items.len(), b))
    };
    assert_eq!(measure().await, ((1, 2), (1, 2)));
    for _ in 0..6 {
        world.book(&customer, None).await;
    }
    assert_eq!(measure().await, ((7, 2), (7, 2)));
}

#[actix_web::test]
async fn requests_are_read_on_from_the_cursor() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let mut made = Vec::new();
    for _ in 0..3 {
        let asked = wish(&customer, None);
        made.push(customer.client.create_session_request(&asked, None).await.unwrap().request.id);
    }
    made.reverse();
    let first = CursorQuery { limit: Some(2), cursor: None };
    let first = customer.client.list_session_requests(&first).await.unwrap();
    let rest = CursorQuery { limit: Some(2), cursor: first.next_cursor.clone() };
    let rest = customer.client.list_session_requests(&rest).await.unwrap();
    let ids: Vec<_> = first.items.iter().chain(&rest.items).map(|item| item.id).collect();
    assert_eq!((ids, rest.next_cursor), (made, None));
}

#[actix_web::test]
async fn roles_and_owners_are_kept_apart() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let (marek, admin) = (world.mechanic("Marek Nowak").await, world.admin("Ada Support").await);
    let booked = world.book(&customer, Some(marek.provider_id)).await;
    let offer = open(&marek).await[0].id;
    assert_eq!(refused(customer.client.accept_offer(offer).await), (403, Code::Forbidden));
    assert_eq!(refused(customer.client.list_offers().await), (403, Code::Forbidden));
    assert_eq!(refused(admin.accept_offer(offer).await), (403, Code::Forbidden));
    let none = marek.client.create_session_request(&wish(&customer, None), None).await;
    assert_eq!(refused(none), (403, Code::Forbidden));
    assert_eq!(refused(world.anyone().list_offers().await), (401, Code::Unauthenticated));
    assert_eq!(refused(marek.client.accept_offer(new_id()).await), (404, Code::NotFound));
    assert_eq!(refused(marek.client.accept_offer(booked.request.id).await), (404, Code::NotFound));
}

#[actix_web::test]
async fn staff_reads_a_request_and_the_reading_is_kept() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let booked = world.book(&customer, None).await;
    let admin = world.admin("Ada Support").await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/api/v1/admin/session-requests/{}", world.base, booked.request.id);
    let read =
        async |token: String| http.get(&url).bearer_auth(token).send().await.unwrap().status().as_u16();
    assert_eq!(read(admin.access_token().unwrap()).await, 200);
    assert_eq!(read(customer.client.access_token().unwrap()).await, 403);
    let kept = audit_log::Entity::find().all(&world.state.db).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].subject, booked.request.id.to_string());
}

#[actix_web::test]
async fn the_list_shows_what_can_be_answered_and_the_history_the_rest() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let (marek, other) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Faure").await);
    let (mut taken, mut declined) =
        (Socket::open(&other.client, None).await, Socket::open(&marek.client, None).await);
    let first = world.book(&customer, None).await;
    marek.client.decline_offer(open(&marek).await[0].id, &DeclineOffer { reason: None }).await.unwrap();
    other.client.accept_offer(open(&other).await[0].id).await.unwrap();
    let second = world.book(&customer, Some(marek.provider_id)).await;

    let [waiting] = &open(&marek).await[..] else { panic!("one offer can be answered") };
    assert_eq!(waiting.request_id, second.request.id);
    let all = marek.client.list_offer_history().await.unwrap().items;
    let all: Vec<_> = all.iter().map(|offer| (offer.request_id, offer.response)).collect();
    assert_eq!(all, [(second.request.id, None), (first.request.id, Some(OfferResponse::Declined))]);
    assert!(open(&other).await.is_empty());

    assert_eq!(ended(&mut taken).await, OfferEnd::Accepted);
    assert_eq!(ended(&mut declined).await, OfferEnd::Declined);
    customer.client.cancel_session_request(second.request.id).await.unwrap();
    assert_eq!(ended(&mut declined).await, OfferEnd::CalledOff);
    assert!(open(&marek).await.is_empty());
}
