//! Whether a message may go out now: to whom, about what, and when.

use super::digest;
use super::person::Person;
use super::queries::counts::{self, Place};
use super::queries::marks::{self, Marks};
use super::queries::people;
use super::sending::Letter;
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Channel, NotificationKind, Topic};
use pitlane_platform::config::MessagesConfig;
use pitlane_platform::jobs::JobError;
use sea_orm::DbErr;

/// What is to become of a message.
pub(super) enum Verdict {
    /// It goes out, in the place that it took among those of its hour; inside the app there is none.
    Go(Option<Place>),
    /// Not wanted, or not possible.
    Stop { why: &'static str, bounced: bool },
    /// Not before.
    Later(DateTime<Utc>),
}

/// Why a message does not go out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reason {
    /// In words for staff.
    pub why: &'static str,
    /// Whether only the address is bad, so that another channel may do.
    pub bounced: bool,
}

impl From<Reason> for Verdict {
    fn from(Reason { why, bounced }: Reason) -> Self {
        Self::Stop { why, bounced }
    }
}

/// Decides about `letter`, and takes its place among those of the hour. What gathers others keeps those that are wanted.
pub(super) async fn judge(
    state: &AppState,
    letter: &mut Letter,
    now: DateTime<Utc>,
) -> Result<Verdict, JobError> {
    let found = marks::of(&state.db, letter.channel, &letter.address).await?;
    if let Some(reason) = refusal(letter, &found, now) {
        return Ok(reason.into());
    }
    if let Some(until) = held_until(letter, now) {
        return Ok(Verdict::Later(until));
    }
    let place = place(letter, now);
    if let Some(place) = &place {
        let most = if letter.kind.is_metered() && !letter.row.urgent {
            most(&state.config.messages, letter.channel)
        } else {
            i64::MAX
        };
        if !counts::take(&state.db, place, most).await? {
            return Ok(Verdict::Later(place.next_hour()));
        }
    }
    // taking a place may have waited for others: what was ended meanwhile counts
    let verdict = match once_more(state, letter, now).await? {
        Some(reason) => reason.into(),
        None => return Ok(Verdict::Go(place)),
    };
    give_back(state, place.as_ref()).await?;
    Ok(verdict)
}

/// Gives back the place of a message that did not go out.
pub(super) async fn give_back(state: &AppState, place: Option<&Place>) -> Result<(), DbErr> {
    match place {
        Some(place) => counts::give_back(&state.db, place).await,
        None => Ok(()),
    }
}

async fn once_more(
    state: &AppState,
    letter: &mut Letter,
    now: DateTime<Utc>,
) -> Result<Option<Reason>, JobError> {
    if let Some(user) = letter.row.user_id {
        letter.person = people::people(&state.db, &[user]).await?.remove(&user);
    }
    let found = marks::of(&state.db, letter.channel, &letter.address).await?;
    if letter.kind == NotificationKind::Digest {
        let wanted = digest::keep_wanted(state, letter, &found, now).await?;
        if !wanted {
            return Ok(Some(Reason { why: "nothing in it is wanted any more", bounced: false }));
        }
    }
    Ok(refusal(letter, &found, now))
}

fn place(letter: &Letter, now: DateTime<Utc>) -> Option<Place> {
    match letter.channel {
        Channel::Email | Channel::Sms => Some(Place::new(letter.channel, &letter.address, now)),
        // browsers have no address to count by
        Channel::Push => letter.person.as_ref().map(|it| Place::new(letter.channel, &it.id.to_string(), now)),
        Channel::InApp => None,
    }
}

fn most(limits: &MessagesConfig, channel: Channel) -> i64 {
    i64::from(match channel {
        Channel::Sms => limits.texts_per_hour,
        Channel::Email => limits.mails_per_hour,
        Channel::Push => limits.pushes_per_hour,
        Channel::InApp => u32::MAX,
    })
}

fn held_until(letter: &Letter, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    letter.person.as_ref().and_then(|person| person.held_until(letter.kind, letter.row.urgent, now))
}

/// Whether `letter` is of no use any more.
pub(super) fn is_too_late(letter: &Letter, now: DateTime<Utc>) -> bool {
    letter.row.expires_at.is_some_and(|end| end <= now)
}

/// Why `letter` does not go out at all, by what is known of its reader.
pub(super) fn refusal(letter: &Letter, found: &Marks, now: DateTime<Utc>) -> Option<Reason> {
    let reason = |why| Some(Reason { why, bounced: false });
    if is_too_late(letter, now) {
        return reason("it came too late to be of use");
    }
    let about = (letter.topic, letter.channel);
    if let Some(reason) = unwanted(letter.person.as_ref(), found, about) {
        return Some(reason);
    }
    // they ask for it this moment: the address may be good again
    if found.bounced() && !letter.kind.is_immediate() {
        return Some(Reason { why: "the address came back", bounced: true });
    }
    None
}

/// Why nothing about `topic` goes to somebody on `channel`, by their own word.
pub(super) fn unwanted(
    person: Option<&Person>,
    found: &Marks,
    (topic, channel): (Topic, Channel),
) -> Option<Reason> {
    let reason = |why| Some(Reason { why, bounced: false });
    if let Some(person) = person {
        if person.closed {
            return reason("the account is closed");
        }
        if !person.wishes.allow(topic, channel) {
            return reason(if channel == Channel::Sms && !person.wishes.texts {
                "texts are not agreed to"
            } else {
                "switched off"
            });
        }
    }
    // mails about the account itself go on
    let fixed = channel == Channel::Email && !topic.can_be_stopped();
    if found.ended(topic) && !fixed { reason("ended by the person") } else { None }
}
