//! What Pitlane asks of a gateway about the accounts of sellers: open one, have its owner answer the gateway's questions,
//! and see whether money may go there.

use crate::cards::CardGateway;
use crate::payments::{GatewayError, PaymentGateway};
use async_trait::async_trait;

/// Who an account is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// The same key answers the same account.
    pub idempotency_key: String,
    /// The seller, in our own words.
    pub provider: String,
    /// The seller's name.
    pub name: String,
}

/// A seller's account as the gateway knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The gateway's name for it.
    pub id: String,
    /// Whether its owner has answered the gateway's questions.
    pub details_submitted: bool,
    /// Whether it may take payments.
    pub charges_enabled: bool,
    /// Whether the gateway pays out to its owner's bank.
    pub payouts_enabled: bool,
    /// What the gateway still wants to know, in its own words.
    pub missing: Vec<String>,
}

/// A seller's share of a charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewShare {
    /// The same key sends once.
    pub idempotency_key: String,
    /// The intent that was charged.
    pub intent: String,
    /// The gateway's name for the seller's account.
    pub account: String,
    /// In minor units.
    pub cents: i64,
    /// ISO 4217.
    pub currency: String,
}

/// Where the browser goes from the gateway's own pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ways {
    /// When the owner is done, or gives up.
    pub back: String,
    /// When the link is too old.
    pub again: String,
}

/// Keeps the accounts of sellers.
#[async_trait]
pub trait AccountGateway: Send + Sync {
    /// Opens an account; the same key answers the same one.
    async fn open_account(&self, new: NewAccount) -> Result<Account, GatewayError>;

    /// An address at which the owner answers the gateway's questions; it works once, for a short time.
    async fn onboarding(&self, account: &str, ways: Ways, key: &str) -> Result<String, GatewayError>;

    /// Sends a seller's share of a charge that was made before it was known who sells; the same key sends once. Answers
    /// the gateway's name for it.
    async fn send_share(&self, share: NewShare) -> Result<String, GatewayError>;

    /// Takes a part of a share back, because the customer got money back; the same key takes it once.
    async fn take_share_back(&self, share: &str, cents: i64, key: &str) -> Result<(), GatewayError>;

    /// What the gateway knows of an account now.
    async fn look_at_account(&self, account: &str) -> Result<Account, GatewayError>;
}

/// All that is asked of a gateway.
pub trait Gateway: PaymentGateway + AccountGateway + CardGateway {}

impl<T: PaymentGateway + AccountGateway + CardGateway> Gateway for T {}
