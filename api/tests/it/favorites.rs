//! Saved providers, the history and the dashboard, and reviews: figures that follow from what happened.

use crate::support::people::{Customer, Mechanic};
use crate::support::{World, refused, refused_fields};
use pitlane_api::features::{favorites, reviews};
use pitlane_contract::favorites::AddFavorite;
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_contract::reviews::{NewReview, ReviewQuery};
use pitlane_domain::vocabulary::ProviderType;
use pitlane_entities::{customer_favorites, mechanics, provider_customer_relations};
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use uuid::Uuid;

fn saves(mechanic: &Mechanic) -> AddFavorite {
    AddFavorite { provider_id: mechanic.provider_id, label: Some(" My brake guy ".to_owned()) }
}

/// A whole session of the two, from booking to end; answers the session.
async fn whole_session(world: &World, customer: &Customer, mechanic: &Mechanic) -> Uuid {
    world.set_online(mechanic, true).await;
    world.book(customer, Some(mechanic.provider_id)).await;
    let offer = mechanic.client.list_offers().await.unwrap().items.remove(0);
    let session = mechanic.client.accept_offer(offer.id).await.unwrap().session_id;
    mechanic.client.start_session(session).await.unwrap();
    world.run_jobs().await;
    mechanic.client.end_session(session).await.unwrap();
    world.run_jobs().await;
    session
}

fn review(session_id: Uuid, rating: i32) -> NewReview {
    NewReview { session_id: Some(session_id), repair_id: None, rating, text: "Quick, as always.".to_owned() }
}

#[actix_web::test]
async fn a_provider_is_saved_once_and_forgotten() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana").await, world.mechanic("Marek").await);
    let saved = dana.client.add_favorite(&saves(&marek), Some("key")).await.unwrap();
    assert_eq!(dana.client.add_favorite(&saves(&marek), Some("key")).await.unwrap(), saved);
    assert_eq!(
        (saved.label.as_deref(), saved.total_services, saved.is_online),
        (Some("My brake guy"), 0, true)
    );
    let again = dana.client.add_favorite(&saves(&marek), None).await;
    assert_eq!(refused(again), (409, Code::AlreadyFavorited));
    let unknown = AddFavorite { provider_id: dana.id, label: None };
    assert_eq!(refused(dana.client.add_favorite(&unknown, None).await), (404, Code::NotFound));
    let sam = world.customer("Sam").await;
    assert_eq!(refused(sam.client.remove_favorite(saved.id).await), (404, Code::NotFound));
    dana.client.remove_favorite(saved.id).await.unwrap();
    assert!(dana.client.list_favorites().await.unwrap().items.is_empty());
}

#[actix_web::test]
async fn blocked_customers_see_no_difference() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana").await, world.mechanic("Marek").await);
    let before = dana.client.provider_status(ProviderType::Independent, marek.id).await.unwrap();
    world.block(marek.provider_id, dana.id).await;
    let after = dana.client.provider_status(ProviderType::Independent, marek.id).await.unwrap();
    assert_eq!(before, after);
    dana.client.add_favorite(&saves(&marek), None).await.unwrap();
}

#[actix_web::test]
async fn the_figures_are_those_of_the_facts_live_and_recomputed() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana").await, world.mechanic("Marek").await);
    let ana = world.mechanic("Ana").await;
    dana.client.add_favorite(&saves(&ana), None).await.unwrap();
    dana.client.add_favorite(&saves(&marek), None).await.unwrap();
    let first = whole_session(&world, &dana, &marek).await;
    let second = whole_session(&world, &dana, &marek).await;
    dana.client.create_review(&review(first, 4), None).await.unwrap();
    dana.client.create_review(&review(second, 5), None).await.unwrap();
    let listed = dana.client.list_favorites().await.unwrap().items;
    assert_eq!(listed.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["Marek", "Ana"]);
    assert_eq!((listed[0].total_services, listed[0].total_spent_cents), (2, 3_000));
    let figures = async || {
        let db = &world.state.db;
        let saved = customer_favorites::Entity::find().all(db).await.unwrap();
        let known = provider_customer_relations::Entity::find().all(db).await.unwrap();
        let rated = mechanics::Entity::find().all(db).await.unwrap();
        let saved: Vec<_> = saved
            .into_iter()
            .map(|f| (f.id, f.total_services, f.total_spent_cents, f.last_service_at))
            .collect();
        let known: Vec<_> =
            known.into_iter().map(|r| (r.total_bookings, r.total_spent_cents, r.average_rating)).collect();
        let rated: Vec<_> = rated.into_iter().map(|m| (m.id, m.avg_rating, m.total_reviews)).collect();
        (saved, known, rated)
    };
    let live = figures().await;
    assert_eq!(live.1, [(2, 3_000, Some(4.5))]);
    // whatever went wrong with them, the command puts them right
    customer_favorites::Entity::update_many()
        .col_expr(customer_favorites::Column::TotalServices, Expr::value(99_i64))
        .exec(&world.state.db)
        .await
        .unwrap();
    provider_customer_relations::Entity::delete_many().exec(&world.state.db).await.unwrap();
    let work = world.state.begin().await.unwrap();
    favorites::service::recompute_all(&work.tx, work.now).await.unwrap();
    reviews::service::recompute_all(&work.tx).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(figures().await, live);
}

#[actix_web::test]
async fn a_session_is_reviewed_once_by_its_customer() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek").await);
    let sam = world.customer("Sam").await;
    let session = whole_session(&world, &dana, &marek).await;
    assert_eq!(refused(sam.client.create_review(&review(session, 1), None).await), (404, Code::NotFound));
    let wrong = dana.client.create_review(&review(session, 6), None).await;
    assert_eq!(refused_fields(wrong), [("rating".into(), "out_of_range".into())]);
    let written = dana.client.create_review(&review(session, 5), Some("key")).await.unwrap();
    assert_eq!(dana.client.create_review(&review(session, 5), Some("key")).await.unwrap(), written);
    assert_eq!(
        refused(dana.client.create_review(&review(session, 5), None).await),
        (409, Code::AlreadyReviewed)
    );
    let of = ReviewQuery { provider_id: Some(marek.provider_id), ..ReviewQuery::default() };
    let read = world.anyone().list_reviews(&of).await.unwrap().items;
    assert_eq!(read, [written]);
    assert_eq!(read[0].customer_name.as_deref(), Some("Dana"));
    let profile = world.anyone().profile(ProviderType::Independent, marek.id).await.unwrap();
    assert_eq!((profile.avg_rating, profile.total_reviews), (Some(5.0), 1));
    let nobody = world.anyone().list_reviews(&ReviewQuery::default()).await;
    assert_eq!(refused_fields(nobody), [("provider_id".into(), "required".into())]);
}

#[actix_web::test]
async fn the_dashboard_and_the_history_ask_as_often_for_many_as_for_few() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana").await, world.mechanic("Marek").await);
    dana.client.add_favorite(&saves(&marek), None).await.unwrap();
    let all = CursorQuery::default();
    let look = async || {
        let (_, dashboard) = world.statements_of(dana.client.dashboard()).await;
        let (_, services) = world.statements_of(dana.client.list_services(&all)).await;
        let (_, favorites) = world.statements_of(dana.client.list_favorites()).await;
        let (_, vehicles) = world.statements_of(dana.client.list_vehicles()).await;
        [dashboard, services, favorites, vehicles]
    };
    let few = look().await;
    for _ in 0..3 {
        whole_session(&world, &dana, &marek).await;
    }
    world.book(&dana, Some(marek.provider_id)).await;
    assert_eq!(look().await, few);
    assert!(few[0] <= 4, "{few:?}");
    let dashboard = dana.client.dashboard().await.unwrap();
    assert_eq!((dashboard.completed_services, dashboard.spent_cents), (3, 4_500));
    assert_eq!(dashboard.open_requests.len(), 1);
    assert_eq!(dashboard.vehicle.as_deref(), Some("2019 Subaru Outback"));
    let page = CursorQuery { limit: Some(2), cursor: None };
    let first = dana.client.list_services(&page).await.unwrap();
    assert_eq!((first.items.len(), first.items[0].paid_cents), (2, 1_500));
    let rest = CursorQuery { limit: Some(2), cursor: first.next_cursor };
    let last = dana.client.list_services(&rest).await.unwrap();
    assert_eq!((last.items.len(), last.next_cursor), (1, None));
}
