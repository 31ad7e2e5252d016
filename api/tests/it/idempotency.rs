//! One key, one effect: repeated, at the same time, too late, by somebody else.

use crate::support::World;
use crate::support::people::Customer;
use chrono::TimeDelta;
use pitlane_client::Client;
use pitlane_entities::{idempotency_keys, users, vehicles, workshop_invitations};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait};
use serde_json::{Value, json};

/// An answer without what names the single request: status, the header that marks a repetition, body.
#[derive(Debug, Clone, PartialEq)]
struct Answer {
    status: u16,
    replayed: bool,
    body: Value,
}

async fn post(world: &World, who: Option<&Client>, path: &str, key: &str, body: &Value) -> Answer {
    let mut request = reqwest::Client::new()
        .post(format!("{}/api/v1{path}", world.base))
        .header("idempotency-key", key)
        .header("content-type", "application/json")
        .body(body.to_string());
    if let Some(token) = who.and_then(Client::access_token) {
        request = request.bearer_auth(token);
    }
    let answer = request.send().await.unwrap();
    let (status, replayed) = (answer.status().as_u16(), answer.headers().contains_key("idempotent-replay"));
    let mut body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default();
    if let Some(problem) = body.as_object_mut() {
        problem.remove("request_id");
    }
    Answer { status, replayed, body }
}

fn car(model: &str) -> Value {
    json!({ "year": 2019, "make": "Subaru", "model": model })
}

async fn add(world: &World, dana: &Customer, key: &str, model: &str) -> Answer {
    post(world, Some(&dana.client), "/customer/vehicles", key, &car(model)).await
}

/// How many vehicles there are besides the one that every customer of a test begins with.
async fn added(world: &World) -> u64 {
    vehicles::Entity::find().count(&world.state.db).await.unwrap() - 1
}

#[actix_web::test]
async fn the_first_answer_is_repeated_for_the_same_body_and_for_a_day() {
    let world = World::new().await;
    let dana = world.customer("Dana").await;
    let first = add(&world, &dana, "one", "Outback").await;
    assert_eq!((first.status, first.replayed), (201, false));
    let again = add(&world, &dana, "one", "Outback").await;
    assert_eq!(again, Answer { replayed: true, ..first.clone() });
    let other = add(&world, &dana, "one", "Forester").await;
    assert_eq!((other.status, &other.body["code"]), (422, &json!("idempotency_key_reused")));
    world.state.clock.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert_eq!(add(&world, &dana, "one", "Outback").await, again);
    assert_eq!(added(&world).await, 1);
    // a day later the key is as good as new, for any body
    world.state.clock.advance(TimeDelta::seconds(1));
    let later = add(&world, &dana, "one", "Forester").await;
    assert_eq!((later.status, later.replayed, added(&world).await), (201, false, 2));
    // a key is nobody else's
    let sam = world.customer("Sam").await;
    assert!(!add(&world, &sam, "one", "Forester").await.replayed);
}

#[actix_web::test]
async fn of_many_at_once_one_has_an_effect_and_the_others_wait_or_are_told_to() {
    let world = World::new().await;
    let dana = world.customer("Dana").await;
    let tries = (0..12).map(|_| add(&world, &dana, "one", "Outback"));
    let answers = futures::future::join_all(tries).await;
    let mut made: Vec<&Answer> = Vec::new();
    for answer in &answers {
        match answer.status {
            201 => made.push(answer),
            409 => assert_eq!(answer.body["code"], "request_in_progress"),
            other => panic!("{other}: {answer:?}"),
        }
    }
    assert_eq!(made.iter().filter(|answer| !answer.replayed).count(), 1);
    let after = add(&world, &dana, "one", "Outback").await;
    assert!(after.replayed && made.iter().all(|answer| answer.body == after.body));
    assert_eq!(added(&world).await, 1);
}

#[actix_web::test]
async fn nothing_is_repeated_to_whoever_has_signed_out_or_left() {
    let world = World::new().await;
    let dana = world.customer("Dana").await;
    let refused = |answer: Answer| (answer.status, answer.replayed, answer.body["code"].clone());
    add(&world, &dana, "one", "Outback").await;
    let elsewhere = world.sign_in(dana.id).await;
    let token = dana.client.access_token();
    dana.client.log_out().await.unwrap();
    dana.client.set_tokens(token, None);
    // neither what was answered nor that the key is known
    for model in ["Outback", "Forester"] {
        let answer = add(&world, &dana, "one", model).await;
        assert_eq!(refused(answer), (401, false, json!("unauthenticated")));
    }
    let again = post(&world, Some(&elsewhere), "/customer/vehicles", "one", &car("Outback")).await;
    assert!(again.replayed, "the same person, signed in elsewhere");
    let mut account =
        users::Entity::find_by_id(dana.id).one(&world.state.db).await.unwrap().unwrap().into_active_model();
    account.deleted_at = sea_orm::ActiveValue::Set(Some(world.now()));
    account.update(&world.state.db).await.unwrap();
    let answer = post(&world, Some(&elsewhere), "/customer/vehicles", "one", &car("Outback")).await;
    assert_eq!(refused(answer), (401, false, json!("unauthenticated")));
}

fn registration(email: &str) -> Value {
    json!({ "email": email, "password": "under the blue hoist", "name": "Dana Okafor" })
}

#[actix_web::test]
async fn answers_with_tokens_are_kept_nowhere() {
    let world = World::new().await;
    let dana = world.customer("Dana").await;
    world
        .anyone()
        .register_customer(&serde_json::from_value(registration("d@example.com")).unwrap(), None)
        .await
        .unwrap();
    idempotency_keys::Entity::delete_many().exec(&world.state.db).await.unwrap();
    let log_in = json!({ "email": "d@example.com", "password": "under the blue hoist", "refresh_token_in_body": true });
    let first = post(&world, Some(&dana.client), "/customer/login", "one", &log_in).await;
    assert_eq!(first.status, 200);
    let second = post(&world, Some(&dana.client), "/customer/login", "one", &log_in).await;
    assert_ne!(first.body["refresh_token"], second.body["refresh_token"]);
    let refresh = json!({ "refresh_token": first.body["refresh_token"] });
    assert_eq!(post(&world, Some(&dana.client), "/auth/refresh", "two", &refresh).await.status, 200);
    assert_eq!(idempotency_keys::Entity::find().count(&world.state.db).await.unwrap(), 0);
}

#[actix_web::test]
async fn who_registers_twice_with_a_key_gets_one_mail_and_learns_nothing() {
    let world = World::new().await;
    let path = "/customer/register";
    let fresh = post(&world, None, path, "one", &registration("dana@example.com")).await;
    let again = post(&world, None, path, "one", &registration("dana@example.com")).await;
    assert_eq!((fresh.status, fresh.replayed, again.replayed), (202, false, true));
    // one link, and no word that the account exists
    assert_eq!(world.mails("dana@example.com").await.len(), 1);
    // where there was an account before, everything is the same
    let known = post(&world, None, path, "two", &registration("dana@example.com")).await;
    let known_again = post(&world, None, path, "two", &registration("dana@example.com")).await;
    assert_eq!([&fresh, &again], [&known, &known_again]);
    for (key, email) in [("one", "dana@example.com"), ("three", "sam@example.com")] {
        post(&world, None, path, key, &registration(email)).await;
        let other = post(&world, None, path, key, &registration("ines@example.com")).await;
        assert_eq!((other.status, &other.body["code"]), (422, &json!("idempotency_key_reused")));
    }
    assert_eq!(users::Entity::find().count(&world.state.db).await.unwrap(), 2);
    let kept = format!("{:?}", idempotency_keys::Entity::find().all(&world.state.db).await.unwrap());
    for secret in ["under the blue hoist", "example.com", "\"one\"", "\"three\""] {
        assert!(!kept.contains(secret), "{secret} is kept: {kept}");
    }
}

#[actix_web::test]
async fn a_provider_and_a_member_register_once() {
    let world = World::new().await;
    let marek = json!({
        "email": "marek@example.com", "password": "under the blue hoist", "name": "Marek Nowak",
        "provider_type": "independent", "specialties": ["Brakes"], "years_experience": 12
    });
    let first = post(&world, None, "/provider/register", "one", &marek).await;
    let again = post(&world, None, "/provider/register", "one", &marek).await;
    assert_eq!((first.status, again), (202, Answer { replayed: true, ..first }));
    assert_eq!(world.mails("marek@example.com").await.len(), 1);

    let shop = world.workshop("Harbor Garage").await;
    let olga = world.member("Olga Petrova", &shop, "owner").await;
    let invite = serde_json::from_value(json!({ "email": "pia@example.com", "role": "mechanic" })).unwrap();
    olga.client.invite_member(&invite, None).await.unwrap();
    let mails = world.mails("pia@example.com").await;
    let link = mails[0].1.split("token=").nth(1).unwrap();
    let token: String = link.chars().take_while(char::is_ascii_hexdigit).collect();
    let join = json!({ "token": token, "name": "Pia Lind", "password": "under the blue hoist" });
    let path = "/workshop/accept-invitation";
    let tries = futures::future::join_all((0..4).map(|_| post(&world, None, path, "join", &join))).await;
    assert!(tries.iter().all(|answer| [201, 409].contains(&answer.status)), "{tries:?}");
    let after = post(&world, None, path, "join", &join).await;
    assert_eq!((after.status, after.replayed), (201, true));
    // without the key the link has been used
    assert_eq!(post(&world, None, path, "another", &join).await.body["code"], "invalid_link");
    assert_eq!(workshop_invitations::Entity::find().count(&world.state.db).await.unwrap(), 1);
}

#[actix_web::test]
async fn a_try_whose_answer_was_lost_is_found_by_the_next_one() {
    let world = World::new().await;
    let path = "/customer/register";
    post(&world, None, path, "one", &registration("dana@example.com")).await;
    // as if the server had died between the commit and the keeping of the answer
    let kept = idempotency_keys::Entity::find().one(&world.state.db).await.unwrap().unwrap();
    let mut row = kept.into_active_model();
    row.status = sea_orm::ActiveValue::Set(None);
    row.body = sea_orm::ActiveValue::Set(None);
    row.update(&world.state.db).await.unwrap();
    let body = registration("dana@example.com");
    assert_eq!(post(&world, None, path, "one", &body).await.body["code"], "request_in_progress");
    world.state.clock.advance(TimeDelta::seconds(61));
    let again = post(&world, None, path, "one", &body).await;
    assert_eq!((again.status, again.replayed), (202, false));
    assert_eq!(world.mails("dana@example.com").await.len(), 1);
}
