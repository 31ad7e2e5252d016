//! Booking and paying, as the web app does it.

use super::World;
use super::people::Customer;
use pitlane_client::{ApiError, Client};
use pitlane_contract::dispatch::{NewSessionRequest, SessionRequestDetail};
use pitlane_contract::payments::{SandboxAnswer, SandboxCard};
use pitlane_domain::vocabulary::ServiceKind;
use uuid::Uuid;

/// The card that every gateway's sandbox takes.
pub const GOOD_CARD: &str = "4242 4242 4242 4242";
/// The card that is refused.
pub const DECLINED_CARD: &str = "4000 0000 0000 0002";
/// The card whose bank asks first.
pub const ASKING_CARD: &str = "4000 0025 0000 3155";

/// What a customer asks for: a chat about their brakes, `preferred` first.
pub fn wish(customer: &Customer, preferred: Option<Uuid>) -> NewSessionRequest {
    NewSessionRequest {
        photo_ids: Vec::new(),
        vehicle_id: customer.vehicle,
        service: ServiceKind::Chat,
        concern: "The brakes squeal at low speed".to_owned(),
        preferred_provider_id: preferred,
        notify_and_wait: false,
        parent_session_id: None,
        follow_up_type: None,
    }
}

/// Hands a card to the sandbox gateway.
pub async fn pay_with(
    client: &Client,
    booked: &SessionRequestDetail,
    number: &str,
) -> Result<SandboxAnswer, ApiError> {
    let card = SandboxCard {
        client_secret: booked.payment.client_secret.clone().expect("an unpaid payment has its secret"),
        number: number.to_owned(),
        expiry: "12/34".to_owned(),
        cvc: "123".to_owned(),
    };
    let gateway_id = booked.payment.gateway_id.clone().expect("the gateway knows the payment");
    client.sandbox_confirm(&format!("{}/sandbox", client.base()), &gateway_id, &card).await
}

impl World {
    /// Books and pays; answers the request as it stands afterwards.
    pub async fn book(&self, customer: &Customer, preferred: Option<Uuid>) -> SessionRequestDetail {
        self.book_wish(customer, &wish(customer, preferred)).await
    }

    /// Books and pays for a wish; answers the request as it stands afterwards.
    pub async fn book_wish(&self, customer: &Customer, wish: &NewSessionRequest) -> SessionRequestDetail {
        let booked = customer.client.create_session_request(wish, None).await.unwrap();
        pay_with(&customer.client, &booked, GOOD_CARD).await.unwrap();
        self.run_jobs().await;
        customer.client.get_session_request(booked.request.id).await.unwrap()
    }
}
