//! What survives a kill, and what two servers share. The servers here are processes of their own.

use crate::support::World;
use crate::support::booking::{GOOD_CARD, pay_with, wish};
use crate::support::people::{Customer, Mechanic};
use crate::support::process::Process;
use crate::support::socket::Socket;
use chrono::TimeDelta;
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::{OfferKind, RequestEventKind, RequestStatus};
use pitlane_entities::{jobs, mechanics, request_events, session_requests};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::time::Duration;
use tokio::time::timeout;
use uuid::Uuid;

/// Has `mechanic` seen at a time to come, as if they had stayed online until then.
async fn stays_online(world: &World, mechanic: &Mechanic, minutes: i64) {
    mechanics::Entity::update_many()
        .col_expr(mechanics::Column::LastSeenAt, Expr::value(world.now() + TimeDelta::minutes(minutes)))
        .filter(mechanics::Column::Id.eq(mechanic.id))
        .exec(&world.state.db)
        .await
        .unwrap();
}

/// Books at `server`, pays, and waits until the request looks for its mechanic.
async fn book_at(server: &Process, customer: &Customer, preferred: Option<Uuid>) -> Uuid {
    let client = server.client(&customer.client);
    let mut socket = Socket::open(&client, None).await;
    let booked = client.create_session_request(&wish(customer, preferred), None).await.unwrap();
    pay_with(&client, &booked, GOOD_CARD).await.unwrap();
    let wanted = booked.request.id;
    socket
        .wait_for(|event| match event {
            Event::RequestUpdated { request_id, status: RequestStatus::Pending, .. }
                if *request_id == wanted =>
            {
                Some(())
            }
            _ => None,
        })
        .await;
    wanted
}

async fn broadcasts_of(world: &World, request: Uuid) -> u64 {
    request_events::Entity::find()
        .filter(request_events::Column::RequestId.eq(request))
        .filter(request_events::Column::Kind.eq(RequestEventKind::BroadcastStarted.as_str()))
        .count(&world.state.db)
        .await
        .unwrap()
}

async fn fell_back(socket: &mut Socket, request: Uuid) {
    socket
        .wait_for(|event| match event {
            Event::RequestUpdated { request_id, entry: Some(entry), .. }
                if *request_id == request && entry.kind == RequestEventKind::BroadcastStarted =>
            {
                Some(())
            }
            _ => None,
        })
        .await;
}

/// What Redis passes on is here by then; a socket looks for itself three times more seldom.
const SOON: Duration = Duration::from_secs(5);

/// The next news of an offer, within [`SOON`]: of which request, and whether it is open.
async fn next_offer(socket: &mut Socket) -> (Uuid, bool) {
    let news = socket.wait_for(|event| match event {
        Event::OfferSent { offer } => Some((offer.request_id, true)),
        Event::OfferClosed { request_id, .. } => Some((*request_id, false)),
        _ => None,
    });
    timeout(SOON, news).await.expect("the other server is told at once")
}

#[actix_web::test]
async fn a_window_that_ends_while_the_server_is_dead_falls_back_once_at_its_start() {
    let mut world = World::of_processes().await;
    let server = world.start_process(0).await;
    world.base.clone_from(&server.base);
    let dana = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    let ines = world.mechanic("Ines Duarte").await;
    let request = book_at(&server, &dana, Some(marek.provider_id)).await;
    let seen = Socket::open(&server.client(&dana.client), None).await.seq;
    server.kill().await;

    stays_online(&world, &ines, 11).await;
    let started = world.now() + TimeDelta::minutes(11);
    let server = world.start_process(11).await;
    fell_back(&mut Socket::open(&server.client(&dana.client), Some(seen)).await, request).await;

    let row = session_requests::Entity::find_by_id(request).one(&world.state.db).await.unwrap().unwrap();
    let late = row.fallback_broadcast_at.unwrap() - started;
    assert!(late < TimeDelta::seconds(2), "fell back {late} after the start");
    let offers = server.client(&ines.client).list_offers().await.unwrap().items;
    assert_eq!(
        offers.iter().filter(|o| o.request_id == request && o.kind == OfferKind::Broadcast).count(),
        1
    );

    server.kill().await;
    let server = world.start_process(12).await;
    // the second start has nothing left to do: the timeline is asked for after its worker has looked
    server.terminate().await;
    assert_eq!(broadcasts_of(&world, request).await, 1);
}

#[actix_web::test]
async fn a_window_that_was_being_ended_when_the_server_was_killed_is_ended_at_its_start() {
    let mut world = World::of_processes().await;
    let server = world.start_process(0).await;
    world.base.clone_from(&server.base);
    let dana = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    let ines = world.mechanic("Ines Duarte").await;
    let request = book_at(&server, &dana, Some(marek.provider_id)).await;
    let seen = Socket::open(&server.client(&dana.client), None).await.seq;
    server.kill().await;

    stays_online(&world, &ines, 11).await;
    // as if a server had been killed a moment ago, between taking the job and ending it
    let claimed = jobs::Entity::update_many()
        .col_expr(jobs::Column::State, Expr::value("running"))
        .col_expr(jobs::Column::Attempts, Expr::value(1))
        .col_expr(jobs::Column::LockedUntil, Expr::value(world.now() + TimeDelta::minutes(12)))
        .col_expr(jobs::Column::Worker, Expr::value(7))
        .filter(jobs::Column::Kind.eq("dispatch.window_end"))
        .filter(jobs::Column::State.eq("queued"))
        .exec(&world.state.db)
        .await
        .unwrap();
    assert_eq!(claimed.rows_affected, 1);
    let started = world.now() + TimeDelta::minutes(11);
    let server = world.start_process(11).await;
    fell_back(&mut Socket::open(&server.client(&dana.client), Some(seen)).await, request).await;
    let row = session_requests::Entity::find_by_id(request).one(&world.state.db).await.unwrap().unwrap();
    let late = row.fallback_broadcast_at.unwrap() - started;
    assert!(late < TimeDelta::seconds(2), "fell back {late} after the start");
    server.terminate().await;
    assert_eq!(broadcasts_of(&world, request).await, 1);
}

#[actix_web::test]
async fn two_servers_share_one_world() {
    if !crate::support::is_shared() {
        // one SQLite file is for one server; the run on PostgreSQL with Redis shows this
        return;
    }
    let mut world = World::of_processes().await;
    let (one, two) = (world.start_process(0).await, world.start_process(0).await);
    world.base.clone_from(&one.base);
    let dana = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    let mut at_two = Socket::open(&two.client(&marek.client), None).await;

    // several one after the other: a socket that looks for itself finds one of them in time by chance, but not the next
    for _ in 0..2 {
        let request = book_at(&one, &dana, Some(marek.provider_id)).await;
        assert_eq!(next_offer(&mut at_two).await, (request, true));
        one.client(&dana.client).cancel_session_request(request).await.unwrap();
        assert_eq!(next_offer(&mut at_two).await, (request, false));
    }
    let request = book_at(&one, &dana, Some(marek.provider_id)).await;
    assert_eq!(next_offer(&mut at_two).await, (request, true));

    let mut booked = vec![(dana, request)];
    for n in 0..10 {
        let customer = world.customer(&format!("Customer {n}")).await;
        let mechanic = world.mechanic(&format!("Mechanic {n}")).await;
        let request =
            book_at(if n % 2 == 0 { &one } else { &two }, &customer, Some(mechanic.provider_id)).await;
        booked.push((customer, request));
    }
    one.kill().await;
    two.kill().await;
    let (one, two) = tokio::join!(world.start_process(11), world.start_process(11));
    for (customer, request) in &booked {
        fell_back(&mut Socket::open(&two.client(&customer.client), Some(0)).await, *request).await;
    }
    // both stop only after what they have begun is done
    one.terminate().await;
    two.terminate().await;
    for (_, request) in booked {
        assert_eq!(broadcasts_of(&world, request).await, 1);
    }
}

#[actix_web::test]
async fn a_server_that_is_told_to_stop_tells_its_sockets_and_ends() {
    let mut world = World::of_processes().await;
    let server = world.start_process(0).await;
    world.base.clone_from(&server.base);
    let dana = world.customer("Dana Okafor").await;
    let mut socket = Socket::open(&server.client(&dana.client), None).await;
    let (log, last) = tokio::join!(server.terminate(), async {
        let first = socket.frame().await;
        assert!(
            matches!(first, Some(pitlane_contract::realtime::ServerFrame::Reconnect { .. })),
            "{first:?}"
        );
        socket.frame().await
    });
    assert_eq!(last, None);
    assert!(log.iter().any(|line| line.contains("stopping")));
}
