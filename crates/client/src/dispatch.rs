use pitlane_contract::{
    dispatch::{
        AcceptedOffer, DeclineOffer, NewSessionRequest, Offer, OffersQuery, RequestPhoto, SessionRequest,
        SessionRequestDetail,
    },
    paging::{CursorQuery, Feed, List},
};
use uuid::Uuid;

use crate::{ApiError, Client, Upload, client::Call};

/// Session requests and offers.
impl Client {
    /// Asks for a session; the answer has the payment to confirm.
    pub async fn create_session_request(
        &self,
        body: &NewSessionRequest,
        key: Option<&str>,
    ) -> Result<SessionRequestDetail, ApiError> {
        self.fetch(Call::post("/session-requests").json(body).key(key)).await
    }

    /// The customer's requests, newest first.
    pub async fn list_session_requests(
        &self,
        paging: &CursorQuery,
    ) -> Result<Feed<SessionRequest>, ApiError> {
        self.fetch(Call::get("/session-requests").query(paging)).await
    }

    /// One request with its payment and its timeline.
    pub async fn get_session_request(&self, id: Uuid) -> Result<SessionRequestDetail, ApiError> {
        self.fetch(Call::get(format!("/session-requests/{id}"))).await
    }

    /// Uploads a photo for the next booking, which names it.
    pub async fn upload_request_photo(
        &self,
        upload: Upload,
        key: Option<&str>,
    ) -> Result<RequestPhoto, ApiError> {
        self.fetch(Call::post("/customer/photos").upload(upload).key(key)).await
    }

    /// Removes a photo that no booking has named yet.
    pub async fn remove_request_photo(&self, id: Uuid) -> Result<(), ApiError> {
        self.perform(Call::delete(format!("/customer/photos/{id}"))).await
    }

    /// The photos of a request.
    pub async fn list_request_photos(&self, request: Uuid) -> Result<List<RequestPhoto>, ApiError> {
        self.fetch(Call::get(format!("/session-requests/{request}/photos"))).await
    }

    /// Calls a request off.
    pub async fn cancel_session_request(&self, id: Uuid) -> Result<SessionRequestDetail, ApiError> {
        self.fetch(Call::post(format!("/session-requests/{id}/cancel"))).await
    }

    /// Asks everybody now, without waiting for the preferred provider.
    pub async fn broadcast_now(&self, id: Uuid) -> Result<SessionRequestDetail, ApiError> {
        self.fetch(Call::post(format!("/session-requests/{id}/broadcast-now"))).await
    }

    /// The offers that the mechanic can answer now.
    pub async fn list_offers(&self) -> Result<List<Offer>, ApiError> {
        self.fetch(Call::get("/mechanic/offers")).await
    }

    /// The offers that the mechanic can answer now, and those of the last seven days that are over.
    pub async fn list_offer_history(&self) -> Result<List<Offer>, ApiError> {
        let all = OffersQuery { history: Some(true) };
        self.fetch(Call::get("/mechanic/offers").query(&all)).await
    }

    /// Tells that the mechanic looked at an offer.
    pub async fn see_offer(&self, id: Uuid) -> Result<Offer, ApiError> {
        self.fetch(Call::post(format!("/mechanic/offers/{id}/seen"))).await
    }

    /// Takes a request.
    pub async fn accept_offer(&self, id: Uuid) -> Result<AcceptedOffer, ApiError> {
        self.fetch(Call::post(format!("/mechanic/offers/{id}/accept"))).await
    }

    /// Declines an offer.
    pub async fn decline_offer(&self, id: Uuid, body: &DeclineOffer) -> Result<Offer, ApiError> {
        self.fetch(Call::post(format!("/mechanic/offers/{id}/decline")).json(body)).await
    }
}
