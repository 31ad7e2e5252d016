//! What every operation with a JSON body says to one that it cannot take.

use crate::support::scene::{Operation, Scene, Stage, operations};
use pitlane_client::Client;
use pitlane_platform::new_id;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

/// Signed by their senders, who decide what stands in them.
const RAW: &[&str] = &["receive_stripe_webhook"];

async fn send(who: &Client, base: &str, operation: &Operation, kind: &str, body: String) -> (u16, Value) {
    let path = operation.path.split('/').map(|part| match part {
        part if part.starts_with('{') => new_id().to_string(),
        part => part.to_owned(),
    });
    let url = format!("{base}{}", path.collect::<Vec<_>>().join("/"));
    let request = reqwest::Client::new().request(operation.method.parse().unwrap(), url);
    let request = request.header(CONTENT_TYPE, kind).body(body);
    let request = match who.access_token() {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

#[actix_web::test]
async fn a_body_that_does_not_fit_is_refused_by_its_kind() {
    let scene = Scene::at(Stage::Window).await;
    let base = &scene.world.base;
    let takes = |operation: &Operation| {
        operation.body.as_ref().is_some_and(Value::is_object) && !RAW.contains(&operation.id.as_str())
    };
    let all: Vec<_> = operations().into_iter().filter(takes).collect();
    assert!(all.len() > 50, "only {} operations with a body", all.len());
    let mut wrong = Vec::new();
    for operation in &all {
        let mut surprising = operation.body.clone().unwrap();
        surprising["surprise"] = json!(1);
        let long = json!({"surprise": "x".repeat(300 * 1_024)});
        let cases = [
            (422, "application/json", surprising.to_string()),
            (400, "application/json", "{".to_owned()),
            (413, "application/json", long.to_string()),
            (415, "text/plain", "{}".to_owned()),
        ];
        for (expected, kind, body) in cases {
            let mut said = Vec::new();
            for (_, client) in scene.everybody() {
                let (status, problem) = send(&client, base, operation, kind, body.clone()).await;
                // who may not call it is told that
                if ![401, 403].contains(&status) {
                    said.push((status, problem["errors"][0]["field"].clone()));
                }
            }
            let field = if expected == 422 { json!("surprise") } else { Value::Null };
            if said.is_empty() || said.iter().any(|it| *it != (expected, field.clone())) {
                wrong.push(format!("{}: expected {expected}, got {said:?}", operation.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
