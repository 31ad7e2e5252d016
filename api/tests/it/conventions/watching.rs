//! What those who run a server watch.

use super::get;
use crate::support::World;
use serde_json::{Value, json};
use std::net::TcpListener;

async fn ready(world: &World) -> (u16, Value, bool) {
    let answer = get(world, "/readyz").await;
    let (status, again) = (answer.status().as_u16(), answer.headers().contains_key("retry-after"));
    (status, answer.json().await.unwrap(), again)
}

#[actix_web::test]
async fn a_server_without_its_redis_serves_and_says_so() {
    let world = World::with(|config| config.redis.url = "redis://127.0.0.1:1/".into()).await;
    let degraded = json!({ "status": "degraded", "degraded": ["redis"] });
    assert_eq!(ready(&world).await, (200, degraded, false));
}

#[actix_web::test]
async fn a_server_without_its_database_says_that_it_cannot_serve() {
    let world = World::new().await;
    assert_eq!(ready(&world).await, (200, json!({ "status": "ready", "degraded": [] }), false));
    world.state.db.close_by_ref().await.unwrap();
    let degraded = json!({ "status": "degraded", "degraded": ["database"] });
    assert_eq!(ready(&world).await, (503, degraded, true));
    // the process lives all the same, and what needs the database is told to come back
    assert_eq!(get(&world, "/healthz").await.status(), 200);
    let answer = get(&world, "/api/v1/providers").await;
    assert_eq!((answer.status().as_u16(), answer.headers().contains_key("retry-after")), (503, true));
    let problem: pitlane_contract::problem::Problem = answer.json().await.unwrap();
    assert_eq!(problem.code.as_str(), "unavailable");
}

#[actix_web::test]
async fn figures_are_on_a_port_of_their_own() {
    let mut world = World::of_processes().await;
    let bind = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let server = world.start_process_with(0, &[("PITLANE__METRICS__BIND", &bind)]).await;
    world.base.clone_from(&server.base);
    assert_eq!(get(&world, "/api/v1/services").await.status(), 200);
    assert_eq!(get(&world, "/metrics").await.status(), 404);
    world.base = format!("http://{bind}");
    let figures = get(&world, "/metrics").await;
    assert_eq!(figures.status(), 200);
    assert!(figures.headers()["content-type"].to_str().unwrap().starts_with("text/plain; version=0.0.4"));
    let text = figures.text().await.unwrap();
    let counted = |line: &&str| line.starts_with("pitlane_http_request_seconds_count");
    let line = text.lines().filter(counted).find(|line| line.contains("route=\"/api/v1/services\""));
    let line = line.unwrap_or_else(|| panic!("no requests are counted: {text}"));
    assert!(line.contains("status=\"200\"") && line.ends_with(" 1"), "{line}");
    // nothing else is there
    assert_eq!(get(&world, "/api/v1/services").await.status(), 404);
}
