//! Templates of common jobs.

use super::fields;
use crate::features::quotes::queries::templates;
use crate::http::actor::Mechanic;
use crate::http::problem::{ApiError, is_duplicate};
use crate::http::validate::Check;
use crate::state::AppState;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{Template, WriteTemplate};
use pitlane_domain::limits;
use pitlane_entities::quote_templates::{ActiveModel, Model};
use sea_orm::ActiveValue::Set;
use sea_orm::DbErr;
use uuid::Uuid;

fn shown(row: Model) -> Result<Template, ApiError> {
    Ok(Template {
        id: row.id,
        name: row.name,
        diagnosis_summary: row.diagnosis_summary,
        lines: serde_json::from_value(row.lines).map_err(ApiError::unexpected)?,
        updated_at: row.updated_at,
    })
}

fn checked(mut body: WriteTemplate) -> Result<WriteTemplate, ApiError> {
    let mut check = Check::new();
    let name = check.text("name", &body.name, limits::TEMPLATE_NAME);
    check.text("diagnosis_summary", &body.diagnosis_summary, limits::DIAGNOSIS);
    fields::lines(&mut check, &body.lines, 1);
    if body.lines.is_empty() {
        check.refuse("lines", "required", "Write at least one line.");
    }
    check.done()?;
    body.name = name.unwrap_or_default();
    for line in &mut body.lines {
        line.id = None;
    }
    Ok(body)
}

fn taken(error: DbErr) -> ApiError {
    if is_duplicate(&error) {
        return ApiError::because(Code::Conflict, "There is a template with this name already.");
    }
    error.into()
}

/// The templates of a provider by name.
pub async fn list_templates(state: &AppState, mechanic: &Mechanic) -> Result<Vec<Template>, ApiError> {
    let rows = templates::list(&state.db, mechanic.provider_id).await?;
    rows.into_iter().map(shown).collect()
}

/// Keeps a template under `id`.
pub async fn create_template(
    state: &AppState,
    mechanic: &Mechanic,
    id: Uuid,
    body: WriteTemplate,
) -> Result<Template, ApiError> {
    if let Some(known) = templates::find(&state.db, mechanic.provider_id, id).await? {
        return shown(known);
    }
    let body = checked(body)?;
    if templates::list(&state.db, mechanic.provider_id).await?.len() as u64 >= templates::MAX {
        return Err(ApiError::field("name", "too_many", "Keep up to 200 templates."));
    }
    let now = state.clock.now();
    let row = ActiveModel {
        id: Set(id),
        provider_id: Set(mechanic.provider_id),
        name: Set(body.name),
        diagnosis_summary: Set(body.diagnosis_summary),
        lines: Set(serde_json::json!(body.lines)),
        created_by: Set(mechanic.user_id),
        created_at: Set(now),
        updated_at: Set(now),
    };
    shown(templates::insert(&state.db, row).await.map_err(taken)?)
}

/// Writes a template anew.
pub async fn update_template(
    state: &AppState,
    mechanic: &Mechanic,
    id: Uuid,
    body: WriteTemplate,
) -> Result<Template, ApiError> {
    templates::find(&state.db, mechanic.provider_id, id).await?.ok_or_else(ApiError::not_found)?;
    let body = checked(body)?;
    let row = ActiveModel {
        id: Set(id),
        name: Set(body.name),
        diagnosis_summary: Set(body.diagnosis_summary),
        lines: Set(serde_json::json!(body.lines)),
        updated_at: Set(state.clock.now()),
        ..Default::default()
    };
    shown(templates::update(&state.db, row).await.map_err(taken)?)
}

/// Removes a template.
pub async fn delete_template(state: &AppState, mechanic: &Mechanic, id: Uuid) -> Result<(), ApiError> {
    let gone = templates::delete(&state.db, mechanic.provider_id, id).await?;
    if gone { Ok(()) } else { Err(ApiError::not_found()) }
}
