//! How messages are ended and begun again: by the link of a mail, by a text, by support. What is ended here holds for
//! every process at once, because each asks before it sends.

use super::Content;
use super::judging::unwanted;
use super::preferences::Origin;
use super::queries::{choices, marks, people};
use super::sending::Letter;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use pitlane_contract::messages::Subscription;
use pitlane_domain::vocabulary::{Channel, ConsentHow, SuppressionCause, Topic};
use sea_orm::DbErr;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// What the link of a mail ends. It works for as long as the mail is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Ends {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<Uuid>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    address: String,
    topic: Topic,
    /// More topics, of a mail that gathers several messages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    more: Vec<Topic>,
    channel: Channel,
}

impl Ends {
    fn topics(&self) -> impl Iterator<Item = Topic> {
        std::iter::once(self.topic).chain(self.more.iter().copied())
    }
}

/// The two addresses that end a topic.
pub(super) struct StopLink {
    /// A page that asks first.
    pub page: String,
    /// The same, as a path of the web app.
    pub path: String,
    /// What mail programs call by themselves.
    pub one_click: String,
}

/// The addresses that end what `letter` is about; none where nothing can be ended.
pub(super) fn link(state: &AppState, letter: &Letter) -> Option<StopLink> {
    let mut topics = letter.content.topics().into_iter();
    let topic = topics.next()?;
    let user = letter.person.as_ref().map(|person| person.id);
    let address = if user.is_some() { String::new() } else { letter.address.clone() };
    let ends = Ends { user, address, topic, more: topics.collect(), channel: letter.channel };
    let key = EncodingKey::from_secret(state.secrets.jwt.expose_secret().as_bytes());
    let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &ends, &key).ok()?;
    let public_url = &state.config.http.public_url;
    let path = format!("/unsubscribe?token={token}");
    Some(StopLink {
        page: format!("{public_url}{path}"),
        path,
        one_click: format!("{public_url}/api/v1/unsubscribe?token={token}"),
    })
}

fn read(state: &AppState, token: &str) -> Result<Ends, ApiError> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    validation.required_spec_claims.clear();
    let key = DecodingKey::from_secret(state.secrets.jwt.expose_secret().as_bytes());
    let read = jsonwebtoken::decode::<Ends>(token, &key, &validation);
    read.map(|token| token.claims).map_err(|_| ApiError::not_found())
}

/// What a link would end, and whether it is ended already.
pub async fn describe(state: &AppState, token: &str) -> Result<Subscription, ApiError> {
    let ends = read(state, token)?;
    let person = match ends.user {
        Some(user) => people::people(&state.db, &[user]).await?.remove(&user),
        None => None,
    };
    let address = person.as_ref().and_then(|person| person.address(ends.channel));
    let found = marks::of(&state.db, ends.channel, address.as_ref().unwrap_or(&ends.address)).await?;
    let goes_on = |topic| unwanted(person.as_ref(), &found, (topic, ends.channel)).is_none();
    let active = ends.user.is_none_or(|_| person.is_some()) && ends.topics().any(goes_on);
    Ok(Subscription { topic: ends.topic, more: ends.more, channel: ends.channel, active })
}

/// Ends what a link is about, or everything on its channel. A second time changes nothing.
pub async fn unsubscribe(
    state: &AppState,
    token: &str,
    everything: bool,
    origin: &Origin,
) -> Result<(), ApiError> {
    let ends = read(state, token)?;
    let mut work = state.begin().await?;
    let proof = origin.proof("link", "signed");
    let Some(user) = ends.user else {
        let topics: Vec<_> = if everything { vec![None] } else { ends.topics().map(Some).collect() };
        for topic in topics {
            let cause = (SuppressionCause::Link, proof.clone());
            end(&mut work, None, ends.channel, &ends.address, topic, cause).await?;
        }
        return Ok(work.commit().await?);
    };
    let person = people::people(&work.tx, &[user]).await?.remove(&user);
    let Some(person) = person.filter(|person| !person.closed) else { return Ok(()) };
    let topics: Vec<_> = if everything { stoppable().collect() } else { ends.topics().collect() };
    let wanted = topics.into_iter().filter(|topic| person.wishes.allow(*topic, ends.channel));
    let changes: Vec<_> = wanted.map(|topic| (topic, ends.channel, false)).collect();
    choices::choose(&work.tx, work.now, user, &changes).await?;
    for (topic, channel, granted) in changes {
        let address = person.address(channel).unwrap_or_default();
        let entry = choices::Entry { topic: Some(topic), channel, granted, how: ConsentHow::Link };
        choices::log(&work.tx, work.now, (Some(user), &address), entry, "", proof.clone()).await?;
    }
    Ok(work.commit().await?)
}

/// The topics that a person may switch off.
pub(super) fn stoppable() -> impl Iterator<Item = Topic> {
    Topic::ALL.iter().copied().filter(|topic| topic.can_be_stopped())
}

/// Nothing goes to `address` any more, about `topic` or at all, and it is written down why.
pub(super) async fn end(
    work: &mut Work,
    user: Option<Uuid>,
    channel: Channel,
    address: &str,
    topic: Option<Topic>,
    (cause, proof): (SuppressionCause, Value),
) -> Result<(), DbErr> {
    let how = match cause {
        SuppressionCause::Text => ConsentHow::Text,
        SuppressionCause::Link => ConsentHow::Link,
        SuppressionCause::Support | SuppressionCause::Bounce => ConsentHow::Support,
    };
    marks::suppress(&work.tx, work.now, channel, address, topic, cause).await?;
    let entry = choices::Entry { topic, channel, granted: false, how };
    choices::log(&work.tx, work.now, (user, address), entry, "", proof).await
}

/// Somebody texted STOP: no more texts to this number, whoever has it.
pub async fn stop_texts(state: &AppState, number: &str, words: &str) -> Result<(), DbErr> {
    let mut work = state.begin().await?;
    let proof = json!({ "text": words });
    let users = choices::users_with_phone(&work.tx, number).await?;
    if users.is_empty() {
        end(&mut work, None, Channel::Sms, number, None, (SuppressionCause::Text, proof.clone())).await?;
    }
    for user in &users {
        let cause = (SuppressionCause::Text, proof.clone());
        end(&mut work, Some(*user), Channel::Sms, number, None, cause).await?;
        choices::set_texts_number(&work.tx, work.now, *user, None).await?;
    }
    work.commit().await
}

/// What a START came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Started {
    /// Texts go to the number again.
    Again,
    /// Nobody had agreed to texts to it.
    NeverAgreed,
    /// Support ended them, which a text does not undo.
    EndedBySupport,
}

/// Somebody texted START: who had agreed to texts to this number before gets them again, unless support ended them.
pub async fn start_texts(state: &AppState, number: &str, words: &str) -> Result<Started, DbErr> {
    let work = state.begin().await?;
    let ended = [SuppressionCause::Text, SuppressionCause::Bounce];
    marks::lift(&work.tx, Channel::Sms, number, &ended).await?;
    let users = choices::agreed_to_texts(&work.tx, number).await?;
    let found = marks::of(&work.tx, Channel::Sms, number).await?;
    let started = if found.all_ended() {
        Started::EndedBySupport
    } else if users.is_empty() {
        Started::NeverAgreed
    } else {
        Started::Again
    };
    if started == Started::Again {
        for user in &users {
            choices::set_texts_number(&work.tx, work.now, *user, Some(number)).await?;
            let entry =
                choices::Entry { topic: None, channel: Channel::Sms, granted: true, how: ConsentHow::Text };
            let (who, proof) = ((Some(*user), number), json!({ "text": words }));
            choices::log(&work.tx, work.now, who, entry, super::preferences::WORDING, proof).await?;
        }
    }
    work.commit().await?;
    Ok(started)
}

/// What the person is told after they agreed to texts.
pub(super) fn welcome(user: Uuid, at: chrono::DateTime<chrono::Utc>) -> super::Notification {
    let key = format!("texts_allowed:{user}:{}", at.timestamp_micros());
    super::Notification::to_user(user, key, Content::TextsAllowed)
}
