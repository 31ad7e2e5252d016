use pitlane_contract::{
    paging::{CursorQuery, Feed, List},
    repairs::{
        LinkedRepair, NewPhoto, NewRefund, NewRepairPayment, Photo, Receipt, Refund, Repair, RepairCounts,
        RepairPayment, RepairQuery, RepairSummary, RepairTimeline, ReviewLinkedRepair, UpdateRepairStatus,
    },
    reviews::Review,
};
use uuid::Uuid;

use crate::{ApiError, Client, Upload, client::Call, http::escape};

/// Repairs and their money.
impl Client {
    /// The provider's repairs, newest first.
    pub async fn list_repairs(&self, query: &RepairQuery) -> Result<Feed<RepairSummary>, ApiError> {
        self.fetch(Call::get("/repairs").query(query)).await
    }

    /// How many of the provider's repairs stand where.
    pub async fn count_repairs(&self) -> Result<RepairCounts, ApiError> {
        self.fetch(Call::get("/repairs/counts")).await
    }

    /// One repair of the provider.
    pub async fn get_repair(&self, id: Uuid) -> Result<Repair, ApiError> {
        self.fetch(Call::get(format!("/repairs/{id}"))).await
    }

    /// Moves a repair on, sets its promised time, or writes a note.
    pub async fn update_repair_status(
        &self,
        id: Uuid,
        body: &UpdateRepairStatus,
    ) -> Result<Repair, ApiError> {
        self.fetch(Call::patch(format!("/repairs/{id}/status")).json(body)).await
    }

    /// The customer's repairs, newest first.
    pub async fn list_customer_repairs(&self, paging: &CursorQuery) -> Result<Feed<RepairSummary>, ApiError> {
        self.fetch(Call::get("/customer/repairs").query(paging)).await
    }

    /// One repair of the customer.
    pub async fn get_customer_repair(&self, id: Uuid) -> Result<Repair, ApiError> {
        self.fetch(Call::get(format!("/customer/repairs/{id}"))).await
    }

    /// The timeline of a customer's repair.
    pub async fn get_customer_repair_status(&self, id: Uuid) -> Result<RepairTimeline, ApiError> {
        self.fetch(Call::get(format!("/customer/repairs/{id}/status"))).await
    }

    /// The receipt of a customer's repair.
    pub async fn get_receipt(&self, id: Uuid) -> Result<Receipt, ApiError> {
        self.fetch(Call::get(format!("/customer/repairs/{id}/receipt"))).await
    }

    /// Remembers that the customer was asked whether to save this provider as a favorite.
    pub async fn mark_repair_favorite_asked(&self, id: Uuid) -> Result<(), ApiError> {
        self.perform(Call::post(format!("/customer/repairs/{id}/favorite-asked"))).await
    }

    /// Makes a payment for a repair; the answer has what is needed to pay it.
    pub async fn create_repair_payment(
        &self,
        id: Uuid,
        body: &NewRepairPayment,
        key: Option<&str>,
    ) -> Result<RepairPayment, ApiError> {
        self.fetch(Call::post(format!("/customer/repairs/{id}/payment-intent")).json(body).key(key)).await
    }

    /// Gives a payment up that is not made yet.
    pub async fn give_up_payment(&self, id: Uuid) -> Result<(), ApiError> {
        self.perform(Call::post(format!("/payments/{id}/cancel"))).await
    }

    /// Gives money back.
    pub async fn refund_payment(
        &self,
        id: Uuid,
        body: &NewRefund,
        key: Option<&str>,
    ) -> Result<Refund, ApiError> {
        self.fetch(Call::post(format!("/payments/{id}/refunds")).json(body).key(key)).await
    }

    /// Adds a photo to a repair.
    pub async fn add_repair_photo(
        &self,
        id: Uuid,
        about: &NewPhoto,
        upload: Upload,
        key: Option<&str>,
    ) -> Result<Photo, ApiError> {
        self.fetch(Call::post(format!("/repairs/{id}/photos")).query(about).upload(upload).key(key)).await
    }

    /// Adds a photo to the line of a quote that `about` names.
    pub async fn add_quote_photo(
        &self,
        id: Uuid,
        about: &NewPhoto,
        upload: Upload,
        key: Option<&str>,
    ) -> Result<Photo, ApiError> {
        self.fetch(Call::post(format!("/quotes/{id}/photos")).query(about).upload(upload).key(key)).await
    }

    /// Removes a photo of a repair.
    pub async fn remove_repair_photo(&self, id: Uuid, photo: Uuid) -> Result<(), ApiError> {
        self.perform(Call::delete(format!("/repairs/{id}/photos/{photo}"))).await
    }

    /// Removes a photo of a quote's line.
    pub async fn remove_quote_photo(&self, quote: Uuid, photo: Uuid) -> Result<(), ApiError> {
        self.perform(Call::delete(format!("/quotes/{quote}/photos/{photo}"))).await
    }

    /// The photos of a customer's repair, oldest first.
    pub async fn list_customer_repair_photos(&self, id: Uuid) -> Result<List<Photo>, ApiError> {
        self.fetch(Call::get(format!("/customer/repairs/{id}/photos"))).await
    }

    /// The repair of a link.
    pub async fn get_linked_repair(&self, token: &str) -> Result<LinkedRepair, ApiError> {
        self.fetch(Call::get(format!("/repair-links/{}", escape(token)))).await
    }

    /// The receipt of a link's repair.
    pub async fn get_linked_receipt(&self, token: &str) -> Result<Receipt, ApiError> {
        self.fetch(Call::get(format!("/repair-links/{}/receipt", escape(token)))).await
    }

    /// Reviews the repair of a link.
    pub async fn review_linked_repair(
        &self,
        token: &str,
        body: &ReviewLinkedRepair,
    ) -> Result<Review, ApiError> {
        self.fetch(Call::post(format!("/repair-links/{}/review", escape(token))).json(body)).await
    }
}
