use pitlane_contract::{
    customers::{Dashboard, ServiceRecord},
    favorites::{AddFavorite, Favorite},
    paging::{CursorQuery, Feed, List},
    vehicles::{NewVehicle, ServiceIntervals, UpdateVehicle, Vehicle, WriteServiceIntervals},
};
use uuid::Uuid;

use crate::{ApiError, Client, client::Call};

/// What belongs to a customer: vehicles, favorites, dashboard and history.
impl Client {
    /// The customer's vehicles.
    pub async fn list_vehicles(&self) -> Result<List<Vehicle>, ApiError> {
        self.fetch(Call::get("/customer/vehicles")).await
    }

    /// One vehicle.
    pub async fn get_vehicle(&self, id: Uuid) -> Result<Vehicle, ApiError> {
        self.fetch(Call::get(format!("/customer/vehicles/{id}"))).await
    }

    /// What a vehicle of one's own needs, and when.
    pub async fn service_intervals(&self, id: Uuid) -> Result<ServiceIntervals, ApiError> {
        self.fetch(Call::get(format!("/customer/vehicles/{id}/service-intervals"))).await
    }

    /// Says how often work is due on a vehicle of one's own, and when it was last done.
    pub async fn set_service_intervals(
        &self,
        id: Uuid,
        body: &WriteServiceIntervals,
    ) -> Result<ServiceIntervals, ApiError> {
        self.fetch(Call::put(format!("/customer/vehicles/{id}/service-intervals")).json(body)).await
    }

    /// What a vehicle in a repair needs, and when.
    pub async fn service_intervals_of_customer(&self, id: Uuid) -> Result<ServiceIntervals, ApiError> {
        self.fetch(Call::get(format!("/provider/vehicles/{id}/service-intervals"))).await
    }

    /// Says how often work is due on a vehicle in a repair, and when it was last done.
    pub async fn set_service_intervals_of_customer(
        &self,
        id: Uuid,
        body: &WriteServiceIntervals,
    ) -> Result<ServiceIntervals, ApiError> {
        self.fetch(Call::put(format!("/provider/vehicles/{id}/service-intervals")).json(body)).await
    }

    /// Adds a vehicle.
    pub async fn create_vehicle(&self, body: &NewVehicle, key: Option<&str>) -> Result<Vehicle, ApiError> {
        self.fetch(Call::post("/customer/vehicles").json(body).key(key)).await
    }

    /// Changes a vehicle.
    pub async fn update_vehicle(&self, id: Uuid, body: &UpdateVehicle) -> Result<Vehicle, ApiError> {
        self.fetch(Call::patch(format!("/customer/vehicles/{id}")).json(body)).await
    }

    /// Removes a vehicle.
    pub async fn delete_vehicle(&self, id: Uuid) -> Result<(), ApiError> {
        self.perform(Call::delete(format!("/customer/vehicles/{id}"))).await
    }

    /// The figures and open requests of the dashboard.
    pub async fn dashboard(&self) -> Result<Dashboard, ApiError> {
        self.fetch(Call::get("/customer/dashboard")).await
    }

    /// The service history, newest first.
    pub async fn list_services(&self, paging: &CursorQuery) -> Result<Feed<ServiceRecord>, ApiError> {
        self.fetch(Call::get("/customer/services").query(paging)).await
    }

    /// The saved providers, the last served first.
    pub async fn list_favorites(&self) -> Result<List<Favorite>, ApiError> {
        self.fetch(Call::get("/customer/favorites")).await
    }

    /// Saves a provider.
    pub async fn add_favorite(&self, body: &AddFavorite, key: Option<&str>) -> Result<Favorite, ApiError> {
        self.fetch(Call::post("/customer/favorites").json(body).key(key)).await
    }

    /// Forgets a saved provider.
    pub async fn remove_favorite(&self, id: Uuid) -> Result<(), ApiError> {
        self.perform(Call::delete(format!("/customer/favorites/{id}"))).await
    }
}
