//! What people upload: told by its content, bounded before it is decoded, and pictures written anew, so that nothing
//! but the picture itself stays (no place, no camera, no hidden payload).

mod exif;

pub use exif::Taken;

use crate::token::hex;
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use sha2::{Digest as _, Sha256};
use std::io::Cursor;

/// Most bytes of an upload.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// Most pixels of a picture.
pub const MAX_PIXELS: u64 = 27_000_000;
/// Most memory that a decoded picture may take: three bytes a pixel. Turning it upright needs as much again, so that an
/// upload never takes 200 MB.
const MAX_DECODED_BYTES: u64 = 3 * MAX_PIXELS;
/// Quality of JPEG, 1 to 100: no difference that an eye sees on a photo of a part.
const JPEG_QUALITY: u8 = 85;

/// What an upload turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A picture, written anew.
    Image {
        /// In pixels, the right way up.
        width: u32,
        /// In pixels, the right way up.
        height: u32,
    },
    /// A PDF, kept as it came.
    Document,
}

/// An upload that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What it is.
    pub kind: Kind,
    /// Its media type.
    pub content_type: &'static str,
    /// The usual ending of its name, without a dot.
    pub extension: &'static str,
    /// What to keep.
    pub bytes: Vec<u8>,
    /// SHA-256 of `bytes` in hexadecimal.
    pub sha256: String,
    /// When the picture was taken, as its camera says.
    pub taken: Option<Taken>,
}

/// Why an upload is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UploadError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It has too many bytes.
    #[error("the file is larger than 10 MB")]
    TooLarge,
    /// The picture has too many pixels.
    #[error("the picture has more than 27 megapixels")]
    TooManyPixels,
    /// It is of a kind that is not taken.
    #[error("only JPEG, PNG and WebP pictures and PDF documents are taken")]
    Unsupported,
    /// It says it is a picture, and cannot be read as one.
    #[error("the picture cannot be read")]
    Damaged,
}

/// Judges an upload and writes pictures anew. Takes up to seconds of CPU time: call it off the request threads.
pub fn accept(bytes: &[u8]) -> Result<Accepted, UploadError> {
    if bytes.is_empty() {
        return Err(UploadError::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(UploadError::TooLarge);
    }
    match infer::get(bytes).map(|found| found.mime_type()) {
        Some("image/jpeg") => picture(bytes, ImageFormat::Jpeg),
        Some("image/png") => picture(bytes, ImageFormat::Png),
        Some("image/webp") => picture(bytes, ImageFormat::WebP),
        Some("application/pdf") if bytes.starts_with(b"%PDF-") => Ok(Accepted {
            kind: Kind::Document,
            content_type: "application/pdf",
            extension: "pdf",
            sha256: hex(&Sha256::digest(bytes)),
            bytes: bytes.to_vec(),
            taken: None,
        }),
        _ => Err(UploadError::Unsupported),
    }
}

fn picture(bytes: &[u8], format: ImageFormat) -> Result<Accepted, UploadError> {
    let (picture, taken) = decode(bytes, format)?;
    let (width, height) = (picture.width(), picture.height());
    let mut written = Vec::new();
    let has_alpha = picture.color().has_alpha();
    let (content_type, extension, done) = match format {
        ImageFormat::Png => ("image/png", "png", picture.write_with_encoder(PngEncoder::new(&mut written))),
        // the encoder for WebP is lossless: a photo without transparency is far smaller as JPEG
        ImageFormat::WebP if has_alpha => {
            let picture = DynamicImage::ImageRgba8(picture.into_rgba8());
            ("image/webp", "webp", picture.write_with_encoder(WebPEncoder::new_lossless(&mut written)))
        }
        _ => {
            let picture = DynamicImage::ImageRgb8(picture.into_rgb8());
            let encoder = JpegEncoder::new_with_quality(&mut written, JPEG_QUALITY);
            ("image/jpeg", "jpg", picture.write_with_encoder(encoder))
        }
    };
    done.map_err(|_| UploadError::Damaged)?;
    Ok(Accepted {
        kind: Kind::Image { width, height },
        content_type,
        extension,
        sha256: hex(&Sha256::digest(&written)),
        bytes: written,
        taken,
    })
}

/// Decodes after looking at the size that the file claims, and turns the picture the right way up. When it was taken is
/// read before that is left behind.
fn decode(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, Option<Taken>), UploadError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| UploadError::Damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_DECODED_BYTES {
        return Err(UploadError::TooManyPixels);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let taken = decoder.exif_metadata().ok().flatten().and_then(|bytes| exif::taken(&bytes));
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| UploadError::Damaged)?;
    picture.apply_orientation(orientation);
    Ok((picture, taken))
}

#[cfg(test)]
#[path = "images_tests.rs"]
mod tests;
