//! `Idempotency-Key`: the same key and body answers the first result for 24 hours.
//!
//! Only operations that name the header in their document take keys: the answers of others, tokens among them, are never
//! kept. Whoever sends a key is the one it belongs to: a key of somebody signed in is theirs as long as the sign-in lives,
//! a key sent to an operation of anybody belongs to who knows it. Of the key and of the body only hashes are kept.
//!
//! The row of the key is written before the handler runs and gives its id to what the handler creates. When the server
//! dies after the handler's commit and before the answer is kept, the retry finds that id taken and answers what is there.

use crate::http::actor::{self, bearer};
use crate::http::methods::{self, Keyed};
use crate::http::problem::ApiError;
use crate::http::tokens::{self, Claims};
use crate::sql::hashed;
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

/// Whose key it is.
enum Owner {
    /// Somebody who is signed in, as their token says; whether the sign-in still lives is asked before anything is told.
    Person(Claims),
    /// Whoever knows it: the operation is for anybody, signed in or not.
    Anybody,
}

impl Owner {
    fn of(state: &AppState, request: &HttpRequest) -> Option<Self> {
        match methods::keyed(request.path())? {
            Keyed::Anybody => Some(Self::Anybody),
            Keyed::SignedIn => Some(Self::Person(tokens::read(state, bearer(request)?).ok()?)),
        }
    }

    /// Where the key counts.
    fn scope(&self, path: &str) -> String {
        match self {
            Self::Person(claims) => format!("{}:{path}", claims.sub),
            Self::Anybody => format!("anybody:{path}"),
        }
    }

    /// Refuses who was signed in once and is no more.
    async fn check(&self, state: &AppState) -> Result<(), ApiError> {
        let Self::Person(claims) = self else { return Ok(()) };
        let found = actor::find(state, claims).await?;
        found.map(drop).ok_or_else(|| ApiError::new(Code::Unauthenticated))
    }
}

/// Answers repeated POSTs from what was answered first.
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
    let Some(owner) = Owner::of(&state, request.request()) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    if key.is_empty() || key.len() > 100 || !key.is_ascii() {
        let error = ApiError::field("Idempotency-Key", "invalid", "Use 1 to 100 ASCII characters.");
        return Ok(refuse(request, &error));
    }
    let Ok(body) = request.extract::<web::Bytes>().await else {
        return Ok(refuse(request, &ApiError::new(Code::TooLarge)));
    };
    let scope = owner.scope(request.path());
    let fingerprint = fingerprint(request.request(), &key, &body);
    request.set_payload(Payload::from(body));
    let mut claimed = claim(&state, &scope, &hashed(&key), &fingerprint)
        .await
        .unwrap_or_else(|error| Claim::Refuse(error.into()));
    if !matches!(claimed, Claim::Run(_))
        && let Err(error) = owner.check(&state).await
    {
        claimed = Claim::Refuse(error);
    }
    match claimed {
        Claim::Refuse(error) => Ok(refuse(request, &error)),
        Claim::Replay(kept) => Ok(replay(request, kept)),
        Claim::Run(id) => {
            request.extensions_mut().insert(CreationId(id));
            let answer = next.call(request).await;
            keep(&state, id, answer).await
        }
    }
}

fn replay(request: ServiceRequest, kept: keys::Model) -> ServiceResponse<BoxBody> {
    let status = kept.status.and_then(|s| u16::try_from(s).ok()).and_then(|s| StatusCode::from_u16(s).ok());
    let mut response = HttpResponse::build(status.unwrap_or(StatusCode::OK));
    response.insert_header(("idempotent-replay", "true"));
    if let Some(kind) = kept.content_type {
        response.content_type(kind);
    }
    request.into_response(response.body(kept.body.unwrap_or_default()))
}

/// What tells one request from another under the same key: its query and its body. The key goes in as well, so that a
/// password in a body cannot be guessed from what is kept. A form's boundary is left out,
/// because browsers draw a new one for every try.
fn fingerprint(request: &HttpRequest, key: &str, body: &[u8]) -> String {
    let mut digest = Sha256::new();
    digest.update(key);
    digest.update(b"\0");
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
    if let Some(id) = insert(state, now, scope, key, fingerprint).await? {
        return Ok(Claim::Run(id));
    }
    let mine = keys::Column::Scope.eq(scope).and(keys::Column::Key.eq(key));
    let Some(kept) = keys::Entity::find().filter(mine).one(&state.db).await? else {
        // taken back this very moment
        return Ok(busy());
    };
    if kept.expires_at <= now {
        // of several who find it too old, whoever writes it anew runs
        let old = keys::Column::Id.eq(kept.id);
        keys::Entity::delete_many().filter(old).exec(&state.db).await?;
        let anew = insert(state, now, scope, key, fingerprint).await?;
        return Ok(anew.map_or_else(busy, Claim::Run));
    }
    if kept.fingerprint != fingerprint {
        return Ok(Claim::Refuse(ApiError::new(Code::IdempotencyKeyReused)));
    }
    if kept.status.is_some() {
        return Ok(Claim::Replay(kept));
    }
    take_over(state, kept, now).await
}

/// Another try with the same key is under way.
fn busy() -> Claim {
    Claim::Refuse(ApiError { retry_after: Some(1), ..ApiError::new(Code::RequestInProgress) })
}

/// Writes the row of a key; none when it is there already.
async fn insert(
    state: &AppState,
    now: DateTime<Utc>,
    scope: &str,
    key: &str,
    fingerprint: &str,
) -> Result<Option<Uuid>, DbErr> {
    let id = new_id();
    let row = keys::ActiveModel {
        id: Set(id),
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
    let inserted = keys::Entity::insert(row)
        .on_conflict(OnConflict::columns([keys::Column::Scope, keys::Column::Key]).do_nothing().to_owned())
        .exec_without_returning(&state.db)
        .await?;
    Ok((inserted > 0).then_some(id))
}

/// Takes over a key whose first try died; one taker wins. What a first try created keeps its id.
async fn take_over(state: &AppState, kept: keys::Model, now: DateTime<Utc>) -> Result<Claim, DbErr> {
    use sea_orm::sea_query::Expr;
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
