//! What people upload, and where it is kept: hostile files, broken connections, a store that is down.

use crate::support::s3::S3Server;
use crate::support::shop::{Shop, picture};
use crate::support::{World, refused};
use pitlane_client::Upload;
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::NewPhoto;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use uuid::Uuid;

/// Most time and memory (KiB) that judging an upload may take.
const MOST_TIME: Duration = Duration::from_secs(2);
const MOST_MEMORY: u64 = 200_000;

fn named(name: &str, bytes: Vec<u8>) -> Upload {
    Upload { name: name.to_owned(), content_type: "image/png".to_owned(), bytes }
}

/// The checksum of PNG chunks (ISO/IEC 15948, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

/// A small PNG whose head claims `side` by `side` pixels.
fn bomb(side: u32) -> Vec<u8> {
    let mut bytes = picture(4).bytes;
    bytes[16..20].copy_from_slice(&side.to_be_bytes());
    bytes[20..24].copy_from_slice(&side.to_be_bytes());
    let checksum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

/// A photo as a phone takes it, with the place in its EXIF block.
fn located() -> Vec<u8> {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 4).write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\0GPS-LATITUDE-52.5200";
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, exif, &jpeg[2..]].concat()
}

async fn fetch(base: &str, url: &str) -> reqwest::Response {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    client.get(format!("{base}{url}")).send().await.unwrap()
}

#[actix_web::test]
async fn hostile_files_are_refused_in_two_seconds_and_little_memory() {
    let mut world = World::of_processes().await;
    let server = world.start_process(0).await;
    world.base.clone_from(&server.base);
    let shop = Shop::on(world).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let olga = &shop.olga.client;
    let before = server.memory("VmRSS");
    let unsupported = (415, Code::UnsupportedMediaType);
    let large = (413, Code::TooLarge);
    let cases = [
        ("a bomb of 3.6 gigapixels", named("a.png", bomb(60_000)), large),
        ("a bomb just over the bound", named("a.png", bomb(5_200)), large),
        ("a bomb just under the bound", named("a.png", bomb(5_190)), (422, Code::Invalid)),
        ("a program", named("a.png", b"MZ\x90\0".to_vec()), unsupported),
        ("a page", named("a.png", b"<!doctype html><script>alert(1)</script>".to_vec()), unsupported),
        ("a script in SVG", named("a.svg", b"<svg onload='alert(1)'/>".to_vec()), unsupported),
        ("a double extension", named("a.jpg.exe", b"MZ\x90\0".to_vec()), unsupported),
        ("25 MB", named("a.png", [picture(8).bytes, vec![0; 25_000_000]].concat()), large),
    ];
    for (what, upload, expected) in cases {
        let begun = Instant::now();
        let answer = olga.add_repair_photo(repair, &NewPhoto::default(), upload, None).await;
        assert_eq!(refused(answer), expected, "{what}");
        assert!(begun.elapsed() < MOST_TIME, "{what} took {:?}", begun.elapsed());
    }
    let took = server.memory("VmHWM").saturating_sub(before);
    assert!(took < MOST_MEMORY, "the uploads took {took} KiB");
    assert!(olga.get_repair(repair).await.unwrap().photos.is_empty());
}

#[actix_web::test]
async fn what_is_served_is_a_picture_and_nothing_else() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    let upload = Upload { content_type: "text/html".to_owned(), ..named("a.php.jpg.html", located()) };
    let photo = shop.olga.client.add_repair_photo(repair, &NewPhoto::default(), upload, None).await.unwrap();
    let served = fetch(&shop.world.base, &photo.url).await;
    assert_eq!(served.headers()["content-type"], "image/jpeg");
    assert_eq!(served.headers()["x-content-type-options"], "nosniff");
    assert!(photo.url.contains(".jpg?"), "{}", photo.url);
    let bytes = served.bytes().await.unwrap();
    assert!(!bytes.windows(3).any(|part| part == b"GPS"), "the place is still there");
    image::load_from_memory(&bytes).unwrap();
}

/// Sends the head of an upload and half of its body, and hangs up.
async fn hang_up_half_way(shop: &Shop, repair: Uuid, upload: &Upload) {
    let address = shop.world.base.strip_prefix("http://").unwrap();
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    let token = shop.olga.client.access_token().unwrap();
    let part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n";
    let length = part.len() + upload.bytes.len() + "\r\n--x--\r\n".len();
    let head = format!(
        "POST /api/v1/repairs/{repair}/photos HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Idempotency-Key: half\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {length}\r\n\r\n{part}"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(&upload.bytes[..upload.bytes.len() / 2]).await.unwrap();
    socket.shutdown().await.unwrap();
    // the server lets go when it has noticed
    let mut rest = Vec::new();
    let _ = socket.read_to_end(&mut rest).await;
}

#[actix_web::test]
async fn an_interrupted_upload_leaves_nothing_and_is_sent_again() {
    let store = S3Server::start().await;
    let shop = Shop::on(World::with(|config| store.set(config)).await).await;
    let repair = shop.approved().await.repair_id.unwrap();
    hang_up_half_way(&shop, repair, &picture(64)).await;
    assert!(shop.repair(repair).await.photos.is_empty());
    assert!(store.objects().is_empty());
    let olga = &shop.olga.client;
    for _ in 0..2 {
        olga.add_repair_photo(repair, &NewPhoto::default(), picture(64), Some("half")).await.unwrap();
    }
    assert_eq!((shop.repair(repair).await.photos.len(), store.objects().len()), (1, 1));
}

#[actix_web::test]
async fn a_bucket_keeps_the_files_and_the_server_serves_them() {
    let store = S3Server::start().await;
    let shop = Shop::on(World::with(|config| store.set(config)).await).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let olga = &shop.olga.client;
    let photo = olga.add_repair_photo(repair, &NewPhoto::default(), picture(8), None).await.unwrap();
    assert_eq!(store.objects().len(), 1, "{:?}", store.objects());
    let served = fetch(&shop.world.base, &photo.url).await;
    assert_eq!(
        (served.status().as_u16(), &served.headers()["content-type"]),
        (200, &"image/png".parse().unwrap())
    );
    image::load_from_memory(&served.bytes().await.unwrap()).unwrap();
    let forged = photo.url.replace("signature=", "signature=0");
    assert_eq!(fetch(&shop.world.base, &forged).await.status().as_u16(), 404);
    olga.remove_repair_photo(repair, photo.id).await.unwrap();
    shop.world.run_jobs().await;
    assert!(store.objects().is_empty(), "{:?}", store.objects());
    assert!(shop.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_store_that_refuses_or_is_down_is_said_to_be_and_loses_nothing() {
    let store = S3Server::start().await;
    let world = World::with(|config| {
        store.set(config);
        config.files.s3_secret_key = "another".into();
    });
    let shop = Shop::on(world.await).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let send = async || {
        let photo = NewPhoto::default();
        shop.olga.client.add_repair_photo(repair, &photo, picture(8), Some("once")).await
    };
    assert_eq!(refused(send().await), (503, Code::Unavailable));
    assert!(store.objects().is_empty(), "a wrong signature let a file in");
    let ready = async || fetch(&shop.world.base, "/readyz").await.json::<serde_json::Value>().await.unwrap();
    assert_eq!(ready().await["degraded"][0], "files");
    store.stop().await;
    assert_eq!(refused(send().await), (503, Code::Unavailable));
    assert_eq!(ready().await["degraded"][0], "files");
    assert!(shop.repair(repair).await.photos.is_empty());
}
