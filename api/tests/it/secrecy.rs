//! Inside the window nobody but the preferred provider learns of the request, by any operation of the API.

use crate::support::scene::{Scene, Stage, call, operations};
use pitlane_client::Client;
use pitlane_contract::dispatch::DeclineOffer;
use pitlane_platform::new_id;

/// What an answer says, without what merely repeats the question.
async fn said(answer: reqwest::Response, asked: &str) -> (u16, String) {
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    let Ok(mut body) = serde_json::from_str::<serde_json::Value>(&text) else { return (status, text) };
    if let Some(problem) = body.as_object_mut() {
        problem.remove("request_id");
        problem.remove("instance");
    }
    (status, body.to_string().replace(asked, "ASKED"))
}

#[actix_web::test]
async fn a_request_in_its_window_is_as_good_as_absent_for_everybody_else() {
    let scene = Scene::at(Stage::Window).await;
    let strangers: Vec<(&str, Client)> = scene
        .everybody()
        .into_iter()
        .filter(|(who, _)| !["customer", "mechanic", "admin"].contains(who))
        .collect();
    let payment = scene.dana.client.get_session_request(scene.request).await.unwrap().payment;
    let ids = [scene.request.to_string(), scene.offer.to_string(), payment.id.to_string()];
    let secrets = [ids.as_slice(), &["squeal at low speed".to_owned(), payment.gateway_id.unwrap()]].concat();
    for operation in operations() {
        if operation.id == "open_realtime" || operation.multipart {
            // the socket is tested below; a form without its file is refused before it names anything
            continue;
        }
        for (who, client) in &strangers {
            for id in &ids {
                let real =
                    said(call(client, &scene.world.base, &operation, id, operation.body.as_ref()).await, id)
                        .await;
                let absent = new_id().to_string();
                let none = said(
                    call(client, &scene.world.base, &operation, &absent, operation.body.as_ref()).await,
                    &absent,
                )
                .await;
                if operation.path.contains('{') {
                    assert_eq!(real, none, "{who} can tell by {}", operation.id);
                }
                let leak = secrets.iter().find(|secret| real.1.contains(secret.as_str()));
                assert_eq!(leak, None, "{who} reads it in {}", operation.id);
            }
        }
    }
    // it all went by the strangers: the window is still open, and the mechanic who was asked can still accept
    assert!(scene.marek.client.accept_offer(scene.offer).await.is_ok());
}

#[actix_web::test]
async fn sockets_of_others_hear_nothing_of_a_request_in_its_window() {
    use crate::support::socket::Socket;
    let scene = Scene::at(Stage::Window).await;
    let mut socket = Socket::open(&scene.ines.client, Some(0)).await;
    // the first thing that the other mechanic hears is what happens after the window
    scene.marek.client.decline_offer(scene.offer, &DeclineOffer { reason: None }).await.unwrap();
    scene.world.run_jobs().await;
    let kind = socket
        .wait_for(|event| match event {
            pitlane_contract::realtime::Event::OfferSent { offer } => Some(offer.kind),
            pitlane_contract::realtime::Event::RequestUpdated { .. } => panic!("not theirs to hear"),
            _ => None,
        })
        .await;
    assert_eq!(kind, pitlane_domain::vocabulary::OfferKind::Broadcast);
}
