//! What follows from a repair: its figures with everybody, the one question, and photos that are not open for ever.

use crate::support::refused;
use crate::support::shop::{Shop, brakes, draft, picture, rest, yes};
use chrono::TimeDelta;
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::NewQuote;
use pitlane_contract::repairs::{NewPhoto, NewRefund};
use pitlane_domain::vocabulary::RepairStatus::{Completed, InProgress, Ready};
use pitlane_entities::{customer_favorites, provider_customer_relations as relations};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The figures of the shop's pair as they stand, without when they were last written.
async fn figures(shop: &Shop) -> (Option<relations::Model>, Vec<customer_favorites::Model>) {
    let db = &shop.world.state.db;
    let mine = relations::Column::CustomerId.eq(shop.dana.id);
    let known = relations::Entity::find().filter(mine).one(db).await.unwrap();
    let known = known.map(|row| relations::Model { updated_at: row.created_at, ..row });
    (known, customer_favorites::Entity::find().all(db).await.unwrap())
}

/// The figures stay as they are when the program works them out again, even from wrong ones.
async fn same_when_recomputed(shop: &Shop) {
    let live = figures(shop).await;
    let db = &shop.world.state.db;
    relations::Entity::update_many()
        .col_expr(relations::Column::TotalBookings, Expr::value(77_i64))
        .col_expr(relations::Column::TotalSpentCents, Expr::value(77_i64))
        .col_expr(relations::Column::LastBookingAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
        .exec(db)
        .await
        .unwrap();
    customer_favorites::Entity::update_many()
        .col_expr(customer_favorites::Column::TotalSpentCents, Expr::value(77_i64))
        .exec(db)
        .await
        .unwrap();
    assert_ne!(figures(shop).await, live);
    let done = shop.world.command(&["recompute"]).await;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(figures(shop).await, live);
}

#[actix_web::test]
async fn completions_and_refunds_leave_the_figures_that_a_recomputation_finds() {
    let shop = Shop::new().await;
    shop.world.favorite(&shop.dana, shop.workshop.provider_id).await;
    let of = async || {
        let (known, saved) = figures(&shop).await;
        let known = known.unwrap();
        assert_eq!(known.total_spent_cents, saved[0].total_spent_cents);
        assert_eq!(known.total_bookings, saved[0].total_services);
        (known.total_bookings, known.total_spent_cents, known.last_booking_at)
    };
    let first = shop.approved().await.repair_id.unwrap();
    let began = shop.world.now();
    let paid = shop.pay(first, &rest()).await.unwrap().payment.id;
    assert_eq!(of().await, (0, 0, None), "what is not completed is no booking");
    shop.world.pass(TimeDelta::hours(5)).await;
    shop.go(first, &[InProgress, Ready, Completed]).await;
    assert_eq!(of().await, (1, 52_062, Some(began)));
    same_when_recomputed(&shop).await;

    let some = NewRefund { amount_cents: Some(10_000), reason: "Goodwill".to_owned() };
    shop.olga.client.refund_payment(paid, &some, None).await.unwrap();
    shop.world.run_jobs().await;
    assert_eq!(of().await, (1, 42_062, Some(began)));
    same_when_recomputed(&shop).await;

    let second = shop.approved().await.repair_id.unwrap();
    let later = shop.world.now();
    shop.pay(second, &rest()).await.unwrap();
    shop.go(second, &[InProgress, Ready, Completed]).await;
    assert_eq!(of().await, (2, 94_124, Some(later)));
    let all = NewRefund { amount_cents: None, ..some };
    shop.olga.client.refund_payment(paid, &all, None).await.unwrap();
    shop.world.run_jobs().await;
    assert_eq!(of().await, (2, 52_062, Some(later)));
    same_when_recomputed(&shop).await;
}

#[actix_web::test]
async fn a_customer_is_asked_once_whether_to_save_the_provider() {
    let shop = Shop::new().await;
    let (dana, sam) = (&shop.dana.client, shop.world.customer("Sam Rivera").await);
    let asked = async |id| shop.repair(id).await.favorite_asked;
    let first = shop.approved().await.repair_id.unwrap();
    shop.go(first, &[InProgress, Ready, Completed]).await;
    assert!(!asked(first).await);
    assert_eq!(
        refused(sam.client.mark_repair_favorite_asked(first).await),
        (404, Code::NotFound),
        "nobody answers for somebody else"
    );
    dana.mark_repair_favorite_asked(first).await.unwrap();
    let (known, _) = figures(&shop).await;
    let when = known.unwrap().favorite_asked_at;
    assert!(when.is_some() && asked(first).await);
    shop.world.pass(TimeDelta::days(1)).await;
    // from another page that was still open
    dana.mark_repair_favorite_asked(first).await.unwrap();
    assert_eq!(figures(&shop).await.0.unwrap().favorite_asked_at, when);
    let second = shop.approved().await.repair_id.unwrap();
    shop.go(second, &[InProgress, Ready, Completed]).await;
    assert!(asked(second).await, "the next repair does not ask again");
    let listed = dana.list_customer_repairs(&CursorQuery::default()).await.unwrap().items;
    assert_eq!(listed.len(), 2);
}

#[actix_web::test]
async fn the_address_of_a_photo_opens_it_for_a_while() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    shop.olga.client.add_repair_photo(repair, &NewPhoto::default(), picture(8), None).await.unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let fetch = async |url: &str| {
        client.get(format!("{}{url}", shop.world.base)).send().await.unwrap().status().as_u16()
    };
    let photo = shop.dana.client.list_customer_repair_photos(repair).await.unwrap().items.remove(0);
    let seconds = shop.world.state.config.files.url_seconds;
    assert_eq!(photo.url_expires_at, shop.world.now() + TimeDelta::seconds(seconds));
    shop.world.state.clock.advance(TimeDelta::seconds(seconds - 1));
    assert_eq!(fetch(&photo.url).await, 200);
    shop.world.state.clock.advance(TimeDelta::seconds(2));
    assert_eq!(fetch(&photo.url).await, 404);
    let longer = photo.url.replace("expires=", "expires=9");
    assert_ne!(longer, photo.url);
    assert_eq!(fetch(&longer).await, 404, "the end is signed as well");
    let again = shop.dana.client.list_customer_repair_photos(repair).await.unwrap().items.remove(0);
    assert_eq!(fetch(&again.url).await, 200);
}

#[actix_web::test]
async fn a_receipt_and_a_pack_take_as_many_statements_for_many_quotes_as_for_one() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    shop.pay(repair, &rest()).await.unwrap();
    let measure = async || {
        let dana = &shop.dana.client;
        let (receipt, asked) = shop.world.statements_of(dana.get_receipt(repair)).await;
        let (_, packed) = shop.world.statements_of(dana.get_customer_dispute_pack(repair)).await;
        (receipt.unwrap(), asked, packed)
    };
    let (one, asked, packed) = measure().await;
    assert_eq!((one.parts.len(), one.total_cents), (1, 52_062));
    for _ in 0..4 {
        let more = NewQuote { repair_id: Some(repair), deposit_cents: None, ..draft(&shop.dana, brakes()) };
        let quote = shop.olga.client.create_quote(&more, None).await.unwrap();
        shop.olga.client.send_quote(quote.id).await.unwrap();
        shop.dana.client.approve_quote(quote.id, &yes(Some(vec![quote.lines[1].id]))).await.unwrap();
    }
    let (five, asked_five, packed_five) = measure().await;
    assert_eq!((asked_five, packed_five), (asked, packed));
    assert_eq!(five.parts.len(), 5);
    assert!(five.parts[1..].iter().all(|part| part.lines.len() == 1 && part.total_cents == 14_062));
    assert_eq!(five.total_cents, five.parts.iter().map(|part| part.total_cents).sum::<i64>());
}
