//! What an operation is tried on: things that exist, and whose they are.

use crate::support::booking::GOOD_CARD;
use crate::support::people;
use crate::support::scene::Scene;
use crate::support::shop::{part, pay};
use Subject::{
    Approved, Card, DeclinedLine, Draft, Favorite, FeeRule, File, Invitation, Kind, LinePhoto, Link,
    Mechanic, Member, None as Nothing, Offer, Paid, Photo, Quote, Repair, RepairLink, Request, RequestPhoto,
    Review, ReviewRequest, Sent, Session, SignIn, Template, Unpaid, Vehicle, Workshop,
};
use pitlane_contract::accounts::InviteMember;
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::payments::ChooseCard;
use pitlane_contract::sent_messages::SentMessageQuery;
use pitlane_domain::vocabulary::WorkshopRole;

/// What stands in the path.
#[derive(Debug, Clone, Copy)]
pub enum Subject {
    None,
    Vehicle,
    Favorite,
    Request,
    /// A photo for the next booking.
    RequestPhoto,
    Offer,
    Session,
    Mechanic,
    Workshop,
    /// A file by an address that nobody signed.
    File,
    Draft,
    Quote,
    /// A quote that the customer approved.
    Approved,
    /// The secret of the quote's link.
    Link,
    /// The secret of a link to the repair.
    RepairLink,
    DeclinedLine,
    Template,
    Repair,
    Photo,
    /// A photo of a line of the quote.
    LinePhoto,
    /// A payment that is charged.
    Paid,
    /// A payment that waits for a card.
    Unpaid,
    /// What the customer said of the session.
    Review,
    /// The request for it.
    ReviewRequest,
    /// The kind of a message.
    Kind,
    /// A sign-in of the customer.
    SignIn,
    /// An invitation of the workshop's owner.
    Invitation,
    /// A member of the owner's workshop.
    Member,
    /// A card that the customer keeps.
    Card,
    /// A message to the customer.
    Sent,
    /// A rule of fees.
    FeeRule,
}

/// What stands in the path of an operation on it.
pub async fn id(scene: &Scene, subject: Subject) -> String {
    match subject {
        Nothing => String::new(),
        Vehicle => scene.dana.vehicle.to_string(),
        Favorite => scene.favorite.to_string(),
        Request => scene.request.to_string(),
        RequestPhoto => scene.photo.to_string(),
        Offer => scene.offer.to_string(),
        Session => scene.session.unwrap_or_default().to_string(),
        Mechanic => scene.marek.id.to_string(),
        Workshop => scene.harbor.to_string(),
        Draft => scene.work.draft.to_string(),
        Quote => scene.work.quote.to_string(),
        Approved => scene.work.approved.to_string(),
        Link => scene.work.link.clone(),
        DeclinedLine => scene.work.declined_line.to_string(),
        Template => scene.work.template.to_string(),
        Repair => scene.work.repair.to_string(),
        RepairLink => scene.work.repair_link.clone(),
        LinePhoto => format!("{}/{}", scene.work.quote, scene.work.line_photo),
        Photo => format!("{}/{}", scene.work.repair, scene.work.photo),
        Paid => scene.work.paid.to_string(),
        Unpaid => scene.work.unpaid.to_string(),
        Review => scene.review.to_string(),
        ReviewRequest => scene.review_request.to_string(),
        Kind => "digest".to_owned(),
        SignIn => scene.dana.client.list_sign_ins().await.unwrap().items[0].id.to_string(),
        Invitation => {
            let new = InviteMember { email: "new@example.com".to_owned(), role: WorkshopRole::Mechanic };
            scene.olga.client.invite_member(&new, None).await.unwrap().id.to_string()
        }
        Member => {
            let harbor = people::Workshop { id: scene.harbor, provider_id: scene.olga.provider_id };
            scene.world.member("Hugo Brandt", &harbor, "mechanic").await.id.to_string()
        }
        Card => kept_card(scene).await,
        Sent => {
            let query = SentMessageQuery { recipient: Some(scene.dana.email.clone()), ..Default::default() };
            scene.admin.list_sent_messages(&query).await.unwrap().items[0].id.to_string()
        }
        FeeRule => scene.admin.list_fee_rules(&CursorQuery::default()).await.unwrap().items[0].id.to_string(),
        File => format!("{}?expires=4102444800&signature=00", scene.request),
    }
}

/// A card that the customer keeps from now on.
async fn kept_card(scene: &Scene) -> String {
    let customer = &scene.dana.client;
    let payment = part(1_000);
    let payment = customer.create_repair_payment(scene.work.repair, &payment, None).await.unwrap().payment;
    customer.choose_card(payment.id, &ChooseCard { card_id: None, keep: true }, None).await.unwrap();
    pay(customer, &payment, GOOD_CARD).await.unwrap();
    customer.list_cards().await.unwrap().items[0].id.clone()
}
