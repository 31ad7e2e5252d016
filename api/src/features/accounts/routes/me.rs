use crate::features::accounts::service::{closing, export, me, sign_in};
use crate::http::actor::{SignedIn, User};
use crate::http::answers;
use crate::http::body::{Id, Json};
use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::{HttpResponse, delete, get, patch, web};
use pitlane_contract::accounts::{CloseAccount, Export, Me, SignIn, UpdateMe};
use pitlane_contract::paging::List;

/// One's own account.
///
/// Anybody who is signed in.
#[utoipa::path(
    tag = "accounts", operation_id = "get_me", security(("bearer" = [])),
    responses(
        (status = 200, description = "The account.", body = Me),
        answers::SignedIn, answers::Absent, answers::Always
    )
)]
#[get("/me")]
pub async fn get_me(state: web::Data<AppState>, SignedIn(user): SignedIn) -> Result<web::Json<Me>, ApiError> {
    me::get(&state, user.id).await.map(web::Json)
}

/// Changes one's own account.
///
/// Anybody who is signed in. What is left out stays; `bio`, `specialties`, `years_experience` and `services`
/// are for mechanics.
#[utoipa::path(
    tag = "accounts", operation_id = "update_me", security(("bearer" = [])), request_body = UpdateMe,
    responses(
        (status = 200, description = "The account after the change.", body = Me),
        answers::SignedIn, answers::Absent, answers::Body, answers::Always
    )
)]
#[patch("/me")]
pub async fn update_me(
    state: web::Data<AppState>,
    user: User,
    Json(body): Json<UpdateMe>,
) -> Result<web::Json<Me>, ApiError> {
    me::update(&state, &user, body).await.map(web::Json)
}

/// Lists where the account is signed in.
///
/// Anybody who is signed in. The last used one comes first.
#[utoipa::path(
    tag = "accounts", operation_id = "list_sign_ins", security(("bearer" = [])),
    responses(
        (status = 200, description = "The sign-ins.", body = List<SignIn>),
        answers::SignedIn, answers::Always
    )
)]
#[get("/me/sign-ins")]
pub async fn list_sign_ins(
    state: web::Data<AppState>,
    user: User,
) -> Result<web::Json<List<SignIn>>, ApiError> {
    let items = sign_in::list(&state, user.id, user.sign_in).await?;
    Ok(web::Json(List { items }))
}

/// Ends one sign-in.
///
/// Anybody who is signed in, for one of their own sign-ins.
#[utoipa::path(
    tag = "accounts", operation_id = "end_sign_in", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The sign-in.")),
    responses((status = 204, description = "Ended."), answers::SignedIn, answers::Absent, answers::Always)
)]
#[delete("/me/sign-ins/{id}")]
pub async fn end_sign_in(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    sign_in::end(&state, user.id, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Exports everything that is stored about oneself.
///
/// Anybody who is signed in. The account and every row about the person, by table.
#[utoipa::path(
    tag = "accounts", operation_id = "export_me", security(("bearer" = [])),
    responses(
        (status = 200, description = "Everything.", body = Export),
        answers::SignedIn, answers::Absent, answers::Always
    )
)]
#[get("/me/export")]
pub async fn export_me(state: web::Data<AppState>, user: User) -> Result<web::Json<Export>, ApiError> {
    export::everything(&state, user.id).await.map(web::Json)
}

/// Closes one's account.
///
/// Anybody who is signed in, with the password once more. What names the person is removed, every sign-in ends and open
/// requests are called off. A session that waits or is under way answers 409 `open_work`.
#[utoipa::path(
    tag = "accounts", operation_id = "close_account", security(("bearer" = [])), request_body = CloseAccount,
    responses(
        (status = 204, description = "Closed."),
        answers::SignedIn, answers::Absent, answers::State, answers::Body, answers::Always
    )
)]
#[delete("/me")]
pub async fn close_account(
    state: web::Data<AppState>,
    user: User,
    Json(body): Json<CloseAccount>,
) -> Result<HttpResponse, ApiError> {
    closing::close(&state, &user, body.password).await?;
    Ok(HttpResponse::NoContent().finish())
}
