//! Accounts that sellers are paid out to, and their payouts.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::PayoutStatus;
use pitlane_entities::{payout_accounts, payouts, providers};
use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// The account of a seller with a gateway.
pub async fn of_provider(
    db: &impl ConnectionTrait,
    gateway: &str,
    provider: Uuid,
) -> Result<Option<payout_accounts::Model>, DbErr> {
    let found = payout_accounts::Entity::find_by_id(provider);
    found.filter(payout_accounts::Column::Gateway.eq(gateway)).one(db).await
}

/// The account that the gateway calls `account`, locked until the end of the transaction.
pub async fn lock_account(
    tx: &impl ConnectionTrait,
    gateway: &str,
    account: &str,
) -> Result<Option<payout_accounts::Model>, DbErr> {
    use payout_accounts::Column;
    let mut find = payout_accounts::Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::Gateway.eq(gateway));
    if tx.get_database_backend() == DbBackend::Postgres {
        find = find.lock(LockType::Update);
    }
    find.one(tx).await
}

/// Keeps a seller's account; one of another gateway gives way, a known one stays.
pub async fn keep(db: &impl ConnectionTrait, row: payout_accounts::ActiveModel) -> Result<(), DbErr> {
    use payout_accounts::Column;
    let other = [
        Column::Gateway,
        Column::AccountId,
        Column::DetailsSubmitted,
        Column::ChargesEnabled,
        Column::PayoutsEnabled,
        Column::Missing,
        Column::UpdatedAt,
    ];
    let elsewhere = Expr::cust("payout_accounts.gateway <> excluded.gateway");
    let known =
        OnConflict::column(Column::ProviderId).update_columns(other).action_and_where(elsewhere).to_owned();
    payout_accounts::Entity::insert(row).on_conflict(known).exec_without_returning(db).await?;
    Ok(())
}

/// Writes down what the gateway says of an account; `false` when there is none of that name.
pub async fn update_account(
    db: &impl ConnectionTrait,
    account: &str,
    row: payout_accounts::ActiveModel,
) -> Result<bool, DbErr> {
    let mine = payout_accounts::Column::AccountId.eq(account);
    let updated = payout_accounts::Entity::update_many().set(row).filter(mine).exec(db).await?;
    Ok(updated.rows_affected == 1)
}

/// The payout that the gateway calls `id`.
pub async fn payout(db: &impl ConnectionTrait, id: &str) -> Result<Option<payouts::Model>, DbErr> {
    payouts::Entity::find().filter(payouts::Column::GatewayId.eq(id)).one(db).await
}

/// Writes a new payout.
pub async fn insert(tx: &impl ConnectionTrait, row: payouts::ActiveModel) -> Result<payouts::Model, DbErr> {
    payouts::Entity::insert(row).exec_with_returning(tx).await
}

/// Moves a payout on.
pub async fn move_to(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    (status, failure): (PayoutStatus, Option<String>),
) -> Result<(), DbErr> {
    use payouts::Column;
    payouts::Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.as_str()))
        .col_expr(Column::FailureCode, Expr::value(failure))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The name of a seller.
pub async fn provider_name(db: &impl ConnectionTrait, provider: Uuid) -> Result<Option<String>, DbErr> {
    Ok(providers::Entity::find_by_id(provider).one(db).await?.map(|row| row.name))
}

/// Whether a seller here has the account that the gateway calls `account`.
pub async fn is_known(db: &impl ConnectionTrait, gateway: &str, account: &str) -> Result<bool, DbErr> {
    use payout_accounts::Column;
    let mine = payout_accounts::Entity::find().filter(Column::AccountId.eq(account));
    Ok(mine.filter(Column::Gateway.eq(gateway)).one(db).await?.is_some())
}
