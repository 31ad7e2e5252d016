//! Nobody is asked for a service that they do not offer.

use super::open;
use crate::support::booking::wish;
use crate::support::people::{Customer, Mechanic};
use crate::support::{World, refused, refused_fields};
use pitlane_api::features::providers::service::{Sellers, relist};
use pitlane_contract::accounts::UpdateMe;
use pitlane_contract::dispatch::NewSessionRequest;
use pitlane_contract::problem::Code;
use pitlane_contract::providers::SetPresence;
use pitlane_domain::vocabulary::ServiceKind::{self, Chat, InPerson, Video};
use pitlane_domain::vocabulary::{OfferKind, ProviderType, RoutingType};
use pitlane_entities::users;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

async fn offers(mechanic: &Mechanic, services: &[ServiceKind]) {
    let change = UpdateMe { services: Some(services.to_vec()), ..UpdateMe::default() };
    let me = mechanic.client.update_me(&change).await.unwrap();
    assert_eq!(me.mechanic.unwrap().services, services);
}

fn call(customer: &Customer, preferred: Option<Uuid>) -> NewSessionRequest {
    NewSessionRequest { service: Video, ..wish(customer, preferred) }
}

#[actix_web::test]
async fn a_broadcast_reaches_those_who_offer_the_service() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let (marek, ines) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Faure").await);
    offers(&marek, &[Chat]).await;
    offers(&ines, &[Video, InPerson]).await;
    world.book_wish(&customer, &call(&customer, None)).await;
    assert_eq!((open(&marek).await.len(), open(&ines).await.len()), (0, 1));
    // who comes online meanwhile is not asked either
    for online in [false, true] {
        marek.client.set_presence(&SetPresence { online }).await.unwrap();
    }
    world.run_jobs().await;
    assert!(open(&marek).await.is_empty());
    world.book(&customer, None).await;
    assert_eq!((open(&marek).await.len(), open(&ines).await.len()), (1, 1));
    assert_eq!(open(&marek).await[0].service, Chat);
}

#[actix_web::test]
async fn a_favorite_is_asked_first_for_what_they_offer() {
    let world = World::new().await;
    let customer = world.customer("Dana Okafor").await;
    let marek = world.mechanic("Marek Nowak").await;
    offers(&marek, &[Chat]).await;
    let refusal =
        customer.client.create_session_request(&call(&customer, Some(marek.provider_id)), None).await;
    assert_eq!(refused_fields(refusal), [("service".to_owned(), "not_offered".to_owned())]);
    let profile = world.anyone().profile(ProviderType::Independent, marek.id).await.unwrap();
    assert_eq!(profile.services, [Chat]);

    // of a workshop, those of its people who offer it
    let harbor = world.workshop("Harbor Garage").await;
    let (olga, hugo) = (
        world.member("Olga Petrova", &harbor, "owner").await,
        world.member("Hugo Brandt", &harbor, "mechanic").await,
    );
    offers(&olga, &[Chat, InPerson]).await;
    offers(&hugo, &[Video]).await;
    let profile = world.anyone().profile(ProviderType::Workshop, harbor.id).await.unwrap();
    assert_eq!(profile.services, [Chat, Video, InPerson]);
    let booked = world.book_wish(&customer, &call(&customer, Some(harbor.provider_id))).await;
    assert_eq!(booked.request.routing_type, RoutingType::PriorityBroadcast);
    assert!(open(&olga).await.is_empty());
    assert_eq!(open(&hugo).await[0].kind, OfferKind::Priority);
}

#[actix_web::test]
async fn somebody_offers_at_least_one_service_and_only_mechanics_do() {
    let world = World::new().await;
    let (customer, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    let none = UpdateMe { services: Some(Vec::new()), ..UpdateMe::default() };
    assert_eq!(refused_fields(marek.client.update_me(&none).await), [("services".into(), "required".into())]);
    let chat = UpdateMe { services: Some(vec![Chat]), ..UpdateMe::default() };
    let refusal = refused_fields(customer.client.update_me(&chat).await);
    assert_eq!(refusal, [("services".into(), "not_expected".into())]);
}

#[actix_web::test]
async fn who_is_not_listed_yet_cannot_be_asked_first() {
    let world = World::new().await;
    let (customer, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    let row =
        users::ActiveModel { id: Set(marek.user_id), email_verified_at: Set(None), ..Default::default() };
    row.update(&world.state.db).await.unwrap();
    relist(&world.state.db, Sellers::OfUser(marek.user_id)).await.unwrap();
    let refusal =
        customer.client.create_session_request(&wish(&customer, Some(marek.provider_id)), None).await;
    assert_eq!(refused(refusal), (404, Code::NotFound));
}
