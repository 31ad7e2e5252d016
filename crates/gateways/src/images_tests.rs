//! Uploads: fine ones, hostile ones.

use super::*;
use image::{ImageEncoder as _, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

/// Red on the left, blue on the right.
fn flag(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new(&mut bytes)).unwrap();
    bytes
}

fn png(picture: &RgbaImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    bytes
}

/// EXIF of a phone: orientation 6 (turned by 90 degrees), and a GPS block with a latitude.
fn exif() -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    tiff.extend(2u16.to_be_bytes());
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    tiff.extend(entry(0x0112, 3, 1, [0, 6, 0, 0]));
    tiff.extend(entry(0x8825, 4, 1, 38u32.to_be_bytes()));
    tiff.extend(0u32.to_be_bytes());
    tiff.extend(1u16.to_be_bytes());
    tiff.extend(entry(0x0001, 2, 2, *b"N\0\0\0"));
    tiff.extend(0u32.to_be_bytes());
    tiff.extend(b"GPS-LATITUDE-52.5200");
    tiff
}

fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    with(jpeg, &exif())
}

/// EXIF of a camera: when the picture was taken, and how far its clock is from UTC where it says so.
fn camera(little: bool, taken: &str, offset: Option<&str>) -> Vec<u8> {
    let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let entry = |tag: u16, kind: u16, count: usize, value: u32| {
        [&short(tag)[..], &short(kind), &long(u32::try_from(count).unwrap()), &long(value)].concat()
    };
    let mut tiff = if little { b"II\x2a\0".to_vec() } else { b"MM\0\x2a".to_vec() };
    tiff.extend(long(8));
    tiff.extend(short(1));
    tiff.extend(entry(0x8769, 4, 1, 26));
    tiff.extend(long(0));
    let texts = [(0x9003, Some(taken)), (0x9011, offset)];
    let texts: Vec<_> = texts.iter().filter_map(|(tag, text)| Some((*tag, (*text)?))).collect();
    let mut at = 26 + 2 + 12 * texts.len() + 4;
    tiff.extend(short(u16::try_from(texts.len()).unwrap()));
    for (tag, text) in &texts {
        tiff.extend(entry(*tag, 2, text.len() + 1, u32::try_from(at).unwrap()));
        at += text.len() + 1;
    }
    tiff.extend(long(0));
    for (_, text) in &texts {
        tiff.extend(text.as_bytes());
        tiff.push(0);
    }
    tiff
}

fn with(jpeg: &[u8], exif: &[u8]) -> Vec<u8> {
    let body = [b"Exif\0\0", exif].concat();
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &body, &jpeg[2..]].concat()
}

#[test]
fn when_a_picture_was_taken_is_read_before_it_is_left_behind() {
    let plain = jpeg(&flag(40, 20));
    let east = chrono::FixedOffset::east_opt(2 * 3600).unwrap();
    let read = |exif: &[u8]| {
        let kept = accept(&with(&plain, exif)).unwrap();
        assert!(!contains(&kept.bytes, b"2026:11"));
        kept.taken.and_then(|taken| taken.at(&east)).map(|at| at.to_rfc3339())
    };
    for little in [false, true] {
        let there = read(&camera(little, "2026:11:18 09:15:07", Some("-08:00")));
        assert_eq!(there.as_deref(), Some("2026-11-18T17:15:07+00:00"));
        // without an offset the clock is taken to be where the reader is
        let here = read(&camera(little, "2026:11:18 09:15:07", None));
        assert_eq!(here.as_deref(), Some("2026-11-18T07:15:07+00:00"));
        assert_eq!(read(&camera(little, "0000:00:00 00:00:00", None)), None);
    }
    assert_eq!(accept(&plain).unwrap().taken, None);
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[test]
fn the_place_goes_and_the_picture_stands_upright() {
    let photo = with_exif(&jpeg(&flag(40, 20)));
    assert!(contains(&photo, b"GPS-LATITUDE"));
    let kept = accept(&photo).unwrap();
    assert_eq!(kept.kind, Kind::Image { width: 20, height: 40 });
    assert!(!contains(&kept.bytes, b"GPS-LATITUDE") && !contains(&kept.bytes, b"Exif"));
    let upright = image::load_from_memory(&kept.bytes).unwrap().to_rgb8();
    // turned clockwise: what was left is above
    assert!(upright.get_pixel(10, 5)[0] > 200 && upright.get_pixel(10, 35)[2] > 200);
    assert_eq!((kept.content_type, kept.extension), ("image/jpeg", "jpg"));
}

#[test]
fn a_clear_picture_stays_clear() {
    let glass = RgbaImage::from_pixel(8, 8, Rgba([10, 20, 30, 40]));
    let kept = accept(&png(&glass)).unwrap();
    assert_eq!(kept.content_type, "image/png");
    assert_eq!(image::load_from_memory(&kept.bytes).unwrap().to_rgba8(), glass);

    let mut webp = Vec::new();
    glass.write_with_encoder(WebPEncoder::new_lossless(&mut webp)).unwrap();
    let kept = accept(&webp).unwrap();
    assert_eq!(kept.content_type, "image/webp");
    assert_eq!(image::load_from_memory(&kept.bytes).unwrap().to_rgba8(), glass);
}

#[test]
fn a_photo_in_webp_becomes_jpeg() {
    let mut webp = Vec::new();
    flag(16, 16).write_with_encoder(WebPEncoder::new_lossless(&mut webp)).unwrap();
    assert_eq!(accept(&webp).unwrap().content_type, "image/jpeg");
}

#[test]
fn sixteen_bits_a_channel_are_taken() {
    let mut bytes = Vec::new();
    let samples = [0u8; 4 * 4 * 3 * 2];
    PngEncoder::new(&mut bytes).write_image(&samples, 4, 4, image::ExtendedColorType::Rgb16).unwrap();
    assert_eq!(accept(&bytes).unwrap().kind, Kind::Image { width: 4, height: 4 });
}

#[test]
fn a_bomb_is_refused_before_it_is_decoded() {
    // a real PNG whose head claims 50,000 by 50,000 pixels
    let mut bomb = png(&RgbaImage::new(1, 1));
    bomb[16..24].copy_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]);
    let checksum = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert_eq!(accept(&bomb), Err(UploadError::TooManyPixels));
}

/// The checksum of PNG chunks (ISO/IEC 15948, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn a_pdf_is_kept_as_it_came() {
    let pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
    let kept = accept(pdf).unwrap();
    assert_eq!((kept.kind, kept.content_type), (Kind::Document, "application/pdf"));
    assert_eq!(kept.bytes, pdf);
    assert_eq!(kept.sha256, hex(&Sha256::digest(pdf)));
    assert_eq!(kept.sha256.len(), 64);
}

#[test]
fn everything_else_is_refused() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let html = b"<!doctype html><script>alert(1)</script>";
    for bytes in [&svg[..], html, b"GIF89a\x01\0\x01\0\0\0\0;", b"MZ\x90\0", b"plain words", b"PK\x03\x04"] {
        assert_eq!(accept(bytes), Err(UploadError::Unsupported));
    }
    assert_eq!(accept(b""), Err(UploadError::Empty));
    assert_eq!(accept(&vec![0; MAX_BYTES + 1]), Err(UploadError::TooLarge));
}

#[test]
fn what_is_hidden_behind_a_picture_goes() {
    let mut photo = jpeg(&flag(16, 16));
    photo.extend(b"<script>alert(1)</script>");
    assert!(!contains(&accept(&photo).unwrap().bytes, b"<script>"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_damaged_picture_is_refused_or_read_and_never_more(place: usize, byte: u8, cut: usize) {
        let mut photo = with_exif(&jpeg(&flag(24, 12)));
        let length = photo.len();
        photo[place % length] = byte;
        photo.truncate(3 + cut % (length - 3));
        if let Ok(kept) = accept(&photo) {
            prop_assert!(!contains(&kept.bytes, b"GPS-LATITUDE"));
        }
    }
}

proptest! {
    #[test]
    fn no_exif_ends_the_program(bytes in proptest::collection::vec(any::<u8>(), 0..200), little in any::<bool>()) {
        let _ = exif::taken(&bytes);
        let mut broken = camera(little, "2026:11:18 09:15:07", Some("+01:00"));
        for (place, byte) in bytes.iter().enumerate() {
            let at = place * 7 % broken.len();
            broken[at] ^= byte;
        }
        let _ = exif::taken(&broken);
    }
}
