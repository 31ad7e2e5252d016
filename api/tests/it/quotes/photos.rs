//! Photos of repairs and of quotes' lines.

use crate::support::shop::{Shop, brakes, draft, lines_of, picture, yes};
use crate::support::{refused, refused_fields};
use chrono::{DateTime, Utc};
use pitlane_client::Upload;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::UpdateQuote;
use pitlane_contract::repairs::NewPhoto;
use pitlane_domain::vocabulary::PhotoCategory;
use pitlane_entities::mechanics;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;

async fn fetch(shop: &Shop, url: &str) -> u16 {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    client.get(format!("{}{url}", shop.world.base)).send().await.unwrap().status().as_u16()
}

#[actix_web::test]
async fn a_pair_shows_before_and_after_until_it_is_removed() {
    let shop = Shop::new().await;
    let (dana, olga) = (&shop.dana.client, &shop.olga.client);
    let repair = shop.approved().await.repair_id.unwrap();
    let about = |category, pair_id| NewPhoto {
        category: Some(category),
        pair_id,
        quote_line_id: None,
        caption: Some("Front left".to_owned()),
    };
    let damage = about(PhotoCategory::Damage, None);
    let before = olga.add_repair_photo(repair, &damage, picture(8), Some("one")).await.unwrap();
    let again = olga.add_repair_photo(repair, &damage, picture(8), Some("two")).await.unwrap();
    assert_eq!((before.width, before.height, before.caption.as_str()), (8, 4, "Front left"));
    let done = about(PhotoCategory::Completed, Some(before.id));
    let after = olga.add_repair_photo(repair, &done, picture(9), None).await.unwrap();
    assert_eq!(after.pair_id, Some(before.id));
    let seen = dana.list_customer_repair_photos(repair).await.unwrap().items;
    assert_eq!(seen.iter().map(|photo| photo.id).collect::<Vec<_>>(), [before.id, again.id, after.id]);
    assert_eq!(fetch(&shop, &seen[0].url).await, 200);
    assert_eq!(fetch(&shop, seen[0].url.split('?').next().unwrap()).await, 422);
    let forged = seen[0].url.replace("signature=", "signature=0");
    assert_eq!(fetch(&shop, &forged).await, 404);
    // the same picture is kept while one photo shows it
    olga.remove_repair_photo(repair, before.id).await.unwrap();
    shop.world.run_jobs().await;
    assert_eq!(fetch(&shop, &seen[1].url).await, 200);
    assert_eq!(shop.repair(repair).await.photos[1].pair_id, None);
    olga.remove_repair_photo(repair, again.id).await.unwrap();
    shop.world.run_jobs().await;
    assert_eq!(fetch(&shop, &seen[1].url).await, 404);
    assert!(shop.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_line_shows_its_photos_to_whoever_decides() {
    let shop = Shop::new().await;
    let quote = shop.sent(brakes()).await;
    let olga = &shop.olga.client;
    let of = |line| NewPhoto { quote_line_id: line, ..NewPhoto::default() };
    let other = shop.sent(brakes()).await.lines[0].id;
    let wrong = olga.add_quote_photo(quote.id, &of(Some(other)), picture(8), None).await;
    assert_eq!(refused_fields(wrong), [("quote_line_id".to_owned(), "unknown".to_owned())]);
    olga.add_quote_photo(quote.id, &of(Some(quote.lines[1].id)), picture(8), None).await.unwrap();
    let seen = shop.dana.client.get_customer_quote(quote.id).await.unwrap();
    assert_eq!(seen.lines.iter().map(|line| line.photos.len()).collect::<Vec<_>>(), [0, 1, 0]);
    let repair = shop.dana.client.approve_quote(quote.id, &yes(None)).await.unwrap().repair_id.unwrap();
    assert_eq!(shop.repair(repair).await.photos.len(), 1);
}

#[actix_web::test]
async fn only_pictures_are_photos() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    let files: [(&str, &[u8], (u16, Code)); 4] = [
        ("a.pdf", b"%PDF-1.4 a", (415, Code::UnsupportedMediaType)),
        ("a.svg", b"<svg onload='alert(1)'/>", (415, Code::UnsupportedMediaType)),
        ("a.jpg.exe", b"MZ\x90", (415, Code::UnsupportedMediaType)),
        ("a.png", b"", (422, Code::Invalid)),
    ];
    for (name, bytes, expected) in files {
        let upload =
            Upload { name: name.to_owned(), content_type: "image/png".to_owned(), bytes: bytes.to_vec() };
        let answer = shop.olga.client.add_repair_photo(repair, &NewPhoto::default(), upload, None).await;
        assert_eq!(refused(answer), expected, "{name}");
    }
    assert!(shop.repair(repair).await.photos.is_empty());
}

#[actix_web::test]
async fn a_result_belongs_to_the_line_of_the_photo_before() {
    let shop = Shop::new().await;
    let (dana, olga) = (&shop.dana.client, &shop.olga.client);
    let quote = shop.sent(brakes()).await;
    let (pads, fluid) = (quote.lines[1].id, quote.lines[2].id);
    let of = |line, pair| NewPhoto {
        category: Some(PhotoCategory::Completed),
        quote_line_id: line,
        pair_id: pair,
        caption: None,
    };
    let worn = olga.add_quote_photo(quote.id, &of(Some(pads), None), picture(8), None).await.unwrap();
    let repair = dana.approve_quote(quote.id, &yes(None)).await.unwrap().repair_id.unwrap();
    // the damage that was shown on the line is what the result is compared with
    let done = olga.add_repair_photo(repair, &of(None, Some(worn.id)), picture(9), None).await.unwrap();
    assert_eq!((done.pair_id, done.quote_line_id), (Some(worn.id), Some(pads)));
    let wrong = olga.add_repair_photo(repair, &of(Some(fluid), Some(worn.id)), picture(10), None).await;
    assert_eq!(refused_fields(wrong), [("quote_line_id".to_owned(), "another_line".to_owned())]);
    let seen = dana.list_customer_repair_photos(repair).await.unwrap().items;
    assert_eq!(seen.iter().map(|photo| photo.quote_line_id).collect::<Vec<_>>(), [Some(pads); 2]);
    let line = dana.get_customer_quote(quote.id).await.unwrap().lines.remove(1);
    assert_eq!(line.photos.iter().map(|photo| photo.id).collect::<Vec<_>>(), [worn.id, done.id]);
    // a photo of other work is none of this
    let other = shop.sent(brakes()).await;
    let far = olga.add_quote_photo(other.id, &of(Some(other.lines[1].id), None), picture(11), None).await;
    let far = olga.add_repair_photo(repair, &of(None, Some(far.unwrap().id)), picture(12), None).await;
    assert_eq!(refused_fields(far), [("pair_id".to_owned(), "unknown".to_owned())]);
}

#[actix_web::test]
async fn a_photo_of_a_line_can_be_taken_away_until_the_customer_decides() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let quote = shop.sent(brakes()).await;
    let of_line = NewPhoto { quote_line_id: Some(quote.lines[1].id), ..NewPhoto::default() };
    let wrong = olga.add_quote_photo(quote.id, &of_line, picture(8), None).await.unwrap();
    let right = olga.add_quote_photo(quote.id, &of_line, picture(9), None).await.unwrap();
    let other = shop.sent(brakes()).await;
    assert_eq!(refused(olga.remove_quote_photo(other.id, wrong.id).await), (404, Code::NotFound));
    olga.remove_quote_photo(quote.id, wrong.id).await.unwrap();
    shop.world.run_jobs().await;
    assert_eq!((fetch(&shop, &wrong.url).await, fetch(&shop, &right.url).await), (404, 200));
    shop.dana.client.approve_quote(quote.id, &yes(None)).await.unwrap();
    let late = olga.remove_quote_photo(quote.id, right.id).await;
    assert_eq!(refused(late), (409, Code::InvalidTransition));
    assert_eq!(olga.get_quote(quote.id).await.unwrap().lines[1].photos.len(), 1);
}

#[actix_web::test]
async fn a_revision_keeps_the_photos_of_its_lines_and_the_repair_shows_them_once() {
    let shop = Shop::new().await;
    let (dana, olga) = (&shop.dana.client, &shop.olga.client);
    let quote = shop.sent(brakes()).await;
    let of_line = |line| NewPhoto { quote_line_id: Some(line), ..NewPhoto::default() };
    let worn = olga.add_quote_photo(quote.id, &of_line(quote.lines[1].id), picture(8), None).await.unwrap();
    let repair = dana.approve_quote(quote.id, &yes(None)).await.unwrap().repair_id.unwrap();
    let next = olga.revise_quote(quote.id, None).await.unwrap();
    let photos: Vec<_> = next.lines.iter().map(|line| line.photos.len()).collect();
    assert_eq!(photos, [0, 1, 0]);
    let copy = &next.lines[1].photos[0];
    assert!(copy.id != worn.id && copy.quote_line_id == Some(next.lines[1].id));
    olga.send_quote(next.id).await.unwrap();
    assert_eq!(dana.get_customer_quote(next.id).await.unwrap().lines[1].photos.len(), 1);
    let seen = shop.repair(repair).await.photos;
    assert_eq!(seen.iter().map(|photo| photo.id).collect::<Vec<_>>(), [worn.id]);
    // the same picture stays as long as one of the two revisions shows it
    olga.remove_quote_photo(next.id, copy.id).await.unwrap();
    shop.world.run_jobs().await;
    assert_eq!(fetch(&shop, &seen[0].url).await, 200);
}

#[actix_web::test]
async fn what_only_removed_lines_and_drafts_showed_is_not_kept() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let quote = olga.create_quote(&draft(&shop.dana, brakes()), None).await.unwrap();
    let mut urls = Vec::new();
    for (place, width) in [(1, 8), (2, 9)] {
        let of_line = NewPhoto { quote_line_id: Some(quote.lines[place].id), ..NewPhoto::default() };
        urls.push(olga.add_quote_photo(quote.id, &of_line, picture(width), None).await.unwrap().url);
    }
    let kept: Vec<_> = quote.lines.iter().take(2).map(|line| line.id).collect();
    let mut lines = brakes();
    lines.truncate(2);
    for (line, id) in lines.iter_mut().zip(kept) {
        line.id = Some(id);
    }
    let fewer = UpdateQuote { deposit_cents: Some(0), ..lines_of(lines) };
    olga.update_quote(quote.id, &fewer, None).await.unwrap();
    shop.world.run_jobs().await;
    assert_eq!((fetch(&shop, &urls[0]).await, fetch(&shop, &urls[1]).await), (200, 404));
    olga.delete_quote(quote.id).await.unwrap();
    shop.world.run_jobs().await;
    assert_eq!(fetch(&shop, &urls[0]).await, 404);
    let files = std::path::Path::new(&shop.world.state.config.files.dir);
    let left = std::fs::read_dir(files).map_or(0, |all| all.flatten().filter(|f| f.path().is_file()).count());
    assert_eq!(left, 0);
    assert!(shop.world.failed_jobs().await.is_empty());
}

/// A JPEG of a camera whose clock says when, and how far it is from UTC.
fn shot(width: u32, when: &str, offset: Option<&str>) -> Upload {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(width, 4).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let bytes = bytes.into_inner();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()].concat()
    };
    let many = 1 + u16::from(offset.is_some());
    let at = 26 + 2 + 12 * u32::from(many) + 4;
    let mut exif =
        [b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".to_vec(), entry(0x8769, 4, 1, 26), vec![0; 4]].concat();
    exif.extend(many.to_be_bytes());
    exif.extend(entry(0x9003, 2, 20, at));
    if offset.is_some() {
        exif.extend(entry(0x9011, 2, 7, at + 20));
    }
    exif.extend([0; 4]);
    exif.extend(format!("{when}\0{}\0", offset.unwrap_or_default()).as_bytes());
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let bytes = [&bytes[..2], &[0xff, 0xe1], &length, &exif, &bytes[2..]].concat();
    Upload { name: "shot.jpg".to_owned(), content_type: "image/jpeg".to_owned(), bytes }
}

#[actix_web::test]
async fn a_photo_says_when_it_was_taken() {
    let shop = Shop::new().await;
    let olga = &shop.olga.client;
    let repair = shop.approved().await.repair_id.unwrap();
    mechanics::Entity::update_many()
        .col_expr(mechanics::Column::TimeZone, Expr::value("America/New_York"))
        .exec(&shop.world.state.db)
        .await
        .unwrap();
    for (width, when, offset, expected) in [
        (8, "2026:11:18 09:15:07", Some("+01:00"), Some("2026-11-18T08:15:07Z")),
        // the camera says no more: it stands where the mechanic is
        (9, "2026:11:18 09:15:07", None, Some("2026-11-18T14:15:07Z")),
        // a clock that is ahead is not believed
        (10, "2031:01:01 00:00:00", None, None),
    ] {
        let shot = shot(width, when, offset);
        let photo = olga.add_repair_photo(repair, &NewPhoto::default(), shot, None).await.unwrap();
        assert_eq!(photo.taken_at, expected.map(|at: &str| at.parse::<DateTime<Utc>>().unwrap()), "{when}");
    }
    let plain = olga.add_repair_photo(repair, &NewPhoto::default(), picture(8), None).await.unwrap();
    assert_eq!(plain.taken_at, None);
}
