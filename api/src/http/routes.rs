//! What features register their operations with: once at each thread that serves, and for the OpenAPI document when somebody
//! asks for it.
//!
//! The document takes megabytes while it is put together, and a thread that serves needs none of it.

use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::service_config::ServiceConfig;

/// Where operations go.
pub enum Routes<'r, 's> {
    /// To a thread that serves them.
    Served(&'r mut web::ServiceConfig),
    /// Into the document.
    Documented(&'r mut ServiceConfig<'s>),
}

impl Routes<'_, '_> {
    /// Registers one operation.
    pub fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self {
        match self {
            Self::Served(config) => {
                config.service(operation);
            }
            Self::Documented(config) => {
                config.service(operation);
            }
        }
        self
    }

    /// Registers the operations of a part of a feature.
    pub fn configure(&mut self, part: impl FnOnce(&mut Self)) -> &mut Self {
        part(self);
        self
    }
}
