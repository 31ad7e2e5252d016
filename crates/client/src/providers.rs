use pitlane_contract::{
    notifications::{OutboxMessage, OutboxQuery, Platform},
    paging::{Feed, List, Page},
    providers::{DirectoryQuery, Presence, Profile, ProviderCard, ProviderStatus, Service, SetPresence},
};
use pitlane_domain::vocabulary::ProviderType;
use uuid::Uuid;

use crate::{ApiError, Client, client::Call};

const fn folder(kind: ProviderType) -> &'static str {
    match kind {
        ProviderType::Independent => "mechanics",
        ProviderType::Workshop => "workshops",
    }
}

/// The catalogue, the directory, profiles, and presence.
impl Client {
    /// What can be booked.
    pub async fn list_catalogue(&self) -> Result<List<Service>, ApiError> {
        self.fetch(Call::get("/services")).await
    }

    /// The directory.
    pub async fn list_providers(&self, query: &DirectoryQuery) -> Result<Page<ProviderCard>, ApiError> {
        self.fetch(Call::get("/providers").query(query)).await
    }

    /// A public profile.
    pub async fn profile(&self, kind: ProviderType, id: Uuid) -> Result<Profile, ApiError> {
        self.fetch(Call::get(format!("/{}/{id}", folder(kind)))).await
    }

    /// Whether a provider can be reached right now.
    pub async fn provider_status(&self, kind: ProviderType, id: Uuid) -> Result<ProviderStatus, ApiError> {
        self.fetch(Call::get(format!("/{}/{id}/status", folder(kind)))).await
    }

    /// Sets the mechanic's own presence.
    pub async fn set_presence(&self, body: &SetPresence) -> Result<Presence, ApiError> {
        self.fetch(Call::post("/mechanic/presence").json(body)).await
    }

    /// What this installation offers.
    pub async fn platform(&self) -> Result<Platform, ApiError> {
        self.fetch(Call::get("/platform").anonymous()).await
    }

    /// The messages that the demo would have sent, newest first.
    pub async fn list_outbox(&self, query: &OutboxQuery) -> Result<Feed<OutboxMessage>, ApiError> {
        self.fetch(Call::get("/outbox").query(query).anonymous()).await
    }
}
