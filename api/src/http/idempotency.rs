//! `Idempotency-Key`: the same key and body answers the first result for 24 hours.
//!
//! The row of the key is written before the handler runs and gives its id to what the handler creates. When the server
//! dies after the handler's commit and before the answer is kept, the retry finds that id taken and answers what is there.

use crate::http::actor::bearer;
use crate::http::problem::ApiError;
use crate::http::tokens;
use crate::state::AppState;
use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError, web};
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::problem::Code;
use pitlane_entities::idempotency_keys as keys;
use pitlane_platform::new_id;
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How long a result is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// How long a request may run before its key may be tried again.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// The id for what a handler creates: the same for every try with one key.
#[derive(Debug, Clone, Copy)]
pub struct CreationId(pub Uuid);

impl FromRequest for CreationId {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let given = request.extensions().get::<Self>().copied();
        std::future::ready(Ok(given.unwrap_or_else(|| Self(new_id()))))
    }
}

enum Claim {
    Run(Uuid),
    Replay(keys::Model),
    Refuse(ApiError),
}

/// Answers repeated POSTs of signed-in people from what was answered first.
pub async fn layer(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let state = request.app_data::<web::Data<AppState>>().cloned();
    let key =
        request.headers().get("idempotency-key").map(|value| value.to_str().unwrap_or_default().to_owned());
    let (Some(state), Some(key), &Method::POST) = (state, key, request.method()) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let claims = bearer(request.request()).map(|token| tokens::read(&state, token));
    let Some(Ok(claims)) = claims else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    if key.is_empty() || key.len() > 100 || !key.is_ascii() {
        let error = ApiError::field("Idempotency-Key", "invalid", "Use 1 to 100 ASCII characters.");
        return Ok(refuse(request, &error));
    }
    let Ok(body) = request.extract::<web::Bytes>().await else {
        return Ok(refuse(request, &ApiError::new(Code::TooLarge)));
    };
    let scope = format!("{}:{}", claims.sub, request.path());
    let fingerprint = fingerprint(request.request(), &body);
    request.set_payload(Payload::from(body));
    let claimed =
        claim(&state, &scope, &key, &fingerprint).await.unwrap_or_else(|error| Claim::Refuse(error.into()));
    match claimed {
        Claim::Refuse(error) => Ok(refuse(request, &error)),
        Claim::Replay(kept) => {
            let status =
                kept.status.and_then(|s| u16::try_from(s).ok()).and_then(|s| StatusCode::from_u16(s).ok());
            let response = HttpResponse::build(status.unwrap_or(StatusCode::OK))
                .insert_header(("idempotent-replay", "true"))
                .content_type(kept.content_type.unwrap_or_default())
                .body(kept.body.unwrap_or_default());
            Ok(request.into_response(response))
        }
        Claim::Run(id) => {
            request.extensions_mut().insert(CreationId(id));
            let answer = next.call(request).await;
            keep(&state, id, answer).await
        }
    }
}

/// What tells one request from another under the same key: its query and its body. A form's boundary is left out,
/// because browsers draw a new one for every try.
fn fingerprint(request: &HttpRequest, body: &[u8]) -> String {
    let mut digest = Sha256::new();
    digest.update(request.query_string());
    digest.update(b"\0");
    let form = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    match form.and_then(|form| form.split_once("boundary=")).map(|(_, boundary)| boundary.trim_matches('"')) {
        Some(boundary) if !boundary.is_empty() => {
            let mut from = 0;
            for at in memchr::memmem::find_iter(body, boundary) {
                digest.update(&body[from..at]);
                from = at + boundary.len();
            }
            digest.update(&body[from..]);
        }
        _ => digest.update(body),
    }
    format!("{:x}", HexDigest(digest.finalize().to_vec()))
}

fn refuse(request: ServiceRequest, error: &ApiError) -> ServiceResponse<BoxBody> {
    request.into_response(error.error_response())
}

async fn claim(state: &AppState, scope: &str, key: &str, fingerprint: &str) -> Result<Claim, DbErr> {
    let now = state.clock.now();
    let row = keys::ActiveModel {
        id: Set(new_id()),
        scope: Set(scope.to_owned()),
        key: Set(key.to_owned()),
        fingerprint: Set(fingerprint.to_owned()),
        status: Set(None),
        content_type: Set(None),
        body: Set(None),
        locked_until: Set(now + LEASE),
        expires_at: Set(now + KEPT),
        created_at: Set(now),
    };
    let id = row.id.clone().unwrap();
    let inserted = keys::Entity::insert(row)
        .on_conflict(OnConflict::columns([keys::Column::Scope, keys::Column::Key]).do_nothing().to_owned())
        .exec_without_returning(&state.db)
        .await?;
    if inserted > 0 {
        return Ok(Claim::Run(id));
    }
    let mine = keys::Column::Scope.eq(scope).and(keys::Column::Key.eq(key));
    let Some(kept) = keys::Entity::find().filter(mine).one(&state.db).await? else {
        // taken back this very moment
        return Ok(Claim::Refuse(ApiError::new(Code::RequestInProgress)));
    };
    if kept.expires_at > now && kept.fingerprint != fingerprint {
        return Ok(Claim::Refuse(ApiError::new(Code::IdempotencyKeyReused)));
    }
    if kept.expires_at > now && kept.status.is_some() {
        return Ok(Claim::Replay(kept));
    }
    take_over(state, kept, now).await
}

/// Takes over a key whose first try died; one taker wins. What a first try created keeps its id.
async fn take_over(state: &AppState, kept: keys::Model, now: DateTime<Utc>) -> Result<Claim, DbErr> {
    use sea_orm::sea_query::Expr;
    let busy = || Claim::Refuse(ApiError { retry_after: Some(1), ..ApiError::new(Code::RequestInProgress) });
    if kept.expires_at <= now {
        keys::Entity::delete_by_id(kept.id).exec(&state.db).await?;
        return Ok(busy());
    }
    if kept.locked_until > now {
        return Ok(busy());
    }
    let taken = keys::Entity::update_many()
        .col_expr(keys::Column::LockedUntil, Expr::value(now + LEASE))
        .filter(keys::Column::Id.eq(kept.id))
        .filter(keys::Column::LockedUntil.eq(kept.locked_until))
        .exec(&state.db)
        .await?;
    Ok(if taken.rows_affected == 1 { Claim::Run(kept.id) } else { busy() })
}

/// Keeps a good answer. What may go better next time is not kept; nor is an answer lost because it could not be kept.
async fn keep(
    state: &AppState,
    id: Uuid,
    answer: Result<ServiceResponse<impl MessageBody + 'static>, Error>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = match answer {
        Ok(response) if response.status().is_success() => response,
        other => {
            if let Err(error) = keys::Entity::delete_by_id(id).exec(&state.db).await {
                tracing::error!(%error, "an idempotency key could not be freed");
            }
            return Ok(other?.map_into_boxed_body());
        }
    };
    let (request, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let bytes = to_bytes(body).await.unwrap_or_default();
    let content_type =
        head.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let row = keys::ActiveModel {
        id: Set(id),
        status: Set(Some(i32::from(head.status().as_u16()))),
        content_type: Set(content_type),
        body: Set(Some(String::from_utf8_lossy(&bytes).into_owned())),
        ..Default::default()
    };
    if let Err(error) = keys::Entity::update(row).exec(&state.db).await {
        tracing::error!(%error, "an answer could not be kept for its idempotency key");
    }
    Ok(ServiceResponse::new(request, head.set_body(BoxBody::new(bytes))))
}

/// Bytes as hexadecimal digits.
struct HexDigest(Vec<u8>);

impl std::fmt::LowerHex for HexDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
