//! What staff sees and does: what was sent to whom and what became of it, ending messages for somebody, writing a text,
//! and how each kind reads.

use super::queries::{choices, lookup, people};
use super::render::one_line;
use super::samples::{SOMEBODY, case, every_kind};
use super::service::{Notification, notify};
use super::{Content, stopping, texts};
use crate::audit;
use crate::http::actor::Admin;
use crate::http::paging::{limit, page};
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use pitlane_contract::paging::Page;
use pitlane_contract::sent_messages::{
    MessageTemplate, NewSuppression, NewText, SentMessage, SentMessageEvent, SentMessageLife,
    SentMessageQuery, TemplatePreview,
};
use pitlane_domain::accounts::{Email, Phone};
use pitlane_domain::vocabulary::{Channel, NotificationKind, SuppressionCause};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

/// One page of what was sent.
pub async fn list(state: &AppState, query: SentMessageQuery) -> Result<Page<SentMessage>, ApiError> {
    let page_size = limit("page_size", query.page_size)?;
    let page = page(query.page)?;
    let descending = match query.ordering.as_deref().unwrap_or("-created_at") {
        "-created_at" => true,
        "created_at" => false,
        _ => return Err(ApiError::field("ordering", "invalid", "Use created_at or -created_at.")),
    };
    let filter = lookup::Filter {
        recipient: query.recipient.as_deref().map(address).filter(|text| !text.is_empty()),
        kind: query.kind.map(NotificationKind::as_str),
        channel: query.channel.map(Channel::as_str),
        status: query.status.map(pitlane_domain::vocabulary::NotificationStatus::as_str),
    };
    let total = lookup::count(&state.db, &filter).await?;
    let offset = u64::from(page - 1) * u64::from(page_size);
    let rows = lookup::page(&state.db, &filter, descending, (page_size, offset)).await?;
    let items = rows.into_iter().map(view).collect::<Result<_, _>>()?;
    Ok(Page { items, page, page_size, total })
}

/// An address or a number as it is stored.
fn address(raw: &str) -> String {
    match Phone::parse(raw) {
        Ok(phone) => phone.as_str().to_owned(),
        Err(_) => raw.trim().to_lowercase().replace('\0', ""),
    }
}

fn view(row: lookup::Row) -> Result<SentMessage, ApiError> {
    let lookup::Row { message, account_name, account_email, account_phone } = row;
    let channel: Channel = message.channel.parse()?;
    let present = match channel {
        Channel::Email => account_email,
        Channel::Sms => account_phone,
        Channel::Push | Channel::InApp => None,
    };
    let content: Option<Content> = serde_json::from_value(message.data).ok();
    Ok(SentMessage {
        id: message.id,
        user_id: message.user_id,
        user_name: account_name,
        recipient: Some(message.recipient).filter(|to| !to.is_empty()).or(present).unwrap_or_default(),
        kind: message.kind.parse()?,
        topic: message.topic.parse()?,
        channel,
        status: message.status.parse()?,
        // the subject carries no secret, the rest of a message may
        title: content.map(|content| one_line(&texts::letter(&content).subject)).unwrap_or_default(),
        error: message.error,
        created_at: message.created_at,
        not_before: message.not_before,
        sent_at: message.sent_at,
        delivered_at: message.delivered_at,
        read_at: message.read_at,
    })
}

/// The life of the message `id`; who looked is kept.
pub async fn life(state: &AppState, admin: &Admin, id: Uuid) -> Result<SentMessageLife, ApiError> {
    let rows = lookup::group(&state.db, id).await?;
    let (own, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.message.id == id);
    let own = own.into_iter().next().ok_or_else(ApiError::not_found)?;
    let events = lookup::events(&state.db, id).await?;
    let events = events.into_iter().map(|event| {
        Ok(SentMessageEvent { kind: event.kind.parse()?, detail: event.detail, created_at: event.created_at })
    });
    let life = SentMessageLife {
        message: view(own)?,
        events: events.collect::<Result<_, ApiError>>()?,
        others: others.into_iter().map(view).collect::<Result<_, _>>()?,
    };
    audit::write(&state.db, state.clock.now(), admin.user_id, "message.read", &id.to_string()).await?;
    Ok(life)
}

/// Ends messages for somebody who asked support to. A second time changes nothing but the log.
pub async fn end(state: &AppState, admin: &Admin, body: NewSuppression) -> Result<(), ApiError> {
    let NewSuppression { channel, address, topic } = body;
    let mut check = Check::new();
    let address = match channel {
        Channel::Email => check.field("address", Email::parse(&address)).map(|it| it.as_str().to_owned()),
        Channel::Sms => check.field("address", Phone::parse(&address)).map(|it| it.as_str().to_owned()),
        Channel::Push | Channel::InApp => {
            check.refuse("channel", "invalid", "Only e-mail and texts are ended by address.");
            None
        }
    };
    if topic.is_some_and(|topic| !topic.can_be_stopped()) {
        check.refuse("topic", "invalid", "Messages about the account cannot be ended.");
    }
    check.done()?;
    let address = address.unwrap_or_default();
    let mut work = state.begin().await?;
    let users = lookup::accounts_at(&work.tx, channel, &address).await?;
    let accounts: Vec<_> =
        if users.is_empty() { vec![None] } else { users.iter().copied().map(Some).collect() };
    for user in accounts {
        let cause = (SuppressionCause::Support, json!({ "staff": admin.user_id }));
        stopping::end(&mut work, user, channel, &address, topic, cause).await?;
        if let (Some(user), Channel::Sms, None) = (user, channel, topic) {
            choices::set_texts_number(&work.tx, work.now, user, None).await?;
        }
        // of somebody with an account the line names the account, which outlives the address
        let subject = user.map_or_else(|| address.clone(), |user| user.to_string());
        let after = json!({ "channel": channel, "topic": topic });
        let line = ("message.end", subject.as_str());
        audit::write_change(&work.tx, work.now, admin.user_id, line, (None, Some(after))).await?;
    }
    Ok(work.commit().await?)
}

/// Sends a text that staff wrote, as the message `new`.
pub async fn text(
    state: &AppState,
    admin: &Admin,
    new: Uuid,
    body: NewText,
) -> Result<SentMessage, ApiError> {
    let mut check = Check::new();
    let to = check.field("to", Phone::parse(&body.to));
    let text = check.text("text", &one_line(&body.text), 1..=160);
    if text.as_deref().is_some_and(|text| !texts::short::fits(text)) {
        check.refuse("text", "too_long", "With letters of another alphabet use at most 70 characters.");
    }
    check.done()?;
    let (to, text) = (to.ok_or_else(ApiError::not_found)?, text.unwrap_or_default());
    let key = format!("staff_text:{new}");
    let mut work = state.begin().await?;
    let (content, urgent) = (Content::StaffText { text }, body.urgent.unwrap_or_default());
    // the number of an account is its owner's: their word and their quiet hours count
    let message = match owner(&work.tx, to.as_str()).await? {
        Some(user) => Notification::to_number_of(user, key.as_str(), content),
        None => Notification::to_address(to.as_str(), key.as_str(), content),
    };
    notify(&mut work, vec![message.urgent(urgent)]).await?;
    let row = lookup::by_key(&work.tx, &format!("{key}:{}", Channel::Sms)).await?;
    let sent = view(row.ok_or_else(ApiError::not_found)?)?;
    let (subject, after) = (sent.id.to_string(), json!({ "urgent": urgent }));
    let line = ("message.text", subject.as_str());
    audit::write_change(&work.tx, work.now, admin.user_id, line, (None, Some(after))).await?;
    work.commit().await?;
    Ok(sent)
}

/// Whose number it is: of several accounts one that agreed to texts.
async fn owner(db: &impl ConnectionTrait, number: &str) -> Result<Option<Uuid>, ApiError> {
    let users = lookup::accounts_at(db, Channel::Sms, number).await?;
    let people = people::people(db, &users).await?;
    let agreed = users.iter().find(|user| people.get(user).is_some_and(|person| person.wishes.texts));
    Ok(agreed.or(users.first()).copied())
}

/// Every kind of message.
pub fn templates() -> Vec<MessageTemplate> {
    let samples = every_kind(SOMEBODY);
    let name = |kind| {
        let sample = samples.iter().find(|content| content.kind() == kind);
        sample.map(|content| texts::letter(content).subject).unwrap_or_default()
    };
    NotificationKind::ALL
        .iter()
        .map(|kind| MessageTemplate { kind: *kind, topic: kind.topic(), name: name(*kind) })
        .collect()
}

/// How `kind` reads, with `name` wherever somebody's words stand.
pub fn template(state: &AppState, kind: &str, name: Option<&str>) -> Result<TemplatePreview, ApiError> {
    let kind: NotificationKind = kind.parse().map_err(|_| ApiError::not_found())?;
    let mut check = Check::new();
    let name = check.text("name", name.unwrap_or(SOMEBODY), 1..=300);
    check.done()?;
    let name = name.unwrap_or_default();
    let cases = every_kind(&name).into_iter().filter(|content| content.kind() == kind);
    let public_url = &state.config.http.public_url;
    let cases = cases.map(|content| case(public_url, &content, &name)).collect::<Result<_, _>>();
    Ok(TemplatePreview { kind, cases: cases.map_err(ApiError::unexpected)? })
}
