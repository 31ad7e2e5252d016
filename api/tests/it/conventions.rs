//! What every answer of the API has in common.

mod bodies;
mod commands;
mod limits;
mod logs;
mod schemas;
mod watching;

use super::support::World;

async fn get(world: &World, path: &str) -> reqwest::Response {
    reqwest::Client::new().get(format!("{}{path}", world.base)).send().await.unwrap()
}

#[actix_web::test]
async fn an_unknown_address_is_a_problem_with_a_request_id() {
    let world = World::new().await;
    let answer = get(&world, "/api/v1/nothing-here").await;
    assert_eq!(answer.status(), 404);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let request_id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let problem: pitlane_contract::problem::Problem = answer.json().await.unwrap();
    assert_eq!((problem.status, problem.code.as_str()), (404, "not_found"));
    assert_eq!(problem.request_id, request_id);
    assert_eq!(problem.instance, "/api/v1/nothing-here");
}

#[actix_web::test]
async fn a_wrong_method_on_a_right_address_is_told_which_ones_it_knows() {
    let world = World::new().await;
    let asked = [
        ("TRACE", "/api/v1/customer/favorites", "GET, POST"),
        ("PUT", "/api/v1/customer/favorites/not-an-id", "DELETE"),
        ("GET", "/api/v1/customer/login", "POST"),
        ("DELETE", "/healthz", "GET"),
        ("GET", "/sandbox/intents/pi_1/confirm", "POST"),
    ];
    for (method, path, known) in asked {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = reqwest::Client::new().request(method.clone(), format!("{}{path}", world.base));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 405, "{method} {path}");
        assert_eq!(answer.headers()["allow"], known, "{method} {path}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        let problem: pitlane_contract::problem::Problem = answer.json().await.unwrap();
        assert_eq!((problem.status, problem.code.as_str()), (405, "method_not_allowed"));
    }
}

#[actix_web::test]
async fn every_answer_carries_the_security_headers() {
    let world = World::new().await;
    for path in ["/healthz", "/api/v1/nothing-here"] {
        let answer = get(&world, path).await;
        let csp = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(csp.contains("frame-ancestors 'none'") && !csp.contains("unsafe-inline"), "{csp}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert!(answer.headers().contains_key("strict-transport-security"));
    }
}

#[actix_web::test]
async fn the_server_says_when_it_can_serve() {
    let world = World::new().await;
    assert_eq!(get(&world, "/healthz").await.status(), 200);
    let ready: serde_json::Value = get(&world, "/readyz").await.json().await.unwrap();
    assert_eq!(ready["status"], "ready");
}

#[actix_web::test]
async fn only_named_origins_may_call_from_a_browser() {
    let world = World::with(|config| config.http.cors_origins = "https://app.example".to_owned()).await;
    let asked = |origin: &str| {
        reqwest::Client::new()
            .request(reqwest::Method::OPTIONS, format!("{}/api/v1/me", world.base))
            .header("origin", origin)
            .header("access-control-request-method", "GET")
            .send()
    };
    let allowed = asked("https://app.example").await.unwrap();
    assert_eq!(allowed.headers()["access-control-allow-origin"], "https://app.example");
    let refused = asked("https://evil.example").await.unwrap();
    assert!(!refused.headers().contains_key("access-control-allow-origin"));
}
