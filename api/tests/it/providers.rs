//! The catalogue, the directory, profiles and presence.

use crate::support::people::Mechanic;
use crate::support::{World, refused, refused_fields};
use chrono::TimeDelta;
use pitlane_api::features::providers::service::{Sellers, relist};
use pitlane_contract::accounts::UpdateMe;
use pitlane_contract::problem::Code;
use pitlane_contract::providers::{DirectoryQuery, SetPresence};
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::ProviderType;
use pitlane_entities::{user_events, users};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

async fn names(world: &World, query: DirectoryQuery) -> Vec<String> {
    let page = world.anyone().list_providers(&query).await.unwrap();
    assert_eq!(page.total, page.items.len() as u64);
    page.items.into_iter().map(|card| card.name).collect()
}

fn text(text: &str) -> DirectoryQuery {
    DirectoryQuery { text: Some(text.to_owned()), ..DirectoryQuery::default() }
}

async fn describes(mechanic: &Mechanic, bio: &str, specialties: &[&str]) {
    let change = UpdateMe {
        bio: Some(bio.to_owned()),
        specialties: Some(specialties.iter().map(|word| (*word).to_owned()).collect()),
        ..UpdateMe::default()
    };
    mechanic.client.update_me(&change).await.unwrap();
}

#[actix_web::test]
async fn the_directory_finds_by_words_specialty_kind_and_presence() {
    let world = World::new().await;
    let marek = world.mechanic("Marek").await;
    let ana = world.mechanic("Ana").await;
    let harbor = world.workshop("Harbor Garage").await;
    let ken = world.member("Ken", &harbor, "owner").await;
    describes(&marek, "Squeaks, 100% found", &["Brakes"]).await;
    describes(&ana, "Sparks and_wires", &["Electrics"]).await;
    describes(&ken, "Clutches", &["Transmission"]).await;
    world.set_online(&ana, false).await;
    let all = DirectoryQuery::default();
    assert_eq!(names(&world, all.clone()).await, ["Ana", "Harbor Garage", "Marek"]);
    assert_eq!(names(&world, text("brakes")).await, ["Marek"]);
    assert_eq!(names(&world, text("harbor CLUTCHES")).await, ["Harbor Garage"]);
    // wildcards and quotes are what they are
    assert_eq!(names(&world, text("%")).await, ["Marek"]);
    assert_eq!(names(&world, text("_")).await, ["Ana"]);
    assert!(names(&world, text("\\")).await.is_empty());
    assert!(names(&world, text("' OR 1=1 --")).await.is_empty());
    let specialty = |word: &str| DirectoryQuery { specialty: Some(word.to_owned()), ..all.clone() };
    assert_eq!(names(&world, specialty("transmission")).await, ["Harbor Garage"]);
    assert!(names(&world, specialty("trans%")).await.is_empty());
    let online = |online| DirectoryQuery { online: Some(online), ..all.clone() };
    assert_eq!(names(&world, online(true)).await, ["Harbor Garage", "Marek"]);
    assert_eq!(names(&world, online(false)).await, ["Ana"]);
    let kind = DirectoryQuery { kind: Some(ProviderType::Workshop), ..all.clone() };
    assert_eq!(names(&world, kind).await, ["Harbor Garage"]);
    let rated = DirectoryQuery { min_rating: Some(4.0), ..all.clone() };
    assert!(names(&world, rated).await.is_empty());
    let backwards = DirectoryQuery { ordering: Some("-name".to_owned()), ..all.clone() };
    assert_eq!(names(&world, backwards).await, ["Marek", "Harbor Garage", "Ana"]);
    let wrong = DirectoryQuery { ordering: Some("id; DROP".to_owned()), ..all };
    let refusal = refused_fields(world.anyone().list_providers(&wrong).await);
    assert_eq!(refusal, [("ordering".to_owned(), "invalid".to_owned())]);
}

#[actix_web::test]
async fn who_has_not_confirmed_the_address_is_not_listed() {
    let world = World::new().await;
    let marek = world.mechanic("Marek").await;
    users::Entity::update_many()
        .col_expr(users::Column::EmailVerifiedAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
        .filter(users::Column::Id.eq(marek.user_id))
        .exec(&world.state.db)
        .await
        .unwrap();
    relist(&world.state.db, Sellers::All).await.unwrap();
    assert!(names(&world, DirectoryQuery::default()).await.is_empty());
    let profile = world.anyone().profile(ProviderType::Independent, marek.id).await;
    assert_eq!(refused(profile), (404, Code::NotFound));
}

#[actix_web::test]
async fn the_directory_asks_as_often_for_many_as_for_few() {
    let world = World::new().await;
    for number in 0..2 {
        world.mechanic(&format!("M{number}")).await;
        let workshop = world.workshop(&format!("W{number}")).await;
        world.member(&format!("O{number}"), &workshop, "owner").await;
    }
    let anyone = world.anyone();
    let list = async || anyone.list_providers(&DirectoryQuery::default()).await.unwrap().items.len();
    let (few, asked_few) = world.statements_of(list()).await;
    for number in 2..8 {
        world.mechanic(&format!("M{number}")).await;
        let workshop = world.workshop(&format!("W{number}")).await;
        world.member(&format!("O{number}"), &workshop, "owner").await;
    }
    let (many, asked_many) = world.statements_of(list()).await;
    assert_eq!((few, many), (4, 16));
    assert_eq!((asked_few, asked_many), (3, 3));
}

#[actix_web::test]
async fn profiles_show_what_belongs_together() {
    let world = World::new().await;
    let harbor = world.workshop("Harbor Garage").await;
    let ken = world.member("Ken", &harbor, "owner").await;
    let profile = world.anyone().profile(ProviderType::Workshop, harbor.id).await.unwrap();
    assert_eq!((profile.provider_id, profile.members.len()), (harbor.provider_id, 1));
    assert_eq!(profile.specialties, ["brakes"]);
    let profile = world.anyone().profile(ProviderType::Independent, ken.id).await.unwrap();
    assert_eq!(profile.workshop.unwrap().id, harbor.id);
    assert_eq!(profile.provider_id, harbor.provider_id);
    let unknown = world.anyone().profile(ProviderType::Independent, harbor.id).await;
    assert_eq!(refused(unknown), (404, Code::NotFound));
}

#[actix_web::test]
async fn what_rarely_changes_is_sent_once() {
    let world = World::new().await;
    let marek = world.mechanic("Marek").await;
    let http = reqwest::Client::new();
    for path in ["services".to_owned(), format!("mechanics/{}", marek.id)] {
        let url = format!("{}/api/v1/{path}", world.base);
        let first = http.get(&url).send().await.unwrap();
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        let again = http.get(&url).header("if-none-match", &tag).send().await.unwrap();
        assert_eq!(again.status(), 304, "{path}");
        let other = http.get(&url).header("if-none-match", "\"other\"").send().await.unwrap();
        assert_eq!(other.status(), 200);
    }
}

#[actix_web::test]
async fn a_mechanic_is_online_while_heard_of() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana").await, world.mechanic("Marek").await);
    let online =
        async || dana.client.provider_status(ProviderType::Independent, marek.id).await.unwrap().is_online;
    marek.client.set_presence(&SetPresence { online: false }).await.unwrap();
    assert!(!online().await);
    let presence = marek.client.set_presence(&SetPresence { online: true }).await.unwrap();
    assert_eq!((presence.is_online, presence.waiting_offers), (true, 0));
    assert!(online().await);
    world.state.clock.advance(TimeDelta::seconds(89));
    pitlane_api::features::providers::service::heartbeat(&world.state, marek.id).await.unwrap();
    world.state.clock.advance(TimeDelta::seconds(89));
    assert!(online().await);
    world.state.clock.advance(TimeDelta::seconds(2));
    assert!(!online().await);
}

#[actix_web::test]
async fn who_saved_a_mechanic_is_told_when_they_come_and_go() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana").await, world.mechanic("Marek").await);
    let body = pitlane_contract::favorites::AddFavorite { provider_id: marek.provider_id, label: None };
    dana.client.add_favorite(&body, None).await.unwrap();
    let told = async || -> Vec<bool> {
        let events = user_events::Entity::find().all(&world.state.db).await.unwrap();
        let events = events.into_iter().filter(|event| event.user_id == dana.id);
        let changes = events.filter_map(|event| match serde_json::from_value(event.payload).unwrap() {
            Event::PresenceChanged { is_online, .. } => Some(is_online),
            _ => None,
        });
        changes.collect()
    };
    marek.client.set_presence(&SetPresence { online: false }).await.unwrap();
    marek.client.set_presence(&SetPresence { online: true }).await.unwrap();
    marek.client.set_presence(&SetPresence { online: true }).await.unwrap();
    assert_eq!(told().await, [false, true]);
    // nothing is heard for long
    world.pass(TimeDelta::seconds(100)).await;
    assert_eq!(told().await.last(), Some(&false));
    assert!(world.failed_jobs().await.is_empty());
}
