//! A customer's vehicles.

use super::support::{World, refused, refused_fields};
use pitlane_contract::problem::Code;
use pitlane_contract::vehicles::{NewVehicle, UpdateVehicle};

fn outback() -> NewVehicle {
    NewVehicle {
        year: 2019,
        make: " Subaru ".to_owned(),
        model: "Outback".to_owned(),
        vin: Some("1M8GDM9AXKP042788".to_owned()),
        plate: Some("abc 123".to_owned()),
        mileage: Some(64_210),
    }
}

const NOTHING: UpdateVehicle =
    UpdateVehicle { year: None, make: None, model: None, vin: None, plate: None, mileage: None };

#[actix_web::test]
async fn a_customer_adds_changes_and_removes_a_vehicle() {
    let world = World::new().await;
    let dana = world.customer("Dana").await;
    let added = dana.client.create_vehicle(&outback(), None).await.unwrap();
    assert_eq!((added.make.as_str(), added.plate.as_deref()), ("Subaru", Some("ABC 123")));
    assert_eq!(added.vin_warning, None);
    let odd = UpdateVehicle { vin: Some("1M8GDM9A1KP042788".to_owned()), ..NOTHING };
    assert!(dana.client.update_vehicle(added.id, &odd).await.unwrap().vin_warning.is_some());
    let cleared = UpdateVehicle { vin: Some(String::new()), plate: Some(String::new()), ..NOTHING };
    let cleared = dana.client.update_vehicle(added.id, &cleared).await.unwrap();
    assert_eq!((cleared.vin, cleared.vin_warning, cleared.plate), (None, None, None));
    assert_eq!(cleared.mileage, Some(64_210));
    assert_eq!(dana.client.list_vehicles().await.unwrap().items.len(), 2);
    dana.client.delete_vehicle(added.id).await.unwrap();
    assert_eq!(refused(dana.client.get_vehicle(added.id).await), (404, Code::NotFound));
    assert_eq!(refused(dana.client.delete_vehicle(added.id).await), (404, Code::NotFound));
    assert_eq!(dana.client.list_vehicles().await.unwrap().items.len(), 1);
}

#[actix_web::test]
async fn the_same_key_adds_one_vehicle() {
    let world = World::new().await;
    let dana = world.customer("Dana").await;
    let first = dana.client.create_vehicle(&outback(), Some("key")).await.unwrap();
    assert_eq!(dana.client.create_vehicle(&outback(), Some("key")).await.unwrap(), first);
    let other = NewVehicle { year: 2020, ..outback() };
    let reused = dana.client.create_vehicle(&other, Some("key")).await;
    assert_eq!(refused(reused), (422, Code::IdempotencyKeyReused));
}

#[actix_web::test]
async fn wrong_fields_are_named() {
    let world = World::new().await;
    let dana = world.customer("Dana").await;
    let wrong = NewVehicle {
        year: 1700,
        make: " ".to_owned(),
        model: "x".repeat(61),
        vin: Some("IOQ".to_owned()),
        plate: Some("x".repeat(13)),
        mileage: Some(-1),
    };
    let fields: Vec<_> = refused_fields(dana.client.create_vehicle(&wrong, None).await)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(fields, ["year", "make", "model", "vin", "plate", "mileage"]);
}

#[actix_web::test]
async fn another_customers_vehicle_is_not_there() {
    let world = World::new().await;
    let (dana, sam) = (world.customer("Dana").await, world.customer("Sam").await);
    assert_eq!(refused(sam.client.get_vehicle(dana.vehicle).await), (404, Code::NotFound));
    assert_eq!(refused(sam.client.delete_vehicle(dana.vehicle).await), (404, Code::NotFound));
    let change = UpdateVehicle { year: Some(2000), ..NOTHING };
    assert_eq!(refused(sam.client.update_vehicle(dana.vehicle, &change).await), (404, Code::NotFound));
    let marek = world.mechanic("Marek").await;
    assert_eq!(refused(marek.client.list_vehicles().await), (403, Code::Forbidden));
}
