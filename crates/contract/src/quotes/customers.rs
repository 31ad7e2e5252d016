//! Whom a provider can write a quote for without asking for an address.

use uuid::Uuid;

query! {
    /// Which customers of a provider.
    pub struct QuoteCustomerQuery {
        /// A part of the name, up to 100 characters.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }
}

response! {
    /// A customer that the provider has worked with or written to.
    pub struct QuoteCustomer {
        /// The customer.
        pub id: Uuid,
        /// In words.
        pub name: String,
        /// The customer's vehicles that the provider knows.
        pub vehicles: Vec<KnownVehicle>,
    }

    /// A vehicle that a provider looked at or wrote a quote for.
    pub struct KnownVehicle {
        /// The vehicle.
        pub id: Uuid,
        /// In words: year, make and model.
        pub name: String,
    }
}
