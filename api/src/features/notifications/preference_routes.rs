//! What a person is told: their choices, their browsers, and the link of a mail that ends a topic.

use super::preferences::{self, Origin};
use super::stopping;
use crate::http::actor::User;
use crate::http::body::{Json, Query};
use crate::http::limits::address_of;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use pitlane_contract::messages::{
    MessagePreferences, PushEndpoint, PushSubscription, Subscription, UnsubscribeQuery,
    UpdateMessagePreferences,
};
use pitlane_contract::problem::Problem;

/// The operations of this part.
pub fn configure(config: &mut Routes) {
    config
        .service(get_message_preferences)
        .service(update_message_preferences)
        .service(add_push_subscription)
        .service(remove_push_subscription)
        .service(get_subscription)
        .service(unsubscribe);
}

/// Where a request came from.
fn origin(request: &HttpRequest, state: &AppState) -> Origin {
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Origin {
        ip: address_of(request, state.config.http.behind_proxy),
        user_agent: agent.map(|agent| agent.chars().take(300).collect()),
    }
}

/// What one is told
///
/// One's choices by topic and channel, quiet hours in one's own zone, where text messages stand, what is ended for one's
/// addresses, and the log of consent.
#[utoipa::path(
    operation_id = "get_message_preferences",
    tag = "notifications",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The choices.", body = MessagePreferences,
            example = json!({"topics": [{"topic": "bookings", "email": true, "push": true, "sms": false}],
                "quiet_hours": {"from": "22:00", "until": "07:00"}, "urgent_anyway": true, "digest": false,
                "time_zone": "America/New_York",
                "texts": {"phone": "+15551230100", "agreed": false, "wording": "I agree to get text messages."},
                "push_key": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
                "push_browsers": 1, "ended": [], "history": [{"channel": "sms", "topic": null, "granted": true,
                "how": "settings", "address": "+15551230100", "wording": "I agree to get text messages.",
                "created_at": "2026-11-21T10:00:00Z"}]})),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/me/notification-preferences")]
pub async fn get_message_preferences(
    user: User,
    state: web::Data<AppState>,
) -> Result<web::Json<MessagePreferences>, ApiError> {
    Ok(web::Json(preferences::get(&state, &user).await?))
}

/// Change what one is told
///
/// Replaces the settings; topics that are not named stay as they are. Each change is written into the log of consent. What
/// is switched off here is sent no more, from that moment, also where it was waiting. To agree to text messages one needs
/// a number in one's profile; who ended them by STOP begins them again by START. What support ended, or the link of a mail,
/// begins again when it is switched on here. Each change keeps from where it was made.
#[utoipa::path(
    operation_id = "update_message_preferences",
    tag = "notifications",
    request_body(content = UpdateMessagePreferences,
        example = json!({"topics": [{"topic": "reviews", "email": false, "push": false, "sms": false}],
            "quiet_hours": {"from": "22:00", "until": "07:00"}, "urgent_anyway": true, "digest": true, "texts_agreed": false,
            "time_zone": "America/New_York"})),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The choices as they are now.", body = MessagePreferences),
        (status = 400, description = "The body is not JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not sent as JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field does not fit.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[put("/me/notification-preferences")]
pub async fn update_message_preferences(
    user: User,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: Json<UpdateMessagePreferences>,
) -> Result<web::Json<MessagePreferences>, ApiError> {
    Ok(web::Json(Box::pin(preferences::update(&state, &user, body.0, &origin(&request, &state))).await?))
}

/// Take push messages
///
/// Keeps a browser as it describes itself (W3C Push API, `PushSubscription`); the same one again changes nothing. A browser
/// that somebody else used before is one's own then. It gets messages for as long as this sign-in lives.
#[utoipa::path(
    operation_id = "add_push_subscription",
    tag = "notifications",
    request_body(content = PushSubscription,
        example = json!({"endpoint": "https://push.example/send/abc", "auth": "tBHItJI5svbpez7KI4CCXg",
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"})),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "It is kept."),
        (status = 400, description = "The body is not JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not sent as JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The browser cannot be used.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/me/push-subscriptions")]
pub async fn add_push_subscription(
    user: User,
    state: web::Data<AppState>,
    body: Json<PushSubscription>,
) -> Result<HttpResponse, ApiError> {
    preferences::subscribe(&state, &user, body.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Take no more push messages
///
/// Forgets a browser of one's own; one that is not known is forgotten already.
#[utoipa::path(
    operation_id = "remove_push_subscription",
    tag = "notifications",
    params(PushEndpoint),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "It is forgotten."),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter does not fit.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[delete("/me/push-subscriptions")]
pub async fn remove_push_subscription(
    user: User,
    state: web::Data<AppState>,
    query: Query<PushEndpoint>,
) -> Result<HttpResponse, ApiError> {
    preferences::unsubscribe_browser(&state, &user, &query.0.endpoint).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What the link of a mail ends
///
/// Tells the page that asks before anything is ended; reading it changes nothing.
#[utoipa::path(
    operation_id = "get_subscription",
    tag = "notifications",
    params(UnsubscribeQuery),
    responses(
        (status = 200, description = "What it is about.", body = Subscription,
            example = json!({"topic": "reviews", "more": [], "channel": "email", "active": true})),
        (status = 404, description = "The link is damaged.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter does not fit.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/unsubscribe")]
pub async fn get_subscription(
    state: web::Data<AppState>,
    query: Query<UnsubscribeQuery>,
) -> Result<web::Json<Subscription>, ApiError> {
    Ok(web::Json(stopping::describe(&state, &query.0.token).await?))
}

/// End what the link of a mail is about
///
/// The signed link is enough, nobody needs to sign in. Mail programs call it by themselves (RFC 8058, the header
/// `List-Unsubscribe-Post`); what the body says is not looked at. With `everything=true` all topics on the link's channel end. A
/// second time changes nothing.
#[utoipa::path(
    operation_id = "unsubscribe",
    tag = "notifications",
    params(UnsubscribeQuery),
    responses(
        (status = 204, description = "It is ended."),
        (status = 404, description = "The link is damaged.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter does not fit.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/unsubscribe")]
pub async fn unsubscribe(
    state: web::Data<AppState>,
    request: HttpRequest,
    query: Query<UnsubscribeQuery>,
) -> Result<HttpResponse, ApiError> {
    let (everything, origin) = (query.0.everything.unwrap_or_default(), origin(&request, &state));
    stopping::unsubscribe(&state, &query.0.token, everything, &origin).await?;
    Ok(HttpResponse::NoContent().finish())
}
