use crate::features::accounts::service::workshop;
use crate::http::actor::{Manager, Mechanic};
use crate::http::answers;
use crate::http::body::{Id, Json};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::{HttpResponse, delete, get, post, web};
use pitlane_contract::accounts::{AcceptInvitation, Accepted, Invitation, InviteMember, Member};
use pitlane_contract::paging::List;
use pitlane_contract::problem::Code;

/// Invites a mechanic to one's workshop.
///
/// Owners and managers; only the owner invites managers. A second invitation to an address replaces the first.
#[utoipa::path(
    tag = "accounts", operation_id = "invite_member", security(("bearer" = [])), request_body = InviteMember,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result.")),
    responses(
        (status = 201, description = "Sent.", body = Invitation),
        answers::ForRole, answers::State, answers::Body, answers::Always
    )
)]
#[post("/workshop/invitations")]
pub async fn invite_member(
    state: web::Data<AppState>,
    manager: Manager,
    CreationId(id): CreationId,
    Json(body): Json<InviteMember>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(workshop::invite(&state, &manager, id, body).await?))
}

/// Lists the invitations that wait for an answer.
///
/// Owners and managers, for their own workshop.
#[utoipa::path(
    tag = "accounts", operation_id = "list_invitations", security(("bearer" = [])),
    responses(
        (status = 200, description = "The invitations.", body = List<Invitation>),
        answers::ForRole, answers::Always
    )
)]
#[get("/workshop/invitations")]
pub async fn list_invitations(
    state: web::Data<AppState>,
    manager: Manager,
) -> Result<web::Json<List<Invitation>>, ApiError> {
    Ok(web::Json(List { items: workshop::invitations(&state, manager.workshop_id).await? }))
}

/// Takes an invitation back.
///
/// Owners and managers, for their own workshop.
#[utoipa::path(
    tag = "accounts", operation_id = "revoke_invitation", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The invitation.")),
    responses((status = 204, description = "Taken back."), answers::ForRole, answers::Absent, answers::Always)
)]
#[delete("/workshop/invitations/{id}")]
pub async fn revoke_invitation(
    state: web::Data<AppState>,
    manager: Manager,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    workshop::revoke(&state, manager.workshop_id, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Joins a workshop by the link of the invitation.
///
/// Anybody who has the token of the mail. Makes a new account; it works once, for seven days.
#[utoipa::path(
    tag = "accounts", operation_id = "accept_invitation", request_body = AcceptInvitation,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result.")),
    responses(
        (status = 201, description = "The account is ready.", body = Accepted),
        answers::State, answers::Body, answers::Always
    )
)]
#[post("/workshop/accept-invitation")]
pub async fn accept_invitation(
    state: web::Data<AppState>,
    CreationId(id): CreationId,
    Json(body): Json<AcceptInvitation>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(workshop::accept(&state, id, body).await?))
}

/// Lists the members of one's workshop.
///
/// Everybody of the workshop.
#[utoipa::path(
    tag = "accounts", operation_id = "list_members", security(("bearer" = [])),
    responses(
        (status = 200, description = "The members.", body = List<Member>),
        answers::ForRole, answers::Always
    )
)]
#[get("/workshop/members")]
pub async fn list_members(
    state: web::Data<AppState>,
    mechanic: Mechanic,
) -> Result<web::Json<List<Member>>, ApiError> {
    let workshop = mechanic.workshop_id.ok_or_else(|| ApiError::new(Code::Forbidden))?;
    Ok(web::Json(List { items: workshop::members(&state, workshop).await? }))
}

/// Lets a member go.
///
/// The owner of the workshop. The mechanic keeps the account and works alone from then on.
#[utoipa::path(
    tag = "accounts", operation_id = "remove_member", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The mechanic.")),
    responses(
        (status = 204, description = "Let go."),
        answers::ForRole, answers::Absent, answers::State, answers::Always
    )
)]
#[delete("/workshop/members/{id}")]
pub async fn remove_member(
    state: web::Data<AppState>,
    manager: Manager,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    workshop::remove(&state, &manager, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
