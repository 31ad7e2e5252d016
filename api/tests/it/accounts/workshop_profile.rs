//! What a workshop says about itself: who changes it, what is refused, and where everybody reads it.

use crate::support::people::Workshop;
use crate::support::shop::{Shop, part};
use crate::support::{World, refused, refused_fields};
use pitlane_client::Client;
use pitlane_contract::accounts::{UpdateWorkshopProfile, WorkshopProfile};
use pitlane_contract::problem::Code;
use pitlane_contract::providers::{DirectoryQuery, Profile};
use pitlane_domain::vocabulary::ProviderType;
use pitlane_domain::vocabulary::RepairStatus::{Completed, InProgress, Ready};
use pitlane_entities::workshops;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

const ADDRESS: &str = "118 Dock Street\nPortland, ME 04101";

fn nothing() -> UpdateWorkshopProfile {
    UpdateWorkshopProfile { name: None, bio: None, address: None, phone: None, time_zone: None }
}

/// Everything, as people type it.
fn everything() -> UpdateWorkshopProfile {
    UpdateWorkshopProfile {
        name: Some(" Harbor   Garage & Sons ".to_owned()),
        bio: Some("Twelve bays by the old harbor.\n".to_owned()),
        address: Some(format!(" {ADDRESS} ")),
        phone: Some("+1 (207) 555-0143".to_owned()),
        time_zone: Some("America/New_York".to_owned()),
    }
}

/// What comes of it.
fn written(workshop: &Workshop) -> WorkshopProfile {
    WorkshopProfile {
        id: workshop.id,
        name: "Harbor Garage & Sons".to_owned(),
        bio: "Twelve bays by the old harbor.".to_owned(),
        address: Some(ADDRESS.to_owned()),
        phone: Some("+12075550143".to_owned()),
        time_zone: "America/New_York".to_owned(),
    }
}

async fn public(world: &World, workshop: &Workshop) -> Profile {
    world.anyone().profile(ProviderType::Workshop, workshop.id).await.unwrap()
}

#[actix_web::test]
async fn the_owner_changes_it_and_everybody_reads_it() {
    let world = World::new().await;
    let harbor = world.workshop("Harbor Garage").await;
    let olga = world.member("Olga Petrova", &harbor, "owner").await;
    let dana = world.customer("Dana Okafor").await;
    world.favorite(&dana, harbor.provider_id).await;
    let before = public(&world, &harbor).await;
    assert_eq!((before.bio.as_str(), before.address, before.phone), ("", None, None));

    let changed = olga.client.update_workshop_profile(&everything()).await.unwrap();
    assert_eq!(changed, written(&harbor));
    assert_eq!(olga.client.workshop_profile().await.unwrap(), changed);
    let shown = public(&world, &harbor).await;
    assert_eq!((shown.name, shown.bio), (changed.name.clone(), changed.bio));
    assert_eq!((shown.address, shown.phone), (changed.address, changed.phone));
    let listed = world.anyone().list_providers(&DirectoryQuery::default()).await.unwrap().items;
    assert_eq!(listed.iter().map(|card| &card.name).collect::<Vec<_>>(), [&changed.name]);
    let favorites = dana.client.list_favorites().await.unwrap().items;
    assert_eq!(favorites[0].name, changed.name);
    let me = olga.client.me().await.unwrap();
    assert_eq!(me.name, "Olga Petrova");
    assert_eq!(me.mechanic.unwrap().workshop.unwrap().name, changed.name);
    // a mechanic of it has no address of the kind
    let hers = world.anyone().profile(ProviderType::Independent, olga.id).await.unwrap();
    assert_eq!((hers.address, hers.phone, hers.workshop.unwrap().name), (None, None, changed.name));
}

#[actix_web::test]
async fn a_manager_changes_what_is_given_and_removes_what_is_empty() {
    let world = World::new().await;
    let harbor = world.workshop("Harbor Garage").await;
    let olga = world.member("Olga Petrova", &harbor, "owner").await;
    let max = world.member("Max Berg", &harbor, "manager").await;
    olga.client.update_workshop_profile(&everything()).await.unwrap();

    let same = max.client.update_workshop_profile(&nothing()).await.unwrap();
    assert_eq!(same, written(&harbor));
    let empty = || Some(" ".to_owned());
    let removed = UpdateWorkshopProfile { bio: empty(), address: empty(), phone: empty(), ..nothing() };
    let now = max.client.update_workshop_profile(&removed).await.unwrap();
    let expected = WorkshopProfile { bio: String::new(), address: None, phone: None, ..written(&harbor) };
    assert_eq!(now, expected);
    let zone = UpdateWorkshopProfile { time_zone: Some("Europe/Lisbon".to_owned()), ..nothing() };
    let now = max.client.update_workshop_profile(&zone).await.unwrap();
    assert_eq!(now, WorkshopProfile { time_zone: "Europe/Lisbon".to_owned(), ..expected });
    assert_eq!(public(&world, &harbor).await.name, "Harbor Garage & Sons");
}

#[actix_web::test]
async fn it_is_changed_by_who_runs_the_workshop_and_nobody_else() {
    let world = World::new().await;
    let (harbor, north) = (world.workshop("Harbor Garage").await, world.workshop("Northside Auto").await);
    let olga = world.member("Olga Petrova", &harbor, "owner").await;
    let ken = world.member("Ken Ito", &harbor, "mechanic").await;
    let victor = world.member("Victor Lind", &north, "owner").await;
    let marek = world.mechanic("Marek Nowak").await;
    let dana = world.customer("Dana Okafor").await;
    for client in [&ken.client, &marek.client, &dana.client] {
        assert_eq!(refused(client.workshop_profile().await), (403, Code::Forbidden));
        let answer = client.update_workshop_profile(&everything()).await;
        assert_eq!(refused(answer), (403, Code::Forbidden));
    }
    assert_eq!(public(&world, &harbor).await.name, "Harbor Garage");
    olga.client.update_workshop_profile(&everything()).await.unwrap();
    assert_eq!(victor.client.workshop_profile().await.unwrap().name, "Northside Auto");
    assert_eq!(public(&world, &north).await.address, None);
}

async fn sent(world: &World, client: &Client, body: Value) -> (u16, Value) {
    let url = format!("{}/api/v1/workshop/profile", world.base);
    let token = client.access_token().unwrap();
    let answer = reqwest::Client::new().patch(url).bearer_auth(token).json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[actix_web::test]
async fn what_is_wrong_is_told_all_at_once_and_nothing_of_it_is_kept() {
    let world = World::new().await;
    let harbor = world.workshop("Harbor Garage").await;
    let olga = world.member("Olga Petrova", &harbor, "owner").await;
    let before = olga.client.workshop_profile().await.unwrap();
    let wrong = UpdateWorkshopProfile {
        name: Some(" ".to_owned()),
        bio: Some("é".repeat(1_001)),
        address: Some("x".repeat(201)),
        phone: Some("555 0143".to_owned()),
        time_zone: Some("Europe/Atlantis".to_owned()),
    };
    let refusals = refused_fields(olga.client.update_workshop_profile(&wrong).await);
    let expected = [
        ("name", "required"),
        ("bio", "too_long"),
        ("address", "too_long"),
        ("phone", "invalid_phone"),
        ("time_zone", "invalid_time_zone"),
    ];
    assert_eq!(refusals, expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
    let one_wrong = UpdateWorkshopProfile { phone: wrong.phone, ..everything() };
    let refusals = refused_fields(olga.client.update_workshop_profile(&one_wrong).await);
    assert_eq!(refusals, [("phone".to_owned(), "invalid_phone".to_owned())]);
    for (field, code) in
        [("slug", "unknown_field"), ("avg_rating", "unknown_field"), ("name", "invalid_type")]
    {
        let (status, problem) = sent(&world, &olga.client, json!({ "bio": "x", field: 5 })).await;
        assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!(field)));
        assert_eq!(problem["errors"][0]["code"], code);
    }
    assert_eq!(olga.client.workshop_profile().await.unwrap(), before);
    // the longest that goes
    let longest = UpdateWorkshopProfile {
        bio: Some("é".repeat(1_000)),
        address: Some("é".repeat(200)),
        name: Some("é".repeat(80)),
        ..nothing()
    };
    olga.client.update_workshop_profile(&longest).await.unwrap();
}

#[actix_web::test]
async fn the_workshop_and_its_seller_get_the_name_in_one_go() {
    let world = World::new().await;
    let harbor = world.workshop("Harbor Garage").await;
    let olga = world.member("Olga Petrova", &harbor, "owner").await;
    let max = world.member("Max Berg", &harbor, "manager").await;
    let change = everything();
    let (_, transactions) = world.transactions_of(olga.client.update_workshop_profile(&change)).await;
    assert_eq!(transactions.len(), 1);
    for table in ["providers", "workshops"] {
        assert!(
            transactions[0].iter().any(|sql| sql.contains(&format!("UPDATE \"{table}\""))),
            "{transactions:?}"
        );
    }
    // whoever comes last names both
    for round in 0..10 {
        let named = |who: &str| UpdateWorkshopProfile { name: Some(format!("{who} {round}")), ..nothing() };
        let (one, other) = (named("Olga's"), named("Max's"));
        let both = futures::future::join(
            olga.client.update_workshop_profile(&one),
            max.client.update_workshop_profile(&other),
        );
        let (one, other) = both.await;
        assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
        let own = olga.client.workshop_profile().await.unwrap().name;
        let listed = world.anyone().list_providers(&DirectoryQuery::default()).await.unwrap().items;
        assert_eq!(listed[0].name, own);
    }
}

#[actix_web::test]
async fn receipts_show_the_address_also_when_the_workshop_is_closed() {
    let shop = Shop::new().await;
    let (world, dana, olga) = (&shop.world, &shop.dana.client, &shop.olga);
    olga.client.update_workshop_profile(&everything()).await.unwrap();
    let repair = shop.approved().await.repair_id.unwrap();
    shop.pay(repair, &part(10_000)).await.unwrap();
    shop.go(repair, &[InProgress, Ready, Completed]).await;
    let seller = async || {
        let receipt = dana.get_receipt(repair).await.unwrap();
        (receipt.provider_name, receipt.provider_address)
    };
    let expected = ("Harbor Garage & Sons".to_owned(), Some(ADDRESS.to_owned()));
    assert_eq!(seller().await, expected);
    let exported = olga.client.export_me().await.unwrap().data;
    assert_eq!(exported["workshops"][0]["phone"], "+12075550143");

    let goodbye = world.goodbye(olga.user_id).await;
    olga.client.close_account(&goodbye).await.unwrap();
    assert_eq!(seller().await, expected);
    let row = workshops::Entity::find_by_id(shop.workshop.id).one(&world.state.db).await.unwrap().unwrap();
    assert_eq!((row.bio.as_str(), row.phone), ("", None));
    let gone = world.anyone().profile(ProviderType::Workshop, shop.workshop.id).await;
    assert_eq!(refused(gone), (404, Code::ProviderGone));
}
