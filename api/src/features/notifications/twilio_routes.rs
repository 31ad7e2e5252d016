//! What Twilio calls: news of texts that it took, and texts that came in. Each call is believed only with its signature,
//! which is made for the public address that was called.

use super::outcomes;
use super::stopping::{self, Started};
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, post, web};
use pitlane_contract::problem::{Code, Problem};
use pitlane_domain::vocabulary::Channel;
use pitlane_gateways::keywords::Keyword;
use pitlane_gateways::twilio_calls::{Form, HEADER, Inbound, StatusNews, answer, verify};
use sea_orm::DbErr;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The operations of this file.
pub fn configure(config: &mut Routes) {
    config.service(receive_text_status).service(receive_text);
}

/// News of a text, as Twilio sends it; more parameters come and are passed over.
#[derive(Debug, Deserialize, ToSchema)]
#[expect(dead_code, reason = "it describes the form; `twilio_calls` reads it")]
pub struct TextStatus {
    /// Twilio's name for the text.
    #[serde(rename = "MessageSid")]
    message_sid: String,
    /// `queued`, `sending`, `sent`, `delivered`, `undelivered` or `failed`.
    #[serde(rename = "MessageStatus")]
    message_status: String,
    /// Why it did not get there.
    #[serde(rename = "ErrorCode")]
    error_code: Option<String>,
}

/// A text that came in, as Twilio sends it; more parameters come and are passed over.
#[derive(Debug, Deserialize, ToSchema)]
#[expect(dead_code, reason = "it describes the form; `twilio_calls` reads it")]
pub struct TextReceived {
    /// Who wrote, in E.164.
    #[serde(rename = "From")]
    from: String,
    /// The words.
    #[serde(rename = "Body")]
    body: String,
    /// `STOP`, `START` or `HELP` where Twilio has understood and answered it.
    #[serde(rename = "OptOutType")]
    opt_out_type: Option<String>,
}

/// The form of a call that Twilio made.
fn believed(state: &AppState, request: &HttpRequest, body: &[u8]) -> Result<Form, ApiError> {
    let text = std::str::from_utf8(body).unwrap_or_default();
    let read = web::Query::<Vec<(String, String)>>::from_query(text);
    let form = Form::new(read.map(web::Query::into_inner).unwrap_or_default());
    let path = request.uri().path_and_query().map_or("", |path| path.as_str());
    let url = format!("{}{path}", state.config.http.public_url);
    let signature = request.headers().get(HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if verify(&state.secrets.sms, signature, &url, &form) {
        Ok(form)
    } else {
        Err(ApiError::because(Code::Forbidden, "The signature does not fit the address and the form."))
    }
}

fn xml(words: Option<&str>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/xml; charset=utf-8").body(answer(words))
}

/// Which of our messages the news is about.
#[derive(Debug, Deserialize)]
struct About {
    message: Option<Uuid>,
}

/// Take news of a text
///
/// For Twilio alone, which signs the call in `X-Twilio-Signature`. Said twice or out of order it takes effect once; steps on
/// the way and messages that are not known change nothing.
#[utoipa::path(
    tag = "notifications",
    operation_id = "receive_text_status",
    request_body(content = TextStatus, description = "What became of the text.", content_type = "application/x-www-form-urlencoded"),
    params(
        ("message" = Option<Uuid>, Query, description = "Our own id of the message, as it was given to Twilio."),
        ("X-Twilio-Signature" = String, Header, description = "HMAC-SHA1 of the public address and the sorted form, in base64."),
    ),
    responses(
        (status = 200, description = "Taken, now or before.", body = String, content_type = "text/xml"),
        (status = 403, description = "The signature does not fit.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/webhooks/twilio/status")]
pub async fn receive_text_status(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, ApiError> {
    let form = believed(&state, &request, &body)?;
    // the address is signed: what cannot be read in it was not put there by us
    let about = web::Query::<About>::from_query(request.query_string());
    let message = about.ok().and_then(|about| about.message);
    if let Some(StatusNews { sid, delivery }) = StatusNews::read(&form) {
        outcomes::delivered(&state, Channel::Sms, message, &sid, &delivery).await?;
    }
    Ok(xml(None))
}

/// Take a text that came in
///
/// For Twilio alone, which signs the call in `X-Twilio-Signature`. Understands STOP, START and HELP, the other words that
/// carriers prescribe for them, and plain wishes such as "please stop texting me"; everything else is left alone.
#[utoipa::path(
    tag = "notifications",
    operation_id = "receive_text",
    request_body(content = TextReceived, description = "The text.", content_type = "application/x-www-form-urlencoded"),
    params(("X-Twilio-Signature" = String, Header, description = "HMAC-SHA1 of the public address and the sorted form, in base64.")),
    responses(
        (status = 200, description = "What Twilio sends back: a text, or nothing.", body = String, content_type = "text/xml"),
        (status = 403, description = "The signature does not fit.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/webhooks/twilio/inbound")]
pub async fn receive_text(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, ApiError> {
    let form = believed(&state, &request, &body)?;
    let Some(text) = Inbound::read(&form) else { return Ok(xml(None)) };
    let words = respond(&state, &text).await?;
    // where Twilio has answered a second answer would be one too many
    Ok(xml(words.as_deref().filter(|_| !text.answered)))
}

async fn respond(state: &AppState, text: &Inbound) -> Result<Option<String>, DbErr> {
    let public_url = &state.config.http.public_url;
    let said = match text.keyword {
        Some(Keyword::Stop) => {
            stopping::stop_texts(state, &text.from, &text.body).await?;
            "Pitlane: you get no more texts from us. Reply START to get them again.".to_owned()
        }
        Some(Keyword::Start) => match stopping::start_texts(state, &text.from, &text.body).await? {
            Started::Again => {
                "Pitlane: you get texts again. Reply STOP to end them, HELP for help.".to_owned()
            }
            Started::NeverAgreed => {
                format!("Pitlane: you can allow texts in your settings at {public_url}")
            }
            Started::EndedBySupport => {
                format!("Pitlane: support ended texts to you. Allow them in your settings at {public_url}")
            }
        },
        Some(Keyword::Help) => format!(
            "Pitlane: texts about your bookings and repairs. Reply STOP to end them. Help: {}",
            state.config.mail.support
        ),
        None => return Ok(None),
    };
    Ok(Some(said))
}
