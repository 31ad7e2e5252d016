//! The catalogue, the directory, public profiles and presence.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{ProviderType, ServiceKind};
use uuid::Uuid;

query! {
    /// Filters of the directory.
    pub struct DirectoryQuery {
        /// Words in the name, the specialties or the description.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
        /// One specialty, exactly.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub specialty: Option<String>,
        /// Least average rating, 1 to 5.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub min_rating: Option<f64>,
        /// Only who is online now.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub online: Option<bool>,
        /// Independent mechanics or workshops.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub kind: Option<ProviderType>,
        /// Which page, 1 to 1,000,000.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 1_000_000, default = 1))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page: Option<u32>,
        /// Rows on a page, 1 to 100.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100, default = 25))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page_size: Option<u32>,
        /// `name`, `rating` or `reviews`, `-` before it for descending.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ordering: Option<String>,
    }
}

request! {
    /// The mechanic's presence switch.
    pub struct SetPresence {
        /// Whether to be shown as online and to receive offers.
        pub online: bool,
    }
}

response! {
    /// An entry of the catalogue.
    pub struct Service {
        /// Which service.
        pub kind: ServiceKind,
        /// Price in minor units; none where a quote sets it.
        pub price_cents: Option<i64>,
        /// ISO 4217.
        pub currency: String,
        /// Planned minutes; none where it depends on the work.
        pub minutes: Option<i32>,
        /// Whether it can be booked now.
        pub bookable: bool,
    }

    /// Who sells, as the directory lists them.
    pub struct ProviderCard {
        /// Names the seller.
        pub provider_id: Uuid,
        /// Independent mechanic or workshop.
        pub provider_type: ProviderType,
        /// The mechanic or the workshop behind the seller: the id in `/mechanics/{id}` or `/workshops/{id}`.
        pub profile_id: Uuid,
        /// Name.
        pub name: String,
        /// What they are good at.
        pub specialties: Vec<String>,
        /// 1 to 5; none before the first review.
        pub avg_rating: Option<f64>,
        /// How many reviews.
        pub total_reviews: i64,
        /// Online now; for a workshop, whether any member is.
        pub is_online: bool,
        /// When they were last seen.
        pub last_seen_at: Option<DateTime<Utc>>,
    }

    /// A public profile.
    pub struct Profile {
        /// Names the seller; for a mechanic of a workshop, the workshop's.
        pub provider_id: Uuid,
        /// Independent mechanic or workshop; a mechanic of a workshop is shown as `independent` with `workshop` set.
        pub provider_type: ProviderType,
        /// The mechanic or the workshop.
        pub profile_id: Uuid,
        /// Name.
        pub name: String,
        /// What they write about themselves.
        pub bio: String,
        /// Where a workshop is.
        pub address: Option<String>,
        /// A workshop's number, E.164.
        pub phone: Option<String>,
        /// What they are good at.
        pub specialties: Vec<String>,
        /// Years at work; for a workshop, the most of its members.
        pub years_experience: i32,
        /// What of the catalogue they offer; for a workshop, what any of its members does.
        pub services: Vec<ServiceKind>,
        /// 1 to 5; none before the first review.
        pub avg_rating: Option<f64>,
        /// How many reviews.
        pub total_reviews: i64,
        /// Minutes in which they mean to answer.
        pub response_target_minutes: i32,
        /// Median minutes in which they do; none before the first offer.
        pub response_median_minutes: Option<f64>,
        /// Online now.
        pub is_online: bool,
        /// When they were last seen.
        pub last_seen_at: Option<DateTime<Utc>>,
        /// Whether they take requests.
        pub accepting: bool,
        /// The workshop that the mechanic belongs to.
        pub workshop: Option<ProfileLink>,
        /// A workshop's mechanics.
        pub members: Vec<ProfileLink>,
    }

    /// The way to another profile.
    pub struct ProfileLink {
        /// The mechanic or the workshop.
        pub id: Uuid,
        /// Name.
        pub name: String,
    }

    /// Whether a provider can be reached right now.
    pub struct ProviderStatus {
        /// Online now; for a workshop, whether any accepting member is.
        pub is_online: bool,
        /// When they were last seen.
        pub last_seen_at: Option<DateTime<Utc>>,
        /// Whether they take requests.
        pub accepting: bool,
    }

    /// The mechanic's own presence after a change.
    pub struct Presence {
        /// Whether they are shown as online.
        pub is_online: bool,
        /// When they were last seen.
        pub last_seen_at: Option<DateTime<Utc>>,
        /// Offers that waited for them.
        pub waiting_offers: i64,
    }
}
