//! The WebSocket: who may listen, what comes again after a drop, and what passes between two in a room.

mod servers;

use crate::support::World;
use crate::support::socket::Socket;
use chrono::TimeDelta;
use futures::{SinkExt, StreamExt};
use pitlane_contract::realtime::{ClientFrame, Event, ServerFrame};
use pitlane_entities::{mechanics, sessions, user_events};
use pitlane_platform::new_id;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use uuid::Uuid;

type Raw = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

fn happening(n: u128) -> Event {
    Event::OfferClosed { offer_id: Uuid::from_u128(n), request_id: Uuid::from_u128(n), reason: None }
}

async fn happen(world: &World, user: Uuid, numbers: impl IntoIterator<Item = u128>) {
    let mut work = world.state.begin().await.unwrap();
    for n in numbers {
        work.emit(user, happening(n));
    }
    work.commit().await.unwrap();
}

async fn expect(socket: &mut Socket, seq: i64, n: u128) {
    match socket.frame().await {
        Some(ServerFrame::Event { seq: got, event, .. }) => assert_eq!((got, event), (seq, happening(n))),
        other => panic!("expected event {seq}, got {other:?}"),
    }
}

/// Asks and waits for the answer, so that everything sent before has been dealt with.
async fn round_trip(socket: &mut Socket) -> Vec<ServerFrame> {
    socket.send(&ClientFrame::Ping { n: 7 }).await;
    let mut before = Vec::new();
    loop {
        match socket.frame().await.expect("the socket is open") {
            ServerFrame::Pong { n: 7 } => return before,
            frame => before.push(frame),
        }
    }
}

async fn raw(world: &World) -> Raw {
    let address = format!("{}/api/v1/realtime", world.base.replacen("http", "ws", 1));
    connect_async(address).await.unwrap().0
}

async fn say(socket: &mut Raw, text: impl Into<String>) {
    socket.send(Message::text(text.into())).await.unwrap();
}

/// The next frame of a raw socket; none when it was closed, with the code of the close.
async fn heard(socket: &mut Raw) -> Result<ServerFrame, Option<u16>> {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
            Some(Ok(Message::Close(reason))) => return Err(reason.map(|reason| reason.code.into())),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return Err(None),
        }
    }
}

#[actix_web::test]
async fn events_come_in_order_and_again_after_a_drop() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    happen(&world, dana.id, [1, 2]).await;
    let mut socket = Socket::open(&dana.client, None).await;
    assert_eq!(socket.seq, 2, "without a number it begins at the present");
    happen(&world, dana.id, [3]).await;
    expect(&mut socket, 3, 3).await;
    drop(socket);

    happen(&world, dana.id, [4, 5]).await;
    let mut socket = Socket::open(&dana.client, Some(3)).await;
    expect(&mut socket, 4, 4).await;
    expect(&mut socket, 5, 5).await;
    happen(&world, dana.id, [6]).await;
    expect(&mut socket, 6, 6).await;
}

#[actix_web::test]
async fn a_long_absence_is_caught_up_completely() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    happen(&world, dana.id, 1..=250).await;
    let mut socket = Socket::open(&dana.client, Some(0)).await;
    for n in 1..=250_u32 {
        expect(&mut socket, i64::from(n), u128::from(n)).await;
    }
    assert!(round_trip(&mut socket).await.is_empty());
}

#[actix_web::test]
async fn news_that_arrive_while_connecting_are_neither_lost_nor_doubled() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let write = async {
        for n in 1..=40 {
            happen(&world, dana.id, [n]).await;
        }
    };
    let read = async {
        let mut socket = Socket::open(&dana.client, Some(0)).await;
        for n in 1..=40_u32 {
            expect(&mut socket, i64::from(n), u128::from(n)).await;
        }
    };
    tokio::join!(write, read);
}

#[actix_web::test]
async fn everybody_hears_only_their_own() {
    let world = World::new().await;
    let (dana, omar) = (world.customer("Dana Okafor").await, world.customer("Omar Haddad").await);
    let mut at_phone = Socket::open(&dana.client, None).await;
    let mut at_desk = Socket::open(&dana.client, None).await;
    let mut other = Socket::open(&omar.client, None).await;
    happen(&world, dana.id, [1]).await;
    expect(&mut at_phone, 1, 1).await;
    expect(&mut at_desk, 1, 1).await;
    assert!(round_trip(&mut other).await.is_empty());
}

#[actix_web::test]
async fn a_number_older_than_what_is_kept_begins_at_the_present() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    happen(&world, dana.id, 1..=5).await;
    user_events::Entity::delete_many()
        .filter(user_events::Column::Seq.lte(3))
        .exec(&world.state.db)
        .await
        .unwrap();
    for (last_seq, expected) in [(1, 5), (99, 5), (3, 3)] {
        let mut socket = raw(&world).await;
        let token = dana.client.access_token().unwrap();
        let frame = ClientFrame::Authenticate { token, last_seq: Some(last_seq) };
        say(&mut socket, serde_json::to_string(&frame).unwrap()).await;
        assert_eq!(heard(&mut socket).await, Ok(ServerFrame::Ready { seq: expected }));
    }
}

#[actix_web::test]
async fn the_first_frame_must_say_who_it_is() {
    let world = World::new().await;
    for text in [r#"{"type":"ping","n":1}"#, "nonsense", r#"{"type":"authenticate"}"#] {
        let mut socket = raw(&world).await;
        say(&mut socket, text).await;
        assert_eq!(heard(&mut socket).await, Err(Some(1008)), "{text}");
    }
    let mut socket = raw(&world).await;
    for _ in 0..2 {
        say(&mut socket, r#"{"type":"authenticate","token":"forged"}"#).await;
        assert_eq!(heard(&mut socket).await, Ok(ServerFrame::TokenExpired));
    }
    say(&mut socket, r#"{"type":"authenticate","token":"forged"}"#).await;
    assert_eq!(heard(&mut socket).await, Err(Some(1008)));
}

#[actix_web::test]
async fn a_token_that_ends_is_renewed_or_ends_the_connection() {
    let world = World::with(|config| config.auth.access_minutes = 15).await;
    let dana = world.customer("Dana Okafor").await;
    let mut socket = Socket::open(&dana.client, None).await;
    world.state.clock.advance(TimeDelta::minutes(15));
    assert_eq!(round_trip_with_end(&mut socket).await, ServerFrame::TokenExpired);

    // nothing is told to a token that has ended
    happen(&world, dana.id, [1]).await;
    assert!(round_trip(&mut socket).await.is_empty());
    let claims =
        pitlane_api::http::tokens::Claims { sub: dana.id, sid: sign_in_of(&world, dana.id).await, exp: 0 };
    let token = pitlane_api::http::tokens::issue(&world.state, claims.sub, claims.sid).unwrap();
    socket.send(&ClientFrame::Authenticate { token, last_seq: None }).await;
    assert_eq!(socket.frame().await, Some(ServerFrame::Ready { seq: 0 }));
    expect(&mut socket, 1, 1).await;

    world.state.clock.advance(TimeDelta::minutes(15));
    assert_eq!(round_trip_with_end(&mut socket).await, ServerFrame::TokenExpired);
    world.state.clock.advance(TimeDelta::seconds(30));
    socket.send(&ClientFrame::Ping { n: 1 }).await;
    while let Some(frame) = socket.frame().await {
        assert_eq!(frame, ServerFrame::Pong { n: 1 });
    }
}

/// What comes with the answer to a ping that shows that the token has ended.
async fn round_trip_with_end(socket: &mut Socket) -> ServerFrame {
    socket.send(&ClientFrame::Ping { n: 1 }).await;
    let mut frames = vec![socket.frame().await.unwrap(), socket.frame().await.unwrap()];
    frames.retain(|frame| *frame != ServerFrame::Pong { n: 1 });
    frames.remove(0)
}

async fn sign_in_of(world: &World, user: Uuid) -> Uuid {
    use pitlane_entities::sign_ins;
    let found = sign_ins::Entity::find().filter(sign_ins::Column::UserId.eq(user));
    found.one(&world.state.db).await.unwrap().unwrap().id
}

#[actix_web::test]
async fn another_person_needs_another_connection() {
    let world = World::new().await;
    let (dana, omar) = (world.customer("Dana Okafor").await, world.customer("Omar Haddad").await);
    let mut socket = Socket::open(&dana.client, None).await;
    let token = omar.client.access_token().unwrap();
    socket.send(&ClientFrame::Authenticate { token, last_seq: None }).await;
    assert_eq!(socket.frame().await, None);
}

#[actix_web::test]
async fn pages_of_other_origins_may_not_connect() {
    let world = World::with(|config| config.http.cors_origins = "https://app.example".to_owned()).await;
    let address = format!("{}/api/v1/realtime", world.base.replacen("http", "ws", 1));
    for (origin, fine) in [
        (world.base.as_str(), true),
        ("https://app.example", true),
        ("https://evil.example", false),
        ("null", false),
    ] {
        let mut request = address.as_str().into_client_request().unwrap();
        request.headers_mut().insert("origin", HeaderValue::from_str(origin).unwrap());
        assert_eq!(connect_async(request).await.is_ok(), fine, "{origin}");
    }
}

#[actix_web::test]
async fn large_frames_and_floods_end_the_connection() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let token = dana.client.access_token().unwrap();
    let hello = serde_json::to_string(&ClientFrame::Authenticate { token, last_seq: None }).unwrap();

    let mut socket = raw(&world).await;
    say(&mut socket, hello.clone()).await;
    assert_eq!(heard(&mut socket).await, Ok(ServerFrame::Ready { seq: 0 }));
    say(&mut socket, "x".repeat(17 * 1024)).await;
    assert!(heard(&mut socket).await.is_err());

    let mut socket = raw(&world).await;
    say(&mut socket, hello).await;
    for _ in 0..200 {
        // the server may close while we still talk
        let _ = socket.feed(Message::text(r#"{"type":"ping","n":1}"#)).await;
    }
    let _ = socket.flush().await;
    let mut pongs = 0;
    while heard(&mut socket).await.is_ok() {
        pongs += 1;
    }
    assert!((50..100).contains(&pongs), "{pongs}");
}

#[actix_web::test]
async fn what_cannot_be_read_is_said_and_nothing_more_happens() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let mut socket = Socket::open(&dana.client, None).await;
    socket.send(&ClientFrame::Typing { session_id: new_id() }).await;
    let frames = round_trip(&mut socket).await;
    assert_eq!(frames, [ServerFrame::Error { message: "There is no such session.".to_owned() }]);
}

#[actix_web::test]
async fn an_open_socket_keeps_a_mechanic_online() {
    let world = World::new().await;
    let marek = world.mechanic("Marek Nowak").await;
    mechanics::Entity::update_many()
        .col_expr(mechanics::Column::LastSeenAt, Expr::value(world.now() - TimeDelta::hours(1)))
        .exec(&world.state.db)
        .await
        .unwrap();
    let mut socket = Socket::open(&marek.client, None).await;
    round_trip(&mut socket).await;
    let seen = mechanics::Entity::find_by_id(marek.id).one(&world.state.db).await.unwrap().unwrap();
    assert_eq!(seen.last_seen_at, Some(world.now()));
}

#[actix_web::test]
async fn a_stop_tells_everybody_to_come_back() {
    let mut world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let mut socket = Socket::open(&dana.client, None).await;
    let stop = world.restart();
    let (told, ()) = tokio::join!(socket.frame(), stop);
    assert!(matches!(told, Some(ServerFrame::Reconnect { after_ms: 500..3_000 })), "{told:?}");
    assert_eq!(socket.frame().await, None);
    drop(socket);
    assert_eq!(world.state.sockets.open(), 0);
    // the next server takes them in again
    let mut socket = Socket::open(&dana.client, Some(0)).await;
    happen(&world, dana.id, [1]).await;
    expect(&mut socket, 1, 1).await;
}

/// A session of two, straight into the database.
async fn session(
    world: &World,
    customer: Uuid,
    mechanic: &crate::support::people::Mechanic,
    vehicle: Uuid,
) -> Uuid {
    use pitlane_entities::session_requests;
    let (id, request, now) = (new_id(), new_id(), world.now());
    session_requests::ActiveModel {
        id: Set(request),
        customer_id: Set(customer),
        vehicle_id: Set(vehicle),
        service: Set("chat".to_owned()),
        concern: Set("Brakes".to_owned()),
        price_cents: Set(1_500),
        currency: Set("USD".to_owned()),
        planned_minutes: Set(30),
        status: Set("accepted".to_owned()),
        routing_type: Set("broadcast".to_owned()),
        notify_and_wait: Set(false),
        window_open: Set(false),
        broadcast_round: Set(1),
        payment_due_at: Set(now),
        accepted_at: Set(Some(now)),
        mechanic_id: Set(Some(mechanic.id)),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    }
    .insert(&world.state.db)
    .await
    .unwrap();
    sessions::ActiveModel {
        id: Set(id),
        request_id: Set(request),
        customer_id: Set(customer),
        mechanic_id: Set(mechanic.id),
        provider_id: Set(mechanic.provider_id),
        kind: Set("chat".to_owned()),
        status: Set("live".to_owned()),
        planned_minutes: Set(30),
        price_cents: Set(1_500),
        currency: Set("USD".to_owned()),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    }
    .insert(&world.state.db)
    .await
    .unwrap();
    id
}

#[actix_web::test]
async fn two_in_a_room_see_each_other_and_nobody_else_does() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    let omar = world.customer("Omar Haddad").await;
    let session_id = session(&world, dana.id, &marek, dana.vehicle).await;
    let mut at_dana = Socket::open(&dana.client, None).await;
    let mut at_marek = Socket::open(&marek.client, None).await;
    let mut at_omar = Socket::open(&omar.client, None).await;

    at_dana.send(&ClientFrame::Room { session_id, present: true }).await;
    let came = ServerFrame::Room { session_id, user_id: dana.id, present: true };
    assert_eq!(at_marek.frame().await, Some(came));
    let kept = sessions::Entity::find_by_id(session_id).one(&world.state.db).await.unwrap().unwrap();
    assert_eq!((kept.customer_in_room_at, kept.mechanic_in_room_at), (Some(world.now()), None));
    let dana_is_there =
        async || marek.client.get_session(session_id).await.map(|session| session.customer.in_room).unwrap();
    assert!(dana_is_there().await);
    // a server that was killed says nothing: without a sign nobody stays
    world.state.clock.advance(TimeDelta::seconds(46));
    assert!(!dana_is_there().await);

    at_marek.send(&ClientFrame::Typing { session_id }).await;
    assert_eq!(at_dana.frame().await, Some(ServerFrame::Typing { session_id, user_id: marek.user_id }));

    at_omar.send(&ClientFrame::Room { session_id, present: true }).await;
    let refused = ServerFrame::Error { message: "There is no such session.".to_owned() };
    assert_eq!(at_omar.frame().await, Some(refused));

    drop(at_dana);
    let went = ServerFrame::Room { session_id, user_id: dana.id, present: false };
    assert_eq!(at_marek.frame().await, Some(went));
    let kept = sessions::Entity::find_by_id(session_id).one(&world.state.db).await.unwrap().unwrap();
    assert_eq!(kept.customer_in_room_at, None);
}
