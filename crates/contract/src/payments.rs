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

    /// A card that the customer kept with the payment gateway for next time.
    pub struct SavedCard {
        /// The gateway's name for it.
        pub id: String,
        /// `visa`, `mastercard`, `amex`, …
        pub brand: String,
        /// The end of its number.
        pub last4: String,
        /// The month of its expiry, 1 to 12.
        pub exp_month: i32,
        /// The year of its expiry.
        pub exp_year: i32,
    }
}

request! {
    /// Which card a payment will be made with.
    pub struct ChooseCard {
        /// One that was kept; left out, one that is typed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub card_id: Option<String>,
        /// Whether a card that is typed is kept for next time.
        #[serde(default)]
        pub keep: bool,
    }

    /// What the browser tells the sandbox gateway at `POST {sandbox_url}/intents/{gateway_id}/confirm-saved` to pay with
    /// the card that was chosen.
    pub struct SandboxSaved {
        /// The payment's `client_secret`.
        pub client_secret: String,
    }

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
