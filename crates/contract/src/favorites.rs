//! The providers that a customer saved.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::ProviderType;
use uuid::Uuid;

request! {
    /// Saves a provider.
    pub struct AddFavorite {
        /// The seller.
        pub provider_id: Uuid,
        /// The customer's own name for them, up to 40 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub label: Option<String>,
    }
}

response! {
    /// A saved provider with the history between the two.
    pub struct Favorite {
        /// Names the favorite.
        pub id: Uuid,
        /// The seller.
        pub provider_id: Uuid,
        /// Independent mechanic or workshop.
        pub provider_type: ProviderType,
        /// The mechanic or the workshop behind the seller.
        pub profile_id: Uuid,
        /// The provider's name.
        pub name: String,
        /// The customer's own name for them.
        pub label: Option<String>,
        /// Online now; for a workshop, whether any member is.
        pub is_online: bool,
        /// When they were last seen.
        pub last_seen_at: Option<DateTime<Utc>>,
        /// When they were saved.
        pub added_at: DateTime<Utc>,
        /// When the last finished service was.
        pub last_service_at: Option<DateTime<Utc>>,
        /// Finished services.
        pub total_services: i64,
        /// Paid for them, refunds taken off, in minor units.
        pub total_spent_cents: i64,
        /// ISO 4217.
        pub currency: String,
    }
}
