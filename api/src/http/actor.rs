//! Who asks: extractors that prove a role, so that a handler's signature says who may call it.

use crate::http::problem::ApiError;
use crate::http::tokens::{self, BadToken, Claims};
use crate::state::AppState;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::{Role, WorkshopRole};
use sea_orm::{DbBackend, FromQueryResult, Statement};
use std::future::Future;
use std::pin::Pin;
use uuid::Uuid;

/// Whoever is signed in.
#[derive(Debug, Clone)]
pub struct User {
    /// The account.
    pub id: Uuid,
    /// The sign-in that the token belongs to.
    pub sign_in: Uuid,
    /// Their name.
    pub name: String,
    /// What the account may be used for.
    pub role: Role,
    /// Whether the address is confirmed.
    pub email_verified: bool,
    /// Whether nothing else can be done before a second factor is set up.
    pub two_factor_missing: bool,
    /// The mechanic behind a provider's account.
    pub mechanic: Option<MechanicIdentity>,
}

/// Whether somebody must set up a second factor before anything else: the platform's staff, unless configured otherwise.
pub fn two_factor_missing(state: &AppState, role: Role, has_one: bool) -> bool {
    role == Role::Admin && !has_one && state.config.auth.staff_two_factor
}

/// The mechanic behind a provider's account.
#[derive(Debug, Clone)]
pub struct MechanicIdentity {
    /// The mechanic.
    pub id: Uuid,
    /// Who sells their work.
    pub provider_id: Uuid,
    /// Their workshop and what they may do in it.
    pub workshop: Option<(Uuid, WorkshopRole)>,
}

#[derive(FromQueryResult)]
struct Row {
    name: String,
    role: String,
    verified: bool,
    two_factor: bool,
    mechanic_id: Option<Uuid>,
    provider_id: Option<Uuid>,
    workshop_id: Option<Uuid>,
    workshop_role: Option<String>,
}

/// Finds who a token belongs to: one statement, so that closing an account, ending a sign-in or leaving a workshop
/// holds at once and not when the token ends.
pub async fn find(state: &AppState, claims: &Claims) -> Result<Option<User>, ApiError> {
    let backend = state.db.get_database_backend();
    let p = if backend == DbBackend::Postgres { ["$1", "$2"] } else { ["?", "?"] };
    let sql = format!(
        "SELECT u.name, u.role, u.email_verified_at IS NOT NULL AS verified, \
                u.two_factor_at IS NOT NULL AS two_factor, m.id AS mechanic_id, \
                p.id AS provider_id, w.workshop_id, w.role AS workshop_role \
         FROM users u JOIN sign_ins s ON s.user_id = u.id AND s.id = {} AND s.revoked_at IS NULL \
         LEFT JOIN mechanics m ON m.user_id = u.id AND m.closed_at IS NULL \
         LEFT JOIN workshop_members w ON w.user_id = u.id \
         LEFT JOIN providers p ON p.mechanic_id = m.id OR p.workshop_id = m.workshop_id \
         WHERE u.id = {} AND u.deleted_at IS NULL",
        p[0], p[1]
    );
    let statement = Statement::from_sql_and_values(backend, sql, [claims.sid.into(), claims.sub.into()]);
    let Some(row) = Row::find_by_statement(statement).one(&state.db).await? else { return Ok(None) };
    let role: Role = row.role.parse()?;
    let workshop = match (row.workshop_id, row.workshop_role) {
        (Some(id), Some(role)) => Some((id, role.parse()?)),
        _ => None,
    };
    let mechanic = row.mechanic_id.zip(row.provider_id).map(|(id, provider_id)| MechanicIdentity {
        id,
        provider_id,
        workshop,
    });
    Ok(Some(User {
        id: claims.sub,
        sign_in: claims.sid,
        name: row.name,
        role,
        email_verified: row.verified,
        two_factor_missing: two_factor_missing(state, role, row.two_factor),
        mechanic,
    }))
}

/// The bearer token of a request.
pub fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

type Found<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

fn signed_in(request: &HttpRequest) -> Found<User> {
    let Some(state) = request.app_data::<web::Data<AppState>>().cloned() else {
        return Box::pin(async { Err(ApiError::unexpected("no state")) });
    };
    let claims = bearer(request).ok_or(BadToken::Invalid).and_then(|token| tokens::read(&state, token));
    Box::pin(async move {
        let claims = claims.map_err(|bad| match bad {
            BadToken::Invalid => ApiError::new(Code::Unauthenticated),
            BadToken::Expired => ApiError::new(Code::TokenExpired),
        })?;
        find(&state, &claims).await?.ok_or_else(|| ApiError::new(Code::Unauthenticated))
    })
}

fn user(request: &HttpRequest) -> Found<User> {
    let user = signed_in(request);
    Box::pin(async move {
        let user = user.await?;
        if user.two_factor_missing { Err(ApiError::new(Code::TwoFactorMissing)) } else { Ok(user) }
    })
}

/// Whoever is signed in, also staff who must set up a second factor first: for what leads there.
#[derive(Debug, Clone)]
pub struct SignedIn(pub User);

impl FromRequest for SignedIn {
    type Error = ApiError;
    type Future = Found<Self>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let user = signed_in(request);
        Box::pin(async move { user.await.map(Self) })
    }
}

impl FromRequest for User {
    type Error = ApiError;
    type Future = Found<Self>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        user(request)
    }
}

/// Declares an extractor for one kind of user.
macro_rules! actor {
    ($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty),* } from $from:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type),* }

        impl FromRequest for $name {
            type Error = ApiError;
            type Future = Found<Self>;
            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let user = user(request);
                Box::pin(async move {
                    let from: fn(User) -> Option<Self> = $from;
                    from(user.await?).ok_or_else(|| ApiError::new(Code::Forbidden))
                })
            }
        }
    };
}

actor! {
    /// A customer.
    Customer {
        /// The account.
        id: Uuid,
        /// Their name.
        name: String,
        /// Whether the address is confirmed.
        email_verified: bool
    } from |user| (user.role == Role::Customer)
        .then_some(Customer { id: user.id, name: user.name, email_verified: user.email_verified })
}
actor! {
    /// A mechanic, alone or in a workshop.
    Mechanic {
        /// The account.
        user_id: Uuid,
        /// Their name.
        name: String,
        /// The mechanic.
        id: Uuid,
        /// Who sells their work.
        provider_id: Uuid,
        /// Their workshop.
        workshop_id: Option<Uuid>
    } from |user| user.mechanic.map(|m| Mechanic {
        user_id: user.id, name: user.name, id: m.id, provider_id: m.provider_id,
        workshop_id: m.workshop.map(|(id, _)| id),
    })
}
actor! {
    /// Somebody who runs a workshop: its owner or a manager.
    Manager {
        /// The account.
        user_id: Uuid,
        /// Their name.
        name: String,
        /// The workshop.
        workshop_id: Uuid,
        /// Owner or manager.
        role: WorkshopRole
    } from |user| {
        let (workshop_id, role) = user.mechanic?.workshop?;
        (role != WorkshopRole::Mechanic).then_some(Manager { user_id: user.id, name: user.name, workshop_id, role })
    }
}
actor! {
    /// Somebody who runs a seller's business: an independent mechanic, or a workshop's owner or manager.
    Seller {
        /// The account.
        user_id: Uuid,
        /// Their name.
        name: String,
        /// Who sells.
        provider_id: Uuid
    } from |user| {
        let mechanic = user.mechanic?;
        let runs = mechanic.workshop.is_none_or(|(_, role)| role != WorkshopRole::Mechanic);
        runs.then_some(Seller { user_id: user.id, name: user.name, provider_id: mechanic.provider_id })
    }
}
actor! {
    /// The platform's staff.
    Admin {
        /// The account.
        user_id: Uuid,
        /// Their name.
        name: String
    } from |user| (user.role == Role::Admin).then_some(Admin { user_id: user.id, name: user.name })
}
