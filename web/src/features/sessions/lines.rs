use chrono::{DateTime, Utc};
use leptos::prelude::*;
use pitlane_client::fresh_key;
use pitlane_contract::sessions::{Message, NewMessage, SessionFile};
use uuid::Uuid;

/// Whether a line has reached the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// On its way.
    Sending,
    /// The server has it.
    Sent,
    /// The server could not be reached, or refused it.
    Failed,
}

/// A line of the chat.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Made by the sender; the same before and after it is sent.
    pub client_id: Uuid,
    /// Who wrote it.
    pub sender_id: Uuid,
    /// Their name.
    pub sender_name: String,
    /// The text.
    pub text: String,
    /// Its files.
    pub files: Vec<SessionFile>,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// Whether it has reached the server.
    pub delivery: Delivery,
}

impl Line {
    /// A line that is about to be sent.
    pub fn draft(me: Uuid, name: String, text: String, files: Vec<SessionFile>, at: DateTime<Utc>) -> Self {
        let client_id = fresh_key().parse().unwrap_or_default();
        Self { client_id, sender_id: me, sender_name: name, text, files, at, delivery: Delivery::Sending }
    }

    /// What to send.
    pub fn body(&self) -> NewMessage {
        NewMessage {
            text: self.text.clone(),
            file_ids: self.files.iter().map(|file| file.id).collect(),
            client_id: self.client_id,
        }
    }
}

impl From<Message> for Line {
    fn from(message: Message) -> Self {
        Self {
            client_id: message.client_id,
            sender_id: message.sender_id,
            sender_name: message.sender_name,
            text: message.text,
            files: message.files,
            at: message.sent_at,
            delivery: Delivery::Sent,
        }
    }
}

/// The lines of a chat, oldest first. A line that comes twice (sent here and told by the server) stays one.
#[derive(Clone, Copy)]
pub struct Lines(pub RwSignal<Vec<Line>>);

impl Lines {
    /// Takes in lines that the server has, whatever their order.
    pub fn take(self, lines: impl IntoIterator<Item = Line>) {
        let _ = self.0.try_update(|all| {
            for line in lines {
                match all.iter_mut().find(|known| known.client_id == line.client_id) {
                    Some(known) => *known = line,
                    None => all.push(line),
                }
            }
            // what is on its way stays at the end, where the person sees it
            all.sort_by_key(|line| (line.delivery != Delivery::Sent, line.at));
        });
    }

    /// Adds a line of one's own.
    pub fn add(self, line: Line) {
        self.0.update(|all| all.push(line));
    }

    /// Says what became of a line of one's own.
    pub fn mark(self, client_id: Uuid, delivery: Delivery) {
        let _ = self.0.try_update(|all| {
            if let Some(line) = all.iter_mut().find(|line| line.client_id == client_id) {
                line.delivery = delivery;
            }
        });
    }
}
