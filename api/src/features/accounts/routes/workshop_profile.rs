use crate::features::accounts::service::workshop_profile;
use crate::http::actor::Manager;
use crate::http::answers;
use crate::http::body::Json;
use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::{get, patch, web};
use pitlane_contract::accounts::{UpdateWorkshopProfile, WorkshopProfile};

/// Shows what one's workshop says about itself.
///
/// Owners and managers, for their own workshop. Everybody reads it at `/workshops/{id}`, all but the time zone.
#[utoipa::path(
    tag = "accounts", operation_id = "get_workshop_profile", security(("bearer" = [])),
    responses(
        (status = 200, description = "The profile.", body = WorkshopProfile, example = json!({
            "id": "01938f5e-7b1c-7c53-9d2a-4f0c6b1e2a90", "name": "Harbor Garage",
            "bio": "Twelve bays by the old harbor, open since 1987.", "address": "118 Dock Street, Portland, ME 04101",
            "phone": "+12075550143", "time_zone": "America/New_York"
        })),
        answers::ForRole, answers::Always
    )
)]
#[get("/workshop/profile")]
pub async fn get_workshop_profile(
    state: web::Data<AppState>,
    manager: Manager,
) -> Result<web::Json<WorkshopProfile>, ApiError> {
    workshop_profile::get(&state, manager.workshop_id).await.map(web::Json)
}

/// Changes what one's workshop says about itself.
///
/// Owners and managers, for their own workshop. What is left out stays. A new name is shown wherever the workshop is named,
/// on what was written before as well; receipts show the address.
#[utoipa::path(
    tag = "accounts", operation_id = "update_workshop_profile", security(("bearer" = [])),
    request_body(content = UpdateWorkshopProfile, example = json!({
        "name": "Harbor Garage", "bio": "Twelve bays by the old harbor, open since 1987.",
        "address": "118 Dock Street, Portland, ME 04101", "phone": "+1 207 555 0143", "time_zone": "America/New_York"
    })),
    responses(
        (status = 200, description = "The profile after the change.", body = WorkshopProfile, example = json!({
            "id": "01938f5e-7b1c-7c53-9d2a-4f0c6b1e2a90", "name": "Harbor Garage",
            "bio": "Twelve bays by the old harbor, open since 1987.", "address": "118 Dock Street, Portland, ME 04101",
            "phone": "+12075550143", "time_zone": "America/New_York"
        })),
        answers::ForRole, answers::Body, answers::Always
    )
)]
#[patch("/workshop/profile")]
pub async fn update_workshop_profile(
    state: web::Data<AppState>,
    manager: Manager,
    Json(body): Json<UpdateWorkshopProfile>,
) -> Result<web::Json<WorkshopProfile>, ApiError> {
    workshop_profile::update(&state, manager.workshop_id, body).await.map(web::Json)
}
