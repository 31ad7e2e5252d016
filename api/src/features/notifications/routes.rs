//! Notices inside the app, what this installation offers, and the outbox of the demo.

use super::service;
use crate::http::actor::User;
use crate::http::body::{Json, Query};
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use pitlane_contract::notifications::{
    MarkRead, Notice, OutboxMessage, OutboxQuery, Platform, StripeInBrowser, UnreadNotices,
};
use pitlane_contract::paging::{CursorQuery, Feed};
use pitlane_contract::problem::Problem;

/// The operations of this feature.
pub fn configure(config: &mut Routes) {
    config
        .service(list_notices)
        .service(count_unread_notices)
        .service(mark_notices_read)
        .service(get_platform)
        .service(list_outbox);
}

/// One's own notices
///
/// What happened, as told inside the app, newest first.
#[utoipa::path(
    operation_id = "list_notices",
    tag = "notifications",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "A stretch of the feed.", body = Feed<Notice>,
            example = json!({"items": [{"id": "0193f0aa-0000-7000-8000-000000000001", "kind": "summary_ready",
                "title": "Your summary is ready", "body": "Ben has written down what was found and what to do next.",
                "path": "/sessions/0193f0aa-0000-7000-8000-000000000002/summary", "reason": "Because you booked on Pitlane.",
                "stop": "/unsubscribe?topic=bookings", "read_at": null,
                "created_at": "2026-11-21T10:00:00Z"}], "next_cursor": null})),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter does not fit.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/notifications")]
pub async fn list_notices(
    user: User,
    state: web::Data<AppState>,
    query: Query<CursorQuery>,
) -> Result<web::Json<Feed<Notice>>, ApiError> {
    let cursor = Cursor::read(&query.0)?;
    Ok(web::Json(service::list(&state.db, user.id, cursor).await?))
}

/// How much is unread
///
/// The number of one's own notices that were not marked as read.
#[utoipa::path(
    operation_id = "count_unread_notices",
    tag = "notifications",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The number.", body = UnreadNotices, example = json!({"unread": 3})),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/notifications/unread")]
pub async fn count_unread_notices(
    user: User,
    state: web::Data<AppState>,
) -> Result<web::Json<UnreadNotices>, ApiError> {
    Ok(web::Json(UnreadNotices { unread: service::unread(&state.db, user.id).await? }))
}

/// Mark notices as read
///
/// Marks the named notices, or all when none is named. Notices that are not one's own, or are read already, are left as
/// they are.
#[utoipa::path(
    operation_id = "mark_notices_read",
    tag = "notifications",
    request_body(content = MarkRead, example = json!({"ids": []})),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "They are read."),
        (status = 400, description = "The body is not JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not sent as JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field does not fit.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/notifications/read")]
pub async fn mark_notices_read(
    user: User,
    state: web::Data<AppState>,
    body: Json<MarkRead>,
) -> Result<HttpResponse, ApiError> {
    if body.0.ids.len() > 1_000 {
        return Err(ApiError::field("ids", "too_many", "Name at most 1,000 notices, or none for all."));
    }
    service::mark_read(&state.db, state.clock.now(), user.id, body.0.ids).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What this installation offers
///
/// Tells the web app which payment gateway runs and whether the demo's outbox can be read.
#[utoipa::path(
    operation_id = "get_platform",
    tag = "notifications",
    responses(
        (status = 200, description = "What is offered.", body = Platform,
            example = json!({"payment_gateway": "sandbox", "sandbox_url": "/sandbox", "stripe": null, "outbox": true,
                "wait_window_minutes": 30, "version": "0.1.0"})),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/platform")]
pub async fn get_platform(state: web::Data<AppState>) -> web::Json<Platform> {
    let payments = &state.config.payments;
    let gateway = payments.gateway.clone();
    web::Json(Platform {
        stripe: (gateway == "stripe").then(|| StripeInBrowser {
            publishable_key: payments.stripe_publishable_key.clone(),
            script_url: payments.stripe_script_url.clone(),
        }),
        sandbox_url: (gateway == "sandbox").then(|| "/sandbox".to_owned()),
        payment_gateway: gateway,
        outbox: state.config.demo.show_outbox,
        wait_window_minutes: state.config.dispatch.wait_window_minutes,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// The demo's outbox
///
/// The newest mails, text messages and messages to browsers that would have been sent, readable by everybody. Exists only
/// where the demo is switched on.
#[utoipa::path(
    operation_id = "list_outbox",
    tag = "notifications",
    responses(
        (status = 200, description = "Messages, newest first.", body = Feed<OutboxMessage>,
            example = json!({"items": [{"id": "0193f0aa-0000-7000-8000-000000000001", "channel": "email", "recipient": "ana@example.org",
                "subject": "Confirm your e-mail address", "text": "Hello Ana", "html": "<p>Hello Ana</p>",
                "sent_at": "2026-11-21T10:00:00Z"}], "next_cursor": null})),
        (status = 404, description = "This is not a demo.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter does not fit.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/outbox")]
pub async fn list_outbox(
    state: web::Data<AppState>,
    query: Query<OutboxQuery>,
) -> Result<web::Json<Feed<OutboxMessage>>, ApiError> {
    if !state.config.demo.show_outbox {
        return Err(ApiError::not_found());
    }
    let OutboxQuery { recipient, channel, limit, cursor } = query.0;
    let cursor = Cursor::read(&CursorQuery { limit, cursor })?;
    // endpoints of browsers tell capitals apart, addresses of mails do not
    let recipient = recipient.map(|to| {
        let to = to.trim();
        if to.contains('@') { to.to_lowercase() } else { to.to_owned() }
    });
    Ok(web::Json(service::outbox(&state.db, recipient.as_deref(), channel, cursor).await?))
}
