//! Photos that show a problem: from the upload before the booking to whoever may look at them.

use crate::support::booking::wish;
use crate::support::shop::picture;
use crate::support::{World, refused, refused_fields};
use chrono::TimeDelta;
use pitlane_contract::dispatch::{DeclineOffer, NewSessionRequest};
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_entities::request_photos;
use sea_orm::EntityTrait;
use uuid::Uuid;

async fn left(world: &World) -> Vec<request_photos::Model> {
    request_photos::Entity::find().all(&world.state.db).await.unwrap()
}

async fn opens(world: &World, url: &str) -> u16 {
    reqwest::get(format!("{}{url}", world.base)).await.unwrap().status().as_u16()
}

#[actix_web::test]
async fn the_customer_and_who_is_asked_see_them_and_nobody_else() {
    let world = World::new().await;
    let (dana, sam) = (world.customer("Dana Okafor").await, world.customer("Sam Rivera").await);
    let (marek, ines) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Duarte").await);
    let first = dana.client.upload_request_photo(picture(8), Some("one")).await.unwrap();
    assert_eq!(dana.client.upload_request_photo(picture(8), Some("one")).await.unwrap().id, first.id);
    let second = dana.client.upload_request_photo(picture(9), None).await.unwrap();
    assert_eq!((second.width, second.height), (9, 4));
    let body =
        NewSessionRequest { photo_ids: vec![first.id, second.id], ..wish(&dana, Some(marek.provider_id)) };
    let booked = world.book_wish(&dana, &body).await.request.id;

    let offer = marek.client.list_offers().await.unwrap().items.remove(0);
    assert_eq!(offer.photo_count, 2);
    for client in [&dana.client, &marek.client, &world.admin("Staff").await] {
        let shown = client.list_request_photos(booked).await.unwrap().items;
        assert_eq!(shown.iter().map(|photo| photo.id).collect::<Vec<_>>(), [first.id, second.id]);
        assert_eq!(opens(&world, &shown[0].url).await, 200);
    }
    // inside the window nobody else learns of the request
    for client in [&sam.client, &ines.client, &world.anyone()] {
        let status = refused(client.list_request_photos(booked).await).0;
        assert!(matches!(status, 401 | 404), "{status}");
    }
    assert_eq!(
        refused(dana.client.remove_request_photo(first.id).await),
        (404, Code::NotFound),
        "it is booked"
    );
    // whoever declined has no business with them any more, whoever is asked then has
    marek.client.decline_offer(offer.id, &DeclineOffer { reason: None }).await.unwrap();
    world.run_jobs().await;
    assert_eq!(refused(marek.client.list_request_photos(booked).await).0, 404);
    let offer = ines.client.list_offers().await.unwrap().items.remove(0);
    assert_eq!(ines.client.list_request_photos(booked).await.unwrap().items.len(), 2);
    ines.client.accept_offer(offer.id).await.unwrap();
    assert_eq!(ines.client.list_request_photos(booked).await.unwrap().items.len(), 2);
}

#[actix_web::test]
async fn only_ones_own_loose_photos_can_be_named_and_at_most_six() {
    let world = World::new().await;
    let (dana, sam) = (world.customer("Dana Okafor").await, world.customer("Sam Rivera").await);
    let foreign = sam.client.upload_request_photo(picture(8), None).await.unwrap().id;
    for named in [vec![foreign], vec![Uuid::nil()]] {
        let body = NewSessionRequest { photo_ids: named, ..wish(&dana, None) };
        let refusal = refused_fields(dana.client.create_session_request(&body, None).await);
        assert_eq!(refusal, [("photo_ids".into(), "unknown".into())]);
    }
    let mut many = Vec::new();
    for width in 0..7 {
        many.push(dana.client.upload_request_photo(picture(8 + width), None).await.unwrap().id);
    }
    let body = NewSessionRequest { photo_ids: many.clone(), ..wish(&dana, None) };
    let refusal = refused_fields(dana.client.create_session_request(&body, None).await);
    assert_eq!(refusal, [("photo_ids".into(), "too_many".into())]);
    assert!(dana.client.list_session_requests(&CursorQuery::default()).await.unwrap().items.is_empty());
    let body = NewSessionRequest { photo_ids: many[..6].to_vec(), ..wish(&dana, None) };
    dana.client.create_session_request(&body, Some("k")).await.unwrap();
    dana.client.create_session_request(&body, Some("k")).await.unwrap();
    let again = NewSessionRequest { photo_ids: many[..1].to_vec(), ..wish(&dana, None) };
    let refusal = refused_fields(dana.client.create_session_request(&again, None).await);
    assert_eq!(refusal, [("photo_ids".into(), "unknown".into())], "a photo belongs to one request");
}

#[actix_web::test]
async fn photos_that_are_not_wanted_go_with_their_files() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let removed = dana.client.upload_request_photo(picture(8), None).await.unwrap();
    dana.client.remove_request_photo(removed.id).await.unwrap();
    world.run_jobs().await;
    assert_eq!(opens(&world, &removed.url).await, 404);
    let forgotten = dana.client.upload_request_photo(picture(9), None).await.unwrap();
    let kept = dana.client.upload_request_photo(picture(10), None).await.unwrap();
    let body = NewSessionRequest { photo_ids: vec![kept.id], ..wish(&dana, None) };
    let booked = dana.client.create_session_request(&body, None).await.unwrap().request.id;
    world.pass(TimeDelta::hours(26)).await;
    assert_eq!(left(&world).await.iter().map(|row| row.id).collect::<Vec<_>>(), [kept.id], "{forgotten:?}");
    assert_eq!(dana.client.list_request_photos(booked).await.unwrap().items.len(), 1);
}

#[actix_web::test]
async fn closing_the_account_removes_them() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let photo = dana.client.upload_request_photo(picture(8), None).await.unwrap();
    dana.client.close_account(&world.goodbye(dana.id).await).await.unwrap();
    world.run_jobs().await;
    assert!(left(&world).await.is_empty());
    assert_eq!(opens(&world, &photo.url).await, 404);
}
