//! What is said where there is little room: inside the app, and in a browser.

use super::content::Content;
use super::render::one_line;
use super::texts::{STOP_SHORT, letter};
use chrono::{DateTime, Utc};
use pitlane_contract::notifications::Notice;
use pitlane_entities::notifications::Model;
use pitlane_gateways::push::{Shown, Stop};
use uuid::Uuid;

/// A row as its reader sees it in the app; none for what cannot be read any more.
pub fn notice(row: Model) -> Option<Notice> {
    let content: Content = serde_json::from_value(row.data).ok()?;
    Some(Notice { read_at: row.read_at, ..told(&content, row.id, row.created_at) })
}

/// What the app tells of `content`, before it is read.
pub fn told(content: &Content, id: Uuid, created_at: DateTime<Utc>) -> Notice {
    let (kind, letter) = (content.kind(), letter(content));
    Notice {
        id,
        kind,
        title: letter.subject,
        body: letter.summary,
        path: letter.action.map(|action| action.path),
        reason: letter.reason.short(),
        // whoever reads it is signed in: the topic is enough
        stop: kind.topic().can_be_stopped().then(|| format!("/unsubscribe?topic={}", kind.topic())),
        read_at: None,
        created_at,
    }
}

/// What a browser shows of `content`; `stop` is the page that ends such messages, as a path of the web app.
pub fn shown(content: &Content, tag: String, stop: Option<String>) -> Shown {
    let words = letter(content);
    Shown {
        title: one_line(&words.subject),
        body: one_line(&words.summary),
        path: words.action.map_or_else(|| "/notices".to_owned(), |action| action.path),
        tag,
        reason: words.reason.short(),
        stop: stop.map(|path| Stop { label: STOP_SHORT.to_owned(), path }),
    }
}
