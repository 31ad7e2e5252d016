//! Answers that are papers: figures as JSON or as a PDF file, whichever the caller prefers, and packs that are read from
//! the disk piece by piece.

use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::body::SizedStream;
use actix_web::dev::Payload;
use actix_web::http::header::{
    Accept, CacheControl, CacheDirective, ContentDisposition, DispositionParam, DispositionType, Header, VARY,
};
use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder, web};
use bytes::Bytes;
use futures::stream;
use pitlane_papers::{Fonts, PaperError};
use serde::Serialize;
use std::fs::File;
use std::future::{Ready, ready};
use std::io::{Seek, SeekFrom};
use tokio::io::AsyncReadExt;

/// How much of a pack is in memory while it is sent.
const PIECE: usize = 64 * 1024;

/// A PDF file.
#[derive(Debug, utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct PdfFile(pub Vec<u8>);

/// A ZIP file.
#[derive(Debug, utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct ZipFile(pub Vec<u8>);

/// What a caller wants a paper as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Figures.
    Json,
    /// A PDF file.
    Pdf,
}

/// A PDF where the header likes it better than JSON (RFC 9110, 12.5.1); JSON in every other case.
fn wanted(accept: &Accept) -> Format {
    // what is named exactly counts before what a wildcard allows
    let like = |kind: &str| {
        let named = accept.iter().filter(|range| range.item.essence_str() == kind);
        named.map(|range| range.quality).max()
    };
    match (like("application/pdf"), like("application/json")) {
        (Some(pdf), Some(json)) if pdf <= json => Format::Json,
        (Some(pdf), _) if pdf > actix_web::http::header::Quality::ZERO => Format::Pdf,
        _ => Format::Json,
    }
}

impl FromRequest for Format {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // a header that cannot be read asks for nothing special
        ready(Ok(Accept::parse(request).map_or(Self::Json, |accept| wanted(&accept))))
    }
}

fn download(answer: &mut HttpResponseBuilder, name: String) {
    let disposition = DispositionType::Attachment;
    let parameters = vec![DispositionParam::Filename(name)];
    answer.insert_header(ContentDisposition { disposition, parameters });
    answer.insert_header(CacheControl(vec![CacheDirective::Private, CacheDirective::NoStore]));
}

/// Answers with `figures`, or with the paper that `render` makes of them, to be saved as `name`.
pub async fn paper<T: Serialize + Send + 'static>(
    state: &AppState,
    format: Format,
    (figures, name): (T, String),
    render: fn(&Fonts, &T) -> Result<Vec<u8>, PaperError>,
) -> Result<HttpResponse, ApiError> {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((VARY, "accept"));
    if format == Format::Json {
        return Ok(answer.json(figures));
    }
    let fonts = state.fonts.clone();
    let made = web::block(move || render(&fonts, &figures)).await.map_err(ApiError::unexpected)?;
    download(&mut answer, name);
    Ok(answer.content_type("application/pdf").body(made.map_err(ApiError::unexpected)?))
}

/// Answers with a pack from the disk, to be saved as `name`.
pub fn pack(mut file: File, name: String) -> Result<HttpResponse, ApiError> {
    let length = file.seek(SeekFrom::End(0)).and_then(|length| file.rewind().map(|()| length));
    let length = length.map_err(ApiError::unexpected)?;
    let pieces = stream::try_unfold(tokio::fs::File::from_std(file), |mut file| async move {
        let mut piece = vec![0; PIECE];
        let count = file.read(&mut piece).await?;
        piece.truncate(count);
        Ok::<_, std::io::Error>((count > 0).then(|| (Bytes::from(piece), file)))
    });
    let mut answer = HttpResponse::Ok();
    download(&mut answer, name);
    Ok(answer.content_type("application/zip").body(SizedStream::new(length, Box::pin(pieces))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_pdf_is_sent_only_to_who_prefers_it() {
        let of = |header: &str| {
            let request = TestRequest::default().insert_header(("accept", header)).to_http_request();
            Accept::parse(&request).map_or(Format::Json, |accept| wanted(&accept))
        };
        for header in [
            "application/pdf",
            "application/pdf, application/problem+json",
            "application/pdf;q=0.9, */*;q=0.1",
        ] {
            assert_eq!(of(header), Format::Pdf, "{header}");
        }
        for header in [
            "",
            "*/*",
            "application/json",
            "text/html",
            "application/*",
            "application/pdf;q=0",
            "application/json, application/pdf",
            "application/pdf;q=0.4, application/json;q=0.5",
            "no header at all;;",
        ] {
            assert_eq!(of(header), Format::Json, "{header}");
        }
    }
}
