//! Texts to the sandbox, as the phones of the demo send them: outside the API, as a real gateway's own host would be.

use crate::http::body::Json;
use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::{post, web};
use pitlane_contract::notifications::{SandboxReply, SandboxText};
use pitlane_contract::problem::Code;
use pitlane_gateways::twilio_calls::{Form, HEADER, replied, sign};

/// Mounts the sandbox's own address for texts.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(reply);
}

/// Delivers a text to the webhook as the real gateway does, signed and over HTTP, and answers what is said back.
#[post("/sandbox/texts")]
async fn reply(
    state: web::Data<AppState>,
    Json(text): Json<SandboxText>,
) -> Result<web::Json<SandboxReply>, ApiError> {
    // the demo alone: anybody can end anybody's texts here
    if !state.config.sms.account_sid.is_empty() || !state.config.demo.show_outbox {
        return Err(ApiError::not_found());
    }
    let form = Form::new(vec![("From".to_owned(), text.from), ("Body".to_owned(), text.body)]);
    let url = format!("{}/api/v1/webhooks/twilio/inbound", state.config.http.public_url);
    let signature = sign(&state.secrets.sms, &url, &form);
    let unavailable = |_| ApiError { retry_after: Some(1), ..ApiError::new(Code::Unavailable) };
    let request = state.http().map_err(unavailable)?.post(&url).header(HEADER, signature);
    let answer = request.form(form.parameters()).send().await.map_err(unavailable)?;
    let xml = answer.error_for_status().map_err(unavailable)?.text().await.map_err(unavailable)?;
    Ok(web::Json(SandboxReply { reply: replied(&xml) }))
}
