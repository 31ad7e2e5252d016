//! Every feature's routes merged into one application, and the OpenAPI document of the same registration.

use crate::features;
use crate::http::routes::Routes;
use crate::http::{edge, idempotency, limits, site};
use crate::state::AppState;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::{Compress, Condition, from_fn};
use actix_web::{App, Error, web};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_actix_web::AppExt;
use utoipa_actix_web::scope::scope;
use utoipa_swagger_ui::SwaggerUi;

/// Where the API begins.
pub const BASE: &str = "/api/v1";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Pitlane API",
        description = "Book the mechanic you trust, get help by chat, follow the work. JSON in snake_case, times RFC 3339 \
            in UTC, money in minor units, errors as application/problem+json.",
        contact(name = "Pitlane", email = "support@pitlane.example")
    ),
    servers((url = "/", description = "This server")),
    components(schemas(pitlane_contract::problem::Problem))
)]
struct Document;

/// Every operation under [`BASE`].
fn routes(config: &mut Routes) {
    features::dispatch::configure(config);
    features::payments::configure(config);
    features::sessions::configure(config);
    features::accounts::routes::configure(config);
    features::notifications::routes::configure(config);
    features::notifications::admin_routes::configure(config);
    features::notifications::preference_routes::configure(config);
    features::notifications::twilio_routes::configure(config);
    features::realtime::routes::configure(config);
    features::customers::routes::configure(config);
    features::favorites::routes::configure(config);
    features::providers::routes::configure(config);
    features::quotes::routes::configure(config);
    features::repairs::routes::configure(config);
    features::reviews::configure(config);
    features::vehicles::configure(config);
}

/// The OpenAPI document as the very registration that serves says it; [`crate::openapi`] completes it.
pub(crate) fn registered() -> utoipa::openapi::OpenApi {
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .openapi(Document::openapi())
        .service(scope(BASE).configure(|config| routes(&mut Routes::Documented(config))))
        .split_for_parts();
    if let Some(components) = document.components.as_mut() {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
    document
}

/// The whole application on `state`.
pub fn build(
    state: web::Data<AppState>,
    limits: web::Data<limits::Limits>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let api = web::scope(BASE).configure(|config| routes(&mut Routes::Served(config)));
    App::new()
        .app_data(state.clone())
        .app_data(limits)
        .app_data(web::PayloadConfig::new(12 * 1024 * 1024))
        .service(api.wrap(from_fn(idempotency::layer)))
        .service(features::platform::routes::healthz)
        .service(features::platform::routes::readyz)
        .service(features::platform::routes::error_codes)
        .service(crate::openapi::serve)
        .service(SwaggerUi::new("/api/docs/{_:.*}").config("/api/openapi.json".into()))
        .configure(features::notifications::sandbox_routes::configure)
        .configure(features::payments::sandbox_routes::configure)
        .service(features::notifications::short_links::follow)
        .default_service(web::to(site::serve))
        .wrap(Condition::new(true, Compress::default()))
        .wrap(from_fn(limits::layer))
        .wrap(cors(&state))
        .wrap(from_fn(edge::layer))
}

fn cors(state: &AppState) -> actix_cors::Cors {
    let origins =
        state.config.http.cors_origins.split(',').map(str::trim).filter(|origin| !origin.is_empty());
    origins
        .fold(actix_cors::Cors::default(), actix_cors::Cors::allowed_origin)
        .allowed_origin(&state.config.http.public_url)
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_MATCH])
        .allowed_header("idempotency-key")
        .expose_headers([
            "x-request-id",
            "etag",
            "retry-after",
            "ratelimit-limit",
            "ratelimit-remaining",
            "ratelimit-reset",
        ])
        .supports_credentials()
        .max_age(3_600)
}
