//! What a person chose: read, changed, and written down.

use super::queries::{choices, outcomes, people};
use super::stopping::{stoppable, welcome};
use super::{notify, person::Person};
use crate::http::actor::User;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use chrono::{NaiveTime, Timelike as _};
use pitlane_contract::messages::{
    ConsentEntry, Ended, MessagePreferences, PushSubscription, QuietHours, Texts, TopicChannels,
    UpdateMessagePreferences,
};
use pitlane_domain::messages::CHOSEN;
use pitlane_domain::vocabulary::{Channel, ConsentHow, SuppressionCause, Topic};
use sea_orm::ConnectionTrait;
use serde_json::json;

/// What one agrees to with text messages; kept with each consent as it was shown.
pub const WORDING: &str = "I agree to get text messages from Pitlane about what I choose here, to my own number. \
    Message and data rates may apply; STOP ends them at any time, HELP helps.";
/// More browsers than that one person does not use.
const BROWSERS: i64 = 20;

/// What `user` is told.
pub async fn get(state: &AppState, user: &User) -> Result<MessagePreferences, ApiError> {
    read(state, &state.db, user).await
}

async fn read(
    state: &AppState,
    db: &impl ConnectionTrait,
    user: &User,
) -> Result<MessagePreferences, ApiError> {
    let person = people::people(db, &[user.id]).await?.remove(&user.id).ok_or_else(ApiError::not_found)?;
    let addresses: Vec<_> =
        [Some(person.email.clone()), person.phone.clone()].into_iter().flatten().collect();
    let ended = choices::ended(db, &addresses).await?;
    let history = choices::history(db, user.id).await?;
    let browsers = outcomes::browsers(db, user.id).await?.len();
    let topic = |word: &str| word.parse::<Topic>().ok();
    Ok(MessagePreferences {
        topics: stoppable().map(|topic| channels(&person, topic)).collect(),
        quiet_hours: person
            .quiet
            .map(|hours| QuietHours { from: clock(hours.from), until: clock(hours.until) }),
        urgent_anyway: person.urgent_anyway,
        digest: person.digest,
        time_zone: person.zone.name().to_owned(),
        texts: Texts { phone: person.phone, agreed: person.wishes.texts, wording: WORDING.to_owned() },
        push_key: state.pusher.public_key().to_owned(),
        push_browsers: i64::try_from(browsers).unwrap_or(i64::MAX),
        ended: ended
            .into_iter()
            .filter_map(|row| {
                let (channel, cause) = (row.channel.parse().ok()?, row.cause.parse().ok()?);
                Some(Ended { channel, topic: topic(&row.topic), cause })
            })
            .collect(),
        history: history
            .into_iter()
            .filter_map(|row| {
                let (channel, how) = (row.channel.parse().ok()?, row.how.parse().ok()?);
                Some(ConsentEntry {
                    channel,
                    topic: topic(&row.topic),
                    granted: row.granted,
                    how,
                    address: row.address,
                    wording: row.wording,
                    created_at: row.created_at,
                })
            })
            .collect(),
    })
}

/// What is chosen for `topic`, whether or not something can reach the person there.
fn channels(person: &Person, topic: Topic) -> TopicChannels {
    let on = |channel| {
        person.wishes.chosen.get(&(topic, channel)).copied().unwrap_or_else(|| topic.default_on(channel))
    };
    TopicChannels { topic, email: on(Channel::Email), push: on(Channel::Push), sms: on(Channel::Sms) }
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// Changes what `user` is told.
pub async fn update(
    state: &AppState,
    user: &User,
    body: UpdateMessagePreferences,
) -> Result<MessagePreferences, ApiError> {
    let mut check = Check::new();
    let quiet = body.quiet_hours.as_ref().and_then(|hours| quiet_hours(&mut check, hours));
    if body.topics.iter().any(|choice| !choice.topic.can_be_stopped()) {
        check.refuse("topics", "not_allowed", "What is about the account itself cannot be switched.");
    }
    check.done()?;
    let mut work = state.begin().await?;
    let found = people::people(&work.tx, &[user.id]).await?.remove(&user.id);
    let person = found.ok_or_else(ApiError::not_found)?;
    let texts_number = texts_number(&work.tx, &person, body.texts_agreed).await?;
    let settings = choices::Settings {
        quiet,
        urgent_anyway: body.urgent_anyway,
        digest: body.digest,
        texts_number: texts_number.clone(),
    };
    choices::set(&work.tx, work.now, user.id, settings).await?;
    let changes = changes(&person, &body.topics);
    choices::choose(&work.tx, work.now, user.id, &changes).await?;
    let how = ConsentHow::Settings;
    for (topic, channel, granted) in changes {
        let address = person.address(channel).unwrap_or_default();
        let entry = choices::Entry { topic: Some(topic), channel, granted, how };
        choices::log(&work.tx, work.now, (Some(user.id), &address), entry, "", json!({})).await?;
    }
    if body.texts_agreed != person.wishes.texts {
        let entry = choices::Entry { topic: None, channel: Channel::Sms, granted: body.texts_agreed, how };
        let number = person.phone.as_deref().unwrap_or_default();
        choices::log(&work.tx, work.now, (Some(user.id), number), entry, WORDING, json!({})).await?;
        if body.texts_agreed {
            let told = welcome(user.id, work.now);
            notify(&mut work, vec![told]).await?;
        }
    }
    work.commit().await?;
    get(state, user).await
}

/// The number that texts are agreed for; refused where none can be.
async fn texts_number(
    db: &impl ConnectionTrait,
    person: &Person,
    agreed: bool,
) -> Result<Option<String>, ApiError> {
    if !agreed {
        return Ok(None);
    }
    let Some(number) = person.phone.clone() else {
        return Err(ApiError::field("texts_agreed", "no_phone", "Add your number to your profile first."));
    };
    let ended = choices::ended(db, std::slice::from_ref(&number)).await?;
    if ended
        .iter()
        .any(|row| row.channel == Channel::Sms.as_str() && row.cause == SuppressionCause::Text.as_str())
    {
        let text = "You ended texts by STOP; reply START to the last one to get them again.";
        return Err(ApiError::field("texts_agreed", "ended_by_text", text));
    }
    // they agree anew: what a link, support or a failed text ended is past
    let past = [SuppressionCause::Link, SuppressionCause::Support, SuppressionCause::Bounce];
    outcomes::lift(db, Channel::Sms, &number, &past).await?;
    Ok(Some(number))
}

/// What is chosen otherwise than it was.
fn changes(person: &Person, topics: &[TopicChannels]) -> Vec<(Topic, Channel, bool)> {
    let mut changes = Vec::new();
    for choice in topics {
        let before = channels(person, choice.topic);
        for channel in CHOSEN {
            let (old, new) = (on(&before, channel), on(choice, channel));
            let said = changes.iter().any(|(topic, other, _)| (*topic, *other) == (choice.topic, channel));
            if old != new && !said {
                changes.push((choice.topic, channel, new));
            }
        }
    }
    changes
}

const fn on(choice: &TopicChannels, channel: Channel) -> bool {
    match channel {
        Channel::Email => choice.email,
        Channel::Push => choice.push,
        Channel::Sms => choice.sms,
        Channel::InApp => true,
    }
}

fn quiet_hours(check: &mut Check, hours: &QuietHours) -> Option<(i32, i32)> {
    let mut read = |field: &str, text: &str| {
        let time = NaiveTime::parse_from_str(text, "%H:%M").ok();
        if time.is_none() {
            check.refuse(field, "invalid", "Give the time as HH:MM.");
        }
        time.and_then(|time| i32::try_from(time.num_seconds_from_midnight() / 60).ok())
    };
    let from = read("quiet_hours.from", &hours.from);
    let until = read("quiet_hours.until", &hours.until);
    let hours = from.zip(until)?;
    if hours.0 == hours.1 {
        check.refuse("quiet_hours.until", "invalid", "Quiet hours end at another time than they begin.");
    }
    Some(hours)
}

/// Keeps a browser that takes messages for `user`.
pub async fn subscribe(state: &AppState, user: &User, body: PushSubscription) -> Result<(), ApiError> {
    state
        .pusher
        .check(&body.endpoint, &body.p256dh, &body.auth)
        .map_err(|error| ApiError::field("endpoint", "invalid", &error.to_string()))?;
    let work = state.begin().await?;
    let browsers = outcomes::browsers(&work.tx, user.id).await?;
    let known = browsers.iter().any(|browser| browser.endpoint == body.endpoint);
    if !known && i64::try_from(browsers.len()).unwrap_or(i64::MAX) >= BROWSERS {
        return Err(ApiError::field(
            "endpoint",
            "too_many",
            "No more than 20 browsers take messages for one account.",
        ));
    }
    let keys = (body.endpoint, body.p256dh, body.auth);
    choices::keep_browser(&work.tx, work.now, (user.id, user.sign_in), keys).await?;
    Ok(work.commit().await?)
}

/// Forgets a browser of `user`; one that is not known is forgotten already.
pub async fn unsubscribe_browser(state: &AppState, user: &User, endpoint: &str) -> Result<(), ApiError> {
    Ok(choices::drop_browser(&state.db, user.id, endpoint).await?)
}
