//! The short addresses of texts: they lead to the page that a message is about. They open nothing by themselves: who
//! follows one signs in as always.

use super::{Content, queries, texts};
use crate::state::AppState;
use actix_web::http::header;
use actix_web::{HttpResponse, get, web};

/// Leads to the page; to the front page where the code is not known.
#[get("/m/{code}")]
pub async fn follow(state: web::Data<AppState>, code: web::Path<String>) -> HttpResponse {
    let fits = code.len() <= 32 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let row = if fits { queries::by_code(&state.db, &code).await.ok().flatten() } else { None };
    let content = row.and_then(|row| serde_json::from_value::<Content>(row.data).ok());
    let path = content.and_then(|content| texts::letter(&content).action).map(|action| action.path);
    HttpResponse::Found()
        .insert_header((header::LOCATION, path.unwrap_or_else(|| "/".to_owned())))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}
