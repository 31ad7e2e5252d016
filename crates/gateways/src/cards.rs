//! What Pitlane asks of a gateway about cards that customers keep there for next time.

use crate::payments::GatewayError;
use async_trait::async_trait;

/// A card that a customer kept.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Which card an intent is paid with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardChoice {
    /// One that is typed; kept afterwards or not.
    New {
        /// Whether it is kept.
        keep: bool,
    },
    /// One that was kept, by the gateway's name for it.
    Saved(String),
}

/// Keeps customers and their cards.
#[async_trait]
pub trait CardGateway: Send + Sync {
    /// Opens a customer for one of our users; the same key answers the same one.
    async fn open_customer(&self, user: &str, key: &str) -> Result<String, GatewayError>;

    /// Forgets a customer with everything they kept. Forgotten already is no error.
    async fn forget_customer(&self, customer: &str) -> Result<(), GatewayError>;

    /// The cards that a customer kept, the newest first.
    async fn cards(&self, customer: &str) -> Result<Vec<SavedCard>, GatewayError>;

    /// Forgets a card of a customer; one of somebody else is not found.
    async fn forget_card(&self, customer: &str, card: &str, key: &str) -> Result<(), GatewayError>;

    /// Says for an intent that waits for a card whose it is and which card will pay.
    async fn choose_card(
        &self,
        intent: &str,
        customer: &str,
        choice: CardChoice,
        key: &str,
    ) -> Result<(), GatewayError>;
}
