//! What Pitlane asks of a payment gateway: hold a price, charge it later, or release it.
//!
//! A gateway is called outside database transactions, as it may be slow. News come by webhook; the answers here are
//! what the gateway says at the moment.

use async_trait::async_trait;
use pitlane_domain::vocabulary::RefundStatus;

/// A price to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIntent {
    /// The same key answers the same intent.
    pub idempotency_key: String,
    /// In minor units, above zero.
    pub amount_cents: i64,
    /// ISO 4217.
    pub currency: String,
    /// What the customer reads on the statement of the gateway.
    pub description: String,
    /// Where the money goes when it is charged; none keeps it with the platform.
    pub share: Option<Share>,
}

/// A charge whose money goes on to a seller's account, less the platform's cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The gateway's name for the account.
    pub account: String,
    /// What stays with the platform, in minor units.
    pub fee_cents: i64,
}

/// Money to give back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRefund {
    /// The same key gives back once.
    pub idempotency_key: String,
    /// The intent that was charged.
    pub intent: String,
    /// A part of what was charged, or all of it, in minor units.
    pub amount_cents: i64,
    /// Whether the money went on to a seller with the charge: then they give back their share, and the platform its cut.
    pub shared: bool,
}

/// A refund as the gateway knows it now, whoever asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayRefund {
    /// The gateway's name for it.
    pub id: String,
    /// In minor units.
    pub amount_cents: i64,
    /// Where it stands.
    pub status: RefundStatus,
    /// The key under which we asked for it; none, or another one, when somebody made it on the gateway's own pages.
    pub key: Option<String>,
    /// Why it was made, as the gateway's word.
    pub reason: Option<String>,
    /// Why it failed, as the gateway's word.
    pub failure: Option<String>,
    /// Whether the seller gave back their share of it.
    pub shared: bool,
}

/// Where an intent stands, in the words of the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntentStatus {
    /// Waits for a card, the first one or another one after a refusal.
    RequiresPaymentMethod,
    /// The bank wants the customer to confirm.
    RequiresAction,
    /// The gateway is working on it.
    Processing,
    /// Held, not charged.
    RequiresCapture,
    /// Charged.
    Succeeded,
    /// Released.
    Canceled,
}

impl IntentStatus {
    const ALL: [Self; 6] = [
        Self::RequiresPaymentMethod,
        Self::RequiresAction,
        Self::Processing,
        Self::RequiresCapture,
        Self::Succeeded,
        Self::Canceled,
    ];

    /// The word that the gateway uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "requires_payment_method",
            Self::RequiresAction => "requires_action",
            Self::Processing => "processing",
            Self::RequiresCapture => "requires_capture",
            Self::Succeeded => "succeeded",
            Self::Canceled => "canceled",
        }
    }

    /// The status that the gateway calls `word`. A gateway's `requires_confirmation` waits for the card as well.
    pub fn parse(word: &str) -> Option<Self> {
        if word == "requires_confirmation" {
            return Some(Self::RequiresPaymentMethod);
        }
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// A price that is, was or will be held. Intents are always captured by hand, never by the confirmation.
#[derive(Clone, PartialEq, Eq)]
pub struct Intent {
    /// The gateway's name for it.
    pub id: String,
    /// Lets the customer's browser confirm it.
    pub client_secret: String,
    /// Where it stands.
    pub status: IntentStatus,
    /// In minor units.
    pub amount_cents: i64,
    /// Charged so far, in minor units.
    pub amount_received_cents: i64,
    /// ISO 4217, upper case.
    pub currency: String,
    /// Why the last card was refused, as the gateway's code.
    pub last_error: Option<String>,
}

impl std::fmt::Debug for Intent {
    // the secret stays out of logs
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intent")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("amount_cents", &self.amount_cents)
            .field("currency", &self.currency)
            .finish_non_exhaustive()
    }
}

/// Why a gateway did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The card or the bank refused.
    #[error("the payment was declined: {code}")]
    Declined {
        /// The gateway's code.
        code: String,
    },
    /// The gateway does not know the intent.
    #[error("the gateway does not know this intent")]
    NotFound,
    /// Not possible in the present state, or with these values.
    #[error("not possible: {0}")]
    InvalidState(String),
    /// The gateway cannot be reached or is not able to answer: try again later.
    #[error("the gateway is not available: {0}")]
    Unavailable(String),
}

impl GatewayError {
    /// Whether the same call may go well later.
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl From<sea_orm::DbErr> for GatewayError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// Holds, charges and releases money.
#[async_trait]
pub trait PaymentGateway: Send + Sync {
    /// `sandbox` or `stripe`.
    fn name(&self) -> &'static str;

    /// Makes an intent that is captured by hand; the same key answers the same intent.
    async fn create_intent(&self, new: NewIntent) -> Result<Intent, GatewayError>;

    /// Charges what is held. Charged already is no error.
    async fn capture(&self, id: &str, idempotency_key: &str) -> Result<Intent, GatewayError>;

    /// Releases what is held, or closes an intent that waits for a card. Released already is no error.
    async fn cancel(&self, id: &str, idempotency_key: &str) -> Result<Intent, GatewayError>;

    /// Gives back a part of what was charged, or all of it. Answers the gateway's name for the refund.
    async fn refund(&self, new: NewRefund) -> Result<String, GatewayError>;

    /// Every refund of an intent.
    async fn refunds(&self, id: &str) -> Result<Vec<GatewayRefund>, GatewayError>;

    /// Where the intent stands.
    async fn retrieve(&self, id: &str) -> Result<Intent, GatewayError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_reads_back_as_itself() {
        for status in IntentStatus::ALL {
            assert_eq!(IntentStatus::parse(status.as_str()), Some(status));
        }
        assert_eq!(IntentStatus::parse("paid"), None);
        assert_eq!(IntentStatus::parse("requires_confirmation"), Some(IntentStatus::RequiresPaymentMethod));
    }

    #[test]
    fn only_an_absent_gateway_is_worth_another_try() {
        assert!(GatewayError::Unavailable("down".into()).is_retryable());
        assert!(!GatewayError::Declined { code: "card_declined".into() }.is_retryable());
        assert!(!GatewayError::NotFound.is_retryable());
    }
}
