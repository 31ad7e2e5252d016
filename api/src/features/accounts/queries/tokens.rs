//! SQL of sign-ins, refresh tokens and one-time links.

use crate::sql::{self, hashed};
use chrono::{DateTime, Utc};
use pitlane_entities::{one_time_tokens, refresh_tokens, sign_ins};
use pitlane_platform::ids::new_secret;
use pitlane_platform::new_id;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

/// What a one-time link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Confirms the address.
    VerifyEmail,
    /// Sets a new password.
    ResetPassword,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
        }
    }
}

/// Makes a one-time token and answers it; only its hash is kept.
pub async fn insert_one_time(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    purpose: Purpose,
    expires_at: DateTime<Utc>,
) -> Result<String, DbErr> {
    let token = new_secret();
    let row = one_time_tokens::ActiveModel {
        id: Set(new_id()),
        user_id: Set(user),
        purpose: Set(purpose.as_str().to_owned()),
        hash: Set(hashed(&token)),
        expires_at: Set(expires_at),
        used_at: Set(None),
        created_at: Set(now),
    };
    one_time_tokens::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(token)
}

/// The account that a token is good for, left unused.
pub async fn peek_one_time(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    token: &str,
    purpose: Purpose,
) -> Result<Option<Uuid>, DbErr> {
    let row = one_time_tokens::Entity::find()
        .filter(one_time_tokens::Column::Hash.eq(hashed(token)))
        .filter(one_time_tokens::Column::Purpose.eq(purpose.as_str()))
        .filter(one_time_tokens::Column::ExpiresAt.gt(now))
        .filter(one_time_tokens::Column::UsedAt.is_null())
        .one(db)
        .await?;
    Ok(row.map(|row| row.user_id))
}

/// Uses every open token of an account for one purpose, the given one among them; false when that one was used meanwhile.
pub async fn use_one_time(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    token: &str,
    purpose: Purpose,
) -> Result<bool, DbErr> {
    let spent = one_time_tokens::Entity::update_many()
        .col_expr(one_time_tokens::Column::UsedAt, Expr::value(now))
        .filter(one_time_tokens::Column::Hash.eq(hashed(token)))
        .filter(one_time_tokens::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    if spent.rows_affected != 1 {
        return Ok(false);
    }
    one_time_tokens::Entity::update_many()
        .col_expr(one_time_tokens::Column::UsedAt, Expr::value(now))
        .filter(one_time_tokens::Column::UserId.eq(user))
        .filter(one_time_tokens::Column::Purpose.eq(purpose.as_str()))
        .filter(one_time_tokens::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(true)
}

/// How many tokens of one purpose were made for an account since a time.
pub async fn one_time_since(
    db: &impl ConnectionTrait,
    user: Uuid,
    purpose: Purpose,
    since: DateTime<Utc>,
) -> Result<u64, DbErr> {
    use sea_orm::PaginatorTrait;
    one_time_tokens::Entity::find()
        .filter(one_time_tokens::Column::UserId.eq(user))
        .filter(one_time_tokens::Column::Purpose.eq(purpose.as_str()))
        .filter(one_time_tokens::Column::CreatedAt.gt(since))
        .count(db)
        .await
}

/// Makes a sign-in: the family of its refresh tokens.
pub async fn insert_sign_in(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    user_agent: String,
) -> Result<Uuid, DbErr> {
    let id = new_id();
    let row = sign_ins::ActiveModel {
        id: Set(id),
        user_id: Set(user),
        user_agent: Set(user_agent),
        last_used_at: Set(now),
        revoked_at: Set(None),
        created_at: Set(now),
    };
    sign_ins::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(id)
}

/// Makes the next refresh token of a sign-in and answers it; only its hash is kept.
pub async fn insert_refresh(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    sign_in: Uuid,
    expires_at: DateTime<Utc>,
) -> Result<String, DbErr> {
    let token = new_secret();
    let row = refresh_tokens::ActiveModel {
        id: Set(new_id()),
        sign_in_id: Set(sign_in),
        hash: Set(hashed(&token)),
        expires_at: Set(expires_at),
        used_at: Set(None),
        created_at: Set(now),
    };
    refresh_tokens::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(token)
}

/// A refresh token as it is found.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Refresh {
    /// The token's row.
    pub id: Uuid,
    /// Its sign-in.
    pub sign_in_id: Uuid,
    /// The account.
    pub user_id: Uuid,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was exchanged.
    pub used_at: Option<DateTime<Utc>>,
    /// When its sign-in was ended.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Finds a refresh token, used or not.
pub async fn find_refresh(db: &impl ConnectionTrait, token: &str) -> Result<Option<Refresh>, DbErr> {
    let found = sql::statement(
        db,
        "SELECT t.id, t.sign_in_id, s.user_id, t.expires_at, t.used_at, s.revoked_at \
         FROM refresh_tokens t JOIN sign_ins s ON s.id = t.sign_in_id WHERE t.hash = $1",
        [hashed(token).into()],
    );
    Refresh::find_by_statement(found).one(db).await
}

/// Notes that a sign-in was used; false when it has ended. Its row is what revoking locks, so this comes before anything
/// that makes a token: a revoked sign-in gets no new one.
async fn touch(tx: &impl ConnectionTrait, now: DateTime<Utc>, sign_in: Uuid) -> Result<bool, DbErr> {
    let touched = sign_ins::Entity::update_many()
        .col_expr(sign_ins::Column::LastUsedAt, Expr::value(now))
        .filter(sign_ins::Column::Id.eq(sign_in))
        .filter(sign_ins::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(touched.rows_affected == 1)
}

/// Uses up what the exchange of `refresh` brought, if nothing that came after it was ever used.
pub async fn replace_unused(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    refresh: &Refresh,
) -> Result<bool, DbErr> {
    if !touch(tx, now, refresh.sign_in_id).await? {
        return Ok(false);
    }
    // ids grow with time
    let text = "UPDATE refresh_tokens SET used_at = $3 WHERE sign_in_id = $1 AND id > $2 AND used_at IS NULL \
        AND NOT EXISTS (SELECT 1 FROM refresh_tokens o WHERE o.sign_in_id = $1 AND o.id > $2 AND o.used_at IS NOT NULL)";
    let values = [refresh.sign_in_id.into(), refresh.id.into(), now.into()];
    let replaced = tx.execute_raw(sql::statement(tx, text, values)).await?;
    Ok(replaced.rows_affected() == 1)
}

/// Uses a refresh token if nobody has and its sign-in lives; of two at once one wins.
pub async fn use_refresh(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    refresh: &Refresh,
) -> Result<bool, DbErr> {
    if !touch(tx, now, refresh.sign_in_id).await? {
        return Ok(false);
    }
    let used = refresh_tokens::Entity::update_many()
        .col_expr(refresh_tokens::Column::UsedAt, Expr::value(now))
        .filter(refresh_tokens::Column::Id.eq(refresh.id))
        .filter(refresh_tokens::Column::UsedAt.is_null())
        .filter(refresh_tokens::Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Ends one sign-in of an account; false when it is not theirs or has ended.
pub async fn revoke(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    sign_in: Uuid,
) -> Result<bool, DbErr> {
    let ended = sign_ins::Entity::update_many()
        .col_expr(sign_ins::Column::RevokedAt, Expr::value(now))
        .filter(sign_ins::Column::Id.eq(sign_in))
        .filter(sign_ins::Column::UserId.eq(user))
        .filter(sign_ins::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Ends every sign-in of an account.
pub async fn revoke_all(db: &impl ConnectionTrait, now: DateTime<Utc>, user: Uuid) -> Result<(), DbErr> {
    sign_ins::Entity::update_many()
        .col_expr(sign_ins::Column::RevokedAt, Expr::value(now))
        .filter(sign_ins::Column::UserId.eq(user))
        .filter(sign_ins::Column::RevokedAt.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// Ends every sign-in of an account but one.
pub async fn revoke_others(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    kept: Uuid,
) -> Result<(), DbErr> {
    sign_ins::Entity::update_many()
        .col_expr(sign_ins::Column::RevokedAt, Expr::value(now))
        .filter(sign_ins::Column::UserId.eq(user))
        .filter(sign_ins::Column::Id.ne(kept))
        .filter(sign_ins::Column::RevokedAt.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// The sign-ins of an account that can still be used, the last used first.
pub async fn sign_ins(
    db: &impl ConnectionTrait,
    user: Uuid,
    used_since: DateTime<Utc>,
) -> Result<Vec<sign_ins::Model>, DbErr> {
    sign_ins::Entity::find()
        .filter(sign_ins::Column::UserId.eq(user))
        .filter(sign_ins::Column::RevokedAt.is_null())
        .filter(sign_ins::Column::LastUsedAt.gt(used_since))
        .order_by_desc(sign_ins::Column::LastUsedAt)
        .order_by_desc(sign_ins::Column::Id)
        .all(db)
        .await
}
