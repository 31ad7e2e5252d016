use pitlane_contract::notifications::{SandboxReply, SandboxText};
use pitlane_contract::payments::{SandboxAnswer, SandboxAuthentication, SandboxCard, SandboxSaved};

use crate::{ApiError, Client, client::Call, http::escape};

/// The sandbox gateway, at its own address as a real one would be.
impl Client {
    /// Pays an intent with a card.
    pub async fn sandbox_confirm(
        &self,
        sandbox_url: &str,
        gateway_id: &str,
        card: &SandboxCard,
    ) -> Result<SandboxAnswer, ApiError> {
        let address = format!("{sandbox_url}/intents/{}/confirm", escape(gateway_id));
        self.fetch(Call::post(address).elsewhere().json(card)).await
    }

    /// Pays an intent with the card that was chosen for it.
    pub async fn sandbox_confirm_saved(
        &self,
        sandbox_url: &str,
        gateway_id: &str,
        said: &SandboxSaved,
    ) -> Result<SandboxAnswer, ApiError> {
        let address = format!("{sandbox_url}/intents/{}/confirm-saved", escape(gateway_id));
        self.fetch(Call::post(address).elsewhere().json(said)).await
    }

    /// Answers the question of the bank.
    pub async fn sandbox_authenticate(
        &self,
        sandbox_url: &str,
        gateway_id: &str,
        answer: &SandboxAuthentication,
    ) -> Result<SandboxAnswer, ApiError> {
        let address = format!("{sandbox_url}/intents/{}/authenticate", escape(gateway_id));
        self.fetch(Call::post(address).elsewhere().json(answer)).await
    }

    /// Sends a text as a phone of the demo.
    pub async fn sandbox_text(&self, text: &SandboxText) -> Result<SandboxReply, ApiError> {
        self.fetch(Call::post("/sandbox/texts").elsewhere().json(text)).await
    }
}
