//! Rate limits: what is counted, what is told, and who is refused.

use crate::support::World;
use reqwest::{Method, Response};

async fn limited() -> World {
    World::with(|config| {
        config.limits.enabled = true;
        config.limits.per_minute = 3;
        config.limits.auth_per_minute = 2;
        config.http.behind_proxy = true;
    })
    .await
}

async fn ask(world: &World, method: Method, path: &str, from: &str) -> Response {
    let request = reqwest::Client::new().request(method, format!("{}{path}", world.base));
    request.header("x-forwarded-for", from).send().await.unwrap()
}

fn number(answer: &Response, header: &str) -> u64 {
    let value = answer.headers().get(header).unwrap_or_else(|| panic!("no {header}: {answer:?}"));
    value.to_str().unwrap().parse().unwrap()
}

/// What an answer says of the limit: all of it, what is left, and in how many seconds it is whole again.
fn told(answer: &Response) -> (u64, u64, u64) {
    let of = |what: &str| number(answer, &format!("ratelimit-{what}"));
    (of("limit"), of("remaining"), of("reset"))
}

async fn refused(answer: Response, limit: u64) {
    assert_eq!(answer.status(), 429, "{answer:?}");
    assert_eq!(told(&answer), (limit, 0, 60));
    assert!((1..=60).contains(&number(&answer, "retry-after")));
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    assert!(answer.headers().contains_key("x-request-id"));
    let problem: pitlane_contract::problem::Problem = answer.json().await.unwrap();
    assert_eq!(problem.code.as_str(), "rate_limited");
}

const HERE: &str = "203.0.113.7";
const THERE: &str = "203.0.113.8";

#[actix_web::test]
async fn each_address_has_so_many_requests_a_minute() {
    let world = limited().await;
    for (left, whole_in) in [(2, 20), (1, 40), (0, 60)] {
        let answer = ask(&world, Method::GET, "/api/v1/services", HERE).await;
        assert_eq!((answer.status().as_u16(), told(&answer)), (200, (3, left, whole_in)));
    }
    // whatever is asked for, there or not
    for path in ["/api/v1/services", "/api/v1/me", "/api/v1/nothing-here"] {
        refused(ask(&world, Method::GET, path, HERE).await, 3).await;
    }
    let elsewhere = ask(&world, Method::GET, "/api/v1/nothing-here", THERE).await;
    assert_eq!((elsewhere.status().as_u16(), told(&elsewhere).1), (404, 2));
}

#[actix_web::test]
async fn whatever_tries_passwords_or_links_has_fewer() {
    let world = limited().await;
    for left in [1, 0] {
        let answer = ask(&world, Method::POST, "/api/v1/customer/login", HERE).await;
        assert_eq!((answer.status().as_u16(), told(&answer).0, told(&answer).1), (422, 2, left));
    }
    for path in [
        "/customer/login",
        "/provider/login",
        "/admin/login",
        "/customer/register",
        "/provider/register",
        "/customer/forgot-password",
        "/customer/reset-password",
        "/auth/verify-email",
        "/auth/refresh",
        "/workshop/accept-invitation",
    ] {
        refused(ask(&world, Method::POST, &format!("/api/v1{path}"), HERE).await, 2).await;
    }
    // the other class is another count, and another address has its own
    assert_eq!(told(&ask(&world, Method::GET, "/api/v1/services", HERE).await), (3, 2, 20));
    assert_eq!(told(&ask(&world, Method::POST, "/api/v1/auth/refresh", THERE).await).1, 1);
}

#[actix_web::test]
async fn gateways_are_not_counted_and_nobody_is_where_the_limits_are_off() {
    let world = limited().await;
    let off = World::new().await;
    for _ in 0..5 {
        let news = ask(&world, Method::POST, "/api/v1/webhooks/stripe", HERE).await;
        let free = ask(&off, Method::GET, "/api/v1/services", HERE).await;
        for answer in [news, free] {
            assert_ne!(answer.status(), 429);
            assert!(!answer.headers().contains_key("ratelimit-limit"));
        }
    }
}
