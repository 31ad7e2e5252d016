//! Messages as staff sees them: what was sent, what became of it, and how each kind reads.

use super::admin as service;
use crate::http::actor::Admin;
use crate::http::answers;
use crate::http::body::{Id, Json, Query};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use pitlane_contract::paging::{List, Page};
use pitlane_contract::sent_messages::{
    MessageTemplate, NewSuppression, NewText, SentMessage, SentMessageLife, SentMessageQuery,
    TemplatePreview, TemplateQuery,
};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(list_sent_messages)
        .service(get_sent_message)
        .service(end_messages)
        .service(send_text)
        .service(list_message_templates)
        .service(get_message_template);
}

/// Lists what was sent.
///
/// Staff. Each message on each of its channels, the newest first: to whom, about what, and where it stands. What it says is
/// not shown beyond its subject.
#[utoipa::path(
    tag = "notifications", operation_id = "list_sent_messages", security(("bearer" = [])),
    params(SentMessageQuery),
    responses(
        (status = 200, description = "A page of messages.", body = Page<SentMessage>),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/admin/messages")]
pub async fn list_sent_messages(
    state: web::Data<AppState>,
    _: Admin,
    Query(query): Query<SentMessageQuery>,
) -> Result<web::Json<Page<SentMessage>>, ApiError> {
    Ok(web::Json(service::list(&state, query).await?))
}

/// Shows the life of a message.
///
/// Staff; that one looked is kept. What became of it, in order, and the same message on other channels. Links in it are
/// never shown.
#[utoipa::path(
    tag = "notifications", operation_id = "get_sent_message", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The message.")),
    responses(
        (status = 200, description = "Its life.", body = SentMessageLife),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[get("/admin/messages/{id}")]
pub async fn get_sent_message(
    state: web::Data<AppState>,
    admin: Admin,
    Id(id): Id,
) -> Result<web::Json<SentMessageLife>, ApiError> {
    Ok(web::Json(service::life(&state, &admin, id).await?))
}

/// Ends messages for somebody.
///
/// Staff, when somebody asked support to. Nothing goes to the address any more, about the topic or at all; mails about the
/// account itself, such as a new password, still do. It is written to the log of consent and holds at once.
#[utoipa::path(
    tag = "notifications", operation_id = "end_messages", security(("bearer" = [])), request_body = NewSuppression,
    responses(
        (status = 204, description = "They are ended."),
        answers::ForRole,
        answers::Body,
        answers::Always
    )
)]
#[post("/admin/suppressions")]
pub async fn end_messages(
    state: web::Data<AppState>,
    admin: Admin,
    Json(body): Json<NewSuppression>,
) -> Result<HttpResponse, ApiError> {
    Box::pin(service::end(&state, &admin, body)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends a text.
///
/// Staff. It goes the way of every text: not to a number that ended texts, not to that of an account that did not agree to
/// them, and not beyond the most that a number gets in an hour. It waits for the end of its reader's quiet hours, unless it is
/// marked urgent and they let urgent messages through. What became of it is in its life, and that it was marked in the audit
/// log.
#[utoipa::path(
    tag = "notifications", operation_id = "send_text", security(("bearer" = [])), request_body = NewText,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")),
    responses(
        (status = 202, description = "It is on its way.", body = SentMessage),
        answers::ForRole,
        answers::Body,
        answers::Always
    )
)]
#[post("/notifications/sms")]
pub async fn send_text(
    state: web::Data<AppState>,
    admin: Admin,
    CreationId(new): CreationId,
    Json(body): Json<NewText>,
) -> Result<HttpResponse, ApiError> {
    let sent = Box::pin(service::text(&state, &admin, new, body)).await?;
    Ok(HttpResponse::Accepted().json(sent))
}

/// Lists the kinds of messages.
///
/// Staff. Each by the subject that it has with made-up content.
#[utoipa::path(
    tag = "notifications", operation_id = "list_message_templates", security(("bearer" = [])),
    responses(
        (status = 200, description = "The kinds.", body = List<MessageTemplate>),
        answers::ForRole,
        answers::Always
    )
)]
#[get("/admin/message-templates")]
pub async fn list_message_templates(_: Admin) -> web::Json<List<MessageTemplate>> {
    web::Json(List { items: service::templates() })
}

/// Shows how a kind of message reads.
///
/// Staff. Each of its cases with made-up content and, where a name stands, the one that is asked for.
#[utoipa::path(
    tag = "notifications", operation_id = "get_message_template", security(("bearer" = [])),
    params(("kind" = String, Path, description = "The kind, such as `summary_ready`."), TemplateQuery),
    responses(
        (status = 200, description = "Its cases.", body = TemplatePreview),
        answers::ForRole,
        answers::Absent,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/admin/message-templates/{kind}")]
pub async fn get_message_template(
    state: web::Data<AppState>,
    _: Admin,
    kind: web::Path<String>,
    Query(query): Query<TemplateQuery>,
) -> Result<web::Json<TemplatePreview>, ApiError> {
    Ok(web::Json(service::template(&state, &kind, query.name.as_deref())?))
}
