//! Workshops' people, the export, and the end of an account.

use super::{PASSWORD, log_in, marek, signed_in, tokens};
use crate::support::socket::Socket;
use crate::support::{World, refused, refused_fields};
use pitlane_client::Client;
use pitlane_contract::accounts::{AcceptInvitation, CloseAccount, InviteMember};
use pitlane_contract::dispatch::DeclineOffer;
use pitlane_contract::favorites::AddFavorite;
use pitlane_contract::problem::Code;
use pitlane_contract::providers::DirectoryQuery;
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::{BroadcastCause, OfferEnd, OfferKind, ProviderType, WorkshopRole};

fn invitation(email: &str, role: WorkshopRole) -> InviteMember {
    InviteMember { email: email.to_owned(), role }
}

fn acceptance(token: &str) -> AcceptInvitation {
    AcceptInvitation {
        token: token.to_owned(),
        name: "Ken Ito".to_owned(),
        password: "a clutch of his own".to_owned(),
    }
}

async fn owner(world: &World) -> Client {
    let client = world.anyone();
    client.register_provider(&marek(ProviderType::Workshop), None).await.unwrap();
    client.log_in_provider(&log_in("marek@example.com", PASSWORD)).await.unwrap();
    client
}

async fn joined(world: &World, owner: &Client) -> Client {
    owner.invite_member(&invitation("ken@example.com", WorkshopRole::Mechanic), None).await.unwrap();
    let token = tokens(world, "ken@example.com", "/invitations/accept").await.pop().unwrap();
    let ken = world.anyone();
    ken.accept_invitation(&acceptance(&token), None).await.unwrap();
    assert_eq!(refused(ken.accept_invitation(&acceptance(&token), None).await), (422, Code::InvalidLink));
    ken.log_in_provider(&log_in("ken@example.com", "a clutch of his own")).await.unwrap();
    ken
}

#[actix_web::test]
async fn a_mechanic_joins_by_invitation_and_is_let_go() {
    let world = World::new().await;
    let owner = owner(&world).await;
    let ken = joined(&world, &owner).await;
    let me = ken.me().await.unwrap();
    assert!(me.email_verified, "the invitation came to the address");
    let workshop = me.mechanic.unwrap().workshop.unwrap();
    assert_eq!((workshop.name.as_str(), workshop.role), ("Harbor Garage", WorkshopRole::Mechanic));
    let invited = ken.invite_member(&invitation("x@example.com", WorkshopRole::Mechanic), None).await;
    assert_eq!(refused(invited), (403, Code::Forbidden));
    let members = ken.list_members().await.unwrap().items;
    assert_eq!(
        members.iter().map(|m| m.role).collect::<Vec<_>>(),
        [WorkshopRole::Owner, WorkshopRole::Mechanic]
    );
    assert!(owner.list_invitations().await.unwrap().items.is_empty());
    owner.remove_member(members[1].mechanic_id).await.unwrap();
    let alone = ken.me().await.unwrap().mechanic.unwrap();
    assert_eq!(alone.workshop, None);
    assert_eq!(refused(owner.remove_member(members[0].mechanic_id).await), (409, Code::Conflict));
    assert_eq!(refused(ken.list_members().await), (403, Code::Forbidden));
}

#[actix_web::test]
async fn an_invitation_is_taken_back_and_replaced() {
    let world = World::new().await;
    let owner = owner(&world).await;
    let first = invitation("ken@example.com", WorkshopRole::Mechanic);
    owner.invite_member(&first, Some("key")).await.unwrap();
    let again = owner.invite_member(&first, None).await.unwrap();
    let open = owner.list_invitations().await.unwrap().items;
    assert_eq!(open, std::slice::from_ref(&again), "the second replaces the first");
    owner.revoke_invitation(again.id).await.unwrap();
    assert_eq!(refused(owner.revoke_invitation(again.id).await), (404, Code::NotFound));
    for token in tokens(&world, "ken@example.com", "/invitations/accept").await {
        let late = world.anyone().accept_invitation(&acceptance(&token), None).await;
        assert_eq!(refused(late), (422, Code::InvalidLink));
    }
    let second_owner = owner.invite_member(&invitation("o@example.com", WorkshopRole::Owner), None).await;
    assert_eq!(refused_fields(second_owner), [("role".into(), "invalid".into())]);
}

#[actix_web::test]
async fn the_export_has_everything_and_no_secret() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let export = client.export_me().await.unwrap();
    assert_eq!(export.account.email, "dana@example.com");
    assert_eq!(export.data["sign_ins"].len(), 1);
    assert_eq!(export.data["users"][0]["name"], "Dana Okafor");
    let id = export.data["users"][0]["id"].as_str().unwrap_or_default();
    assert_eq!(id, export.account.id.to_string());
    let text = serde_json::to_string(&export).unwrap();
    assert!(!text.contains("password") && !text.contains("argon2"), "{text}");
}

#[actix_web::test]
async fn a_closed_account_leaves_no_name_and_no_way_in() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let wrong = CloseAccount { password: "not the password".to_owned() };
    let answer = client.close_account(&wrong).await;
    assert_eq!(refused_fields(answer), [("password".into(), "wrong_password".into())]);
    client.close_account(&CloseAccount { password: PASSWORD.to_owned() }).await.unwrap();
    assert_eq!(refused(client.me().await).0, 401);
    let back = world.anyone().log_in_customer(&log_in("dana@example.com", PASSWORD)).await;
    assert_eq!(refused(back), (401, Code::InvalidCredentials));
    assert!(world.mails("dana@example.com").await.is_empty());
    // the address is free again
    signed_in(&world).await;
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_closed_workshop_goes_from_the_directory_and_the_favorites() {
    let world = World::new().await;
    let owner = owner(&world).await;
    let ken = joined(&world, &owner).await;
    let dana = world.customer("Dana").await;
    let listed = dana.client.list_providers(&DirectoryQuery::default()).await.unwrap().items;
    let garage = &listed[0];
    let body = AddFavorite { provider_id: garage.provider_id, label: None };
    dana.client.add_favorite(&body, None).await.unwrap();
    owner.close_account(&CloseAccount { password: PASSWORD.to_owned() }).await.unwrap();
    let gone = dana.client.provider_status(ProviderType::Workshop, garage.profile_id).await;
    assert_eq!(refused(gone), (404, Code::ProviderGone));
    assert!(dana.client.list_favorites().await.unwrap().items.is_empty());
    assert_eq!(refused(dana.client.add_favorite(&body, None).await), (404, Code::ProviderGone));
    // the mechanic keeps the account and works alone
    assert_eq!(ken.me().await.unwrap().mechanic.unwrap().workshop, None);
    let listed = dana.client.list_providers(&DirectoryQuery::default()).await.unwrap().items;
    assert_eq!(listed.iter().map(|card| card.name.as_str()).collect::<Vec<_>>(), ["Ken Ito"]);
    world.run_jobs().await;
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn who_leaves_a_workshop_is_no_longer_asked_in_its_name() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let harbor = world.workshop("Harbor Garage").await;
    let olivia = world.member("Olivia Brandt", &harbor, "owner").await;
    let (ken, ruth) = (
        world.member("Ken Ito", &harbor, "mechanic").await,
        world.member("Ruth Ade", &harbor, "mechanic").await,
    );
    let asked = async |client: &Client| {
        let open = client.list_offers().await.unwrap().items;
        open.into_iter().filter(|offer| offer.kind == OfferKind::Priority).map(|offer| offer.id).next()
    };
    let mut socket = Socket::open(&ken.client, None).await;
    let booked = world.book(&dana, Some(harbor.provider_id)).await.request.id;
    let declined = asked(&olivia.client).await.unwrap();
    olivia.client.decline_offer(declined, &DeclineOffer { reason: None }).await.unwrap();

    let withdrawn = asked(&ken.client).await.unwrap();
    olivia.client.remove_member(ken.id).await.unwrap();
    assert_eq!(asked(&ken.client).await, None);
    assert_eq!(refused(ken.client.accept_offer(withdrawn).await).0, 409);
    let reason = socket.wait_for(|event| match event {
        Event::OfferClosed { offer_id, reason, .. } if *offer_id == withdrawn => *reason,
        _ => None,
    });
    assert_eq!(reason.await, OfferEnd::Withdrawn);
    // another one of the workshop can still take it
    let waiting = dana.client.get_session_request(booked).await.unwrap().request;
    assert!(waiting.priority_expires_at.is_some() && asked(&ruth.client).await.is_some());

    olivia.client.remove_member(ruth.id).await.unwrap();
    let waiting = dana.client.get_session_request(booked).await.unwrap().request;
    assert_eq!(
        (waiting.priority_expires_at, waiting.broadcast_cause),
        (None, Some(BroadcastCause::Declined))
    );
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_mechanic_who_closes_the_account_is_no_longer_asked_for_the_workshop() {
    let world = World::new().await;
    let owner = owner(&world).await;
    let ken = joined(&world, &owner).await;
    let dana = world.customer("Dana Okafor").await;
    let workshop = owner.me().await.unwrap().mechanic.unwrap().provider_id;
    let booked = world.book(&dana, Some(workshop)).await.request.id;
    let offer = owner.list_offers().await.unwrap().items.remove(0).id;
    owner.decline_offer(offer, &DeclineOffer { reason: None }).await.unwrap();
    let goodbye = CloseAccount { password: "a clutch of his own".to_owned() };
    ken.close_account(&goodbye).await.unwrap();
    let waiting = dana.client.get_session_request(booked).await.unwrap().request;
    assert_eq!(
        (waiting.priority_expires_at, waiting.broadcast_cause),
        (None, Some(BroadcastCause::Declined))
    );
}
