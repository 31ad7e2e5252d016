//! Mails that came back: a mail server had taken them and says later that they did not get there.
//!
//! Anybody can write such a report, so it is believed only where it names, by its Message-ID, a mail that went to that very
//! address not long ago: its id was told to nobody but its reader and the servers on the way.

use super::outcomes::ended;
use super::queries::outcomes;
use super::sending::id_of;
use crate::work::Work;
use chrono::TimeDelta;
use pitlane_domain::vocabulary::{Channel, NotificationStatus};
use pitlane_gateways::bounces::Bounce;
use sea_orm::DbErr;
use uuid::Uuid;

/// How long after it went out a mail may come back. Servers give up within days (RFC 5321, section 4.5.4.1).
const BELIEVED: TimeDelta = TimeDelta::days(30);

/// What came of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The message failed.
    Failed {
        /// Which.
        message: Uuid,
        /// What the servers said, in codes.
        said: String,
    },
    /// Nothing changed, for this reason.
    Ignored(&'static str),
}

impl std::fmt::Display for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Failed { message, said } => write!(f, "the message {message} came back: {said}"),
            Self::Ignored(why) => write!(f, "nothing changed: {why}"),
        }
    }
}

/// Why a report has to be heard again.
#[derive(Debug, thiserror::Error)]
pub enum Unheard {
    /// It came before it was written down that the mail is out.
    #[error("the message {0} is being sent at this moment")]
    Early(Uuid),
    /// The database did not take it.
    #[error(transparent)]
    Stored(#[from] DbErr),
}

/// Takes over what `bounce` says: the mail failed, as if it had been refused at once. Said twice it changes nothing.
pub async fn take(mut work: Work, bounce: &Bounce) -> Result<Heard, Unheard> {
    let found = match id_of(&bounce.message_id) {
        Some(id) => outcomes::get(&work.tx, id).await?,
        None => None,
    };
    let Some(row) = found.filter(|row| row.channel == Channel::Email.as_str()) else {
        return Ok(Heard::Ignored("it is about no mail of ours"));
    };
    if row.status == NotificationStatus::Queued.as_str() && row.handed_at.is_some() {
        return Err(Unheard::Early(row.id));
    }
    let Some(failure) = bounce.failure_of(&row.recipient) else {
        return Ok(Heard::Ignored("it tells of no failure at the address that the mail went to"));
    };
    if row.sent_at.is_none_or(|sent_at| work.now - sent_at > BELIEVED) {
        return Ok(Heard::Ignored("the mail did not go out in the last 30 days"));
    }
    let said = format!("the mail came back: {}", failure.said);
    let status = NotificationStatus::Failed;
    if !outcomes::news(&work.tx, work.now, row.id, status, Some(said.clone())).await? {
        return Ok(Heard::Ignored("it was told before"));
    }
    ended(&mut work, &row, Channel::Email, &row.recipient, failure.marks_the_address, &said).await?;
    // what it gathered did not get there either, and takes another way
    for item in outcomes::of_digest(&work.tx, row.id, NotificationStatus::Sent).await? {
        if outcomes::news(&work.tx, work.now, item.id, status, Some(said.clone())).await? {
            ended(&mut work, &item, Channel::Email, &row.recipient, false, &said).await?;
        }
    }
    work.commit().await?;
    Ok(Heard::Failed { message: row.id, said: failure.said })
}
