//! Whether the server lives and can serve.

use crate::http::edge::Whole;
use crate::state::AppState;
use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::Channel;
use sea_orm::ConnectionTrait;
use secrecy::ExposeSecret;
use std::fmt::Write;
use std::time::Duration;

/// How long the database may take to answer before it counts as degraded.
const PATIENCE: Duration = Duration::from_secs(2);

/// Says that the process lives.
#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
}

/// Says whether requests can be served, and what works less well than it should.
#[get("/readyz")]
pub async fn readyz(state: web::Data<AppState>) -> HttpResponse {
    let answered = tokio::time::timeout(PATIENCE, state.db.execute_unprepared("SELECT 1")).await;
    let database = matches!(answered, Ok(Ok(_)));
    let redis_url = state.config.redis.url.expose_secret();
    let redis = redis_url.is_empty() || pitlane_platform::bus::redis_answers(redis_url).await;
    let files = state.files.answers().await;
    let mut degraded = Vec::new();
    if !database {
        degraded.push("database");
    }
    if !redis {
        degraded.push("redis");
    }
    if !files {
        degraded.push("files");
    }
    degraded.extend(state.carriers.degraded().into_iter().map(Channel::as_str));
    let status = if degraded.is_empty() { "ready" } else { "degraded" };
    let body = serde_json::json!({ "status": status, "degraded": degraded });
    if database {
        return HttpResponse::Ok().json(body);
    }
    let mut response = HttpResponse::ServiceUnavailable();
    let mut response = response.insert_header((header::RETRY_AFTER, 5)).json(body);
    // who watches wants to read what is degraded
    response.extensions_mut().insert(Whole);
    response
}

/// Lists every error code: where the `type` of a problem points to.
#[get("/api/docs/errors")]
pub async fn error_codes() -> HttpResponse {
    let rows = Code::ALL.iter().fold(String::new(), |mut rows, code| {
        let (word, status, title) = (code.as_str(), code.status(), code.title());
        let _ = write!(
            rows,
            "<tr id=\"{word}\"><td><code>{word}</code></td><td>{status}</td><td>{title}</td></tr>"
        );
        rows
    });
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Error codes of the Pitlane API</title>\
         <h1>Error codes</h1><p>Each is stable: programs may rely on it. The status is always the same.</p>\
         <table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>{rows}</tbody></table></html>"
    ))
}
