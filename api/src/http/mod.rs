//! What all routes share: who asks, reading bodies, problems, limits, headers.

pub mod actor;
pub mod answers;
pub mod body;
pub mod csv;
pub mod edge;
pub mod etag;
pub mod form;
pub mod idempotency;
pub mod limits;
pub mod methods;
pub mod paging;
pub mod papers;
pub mod problem;
pub mod routes;
pub mod site;
pub mod tokens;
pub mod validate;
