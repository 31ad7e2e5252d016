//! The operations of templates.

use crate::features::quotes::service;
use crate::http::actor::Mechanic;
use crate::http::answers;
use crate::http::body::{Id, Json};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, delete, get, post, put, web};
use pitlane_contract::paging::List;
use pitlane_contract::quotes::{Template, WriteTemplate};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(list_quote_templates)
        .service(create_quote_template)
        .service(update_quote_template)
        .service(delete_quote_template);
}

/// Lists the templates of common jobs.
///
/// Mechanics and workshop members, for their own provider; by name.
#[utoipa::path(
    tag = "quotes", operation_id = "list_quote_templates", security(("bearer" = [])),
    responses(
        (status = 200, description = "The templates.", body = List<Template>),
        answers::ForRole,
        answers::Always
    )
)]
#[get("/quote-templates")]
pub async fn list_quote_templates(
    state: web::Data<AppState>,
    mechanic: Mechanic,
) -> Result<web::Json<List<Template>>, ApiError> {
    Ok(web::Json(List { items: service::list_templates(&state, &mechanic).await? }))
}

/// Keeps a template.
///
/// Mechanics and workshop members, for their own provider.
#[utoipa::path(
    tag = "quotes", operation_id = "create_quote_template", security(("bearer" = [])), request_body = WriteTemplate,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")),
    responses(
        (status = 201, description = "The template.", body = Template),
        answers::ForRole,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/quote-templates")]
pub async fn create_quote_template(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    CreationId(id): CreationId,
    Json(body): Json<WriteTemplate>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(Box::pin(service::create_template(&state, &mechanic, id, body)).await?))
}

/// Writes a template anew.
///
/// Mechanics and workshop members, for their own provider.
#[utoipa::path(
    tag = "quotes", operation_id = "update_quote_template", security(("bearer" = [])), request_body = WriteTemplate,
    params(("id" = uuid::Uuid, Path, description = "The template.")),
    responses(
        (status = 200, description = "The template after the change.", body = Template),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[put("/quote-templates/{id}")]
pub async fn update_quote_template(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    Json(body): Json<WriteTemplate>,
) -> Result<web::Json<Template>, ApiError> {
    Ok(web::Json(Box::pin(service::update_template(&state, &mechanic, id, body)).await?))
}

/// Removes a template.
///
/// Mechanics and workshop members, for their own provider.
#[utoipa::path(
    tag = "quotes", operation_id = "delete_quote_template", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The template.")),
    responses(
        (status = 204, description = "Removed."),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[delete("/quote-templates/{id}")]
pub async fn delete_quote_template(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    Box::pin(service::delete_template(&state, &mechanic, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
