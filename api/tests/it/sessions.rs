//! The room of a session, from the acceptance to the summary.

use crate::support::booking::wish;
use crate::support::people::{Customer, Mechanic};
use crate::support::{World, refused, refused_fields};
use chrono::TimeDelta;
use pitlane_client::Upload;
use pitlane_contract::dispatch::NewSessionRequest;
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_contract::sessions::{NewMessage, PartNeeded, WriteSummary};
use pitlane_domain::vocabulary::{
    BroadcastCause, FileKind, FollowUpType, RequestEventKind, RequestStatus, SessionStatus,
};
use pitlane_entities::audit_log;
use pitlane_platform::new_id;
use sea_orm::EntityTrait;
use uuid::Uuid;

struct Room {
    world: World,
    customer: Customer,
    mechanic: Mechanic,
    request: Uuid,
    session: Uuid,
}

async fn room() -> Room {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let mechanic = world.mechanic("Marek Nowak").await;
    let request = world.book(&customer, Some(mechanic.provider_id)).await.request.id;
    let offer = mechanic.client.list_offers().await.unwrap().items[0].id;
    let session = mechanic.client.accept_offer(offer).await.unwrap().session_id;
    Room { world, customer, mechanic, request, session }
}

fn message(text: &str) -> NewMessage {
    NewMessage { text: text.to_owned(), file_ids: Vec::new(), client_id: new_id() }
}

fn summary(submit: bool) -> WriteSummary {
    WriteSummary {
        findings: "Front pads are down to 2 mm.".to_owned(),
        steps_taken: "Measured by photo".to_owned(),
        parts_needed: vec![PartNeeded { name: "Front pads".to_owned(), quantity: 1, part_number: None }],
        next_steps: "Replace within two weeks.".to_owned(),
        photo_ids: Vec::new(),
        submit,
    }
}

/// One red pixel.
fn picture() -> Vec<u8> {
    let hex = "89504e470d0a1a0a0000000d49484452000000010000000108020000009077\
        53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082";
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[actix_web::test]
async fn a_session_goes_from_waiting_to_ended() {
    let room = room().await;
    let (customer, mechanic) = (&room.customer.client, &room.mechanic.client);
    let waiting = customer.get_session(room.session).await.unwrap();
    assert_eq!(waiting.status, SessionStatus::Waiting);
    assert_eq!(
        (waiting.customer.name.as_str(), waiting.mechanic.name.as_str()),
        ("Dana Okafor", "Marek Nowak")
    );
    assert_eq!(refused(customer.start_session(room.session).await), (403, Code::Forbidden));
    assert_eq!(refused(mechanic.end_session(room.session).await), (409, Code::InvalidTransition));
    assert_eq!(mechanic.start_session(room.session).await.unwrap().status, SessionStatus::Live);
    assert_eq!(refused(mechanic.start_session(room.session).await), (409, Code::InvalidTransition));
    assert_eq!(refused(mechanic.cancel_session(room.session).await), (409, Code::InvalidTransition));
    assert_eq!(refused(customer.cancel_session_request(room.request).await), (409, Code::InvalidTransition));
    assert_eq!(customer.end_session(room.session).await.unwrap().status, SessionStatus::Ended);
    let request = customer.get_session_request(room.request).await.unwrap();
    let kinds: Vec<_> = request.timeline.iter().map(|event| event.kind).collect();
    assert!(
        kinds.ends_with(&[RequestEventKind::SessionStarted, RequestEventKind::SessionEnded]),
        "{kinds:?}"
    );
    let mails = room.world.mails(&room.customer.email).await;
    let mut subjects: Vec<_> = mails.iter().map(|(subject, _)| subject.as_str()).collect();
    subjects.sort_unstable();
    let told = [
        "Marek Nowak takes your request",
        "Your booking is confirmed",
        "Your receipt for the session",
        "Your session with Marek Nowak is over",
    ];
    assert_eq!(subjects, told);
    assert_eq!(mechanic.list_sessions(&CursorQuery::default()).await.unwrap().items.len(), 1);
    assert!(room.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn only_the_two_and_the_staff_may_enter() {
    let room = room().await;
    let (stranger, other) = (room.world.customer("Noa Levi").await, room.world.mechanic("Ines Faure").await);
    for client in [&stranger.client, &other.client] {
        let id = room.session;
        let none = (404, Code::NotFound);
        assert_eq!(refused(client.get_session(id).await), none);
        assert_eq!(refused(client.list_messages(id, &CursorQuery::default()).await), none);
        assert_eq!(refused(client.send_message(id, &message("Hello")).await), none);
        assert_eq!(refused(client.list_files(id).await), none);
        assert_eq!(refused(client.get_summary(id).await), none);
        assert_eq!(refused(client.put_summary(id, &summary(true)).await), none);
        assert_eq!(refused(client.end_session(id).await), none);
        assert_eq!(refused(client.cancel_session(id).await), none);
    }
    let admin = room.world.admin("Ada Support").await;
    admin.get_session(room.session).await.unwrap();
    admin.list_messages(room.session, &CursorQuery::default()).await.unwrap();
    assert_eq!(refused(admin.send_message(room.session, &message("Hello")).await), (403, Code::Forbidden));
    let kept = audit_log::Entity::find().all(&room.world.state.db).await.unwrap();
    let mut actions: Vec<_> = kept.iter().map(|line| line.action.as_str()).collect();
    actions.sort_unstable();
    assert_eq!(actions, ["session.messages.read", "session.read"]);
}

#[actix_web::test]
async fn messages_are_kept_once_and_in_order() {
    let room = room().await;
    let (customer, mechanic) = (&room.customer.client, &room.mechanic.client);
    let first = message("It squeals.");
    let sent = customer.send_message(room.session, &first).await.unwrap();
    assert_eq!(customer.send_message(room.session, &first).await.unwrap().id, sent.id);
    mechanic.send_message(room.session, &message("Send a picture.")).await.unwrap();
    let list = mechanic.list_messages(room.session, &CursorQuery::default()).await.unwrap();
    let texts: Vec<_> = list.items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(texts, ["Send a picture.", "It squeals."]);
    assert_eq!(refused_fields(customer.send_message(room.session, &message(" ")).await)[0].0, "text");
    mechanic.start_session(room.session).await.unwrap();
    mechanic.end_session(room.session).await.unwrap();
    assert_eq!(
        refused(customer.send_message(room.session, &message("Thanks")).await),
        (409, Code::InvalidTransition)
    );
}

#[actix_web::test]
async fn files_are_checked_signed_and_sent() {
    let room = room().await;
    let (customer, mechanic) = (&room.customer.client, &room.mechanic.client);
    let upload = |name: &str, bytes: Vec<u8>| Upload {
        name: name.to_owned(),
        content_type: "image/png".to_owned(),
        bytes,
    };
    let file = customer.upload_file(room.session, upload("brake.png", picture()), None).await.unwrap();
    assert_eq!((file.kind, file.width, file.name.as_str()), (FileKind::Image, Some(1), "brake.png"));
    let mut with_file = message("");
    with_file.file_ids = vec![file.id];
    let sent = customer.send_message(room.session, &with_file).await.unwrap();
    assert_eq!(sent.files[0].id, file.id);
    let list = mechanic.list_messages(room.session, &CursorQuery::default()).await.unwrap();
    let shown = &list.items[0].files[0];
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let open = async |url: String| {
        http.get(format!("{}{url}", room.world.base)).send().await.unwrap().status().as_u16()
    };
    assert_eq!(open(shown.url.clone()).await, 200);
    assert_eq!(open(shown.url.replace("signature=", "signature=0")).await, 404);
    room.world.state.clock.advance(TimeDelta::minutes(16));
    assert_eq!(open(shown.url.clone()).await, 404);
    let text = customer.upload_file(room.session, upload("note.png", b"hello".to_vec()), None).await;
    assert_eq!(refused(text), (415, Code::UnsupportedMediaType));
    // somebody else's file is no file of this sender
    let mut stolen = message("mine");
    stolen.file_ids = vec![file.id];
    assert_eq!(refused_fields(mechanic.send_message(room.session, &stolen).await)[0].0, "file_ids");
}

#[actix_web::test]
async fn the_summary_is_the_mechanics_until_it_is_handed_over() {
    let room = room().await;
    let (customer, mechanic) = (&room.customer.client, &room.mechanic.client);
    let early = mechanic.put_summary(room.session, &summary(true)).await;
    assert_eq!(refused(early), (409, Code::InvalidTransition));
    mechanic.start_session(room.session).await.unwrap();
    mechanic.end_session(room.session).await.unwrap();
    mechanic.put_summary(room.session, &summary(false)).await.unwrap();
    assert_eq!(refused(customer.get_summary(room.session).await), (404, Code::NotFound));
    assert_eq!(refused(customer.put_summary(room.session, &summary(true)).await), (403, Code::Forbidden));
    let photo =
        Upload { name: "pads.png".to_owned(), content_type: "image/png".to_owned(), bytes: picture() };
    let photo = mechanic.upload_file(room.session, photo, None).await.unwrap();
    let mut done = summary(true);
    done.photo_ids = vec![photo.id];
    assert!(mechanic.put_summary(room.session, &done).await.unwrap().first_viewed_at.is_none());
    let before = room.world.now();
    let seen = customer.get_summary(room.session).await.unwrap();
    assert_eq!((seen.first_viewed_at, seen.photos.len()), (Some(before), 1));
    room.world.state.clock.advance(TimeDelta::minutes(1));
    assert_eq!(customer.get_summary(room.session).await.unwrap().first_viewed_at, Some(before));
    let again = mechanic.put_summary(room.session, &summary(true)).await;
    assert_eq!(refused(again), (409, Code::InvalidTransition));
    assert!(customer.get_session(room.session).await.unwrap().has_summary);
}

#[actix_web::test]
async fn a_session_that_does_not_start_nudges_alerts_and_offers_a_rematch() {
    let room = room().await;
    let other = room.world.mechanic("Ines Faure").await;
    let customer = &room.customer.client;
    assert_eq!(refused(customer.rematch_session(room.session).await), (409, Code::InvalidTransition));
    room.world.pass(TimeDelta::minutes(3)).await;
    assert_eq!(room.world.mails(&room.mechanic.email).await.len(), 2);
    assert!(!customer.get_session(room.session).await.unwrap().rematch_offered);
    room.world.pass(TimeDelta::minutes(2)).await;
    assert_eq!(room.world.mails("support@pitlane.example").await.len(), 1);
    assert!(customer.get_session(room.session).await.unwrap().rematch_offered);
    room.world.set_online(&room.mechanic, true).await;
    room.world.set_online(&other, true).await;
    let gone = customer.rematch_session(room.session).await.unwrap();
    assert_eq!(gone.status, SessionStatus::Cancelled);
    let request = customer.get_session_request(room.request).await.unwrap().request;
    assert_eq!(request.status, RequestStatus::Pending);
    assert_eq!(request.broadcast_cause, Some(BroadcastCause::Rematch));
    let offers = other.client.list_offers().await.unwrap().items;
    assert_eq!(offers.len(), 1);
    let own = room.mechanic.client.list_offers().await.unwrap().items;
    assert!(own.is_empty());
    assert!(room.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_session_that_starts_in_time_is_left_alone() {
    let room = room().await;
    room.mechanic.client.start_session(room.session).await.unwrap();
    room.world.pass(TimeDelta::minutes(10)).await;
    assert!(room.world.mails("support@pitlane.example").await.is_empty());
}

#[actix_web::test]
async fn lists_take_as_many_statements_for_many_rows_as_for_one() {
    let room = room().await;
    let client = &room.customer.client;
    let paging = CursorQuery::default();
    let id = room.session;
    let measure = async || {
        let (_, a) = room.world.statements_of(client.list_sessions(&paging)).await;
        let (_, b) = room.world.statements_of(client.list_messages(id, &paging)).await;
        let (_, c) = room.world.statements_of(client.list_files(id)).await;
        (a, b, c)
    };
    client.send_message(id, &message("one")).await.unwrap();
    let few = measure().await;
    for number in 0..5 {
        let photo =
            Upload { name: format!("{number}.png"), content_type: "image/png".to_owned(), bytes: picture() };
        let file = client.upload_file(id, photo, None).await.unwrap();
        let mut with_file = message("more");
        with_file.file_ids = vec![file.id];
        client.send_message(id, &with_file).await.unwrap();
    }
    assert_eq!(measure().await, few);
    assert!(few.0 <= 2 && few.1 <= 4 && few.2 <= 3, "{few:?}");
}

#[actix_web::test]
async fn the_summary_of_a_question_that_continues_a_session_is_its_answer() {
    let room = room().await;
    let (customer, mechanic) = (&room.customer, &room.mechanic.client);
    mechanic.start_session(room.session).await.unwrap();
    mechanic.end_session(room.session).await.unwrap();
    mechanic.put_summary(room.session, &summary(true)).await.unwrap();
    let mut answers = Vec::new();
    for kind in [FollowUpType::QuickQuestion, FollowUpType::MiniExtension] {
        let again = NewSessionRequest {
            parent_session_id: Some(room.session),
            follow_up_type: Some(kind),
            ..wish(customer, None)
        };
        room.world.book_wish(customer, &again).await;
        let offer = mechanic.list_offers().await.unwrap().items[0].id;
        let session = mechanic.accept_offer(offer).await.unwrap().session_id;
        mechanic.start_session(session).await.unwrap();
        mechanic.end_session(session).await.unwrap();
        mechanic.put_summary(session, &summary(true)).await.unwrap();
        let page = format!("/sessions/{session}/summary");
        let told = room.world.mails(&customer.email).await;
        let about: Vec<_> = told.into_iter().filter(|(_, text)| text.contains(&page)).collect();
        assert_eq!(about.len(), 1, "{about:?}");
        answers.push(about[0].1.contains("The answer to your follow-up question"));
    }
    assert_eq!(answers, [true, false]);
    let mails = room.world.mails(&customer.email).await;
    let about = |subject: &str| mails.iter().filter(|(title, _)| title == subject).count();
    assert_eq!((about("Marek Nowak answered your question"), about("Your summary is ready")), (1, 2));
}
