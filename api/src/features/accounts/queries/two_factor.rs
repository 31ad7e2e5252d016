//! SQL of second factors.

use crate::sql::hashed;
use chrono::{DateTime, Utc};
use pitlane_entities::{recovery_codes, two_factors, users};
use pitlane_platform::new_id;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
};
use uuid::Uuid;

/// Keeps a proposed secret, in place of an earlier proposal; false when the account has a second factor already.
pub async fn propose(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    sealed: String,
) -> Result<bool, DbErr> {
    // the account's row is what confirming locks, so a factor that was just confirmed is not replaced
    let open = users::Entity::update_many()
        .col_expr(users::Column::UpdatedAt, Expr::value(now))
        .filter(users::Column::Id.eq(user))
        .filter(users::Column::TwoFactorAt.is_null())
        .exec(tx)
        .await?;
    if open.rows_affected != 1 {
        return Ok(false);
    }
    let row = two_factors::ActiveModel {
        user_id: Set(user),
        secret: Set(sealed),
        last_step: Set(0),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let mut again = OnConflict::column(two_factors::Column::UserId);
    again.update_columns([
        two_factors::Column::Secret,
        two_factors::Column::LastStep,
        two_factors::Column::CreatedAt,
        two_factors::Column::UpdatedAt,
    ]);
    two_factors::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(true)
}

/// The sealed secret of an account, proposed or held.
pub async fn secret(db: &impl ConnectionTrait, user: Uuid) -> Result<Option<String>, DbErr> {
    Ok(two_factors::Entity::find_by_id(user).one(db).await?.map(|row| row.secret))
}

/// Lets a second factor hold; false when it holds already.
pub async fn hold(tx: &impl ConnectionTrait, now: DateTime<Utc>, user: Uuid) -> Result<bool, DbErr> {
    let held = users::Entity::update_many()
        .col_expr(users::Column::TwoFactorAt, Expr::value(now))
        .col_expr(users::Column::UpdatedAt, Expr::value(now))
        .filter(users::Column::Id.eq(user))
        .filter(users::Column::TwoFactorAt.is_null())
        .exec(tx)
        .await?;
    Ok(held.rows_affected == 1)
}

/// Takes the code of a step, once; false when it or a later one was taken.
pub async fn take_step(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    step: i64,
) -> Result<bool, DbErr> {
    let taken = two_factors::Entity::update_many()
        .col_expr(two_factors::Column::LastStep, Expr::value(step))
        .col_expr(two_factors::Column::UpdatedAt, Expr::value(now))
        .filter(two_factors::Column::UserId.eq(user))
        .filter(two_factors::Column::LastStep.lt(step))
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Takes a recovery code, once.
pub async fn take_recovery_code(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    code: &str,
) -> Result<bool, DbErr> {
    let taken = recovery_codes::Entity::update_many()
        .col_expr(recovery_codes::Column::UsedAt, Expr::value(now))
        .filter(recovery_codes::Column::UserId.eq(user))
        .filter(recovery_codes::Column::Hash.eq(hashed(code)))
        .filter(recovery_codes::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Puts new recovery codes in place of the old ones; only their hashes are kept.
pub async fn replace_recovery_codes(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    codes: &[String],
) -> Result<(), DbErr> {
    recovery_codes::Entity::delete_many().filter(recovery_codes::Column::UserId.eq(user)).exec(tx).await?;
    let rows = codes.iter().map(|code| recovery_codes::ActiveModel {
        id: Set(new_id()),
        user_id: Set(user),
        hash: Set(hashed(code)),
        used_at: Set(None),
        created_at: Set(now),
    });
    recovery_codes::Entity::insert_many(rows).exec_without_returning(tx).await.map(drop)
}

/// Recovery codes that were not used yet.
pub async fn recovery_codes_left(db: &impl ConnectionTrait, user: Uuid) -> Result<u64, DbErr> {
    recovery_codes::Entity::find()
        .filter(recovery_codes::Column::UserId.eq(user))
        .filter(recovery_codes::Column::UsedAt.is_null())
        .count(db)
        .await
}

/// Removes a second factor with its recovery codes; false when there was none that held.
pub async fn remove(tx: &impl ConnectionTrait, now: DateTime<Utc>, user: Uuid) -> Result<bool, DbErr> {
    let held = users::Entity::update_many()
        .col_expr(users::Column::TwoFactorAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(users::Column::UpdatedAt, Expr::value(now))
        .filter(users::Column::Id.eq(user))
        .filter(users::Column::TwoFactorAt.is_not_null())
        .exec(tx)
        .await?;
    two_factors::Entity::delete_by_id(user).exec(tx).await?;
    recovery_codes::Entity::delete_many().filter(recovery_codes::Column::UserId.eq(user)).exec(tx).await?;
    Ok(held.rows_affected == 1)
}
