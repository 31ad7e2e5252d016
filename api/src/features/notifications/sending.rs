//! Hands one message to the gateway of its channel, when nothing stands in the way, and writes down what came of it.

use super::content::Content;
use super::judging::{self, Verdict};
use super::person::Person;
use super::queries::{outcomes, people};
use super::{forms, outcomes as after, render, stopping, texts};
use crate::state::AppState;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_domain::messages;
use pitlane_domain::vocabulary::{Channel, MessageEventKind, NotificationKind, NotificationStatus, Topic};
use pitlane_entities::{jobs, notifications};
use pitlane_gateways::mail::{Mail, MailError};
use pitlane_gateways::push::{Push, PushError};
use pitlane_gateways::sms::{Sms, SmsError};
use pitlane_platform::breaker::Breaker;
use pitlane_platform::jobs::{JobError, Outcome};
use rand::Rng as _;
use uuid::Uuid;

/// How long a push service may keep a message for a browser that is not there.
const PUSH_HOURS: u32 = 24;

/// A message on its way.
pub(super) struct Letter {
    pub row: notifications::Model,
    pub person: Option<Person>,
    pub content: Content,
    pub kind: NotificationKind,
    pub topic: Topic,
    pub channel: Channel,
    pub address: String,
}

/// Why a gateway did not take a message.
pub(super) struct Refusal {
    /// Whether another try may go well.
    pub again: bool,
    /// Whether nothing should go to the address any more.
    pub marks: bool,
    /// What the gateway said.
    pub said: String,
    /// Nobody was asked, because no answer is expected before this time.
    pub wait: Option<DateTime<Utc>>,
}

impl Refusal {
    /// The message itself is of no use.
    fn broken(said: String) -> Self {
        Self { again: false, marks: false, said, wait: None }
    }

    /// Nobody was asked.
    fn wait(until: DateTime<Utc>) -> Self {
        let said = "the carrier does not answer at present".to_owned();
        Self { again: true, marks: false, said, wait: Some(until) }
    }

    /// The database did not take what has to be written down.
    fn stored(error: sea_orm::DbErr) -> Self {
        Self { again: true, marks: false, said: error.to_string(), wait: None }
    }
}

/// Sends the message `id`, as `job` asks.
pub(super) async fn send(state: &AppState, job: &jobs::Model, id: Uuid) -> Outcome {
    let Some(row) = outcomes::get(&state.db, id).await? else {
        return Err(JobError::GiveUp("the message is gone".to_owned()));
    };
    // a job may run twice: what is settled stays so
    if row.status != NotificationStatus::Queued.as_str() {
        return Ok(());
    }
    let mut letter = open(state, row).await?;
    let now = state.clock.now();
    let place = match judging::judge(state, &mut letter, now).await? {
        Verdict::Later(until) => return after::hold(state, &letter, until).await,
        // it was tried until its end, and nobody took it
        Verdict::Stop { why, .. } if letter.row.handed_at.is_some() && judging::is_too_late(&letter, now) => {
            return after::failed(state, &letter, &Refusal::broken(why.to_owned())).await;
        }
        Verdict::Stop { why, bounced } => return after::suppressed(state, &letter, why, bounced).await,
        Verdict::Go(place) => place,
    };
    let handed = hand_over(state, &letter, now).await;
    if handed.is_err() {
        judging::give_back(state, place.as_ref()).await?;
    }
    let refusal = match handed {
        Ok(gateway_id) => return after::sent(state, &letter, gateway_id).await,
        Err(refusal) => refusal,
    };
    if let Some(until) = refusal.wait {
        return Err(JobError::Later(until));
    }
    let next = next_try(&letter, job.attempts, state.clock.now()).filter(|_| refusal.again);
    if let Some(next) = next {
        outcomes::note(&state.db, now, letter.row.id, MessageEventKind::Tried, &refusal.said).await?;
        Err(JobError::Again(refusal.said, next))
    } else {
        after::failed(state, &letter, &refusal).await?;
        Err(JobError::GiveUp(refusal.said))
    }
}

/// When the message is tried again, a little later than planned so that many do not return at once; none when it is of no use
/// any more.
fn next_try(letter: &Letter, tries: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let first = letter.row.handed_at.unwrap_or(now);
    let next = messages::next_try(letter.kind, letter.channel, first, now, tries)?;
    let jitter = (next - now).num_milliseconds() / 5;
    let next = next + TimeDelta::milliseconds(rand::rng().random_range(0..=jitter.max(0)));
    // at its end it is found to be of no use
    Some(letter.row.expires_at.map_or(next, |end| next.min(end)))
}

/// Reads what a row is about and who it is for.
pub(super) async fn open(state: &AppState, row: notifications::Model) -> Result<Letter, JobError> {
    let person = match row.user_id {
        Some(user) => people::people(&state.db, &[user]).await?.remove(&user),
        None => None,
    };
    read(row, person)
}

/// What a row to `person` is about.
pub(super) fn read(row: notifications::Model, person: Option<Person>) -> Result<Letter, JobError> {
    let unreadable = |error: &dyn std::fmt::Display| JobError::GiveUp(error.to_string());
    let content: Content = serde_json::from_value(row.data.clone()).map_err(|e| unreadable(&e))?;
    let channel: Channel = row.channel.parse().map_err(|e| unreadable(&e))?;
    let address = match &person {
        Some(person) => person.address(channel).unwrap_or_default(),
        None => row.recipient.clone(),
    };
    let kind = content.kind();
    Ok(Letter { topic: kind.topic(), kind, channel, address, person, content, row })
}

async fn hand_over(state: &AppState, letter: &Letter, now: DateTime<Utc>) -> Result<String, Refusal> {
    match letter.channel {
        Channel::Sms => text(state, letter, now).await,
        Channel::Push => push(state, letter, now).await,
        Channel::Email | Channel::InApp => mail(state, letter, now).await,
    }
}

/// Asks whether the carrier is worth calling, and writes down that it may have the message from now on: who comes after a
/// kill must know.
async fn begin(
    state: &AppState,
    letter: &Letter,
    carrier: &Breaker,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    carrier.pass(now).map_err(Refusal::wait)?;
    if letter.row.handed_at.is_none() {
        outcomes::hand(&state.db, now, letter.row.id).await.map_err(Refusal::stored)?;
    }
    Ok(())
}

/// Takes to heart whether the carrier answered.
fn learn(state: &AppState, carrier: &Breaker, answered: bool) {
    if answered { carrier.answered() } else { carrier.failed(state.clock.now()) }
}

/// Writes the mail of a message.
pub(super) fn write(state: &AppState, letter: &Letter, now: DateTime<Utc>) -> Result<Mail, String> {
    let public_url = &state.config.http.public_url;
    let words = texts::letter(&letter.content);
    let stop = stopping::link(state, letter);
    let name = letter.person.as_ref().map(|person| person.name.as_str());
    let rendered = render::render(&words, name, public_url, stop.as_ref().map(|link| link.page.as_str()))?;
    let mut headers = vec![("Auto-Submitted".to_owned(), "auto-generated".to_owned())];
    if let Some(link) = stop {
        headers.push(("List-Unsubscribe".to_owned(), format!("<{}>", link.one_click)));
        headers.push(("List-Unsubscribe-Post".to_owned(), "List-Unsubscribe=One-Click".to_owned()));
    }
    Ok(Mail {
        to: letter.address.clone(),
        subject: render::one_line(&words.subject),
        text: rendered.text,
        html: rendered.html,
        message_id: message_id(letter.row.id, public_url),
        headers,
        sent_at: now,
    })
}

async fn mail(state: &AppState, letter: &Letter, now: DateTime<Utc>) -> Result<String, Refusal> {
    let mail = write(state, letter, now).map_err(Refusal::broken)?;
    let id = mail.message_id.clone();
    let carrier = state.carriers.of(Channel::Email, &letter.address);
    begin(state, letter, &carrier, now).await?;
    let sent = state.mailer.send(mail).await;
    learn(state, &carrier, !sent.as_ref().is_err_and(MailError::is_down));
    sent.map(|()| id).map_err(|error| Refusal {
        again: error.is_retryable(),
        marks: error.marks_the_address(),
        said: error.to_string(),
        wait: None,
    })
}

async fn text(state: &AppState, letter: &Letter, now: DateTime<Utc>) -> Result<String, Refusal> {
    let public_url = &state.config.http.public_url;
    let short = letter.row.short_code.as_ref().map(|code| format!("{public_url}/m/{code}"));
    // as at the first try: the gateway is asked for the same words
    let since = letter.row.handed_at.unwrap_or(now);
    let known =
        outcomes::texted(&state.db, &letter.address, letter.topic, since).await.map_err(Refusal::stored)?;
    let words = if known { texts::short::text } else { texts::short::first };
    let sms = Sms {
        to: letter.address.clone(),
        text: words(&letter.content, short.as_deref()),
        key: letter.row.id.simple().to_string(),
        status_url: Some(format!("{public_url}/api/v1/webhooks/twilio/status?message={}", letter.row.id)),
        sent_at: now,
    };
    let carrier = state.carriers.of(Channel::Sms, &letter.address);
    begin(state, letter, &carrier, now).await?;
    let sent = send_or_find(state, sms, letter.row.handed_at).await;
    learn(state, &carrier, !sent.as_ref().is_err_and(SmsError::is_retryable));
    sent.map_err(|error| Refusal {
        again: error.is_retryable(),
        marks: error.marks_the_number(),
        said: error.to_string(),
        wait: None,
    })
}

/// Gateways of texts know no idempotency: after a try, at `tried`, whose end nobody saw they are asked first.
async fn send_or_find(state: &AppState, sms: Sms, tried: Option<DateTime<Utc>>) -> Result<String, SmsError> {
    if let Some(since) = tried
        && let Some(id) = state.texter.find_sent(&sms, since).await?
    {
        return Ok(id);
    }
    state.texter.send(sms).await
}

async fn push(state: &AppState, letter: &Letter, now: DateTime<Utc>) -> Result<String, Refusal> {
    let gone = || Refusal::broken("no browser takes messages".to_owned());
    let user = letter.person.as_ref().map(|person| person.id).ok_or_else(gone)?;
    let stop = stopping::link(state, letter).map(|link| link.path);
    let shown = forms::shown(&letter.content, letter.row.id.simple().to_string(), stop);
    let mut taken = false;
    let mut refusal = gone();
    for browser in outcomes::browsers(&state.db, user).await.map_err(Refusal::stored)? {
        let carrier = state.carriers.of(Channel::Push, &browser.endpoint);
        if let Err(waiting) = begin(state, letter, &carrier, now).await {
            // what a service said that answers is worth more than that another does not
            if !refusal.again {
                refusal = waiting;
            }
            continue;
        }
        let push = Push {
            endpoint: browser.endpoint,
            p256dh: browser.p256dh,
            auth: browser.auth,
            payload: shown.to_payload(),
            key: shown.tag.clone(),
            ttl_seconds: kept_for(letter, now),
            urgent: letter.kind.is_urgent(),
            sent_at: now,
        };
        let sent = state.pusher.send(push).await;
        learn(state, &carrier, !sent.as_ref().is_err_and(PushError::is_retryable));
        match sent {
            Ok(()) => taken = true,
            Err(PushError::Gone | PushError::Invalid(_)) => {
                outcomes::forget_browser(&state.db, browser.id).await.map_err(Refusal::stored)?;
            }
            Err(error) => {
                let (again, said) = (error.is_retryable(), error.to_string());
                refusal = Refusal { again, marks: false, said, wait: None };
            }
        }
    }
    if taken { Ok(shown.tag) } else { Err(refusal) }
}

/// Seconds that a push service keeps a message: no longer than it is of use.
fn kept_for(letter: &Letter, now: DateTime<Utc>) -> u32 {
    let longest = PUSH_HOURS * 3_600;
    let left = letter.row.expires_at.map(|end| u32::try_from((end - now).num_seconds()).unwrap_or(0));
    left.map_or(longest, |left| left.min(longest))
}

/// The same for each try, so that a mail that went out twice is one mail to its reader.
fn message_id(id: Uuid, public_url: &str) -> String {
    let host = public_url.split("://").last().unwrap_or_default();
    let host = host.split([':', '/']).next().filter(|host| !host.is_empty()).unwrap_or("pitlane");
    format!("{}@{host}", id.simple())
}

/// The message that a mail with this Message-ID is. The host says nothing about it, and may have had another name.
pub(super) fn id_of(message_id: &str) -> Option<Uuid> {
    let (id, _) = message_id.split_once('@')?;
    if id.len() == 32 { Uuid::try_parse(id).ok() } else { None }
}
