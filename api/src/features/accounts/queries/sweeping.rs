//! SQL that deletes what is too old to matter.

use crate::sql;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};

/// How old each must be.
#[derive(Debug)]
pub struct Before {
    /// Throttles without another failure since.
    pub throttles: DateTime<Utc>,
    /// One-time links that were made before.
    pub links: DateTime<Utc>,
    /// Sign-ins that ended or were last used before.
    pub sign_ins: DateTime<Utc>,
}

/// Deletes what is older; `$1` is the age, `$2` the present.
pub async fn forget(db: &impl ConnectionTrait, now: DateTime<Utc>, before: &Before) -> Result<(), DbErr> {
    let old = [
        (
            "DELETE FROM throttles WHERE updated_at < $1 AND (blocked_until IS NULL OR blocked_until < $2)",
            before.throttles,
        ),
        (
            "DELETE FROM one_time_tokens WHERE created_at < $1 AND (expires_at < $2 OR used_at IS NOT NULL)",
            before.links,
        ),
    ];
    for (text, age) in old {
        db.execute_raw(sql::statement(db, text, [age.into(), now.into()])).await?;
    }
    let tokens = "DELETE FROM refresh_tokens WHERE expires_at < $1";
    db.execute_raw(sql::statement(db, tokens, [now.into()])).await?;
    let sign_ins = "DELETE FROM sign_ins WHERE (revoked_at < $1 OR last_used_at < $1) \
        AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.sign_in_id = sign_ins.id)";
    db.execute_raw(sql::statement(db, sign_ins, [before.sign_ins.into()])).await.map(drop)
}
