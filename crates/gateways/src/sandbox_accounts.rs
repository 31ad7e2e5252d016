//! Sellers' accounts in the sandbox: nobody asks questions there, so that each is ready as soon as its owner comes by.

use crate::accounts::{Account, AccountGateway, NewAccount, NewShare, Ways};
use crate::payments::GatewayError;
use crate::sandbox_payments::{SandboxEvent, SandboxGateway};
use crate::token::random;
use async_trait::async_trait;
use pitlane_entities::sandbox_intents::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;

const PREFIX: &str = "acct_sandbox_";

fn ready(id: &str) -> Account {
    Account {
        id: id.to_owned(),
        details_submitted: true,
        charges_enabled: true,
        payouts_enabled: true,
        missing: Vec::new(),
    }
}

#[async_trait]
impl AccountGateway for SandboxGateway {
    async fn open_account(&self, new: NewAccount) -> Result<Account, GatewayError> {
        // as with a real gateway: the questions come next
        Ok(Account {
            id: format!("{PREFIX}{}", new.provider.replace('-', "")),
            details_submitted: false,
            charges_enabled: false,
            payouts_enabled: false,
            missing: vec!["external_account".to_owned()],
        })
    }

    async fn onboarding(&self, account: &str, ways: Ways, _: &str) -> Result<String, GatewayError> {
        self.look_at_account(account).await?;
        let event = random("evt_sandbox_");
        let payload = json!({
            "id": event, "object": "event", "type": "account.updated", "created": self.host().now().timestamp(),
            "livemode": false, "account": account, "data": { "object": { "id": account, "object": "account" } },
        });
        let tx = self.host().begin().await?;
        self.host().deliver(&tx, SandboxEvent { id: event, kind: "account.updated", payload }).await?;
        tx.commit().await?;
        Ok(ways.back)
    }

    async fn send_share(&self, share: NewShare) -> Result<String, GatewayError> {
        let tx = self.host().begin().await?;
        let fee = Expr::col(Column::AmountReceivedCents).sub(share.cents);
        let sent = Entity::update_many()
            .col_expr(Column::Destination, Expr::value(share.account))
            .col_expr(Column::FeeCents, fee)
            .filter(Column::Id.eq(&share.intent))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        let name = format!("tr_sandbox_{}", share.intent);
        if sent.rows_affected == 1 { Ok(name) } else { Err(GatewayError::NotFound) }
    }

    async fn take_share_back(&self, _: &str, _: i64, _: &str) -> Result<(), GatewayError> {
        // what an account holds is computed from its charges and their refunds
        Ok(())
    }

    async fn look_at_account(&self, account: &str) -> Result<Account, GatewayError> {
        if account.starts_with(PREFIX) { Ok(ready(account)) } else { Err(GatewayError::NotFound) }
    }
}
