//! Photos of repairs and of quotes' lines.

use crate::support::shop::{Shop, brakes, picture, yes};
use crate::support::{refused, refused_fields};
use pitlane_client::Upload;
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::NewPhoto;
use pitlane_domain::vocabulary::PhotoCategory;

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
