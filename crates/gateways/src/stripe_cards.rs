//! Stripe's customers and the cards that they keep. No card number passes through here, only its end.

use crate::cards::{CardChoice, CardGateway, SavedCard};
use crate::payments::GatewayError;
use crate::stripe::{StripeGateway, parsed, safe};
use async_trait::async_trait;
use serde::Deserialize;

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Deserialize)]
struct Listed {
    data: Vec<Method>,
}

#[derive(Deserialize)]
struct Method {
    id: String,
    card: Card,
}

#[derive(Deserialize)]
struct Card {
    brand: String,
    last4: String,
    exp_month: i32,
    exp_year: i32,
    /// The same for the same card, however often it was kept.
    #[serde(default)]
    fingerprint: Option<String>,
}

/// What a customer kept, with each card as often as they kept it.
async fn kept(stripe: &StripeGateway, customer: &str) -> Result<Vec<Method>, GatewayError> {
    let path = format!("customers/{}/payment_methods?type=card&limit=100", safe(customer)?);
    Ok(parsed::<Listed>(&stripe.at(&path).await?)?.data)
}

/// Each card once: the entry that was kept last, as Stripe lists the newest first.
fn distinct(kept: Vec<Method>) -> Vec<SavedCard> {
    let mut seen = Vec::new();
    let mut cards = Vec::new();
    for method in kept {
        if method.card.fingerprint.is_some() && seen.contains(&method.card.fingerprint) {
            continue;
        }
        seen.push(method.card.fingerprint);
        cards.push(SavedCard {
            id: method.id,
            brand: method.card.brand,
            last4: method.card.last4,
            exp_month: method.card.exp_month,
            exp_year: method.card.exp_year,
        });
    }
    cards
}

#[async_trait]
impl CardGateway for StripeGateway {
    async fn open_customer(&self, user: &str, key: &str) -> Result<String, GatewayError> {
        let form = [("metadata[pitlane_user]", user.to_owned())];
        parsed::<Named>(&self.form("customers", key, &form).await?).map(|customer| customer.id)
    }

    async fn forget_customer(&self, customer: &str) -> Result<(), GatewayError> {
        match self.remove(&format!("customers/{}", safe(customer)?)).await {
            Err(GatewayError::NotFound) => Ok(()),
            done => done,
        }
    }

    async fn cards(&self, customer: &str) -> Result<Vec<SavedCard>, GatewayError> {
        kept(self, customer).await.map(distinct)
    }

    async fn forget_card(&self, customer: &str, card: &str, key: &str) -> Result<(), GatewayError> {
        let all = kept(self, customer).await?;
        let wanted = all.iter().find(|method| method.id == card).ok_or(GatewayError::NotFound)?;
        // with the entries of the same card that the list does not show
        let same = |method: &&Method| {
            method.id == card
                || method.card.fingerprint.is_some() && method.card.fingerprint == wanted.card.fingerprint
        };
        for method in all.iter().filter(same) {
            let path = format!("payment_methods/{}/detach", safe(&method.id)?);
            self.form(&path, &format!("{key}:{}", method.id), &[]).await?;
        }
        Ok(())
    }

    async fn choose_card(
        &self,
        intent: &str,
        customer: &str,
        choice: CardChoice,
        key: &str,
    ) -> Result<(), GatewayError> {
        let mut form = vec![("customer", customer.to_owned())];
        match choice {
            // nothing takes an earlier wish back
            CardChoice::New { keep } => {
                form.push(("setup_future_usage", if keep { "on_session" } else { "" }.to_owned()));
            }
            CardChoice::Saved(card) => {
                form.push(("setup_future_usage", String::new()));
                form.push(("payment_method", safe(&card)?.to_owned()));
            }
        }
        self.form(&format!("payment_intents/{}", safe(intent)?), key, &form).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_that_was_kept_twice_is_listed_once() {
        let body = br#"{"object":"list","data":[
            {"id":"pm_3","card":{"brand":"visa","last4":"4242","exp_month":4,"exp_year":2031,"fingerprint":"a"}},
            {"id":"pm_2","card":{"brand":"amex","last4":"0005","exp_month":1,"exp_year":2030,"fingerprint":"b"}},
            {"id":"pm_1","card":{"brand":"visa","last4":"4242","exp_month":4,"exp_year":2029,"fingerprint":"a"}}]}"#;
        let cards = distinct(parsed::<Listed>(body).unwrap().data);
        let ids: Vec<_> = cards.iter().map(|card| (card.id.as_str(), card.exp_year)).collect();
        assert_eq!(ids, [("pm_3", 2031), ("pm_2", 2030)]);
    }
}
