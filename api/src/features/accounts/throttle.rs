//! Slows down who guesses passwords: per account, whether it exists or not, in the database so that all servers count together.

use crate::http::problem::ApiError;
use crate::sql;
use crate::state::AppState;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::problem::Code;
use pitlane_entities::throttles;
use sea_orm::{EntityTrait, FromQueryResult};

/// Failures that are free.
const FREE: i32 = 5;
/// The first block; each further failure doubles it.
const FIRST_SECONDS: i64 = 30;
/// The longest block.
const MOST_SECONDS: i64 = 15 * 60;
/// Failures are forgotten after so many hours without another.
pub const FORGOTTEN_HOURS: i64 = 24;

/// The key of an account's password, by its address; a digest, as people type their password into that field too. It is the
/// same at every log-in: whoever guesses gets no more tries by changing the door.
pub fn key(email: &str) -> String {
    format!("password:{}", sql::hashed(email))
}

#[derive(FromQueryResult)]
struct Row {
    failures: i32,
    blocked_until: Option<DateTime<Utc>>,
}

/// Counts a try before it is made, so that many at once count as many; 429 while blocked.
pub async fn begin(state: &AppState, key: &str) -> Result<(), ApiError> {
    let work = state.begin().await?;
    let now = work.now;
    let old = now - TimeDelta::hours(FORGOTTEN_HOURS);
    let counted = sql::statement(
        &work.tx,
        "INSERT INTO throttles (key, failures, blocked_until, updated_at, created_at) VALUES ($1, 1, NULL, $2, $2) \
         ON CONFLICT (key) DO UPDATE SET \
           failures = CASE WHEN throttles.updated_at < $3 THEN 1 ELSE throttles.failures + 1 END, updated_at = $2 \
         RETURNING failures, blocked_until",
        [key.into(), now.into(), old.into()],
    );
    let row = Row::find_by_statement(counted).one(&work.tx).await?;
    let Some(row) = row else { return Err(ApiError::unexpected("no throttle was counted")) };
    if let Some(until) = row.blocked_until.filter(|until| *until > now) {
        // not committed: a try while blocked does not prolong the block
        let seconds = u64::try_from((until - now).num_seconds() + 1).unwrap_or(1);
        return Err(ApiError { retry_after: Some(seconds), ..ApiError::new(Code::RateLimited) });
    }
    if let Some(block) = block(row.failures) {
        let update = sql::statement(
            &work.tx,
            "UPDATE throttles SET blocked_until = $2 WHERE key = $1",
            [key.into(), (now + block).into()],
        );
        sea_orm::ConnectionTrait::execute_raw(&work.tx, update).await?;
    }
    Ok(work.commit().await?)
}

/// How long nobody may try after so many failures.
fn block(failures: i32) -> Option<TimeDelta> {
    let beyond = u32::try_from(failures - FREE).ok()?;
    let seconds = FIRST_SECONDS.checked_shl(beyond.min(20)).unwrap_or(MOST_SECONDS);
    Some(TimeDelta::seconds(seconds.min(MOST_SECONDS)))
}

/// Forgets the failures after a success.
pub async fn clear(db: &impl sea_orm::ConnectionTrait, key: &str) -> Result<(), sea_orm::DbErr> {
    throttles::Entity::delete_by_id(key).exec(db).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_grow_and_end() {
        let seconds = |failures| block(failures).map(|block| block.num_seconds());
        assert_eq!(seconds(4), None);
        assert_eq!(seconds(5), Some(30));
        assert_eq!(seconds(7), Some(120));
        assert_eq!(seconds(500), Some(900));
    }
}
