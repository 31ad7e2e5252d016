//! What a server writes down while people use it: what was asked and how it ended, and nothing about them.

use crate::support::World;
use crate::support::booking::{GOOD_CARD, pay_with, wish};
use crate::support::people::Customer;
use crate::support::process::Process;
use crate::support::socket::Socket;
use pitlane_client::Client;
use pitlane_contract::accounts::{ForgotPassword, LogIn, RegisterCustomer};
use pitlane_contract::realtime::Event;
use pitlane_contract::reviews::NewReview;
use pitlane_contract::sessions::{NewMessage, WriteSummary};
use pitlane_contract::vehicles::NewVehicle;
use pitlane_entities::users;
use pitlane_platform::new_id;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

const EMAIL: &str = "thessaly.quarrington@example.com";
const PASSWORD: &str = "under the blue hoist";

/// What nobody may read in a log.
const PRIVATE: [&str; 15] = [
    "thessaly",
    "quarrington",
    "@example.com",
    "15550104477",
    "under the blue",
    "wrong password",
    "zebedee",
    "nettlefold",
    "squeal",
    "the left pad",
    "worn to the metal",
    "patient and clear",
    "ZZQ 4711",
    "4242 4242",
    "42424242",
];

async fn registered(world: &World, server: &Process) -> Client {
    let client = Client::new(&server.base);
    let body = RegisterCustomer {
        email: EMAIL.to_owned(),
        password: PASSWORD.to_owned(),
        name: "Thessaly Quarrington".to_owned(),
        phone: Some("+15550104477".to_owned()),
        locale: None,
        time_zone: None,
    };
    client.register_customer(&body, None).await.unwrap();
    // somebody tries the address again, and passwords
    client.register_customer(&body, None).await.unwrap();
    let log_in = |password: &str| LogIn {
        email: EMAIL.to_owned(),
        password: password.to_owned(),
        two_factor_code: None,
        refresh_token_in_body: true,
    };
    client.log_in_customer(&log_in("a wrong password")).await.unwrap_err();
    client.forgot_password(&ForgotPassword { email: EMAIL.to_owned() }).await.unwrap();
    client.log_in_customer(&log_in(PASSWORD)).await.unwrap();
    users::Entity::update_many()
        .col_expr(users::Column::EmailVerifiedAt, Expr::value(world.now()))
        .filter(users::Column::Email.eq(EMAIL))
        .exec(&world.state.db)
        .await
        .unwrap();
    client
}

async fn vehicle(client: &Client) -> Uuid {
    let car: NewVehicle = serde_json::from_value(
        json!({ "year": 2019, "make": "Subaru", "model": "Outback", "plate": "ZZQ 4711" }),
    )
    .unwrap();
    client.create_vehicle(&car, None).await.unwrap().id
}

/// Books, talks, is helped and says how it was.
async fn helped(world: &World, server: &Process, client: &Client) {
    let zebedee = world.mechanic("Zebedee Nettlefold").await;
    let theirs = server.client(&zebedee.client);
    let mut told = Socket::open(&theirs, None).await;
    let me = client.me().await.unwrap();
    let (id, vehicle) = (me.id, vehicle(client).await);
    let customer = Customer { client: client.clone(), id, email: me.email, vehicle };
    let booked =
        client.create_session_request(&wish(&customer, Some(zebedee.provider_id)), None).await.unwrap();
    pay_with(client, &booked, GOOD_CARD).await.unwrap();
    let offer = told
        .wait_for(|event| match event {
            Event::OfferSent { offer } => Some(offer.id),
            _ => None,
        })
        .await;
    let session = theirs.accept_offer(offer).await.unwrap().session_id;
    theirs.start_session(session).await.unwrap();
    let say = NewMessage { text: "It is the left pad".to_owned(), file_ids: Vec::new(), client_id: new_id() };
    client.send_message(session, &say).await.unwrap();
    theirs.end_session(session).await.unwrap();
    let summary = WriteSummary {
        findings: "Worn to the metal".to_owned(),
        steps_taken: String::new(),
        parts_needed: Vec::new(),
        next_steps: String::new(),
        photo_ids: Vec::new(),
        submit: true,
    };
    theirs.put_summary(session, &summary).await.unwrap();
    let review = NewReview {
        session_id: Some(session),
        repair_id: None,
        rating: 5,
        text: "Patient and clear".to_owned(),
    };
    client.create_review(&review, None).await.unwrap();
}

#[actix_web::test]
async fn the_log_of_a_whole_journey_names_requests_and_no_people() {
    let mut world = World::of_processes().await;
    let values = [
        ("PITLANE__LOG__JSON", "true"),
        ("PITLANE__LOG__LEVEL", "info,pitlane_api=debug,pitlane_platform=debug"),
    ];
    let server = world.start_process_with(0, &values).await;
    world.base.clone_from(&server.base);
    let client = registered(&world, &server).await;
    helped(&world, &server, &client).await;
    let nowhere = format!("{}/api/v1/providers?text=quarrington", server.base);
    let answer = reqwest::get(&nowhere).await.unwrap();
    let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let log = server.terminate().await;

    let lines: Vec<Value> = log
        .iter()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .collect();
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert!(answered.len() > 10, "{log:?}");
    let named = |line: &&Value| line["span"]["request_id"].as_str().is_some_and(|id| id.len() == 32);
    assert!(answered.iter().all(named), "{answered:?}");
    assert!(answered.iter().any(|line| line["span"]["request_id"] == *id));
    for line in &log {
        let small = line.to_lowercase();
        let found = PRIVATE.iter().find(|word| small.contains(&word.to_lowercase()));
        assert_eq!(found, None, "{line}");
    }
}
