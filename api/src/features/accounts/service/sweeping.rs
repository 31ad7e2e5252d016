//! Forgets what can no longer change anything.

use crate::features::accounts::queries::sweeping::{self as queries, Before};
use crate::features::accounts::throttle::FORGOTTEN_HOURS;
use crate::state::AppState;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DbErr;

/// Deletes old throttles, one-time links, refresh tokens and sign-ins. A refresh token that was used stays for as long as it
/// could be used, because its return shows that somebody else has it.
pub async fn sweep(state: &AppState, now: DateTime<Utc>) -> Result<(), DbErr> {
    let auth = &state.config.auth;
    let access = TimeDelta::minutes(auth.access_minutes);
    let before = Before {
        throttles: now - TimeDelta::hours(FORGOTTEN_HOURS),
        // those of the last hour are counted against who asks for more
        links: now - TimeDelta::days(1),
        // an access token looks its sign-in up
        sign_ins: now - TimeDelta::days(auth.refresh_days) - access,
    };
    queries::forget(&state.db, now, &before).await
}
