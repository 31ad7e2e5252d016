//! What a person chose: read, changed, and written down.

use super::queries::marks::{self, Marks};
use super::queries::{choices, outcomes, people};
use super::stopping::{stoppable, welcome};
use super::{notify, person::Person};
use crate::features::accounts;
use crate::http::actor::User;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use crate::work::Work;
use chrono::{NaiveTime, Timelike as _};
use pitlane_contract::messages::{
    ConsentEntry, Ended, MessagePreferences, PushSubscription, QuietHours, Texts, TopicChannels,
    UpdateMessagePreferences,
};
use pitlane_domain::messages::CHOSEN;
use pitlane_domain::vocabulary::{Channel, ConsentHow, SuppressionCause, Topic};
use pitlane_entities::suppressions::Model as Mark;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

/// What one agrees to with text messages; kept with each consent as it was shown.
pub const WORDING: &str = "I agree to get text messages from Pitlane about what I choose here, to my own number. \
    Message and data rates may apply; STOP ends them at any time, HELP helps.";
/// More browsers than that one person does not use.
const BROWSERS: i64 = 20;

/// What ended messages to somebody, beside a text message, which only a text undoes.
const LIFTED: [SuppressionCause; 2] = [SuppressionCause::Link, SuppressionCause::Support];

/// Where a choice came from, kept with it as its proof.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The address that asked.
    pub ip: Option<String>,
    /// What the browser says of itself.
    pub user_agent: Option<String>,
}

impl Origin {
    /// The proof of a choice that was made by `way`.
    pub fn proof(&self, way: &str, detail: &str) -> Value {
        json!({ (way): detail, "ip": self.ip, "user_agent": self.user_agent })
    }
}

/// Somebody with what is ended for their addresses.
struct Standing {
    person: Person,
    mail: Marks,
    texts: Marks,
    rows: Vec<Mark>,
}

impl Standing {
    async fn read(db: &impl ConnectionTrait, user: &User) -> Result<Self, ApiError> {
        let found = people::people(db, &[user.id]).await?.remove(&user.id);
        let person = found.ok_or_else(ApiError::not_found)?;
        let addresses: Vec<_> =
            [Some(person.email.clone()), person.phone.clone()].into_iter().flatten().collect();
        let rows = marks::all(db, &addresses).await?;
        let (mail, texts) = (Marks::on(Channel::Email, &rows), Marks::on(Channel::Sms, &rows));
        Ok(Self { person, mail, texts, rows })
    }

    /// Whether texts are agreed to and nothing ended them.
    fn texts_agreed(&self) -> bool {
        self.person.wishes.texts && !self.texts.all_ended()
    }

    /// What is on for `topic`, whether or not something can reach the person there. What ended all texts is said apart.
    fn channels(&self, topic: Topic) -> TopicChannels {
        let chosen = &self.person.wishes.chosen;
        let on =
            |channel| chosen.get(&(topic, channel)).copied().unwrap_or_else(|| topic.default_on(channel));
        TopicChannels {
            topic,
            email: on(Channel::Email) && !self.mail.ended(topic),
            push: on(Channel::Push),
            sms: on(Channel::Sms) && !self.texts.topic_ended(topic),
        }
    }
}

/// What `user` is told.
pub async fn get(state: &AppState, user: &User) -> Result<MessagePreferences, ApiError> {
    read(state, &state.db, user).await
}

async fn read(
    state: &AppState,
    db: &impl ConnectionTrait,
    user: &User,
) -> Result<MessagePreferences, ApiError> {
    let standing = Standing::read(db, user).await?;
    let agreed = standing.texts_agreed();
    let topics = stoppable().map(|topic| standing.channels(topic)).collect();
    let Standing { person, rows: ended, .. } = standing;
    let history = choices::history(db, user.id).await?;
    let browsers = outcomes::browsers(db, user.id).await?.len();
    let topic = |word: &str| word.parse::<Topic>().ok();
    Ok(MessagePreferences {
        topics,
        quiet_hours: person
            .quiet
            .map(|hours| QuietHours { from: clock(hours.from), until: clock(hours.until) }),
        urgent_anyway: person.urgent_anyway,
        digest: person.digest,
        time_zone: person.zone.name().to_owned(),
        texts: Texts { phone: person.phone, agreed, wording: WORDING.to_owned() },
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

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// Changes what `user` is told.
pub async fn update(
    state: &AppState,
    user: &User,
    body: UpdateMessagePreferences,
    origin: &Origin,
) -> Result<MessagePreferences, ApiError> {
    let mut check = Check::new();
    let quiet = body.quiet_hours.as_ref().and_then(|hours| quiet_hours(&mut check, hours));
    let time_zone = accounts::service::me::time_zone(&mut check, body.time_zone.as_deref());
    if body.topics.iter().any(|choice| !choice.topic.can_be_stopped()) {
        check.refuse("topics", "not_allowed", "What is about the account itself cannot be switched.");
    }
    check.done()?;
    let mut work = state.begin().await?;
    let before = Standing::read(&work.tx, user).await?;
    let settings = choices::Settings {
        quiet,
        urgent_anyway: body.urgent_anyway,
        digest: body.digest,
        texts_number: texts_number(&before, body.texts_agreed)?,
    };
    if settings.texts_number.is_some() {
        allow_texts(&work, &before).await?;
    }
    choices::set(&work.tx, work.now, user.id, settings).await?;
    if let Some(zone) = time_zone {
        accounts::service::me::set_time_zone(&work, user.id, zone).await?;
    }
    let changes = changes(&before, &body.topics);
    begin_again(&work, &before, &changes).await?;
    choices::choose(&work.tx, work.now, user.id, &changes).await?;
    let (person, how) = (&before.person, ConsentHow::Settings);
    let proof = origin.proof("page", "settings");
    for (topic, channel, granted) in changes {
        let address = person.address(channel).unwrap_or_default();
        let entry = choices::Entry { topic: Some(topic), channel, granted, how };
        choices::log(&work.tx, work.now, (Some(user.id), &address), entry, "", proof.clone()).await?;
    }
    if body.texts_agreed != before.texts_agreed() {
        let entry = choices::Entry { topic: None, channel: Channel::Sms, granted: body.texts_agreed, how };
        let number = person.phone.as_deref().unwrap_or_default();
        choices::log(&work.tx, work.now, (Some(user.id), number), entry, WORDING, proof).await?;
        if body.texts_agreed {
            let told = welcome(user.id, work.now);
            notify(&mut work, vec![told]).await?;
        }
    }
    work.commit().await?;
    get(state, user).await
}

/// The number that texts are agreed for; refused where none can be.
fn texts_number(before: &Standing, agreed: bool) -> Result<Option<String>, ApiError> {
    if !agreed {
        return Ok(None);
    }
    let Some(number) = before.person.phone.clone() else {
        return Err(ApiError::field("texts_agreed", "no_phone", "Add your number to your profile first."));
    };
    if before.texts.all_ended_by(SuppressionCause::Text) {
        let text = "You ended texts by STOP; reply START to the last one to get them again.";
        return Err(ApiError::field("texts_agreed", "ended_by_text", text));
    }
    Ok(Some(number))
}

/// They agree to texts: what support or a link ended for all of them is past, and a text that failed too. What was ended
/// about one topic is past only when they switch that topic on.
async fn allow_texts(work: &Work, before: &Standing) -> Result<(), ApiError> {
    let number = before.person.phone.as_deref().unwrap_or_default();
    marks::lift(&work.tx, Channel::Sms, number, &[SuppressionCause::Bounce]).await?;
    Ok(marks::lift_about(&work.tx, Channel::Sms, number, None, &LIFTED).await?)
}

/// Where somebody switches on what was ended for their address, that is past; all else that was ended with it stays off.
async fn begin_again(
    work: &Work,
    before: &Standing,
    changes: &[(Topic, Channel, bool)],
) -> Result<(), ApiError> {
    let person = &before.person;
    let begun = |channel| changes.iter().filter(move |change| change.1 == channel && change.2);
    for channel in [Channel::Email, Channel::Sms] {
        let address = person.address(channel).unwrap_or_default();
        for (topic, ..) in begun(channel) {
            marks::lift_about(&work.tx, channel, &address, Some(*topic), &LIFTED).await?;
        }
    }
    if before.mail.all_ended() && begun(Channel::Email).next().is_some() {
        marks::lift_about(&work.tx, Channel::Email, &person.email, None, &LIFTED).await?;
        let off: Vec<_> = stoppable().map(|topic| (topic, Channel::Email, false)).collect();
        choices::choose(&work.tx, work.now, person.id, &off).await?;
    }
    Ok(())
}

/// What is chosen otherwise than it was.
fn changes(before: &Standing, topics: &[TopicChannels]) -> Vec<(Topic, Channel, bool)> {
    let mut changes = Vec::new();
    for choice in topics {
        let now = before.channels(choice.topic);
        for channel in CHOSEN {
            let (old, new) = (on(&now, channel), on(choice, channel));
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
