//! Reads a form with a file, and judges what is in it.

use crate::http::problem::ApiError;
use actix_multipart::Multipart;
use actix_web::{HttpMessage, HttpRequest, web};
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use pitlane_contract::problem::Code;
use pitlane_gateways::files::FileError;
use pitlane_gateways::images::{self, Accepted, MAX_BYTES, UploadError};
use tokio::sync::Semaphore;

/// The form of an upload.
#[derive(Debug, utoipa::ToSchema)]
pub struct UploadForm {
    /// A JPEG, PNG or WebP picture or a PDF document, up to 10 MB.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
}

/// The first part called `file`, with its name; never more than an upload may have.
pub async fn read(request: &HttpRequest, body: web::Payload) -> Result<(String, Bytes), ApiError> {
    if request.content_type() != "multipart/form-data" {
        return Err(ApiError::because(Code::UnsupportedMediaType, "Send multipart/form-data."));
    }
    let mut form = Multipart::new(request.headers(), body);
    let unreadable = || ApiError::because(Code::Unreadable, "The form cannot be read.");
    while let Some(part) = form.next().await {
        let mut part = part.map_err(|_| unreadable())?;
        let disposition = part.content_disposition().cloned();
        if disposition.as_ref().and_then(|d| d.get_name()) != Some("file") {
            continue;
        }
        let name = disposition.as_ref().and_then(|d| d.get_filename()).map(file_name).unwrap_or_default();
        let mut bytes = BytesMut::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| unreadable())?;
            if bytes.len() + chunk.len() > MAX_BYTES {
                return Err(ApiError::because(Code::TooLarge, "The file is larger than 10 MB."));
            }
            bytes.extend_from_slice(&chunk);
        }
        return Ok((name, bytes.freeze()));
    }
    Err(ApiError::field("file", "required", "Send a file."))
}

/// What may be shown of a name: its last part, without control characters, at most 200 characters.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    if kept.trim().is_empty() { "file".to_owned() } else { kept }
}

/// Pictures are decoded one after the other, so that many at once take no more memory than one.
static DECODING: Semaphore = Semaphore::const_new(1);

/// What an upload turns out to be, pictures written anew.
pub async fn judge(bytes: Bytes) -> Result<Accepted, ApiError> {
    let _turn = DECODING.acquire().await.map_err(ApiError::unexpected)?;
    let judged = web::block(move || images::accept(&bytes)).await.map_err(ApiError::unexpected)?;
    judged.map_err(refused)
}

fn refused(error: UploadError) -> ApiError {
    match error {
        UploadError::Empty => ApiError::field("file", "empty", "The file is empty."),
        UploadError::TooLarge => ApiError::because(Code::TooLarge, "The file is larger than 10 MB."),
        UploadError::TooManyPixels => {
            ApiError::because(Code::TooLarge, "The picture has more than 27 megapixels.")
        }
        UploadError::Unsupported => ApiError::because(
            Code::UnsupportedMediaType,
            "Send a JPEG, PNG or WebP picture or a PDF document.",
        ),
        UploadError::Damaged => ApiError::field("file", "damaged", "The picture cannot be read."),
    }
}

/// What a file store that fails means for whoever waits.
pub fn unavailable(error: FileError) -> ApiError {
    tracing::error!(%error, "the file store failed");
    ApiError { retry_after: Some(5), ..ApiError::new(Code::Unavailable) }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_name_has_no_folders_and_no_control_characters() {
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("C:\\photos\\brake\u{0}.jpg"), "brake.jpg");
        assert_eq!(file_name(" "), "file");
    }
}
