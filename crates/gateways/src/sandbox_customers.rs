//! Customers of the sandbox and the test cards that they keep.

use crate::cards::{CardChoice, CardGateway, SavedCard};
use crate::payments::{GatewayError, IntentStatus};
use crate::sandbox_cards::{Card, brand, read_expiry};
use crate::sandbox_payments::{SandboxGateway, find};
use crate::token::random;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pitlane_entities::sandbox_cards::{ActiveModel, Column, Entity, Model};
use pitlane_entities::sandbox_intents;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

const PREFIX: &str = "cus_sandbox_";

fn view(row: Model) -> SavedCard {
    SavedCard {
        id: row.id,
        brand: brand(&row.number).to_owned(),
        last4: row.number.chars().skip(row.number.len().saturating_sub(4)).collect(),
        exp_month: row.exp_month,
        exp_year: row.exp_year,
    }
}

#[async_trait]
impl CardGateway for SandboxGateway {
    async fn open_customer(&self, user: &str, _: &str) -> Result<String, GatewayError> {
        Ok(format!("{PREFIX}{}", user.replace('-', "")))
    }

    async fn forget_customer(&self, customer: &str) -> Result<(), GatewayError> {
        let tx = self.host().begin().await?;
        Entity::delete_many().filter(Column::CustomerId.eq(customer)).exec(&tx).await?;
        Ok(tx.commit().await?)
    }

    async fn cards(&self, customer: &str) -> Result<Vec<SavedCard>, GatewayError> {
        let tx = self.host().begin().await?;
        let mine = Entity::find().filter(Column::CustomerId.eq(customer));
        let rows = mine.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(&tx).await?;
        tx.commit().await?;
        Ok(rows.into_iter().map(view).collect())
    }

    async fn forget_card(&self, customer: &str, card: &str, _: &str) -> Result<(), GatewayError> {
        let tx = self.host().begin().await?;
        let mine = Entity::delete_many().filter(Column::CustomerId.eq(customer));
        let gone = mine.filter(Column::Id.eq(card)).exec(&tx).await?;
        tx.commit().await?;
        if gone.rows_affected == 0 { Err(GatewayError::NotFound) } else { Ok(()) }
    }

    async fn choose_card(
        &self,
        intent: &str,
        customer: &str,
        choice: CardChoice,
        _: &str,
    ) -> Result<(), GatewayError> {
        use sandbox_intents::Column as Field;
        let tx = self.host().begin().await?;
        let (keep, saved) = match choice {
            CardChoice::New { keep } => (keep, None),
            CardChoice::Saved(card) => {
                let mine = Entity::find_by_id(&card).filter(Column::CustomerId.eq(customer));
                mine.one(&tx).await?.ok_or(GatewayError::NotFound)?;
                (false, Some(card))
            }
        };
        let waits = IntentStatus::RequiresPaymentMethod.as_str();
        let changed = sandbox_intents::Entity::update_many()
            .col_expr(Field::CustomerId, Expr::value(customer))
            .col_expr(Field::CardId, Expr::value(saved))
            .col_expr(Field::KeepCard, Expr::value(keep))
            .filter(Field::Id.eq(intent))
            .filter(Field::Status.eq(waits))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        let late = || GatewayError::InvalidState("the intent waits for no card".to_owned());
        if changed.rows_affected == 1 { Ok(()) } else { Err(late()) }
    }
}

/// The card that was chosen for an intent; none where a new one is to be typed.
pub async fn chosen(db: &impl ConnectionTrait, intent: &str) -> Result<Option<Card>, GatewayError> {
    let Some(id) = find(db, intent).await?.card_id else { return Ok(None) };
    let row = Entity::find_by_id(&id).one(db).await?.ok_or(GatewayError::NotFound)?;
    // the code is asked for once, when the card is typed
    Ok(Some(Card {
        number: row.number,
        expiry: format!("{:02}/{}", row.exp_month, row.exp_year),
        cvc: "000".to_owned(),
    }))
}

/// Keeps the card that pays an intent, if its customer wants that; the bank may still have a question.
pub async fn keep(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    intent: &sandbox_intents::Model,
    card: &Card,
) -> Result<(), GatewayError> {
    let (Some(customer), true) = (&intent.customer_id, intent.keep_card) else { return Ok(()) };
    let Ok((exp_month, exp_year)) = read_expiry(&card.expiry) else { return Ok(()) };
    let row = ActiveModel {
        id: Set(random("pm_sandbox_")),
        customer_id: Set(customer.clone()),
        number: Set(card.number.chars().filter(char::is_ascii_digit).collect()),
        exp_month: Set(i32::try_from(exp_month).unwrap_or_default()),
        exp_year: Set(i32::try_from(exp_year).unwrap_or_default()),
        created_at: Set(now),
    };
    let again = OnConflict::columns([Column::CustomerId, Column::Number])
        .update_columns([Column::ExpMonth, Column::ExpYear])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}
