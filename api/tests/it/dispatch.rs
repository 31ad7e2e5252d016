//! How a request finds its mechanic.

mod answers;
mod broadcast;
mod crowd;
mod photos;
mod services;
mod window;

use crate::support::World;
use crate::support::people::{Customer, Mechanic};
use pitlane_contract::dispatch::{Offer, SessionRequestDetail};
use pitlane_domain::vocabulary::RequestEventKind;
use uuid::Uuid;

/// The request as it stands now.
async fn reread(customer: &Customer, id: Uuid) -> SessionRequestDetail {
    customer.client.get_session_request(id).await.unwrap()
}

/// How often a line is in the timeline.
fn count(detail: &SessionRequestDetail, kind: RequestEventKind) -> usize {
    detail.timeline.iter().filter(|event| event.kind == kind).count()
}

/// The mechanic's open offers.
async fn open(mechanic: &Mechanic) -> Vec<Offer> {
    mechanic.client.list_offers().await.unwrap().items
}

/// Shows everybody as online now.
async fn keep_online(world: &World, mechanics: &[&Mechanic]) {
    for mechanic in mechanics {
        world.set_online(mechanic, true).await;
    }
}
