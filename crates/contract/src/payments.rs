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

request! {
    /// What the browser hands to the sandbox gateway at `POST {sandbox_url}/intents/{gateway_id}/confirm`, outside the
    /// API, as a real gateway's own form would.
    pub struct SandboxCard {
        /// The payment's `client_secret`.
        pub client_secret: String,
        /// Digits, with or without spaces.
        pub number: String,
        /// `MM/YY`.
        pub expiry: String,
        /// Three or four digits.
        pub cvc: String,
    }

    /// What the customer says to the bank of the sandbox at
    /// `POST {sandbox_url}/intents/{gateway_id}/authenticate`.
    pub struct SandboxAuthentication {
        /// The payment's `client_secret`.
        pub client_secret: String,
        /// Whether it is them.
        pub confirmed: bool,
    }
}

response! {
    /// What the sandbox gateway answers.
    pub struct SandboxAnswer {
        /// Where the intent stands: `requires_payment_method`, `requires_action`, `requires_capture`, …
        pub status: String,
        /// Why the card was refused or is mistyped, as the gateway's code.
        pub failure: Option<String>,
    }
}
