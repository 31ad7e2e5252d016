//! Inside the window nobody but the preferred provider learns of the request, by any operation of the API.

use crate::support::World;
use crate::support::scene::{Operation, Scene, Stage, call, operations};
use crate::support::socket::Socket;
use pitlane_client::Client;
use pitlane_contract::dispatch::{DeclineOffer, SessionRequestDetail};
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::OfferKind;
use pitlane_platform::new_id;
use serde_json::{Value, json};
use uuid::Uuid;

/// Somebody whom the request does not concern, with the account they have.
type Stranger = (&'static str, Option<Uuid>);

/// An answer without what merely repeats the question.
async fn said(answer: reqwest::Response, asked: &str) -> (u16, String) {
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    let Ok(mut body) = serde_json::from_str::<Value>(&text) else { return (status, text) };
    if let Some(problem) = body.as_object_mut() {
        problem.remove("request_id");
        problem.remove("instance");
    }
    (status, body.to_string().replace(asked, "ASKED"))
}

/// Somebody who has just signed in, so that nothing an operation did before takes the right to ask from the next.
async fn signed_in(world: &World, stranger: Stranger) -> Client {
    let Some(user) = stranger.1 else { return world.anyone() };
    let client = world.sign_in(user).await;
    client.me().await.unwrap_or_else(|error| panic!("{} cannot ask any more: {error:?}", stranger.0));
    client
}

/// The example of a body with `id` wherever it names something.
fn naming(body: &Value, id: &str) -> Value {
    match body {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::String(_) | Value::Null if name.ends_with("_id") => json!(id),
                    Value::Array(_) if name.ends_with("_ids") => json!([id]),
                    other => naming(other, id),
                };
                (name.clone(), value)
            })
            .collect(),
        Value::Array(items) => items.iter().map(|item| naming(item, id)).collect(),
        other => other.clone(),
    }
}

/// Asks for everything that can be asked for: each switch on, `id` wherever one is taken, a word of the concern.
fn asking_for_all(operation: &Operation, id: &str) -> Operation {
    let wanted = operation.query.iter().filter_map(|(name, schema)| {
        let kind = &schema["type"];
        let is = |what: &str| *kind == what || kind.as_array().is_some_and(|all| all.contains(&json!(what)));
        match name.as_str() {
            _ if schema["format"] == "uuid" && name != "cursor" => Some(format!("{name}={id}")),
            _ if is("boolean") => Some(format!("{name}=true")),
            "q" | "search" | "text" => Some(format!("{name}=squeal")),
            _ => None,
        }
    });
    let query = wanted.collect::<Vec<_>>().join("&");
    Operation { path: format!("{}?{query}", operation.path), ..operation.clone() }
}

/// Everything that tells of a request.
struct Secrets {
    ids: Vec<String>,
    all: Vec<String>,
}

impl Secrets {
    fn of(booked: &SessionRequestDetail, offer: Uuid) -> Self {
        let payment = &booked.payment;
        let ids = [booked.request.id.to_string(), offer.to_string(), payment.id.to_string()];
        let words = ["squeal at low speed".to_owned(), payment.gateway_id.clone().unwrap()];
        Self { all: [ids.as_slice(), &words].concat(), ids: ids.to_vec() }
    }
}

/// Has each stranger try each operation with each id of the request: none can tell it from an id that is nobody's, and
/// none reads anything of it. Answers how often somebody was let in, so that a test can tell that they were.
async fn nobody_learns(world: &World, secrets: &Secrets, strangers: &[Stranger]) -> usize {
    let mut let_in = 0;
    // the socket has tests of its own
    for operation in operations().into_iter().filter(|operation| operation.id != "open_realtime") {
        for stranger in strangers {
            let names = operation.path.contains('{')
                || operation.body.as_ref().is_some_and(|body| naming(body, "x") != *body)
                || operation.query.iter().any(|(_, schema)| schema["format"] == "uuid");
            // what names nothing answers the same whatever the id
            for id in secrets.ids.iter().take(if names { secrets.ids.len() } else { 1 }) {
                let ask = async |id: &str| {
                    let client = signed_in(world, *stranger).await;
                    let body = operation.body.as_ref().map(|body| naming(body, id));
                    let all = asking_for_all(&operation, id);
                    let answer = call(&client, &world.base, &all, id, body.as_ref()).await;
                    said(answer, id).await
                };
                let real = ask(id).await;
                let leak = secrets.all.iter().find(|secret| real.1.contains(secret.as_str()));
                assert_eq!(leak, None, "{} reads it in {}: {}", stranger.0, operation.id, real.1);
                let_in += usize::from(real.0 < 300);
                if names {
                    let none = ask(&new_id().to_string()).await;
                    // what is made anew has an id of its own each time
                    let made = real.0 < 300 && none.0 == real.0;
                    assert!(
                        made || real == none,
                        "{} can tell by {}: {real:?}, {none:?}",
                        stranger.0,
                        operation.id
                    );
                }
            }
        }
    }
    let_in
}

#[actix_web::test]
async fn a_request_in_its_window_is_as_good_as_absent_for_everybody_else() {
    let scene = Scene::at(Stage::Window).await;
    let booked = scene.dana.client.get_session_request(scene.request).await.unwrap();
    let strangers = [
        ("nobody", None),
        ("other customer", Some(scene.sam.id)),
        ("other mechanic", Some(scene.ines.user_id)),
        ("workshop owner", Some(scene.olga.user_id)),
    ];
    let let_in = nobody_learns(&scene.world, &Secrets::of(&booked, scene.offer), &strangers).await;
    assert!(let_in > 100, "strangers were let in {let_in} times: too few to have shown anything");
    // it all went by the strangers: the window is still open, and the mechanic who was asked can still accept
    assert!(scene.marek.client.accept_offer(scene.offer).await.is_ok());
}

#[actix_web::test]
async fn a_request_to_a_workshop_is_its_members_alone() {
    let world = World::with(|config| config.demo.show_outbox = false).await;
    let (dana, sam) = (world.customer("Dana Okafor").await, world.customer("Sam Rivera").await);
    let (harbor, river) = (world.workshop("Harbor Garage").await, world.workshop("River Motors").await);
    let olga = world.member("Olga Petrova", &harbor, "owner").await;
    let rita = world.member("Rita Haas", &river, "owner").await;
    let ines = world.mechanic("Ines Duarte").await;
    let booked = world.book(&dana, Some(harbor.provider_id)).await;
    let offer = olga.client.list_offers().await.unwrap().items[0].id;
    let strangers = [
        ("other customer", Some(sam.id)),
        ("other mechanic", Some(ines.user_id)),
        ("owner of another workshop", Some(rita.user_id)),
    ];
    nobody_learns(&world, &Secrets::of(&booked, offer), &strangers).await;
    assert!(olga.client.accept_offer(offer).await.is_ok());
}

#[actix_web::test]
async fn sockets_of_others_hear_nothing_of_a_request_in_its_window() {
    let scene = Scene::at(Stage::Window).await;
    let mut socket = Socket::open(&scene.ines.client, Some(0)).await;
    // the first thing that the other mechanic hears is what happens after the window
    scene.marek.client.decline_offer(scene.offer, &DeclineOffer { reason: None }).await.unwrap();
    scene.world.run_jobs().await;
    let kind = socket
        .wait_for(|event| match event {
            Event::OfferSent { offer } => Some(offer.kind),
            Event::RequestUpdated { .. } => panic!("not theirs to hear"),
            _ => None,
        })
        .await;
    assert_eq!(kind, OfferKind::Broadcast);
}
