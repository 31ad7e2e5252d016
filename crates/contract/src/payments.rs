//! Payments as the customer sees them. Card data never touches this API: the browser hands it to the gateway.

use pitlane_domain::vocabulary::PaymentStatus;
use uuid::Uuid;

response! {
    /// A payment and what the browser needs to confirm it with the gateway.
    pub struct Payment {
        /// The payment.
        pub id: Uuid,
        /// In minor units.
        pub amount_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// Where it stands.
        pub status: PaymentStatus,
        /// `sandbox` or `stripe`.
        pub gateway: String,
        /// The gateway's name for it; none until the gateway knows it.
        pub gateway_id: Option<String>,
        /// The secret that lets the customer's browser confirm it; only while it waits for payment.
        pub client_secret: Option<String>,
        /// Why the card was refused, as the gateway's code.
        pub failure_code: Option<String>,
    }
}
