//! Stripe Connect: sellers' accounts, with Stripe's own pages for the questions that the law asks.

use crate::accounts::{Account, AccountGateway, NewAccount, NewShare, Ways};
use crate::payments::GatewayError;
use crate::stripe::{StripeGateway, parsed, safe};
use async_trait::async_trait;
use serde::Deserialize;

#[derive(Deserialize)]
struct Answer {
    id: String,
    #[serde(default)]
    details_submitted: bool,
    #[serde(default)]
    charges_enabled: bool,
    #[serde(default)]
    payouts_enabled: bool,
    #[serde(default)]
    capabilities: Capabilities,
    #[serde(default)]
    requirements: Requirements,
}

#[derive(Default, Deserialize)]
struct Capabilities {
    #[serde(default)]
    transfers: Option<String>,
}

#[derive(Default, Deserialize)]
struct Requirements {
    #[serde(default)]
    currently_due: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Charged {
    latest_charge: Option<String>,
}

#[derive(Deserialize)]
struct Sent {
    id: String,
}

#[derive(Deserialize)]
struct Link {
    url: String,
}

fn account(body: &[u8]) -> Result<Account, GatewayError> {
    let answer: Answer = parsed(body)?;
    // money is sent there by transfer: a card of their own alone is not enough
    let takes = answer.capabilities.transfers.is_none_or(|word| word == "active");
    Ok(Account {
        id: answer.id,
        details_submitted: answer.details_submitted,
        charges_enabled: answer.charges_enabled && takes,
        payouts_enabled: answer.payouts_enabled,
        missing: answer.requirements.currently_due.unwrap_or_default(),
    })
}

#[async_trait]
impl AccountGateway for StripeGateway {
    async fn open_account(&self, new: NewAccount) -> Result<Account, GatewayError> {
        let form = [
            ("type", "express".to_owned()),
            ("business_profile[name]", new.name),
            ("capabilities[card_payments][requested]", "true".to_owned()),
            ("capabilities[transfers][requested]", "true".to_owned()),
            ("metadata[pitlane_provider]", new.provider),
        ];
        account(&self.form("accounts", &new.idempotency_key, &form).await?)
    }

    async fn onboarding(&self, id: &str, ways: Ways, key: &str) -> Result<String, GatewayError> {
        let form = [
            ("account", safe(id)?.to_owned()),
            ("type", "account_onboarding".to_owned()),
            ("return_url", ways.back),
            ("refresh_url", ways.again),
        ];
        parsed::<Link>(&self.form("account_links", key, &form).await?).map(|link| link.url)
    }

    async fn send_share(&self, share: NewShare) -> Result<String, GatewayError> {
        let intent: Charged = parsed(&self.at(&format!("payment_intents/{}", safe(&share.intent)?)).await?)?;
        let charge =
            intent.latest_charge.ok_or_else(|| GatewayError::InvalidState("not charged".to_owned()))?;
        let form = [
            ("amount", share.cents.to_string()),
            ("currency", share.currency.to_lowercase()),
            ("destination", share.account),
            // so that it waits until the charge's money is there
            ("source_transaction", charge),
        ];
        parsed::<Sent>(&self.form("transfers", &share.idempotency_key, &form).await?).map(|sent| sent.id)
    }

    async fn take_share_back(&self, share: &str, cents: i64, key: &str) -> Result<(), GatewayError> {
        let form = [("amount", cents.to_string())];
        self.form(&format!("transfers/{}/reversals", safe(share)?), key, &form).await.map(drop)
    }

    async fn look_at_account(&self, id: &str) -> Result<Account, GatewayError> {
        account(&self.at(&format!("accounts/{}", safe(id)?)).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_ready_only_when_stripe_says_so() {
        let fresh = account(
            br#"{"id":"acct_1","object":"account","type":"express","requirements":{"currently_due":["external_account"]}}"#,
        )
        .unwrap();
        assert!(!fresh.charges_enabled && !fresh.payouts_enabled && !fresh.details_submitted);
        assert_eq!(fresh.missing, ["external_account"]);
        let ready = account(br#"{"id":"acct_1","charges_enabled":true,"payouts_enabled":true}"#).unwrap();
        assert!(ready.charges_enabled && ready.payouts_enabled && ready.missing.is_empty());
        let no_transfers =
            account(br#"{"id":"acct_1","charges_enabled":true,"capabilities":{"transfers":"pending"}}"#)
                .unwrap();
        assert!(!no_transfers.charges_enabled);
        assert!(account(b"<html>").unwrap_err().is_retryable());
    }
}
