//! The address of the WebSocket.

use super::socket;
use super::wire::Wire;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, get, web};
use pitlane_contract::problem::{Code, Problem};

/// The operations of this feature.
pub fn configure(config: &mut Routes) {
    config.service(open_realtime);
}

/// Open the WebSocket
///
/// Tells what happens as it happens. The first frame that the client sends authenticates it, so the handshake needs no
/// token; a wrong or old token is answered by the frame `token_expired`, and a client that does not authenticate within
/// 10 seconds is disconnected. `docs/realtime.md` describes every message.
#[utoipa::path(
    operation_id = "open_realtime",
    tag = "realtime",
    responses(
        (status = 101, description = "The connection is a WebSocket now."),
        (status = 400, description = "This is no WebSocket handshake.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Pages of this origin may not connect.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/realtime")]
pub async fn open_realtime(
    request: HttpRequest,
    body: web::Payload,
    state: web::Data<AppState>,
) -> Result<HttpResponse, Error> {
    if !may_connect(&request, &state) {
        return Err(ApiError::because(Code::Forbidden, "Pages of this origin may not connect.").into());
    }
    let (response, session, messages) = actix_ws::handle(&request, body)?;
    // its own task, as long as the socket lives; the worker that accepted it keeps it
    actix_web::rt::spawn(socket::serve(state, Wire::new(session, messages)));
    Ok(response)
}

/// Browsers say which page asks: ours, one that is configured, or one from this very host. What is no browser says
/// nothing, and has no other page's person behind it.
fn may_connect(request: &HttpRequest, state: &AppState) -> bool {
    let Some(origin) = request.headers().get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let config = &state.config.http;
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let same_host = || origin.split_once("://").is_some_and(|(_, authority)| Some(authority) == host);
    origin == config.public_url
        || config.cors_origins.split(',').any(|allowed| allowed.trim() == origin)
        || same_host()
}
