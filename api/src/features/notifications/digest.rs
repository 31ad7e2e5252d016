//! Several messages that can wait, in one mail. They stay queued until that mail is settled, and are settled with it: what
//! did not go out is not lost, and what was ended meanwhile does not go out.

use super::outcomes::{count, fall_back, settled};
use super::person::Person;
use super::queries::marks::{self, Marks};
use super::queries::{outcomes, people};
use super::sending::{Letter, read};
use super::{Content, Notification, judging, notify, texts};
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Channel, MessageEventKind, NotificationStatus};
use pitlane_entities::notifications::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde_json::json;
use uuid::Uuid;

/// The job that gathers the messages of `user` at `at`.
pub(super) fn gather_job(user: Uuid, at: DateTime<Utc>) -> NewJob {
    NewJob::new(super::jobs::GATHER, json!({ "user_id": user, "at": at }), at)
        .once(format!("digest:{user}:{}", at.timestamp()))
}

/// Puts the messages of `user` that waited until `at` into one mail, which is a message itself.
pub(super) async fn gather(state: &AppState, user: Uuid, at: DateTime<Utc>) -> Outcome {
    let mut work = state.begin().await?;
    let rows = outcomes::gathered(&work.tx, user, at).await?;
    let person = people::people(&work.tx, &[user]).await?.remove(&user);
    let address = person.as_ref().map(|person| person.email.clone()).unwrap_or_default();
    let found = marks::of(&work.tx, Channel::Email, &address).await?;
    let (wanted, unwanted) = sorted(rows, person.as_ref(), &found, work.now);
    drop_items(&mut work, unwanted).await?;
    if !wanted.is_empty() {
        let key = format!("digest:{user}:{}", at.timestamp());
        let items = wanted.iter().map(|item| texts::item(&item.content)).collect();
        notify(&mut work, vec![Notification::to_user(user, key.as_str(), Content::Digest { items })]).await?;
        let ids = wanted.iter().map(|item| item.row.id).collect();
        outcomes::gather_into(&work.tx, &format!("{key}:{}", Channel::Email), ids).await?;
    }
    Ok(work.commit().await?)
}

/// Takes out of `letter`, which gathers others, what is not wanted any more; says whether anything is left.
pub(super) async fn keep_wanted(
    state: &AppState,
    letter: &mut Letter,
    found: &Marks,
    now: DateTime<Utc>,
) -> Result<bool, JobError> {
    let rows = outcomes::of_digest(&state.db, letter.row.id, NotificationStatus::Queued).await?;
    let (wanted, unwanted) = sorted(rows, letter.person.as_ref(), found, now);
    if !unwanted.is_empty() {
        let mut work = state.begin().await?;
        drop_items(&mut work, unwanted).await?;
        work.commit().await?;
    }
    let items: Vec<_> = wanted.iter().map(|item| texts::item(&item.content)).collect();
    let left = !items.is_empty();
    letter.content = Content::Digest { items };
    Ok(left)
}

/// What is wanted, and what is not with why; what cannot be read any more is left out.
fn sorted(
    rows: Vec<Model>,
    person: Option<&Person>,
    found: &Marks,
    now: DateTime<Utc>,
) -> (Vec<Letter>, Vec<(Letter, &'static str)>) {
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    for letter in rows.into_iter().filter_map(|row| read(row, person.cloned()).ok()) {
        match judging::refusal(&letter, found, now).filter(|reason| !reason.bounced) {
            Some(reason) => unwanted.push((letter, reason.why)),
            None => wanted.push(letter),
        }
    }
    (wanted, unwanted)
}

async fn drop_items(work: &mut Work, unwanted: Vec<(Letter, &'static str)>) -> Result<(), JobError> {
    for (letter, why) in unwanted {
        settle_one(work, &letter, NotificationStatus::Suppressed, why).await?;
    }
    Ok(())
}

async fn settle_one(
    work: &mut Work,
    letter: &Letter,
    status: NotificationStatus,
    said: &str,
) -> Result<bool, JobError> {
    let (event, error) = match status {
        NotificationStatus::Sent => (MessageEventKind::Gathered, None),
        NotificationStatus::Suppressed => (MessageEventKind::Suppressed, Some(said)),
        _ => (MessageEventKind::Failed, Some(said)),
    };
    let end = settled(letter, status, error, None)?;
    let done = outcomes::settle(&work.tx, work.now, letter.row.id, end).await?;
    if done {
        outcomes::note(&work.tx, work.now, letter.row.id, event, said).await?;
        count(&letter.row, status);
    }
    Ok(done)
}

/// Settles what `digest` gathered as it was settled itself; when only its way was bad, each takes its next one.
pub(super) async fn settle_items(
    work: &mut Work,
    digest: &Letter,
    status: NotificationStatus,
    (said, falls_back): (&str, bool),
) -> Result<(), JobError> {
    for row in outcomes::of_digest(&work.tx, digest.row.id, NotificationStatus::Queued).await? {
        let Ok(letter) = read(row, digest.person.clone()) else { continue };
        if settle_one(work, &letter, status, said).await? && falls_back {
            fall_back(work, &letter.row).await?;
        }
    }
    Ok(())
}

/// Whether `letter` gathers others.
pub(super) fn gathers(letter: &Letter) -> bool {
    matches!(letter.content, Content::Digest { .. })
}
