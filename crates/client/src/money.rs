use pitlane_contract::{
    fees::{FeeCard, FeeRule, FeeSimulation, NewFeeRule, SimulateFees},
    ledger::{Balance, Ledger, LedgerQuery, Onboarding, Payout, PayoutAccount, Revenue, RevenueQuery},
    paging::{CursorQuery, Feed, List},
    payments::{ChooseCard, SavedCard},
};
use uuid::Uuid;

use crate::{ApiError, Client, client::Call, http::escape};

/// Fees, the ledger, and what providers are owed.
impl Client {
    /// The fees that hold for everybody.
    pub async fn fee_card(&self) -> Result<FeeCard, ApiError> {
        self.fetch(Call::get("/fees").anonymous()).await
    }

    /// Every version of every fee rule, newest first.
    pub async fn list_fee_rules(&self, paging: &CursorQuery) -> Result<Feed<FeeRule>, ApiError> {
        self.fetch(Call::get("/admin/fee-rules").query(paging)).await
    }

    /// Writes a fee rule, or a new version of one: then `version` is the last one that the caller knows.
    pub async fn create_fee_rule(
        &self,
        body: &NewFeeRule,
        version: Option<i32>,
        key: Option<&str>,
    ) -> Result<FeeRule, ApiError> {
        self.fetch(Call::post("/admin/fee-rules").json(body).if_match(version).key(key)).await
    }

    /// Switches a version of a fee rule off.
    pub async fn deactivate_fee_rule(&self, id: Uuid, version: Option<i32>) -> Result<FeeRule, ApiError> {
        self.fetch(Call::post(format!("/admin/fee-rules/{id}/deactivate")).if_match(version)).await
    }

    /// What a rule would have cost in a period that is over.
    pub async fn simulate_fees(&self, body: &SimulateFees) -> Result<FeeSimulation, ApiError> {
        self.fetch(Call::post("/admin/fee-rules/simulate").json(body)).await
    }

    /// The ledger, newest first.
    pub async fn read_ledger(&self, query: &LedgerQuery) -> Result<Ledger, ApiError> {
        self.fetch(Call::get("/admin/ledger").query(query)).await
    }

    /// The platform's revenue by day or month.
    pub async fn read_revenue(&self, query: &RevenueQuery) -> Result<Revenue, ApiError> {
        self.fetch(Call::get("/admin/revenue").query(query)).await
    }

    /// The entries of the ledger that a filter finds, as comma-separated values.
    pub async fn export_ledger(&self, query: &LedgerQuery) -> Result<Vec<u8>, ApiError> {
        self.download(Call::get("/admin/ledger/export").query(query).accept("text/csv")).await
    }

    /// The platform's revenue, as comma-separated values.
    pub async fn export_revenue(&self, query: &RevenueQuery) -> Result<Vec<u8>, ApiError> {
        self.download(Call::get("/admin/revenue/export").query(query).accept("text/csv")).await
    }

    /// What the provider earned, by currency.
    pub async fn provider_balance(&self) -> Result<List<Balance>, ApiError> {
        self.fetch(Call::get("/provider/balance")).await
    }

    /// The cards that the customer kept, the newest first.
    pub async fn list_cards(&self) -> Result<List<SavedCard>, ApiError> {
        self.fetch(Call::get("/customer/cards")).await
    }

    /// Forgets a card.
    pub async fn remove_card(&self, id: &str) -> Result<(), ApiError> {
        self.perform(Call::delete(format!("/customer/cards/{}", escape(id)))).await
    }

    /// Chooses the card that a payment will be made with.
    pub async fn choose_card(
        &self,
        payment: Uuid,
        body: &ChooseCard,
        key: Option<&str>,
    ) -> Result<(), ApiError> {
        self.perform(Call::post(format!("/payments/{payment}/card")).json(body).key(key)).await
    }

    /// The provider's account with the payment gateway.
    pub async fn payout_account(&self) -> Result<PayoutAccount, ApiError> {
        self.fetch(Call::get("/provider/payout-account")).await
    }

    /// The same, as the payment gateway knows it now.
    pub async fn refresh_payout_account(&self) -> Result<PayoutAccount, ApiError> {
        self.fetch(Call::post("/provider/payout-account/refresh")).await
    }

    /// Opens that account, once, and answers where its owner goes on.
    pub async fn start_onboarding(&self, key: Option<&str>) -> Result<Onboarding, ApiError> {
        self.fetch(Call::post("/provider/payout-account").key(key)).await
    }

    /// The provider's payouts, newest first.
    pub async fn list_payouts(&self, paging: &CursorQuery) -> Result<Feed<Payout>, ApiError> {
        self.fetch(Call::get("/provider/payouts").query(paging)).await
    }
}
