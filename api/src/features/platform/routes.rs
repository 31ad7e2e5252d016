//! Whether the server lives and can serve.

use crate::state::AppState;
use actix_web::{HttpResponse, get, web};
use sea_orm::ConnectionTrait;
use secrecy::ExposeSecret;

/// Says that the process lives.
#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
}

/// Says whether requests can be served, and what works less well than it should.
#[get("/readyz")]
pub async fn readyz(state: web::Data<AppState>) -> HttpResponse {
    let database = state.db.execute_unprepared("SELECT 1").await.is_ok();
    let redis_url = state.config.redis.url.expose_secret();
    let redis = redis_url.is_empty() || pitlane_platform::bus::redis_answers(redis_url).await;
    let mut degraded = Vec::new();
    if !database {
        degraded.push("database");
    }
    if !redis {
        degraded.push("redis");
    }
    let status = if degraded.is_empty() { "ready" } else { "degraded" };
    let body = serde_json::json!({ "status": status, "degraded": degraded });
    if database { HttpResponse::Ok().json(body) } else { HttpResponse::ServiceUnavailable().json(body) }
}
