//! One socket's wire: frames in, frames out, within limits of size, pace and patience.

use super::pace::Pace;
use actix_web::web::Bytes;
use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, ProtocolError, Session};
use chrono::{DateTime, Utc};
use pitlane_contract::realtime::{ClientFrame, ServerFrame};
use pitlane_entities::user_events;
use serde::Serialize;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Most bytes of a frame from a client.
pub const MAX_FRAME: usize = 16 * 1024;
/// How long a client may take to make room for a frame.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a socket ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The client went, in order or not.
    Gone,
    /// The client does not follow the rules.
    Refused(&'static str),
    /// A frame of the client is too large.
    TooLarge,
    /// The client does not read what it is sent.
    Slow,
    /// The server stops or cannot read its database.
    Away,
}

/// What came in.
pub enum Inbound {
    /// A frame.
    Frame(ClientFrame),
    /// Text that is no frame.
    Unreadable,
    /// The client is alive.
    Alive,
}

/// Both directions of one socket.
pub struct Wire {
    session: Session,
    messages: AggregatedMessageStream,
    pace: Pace,
}

impl Wire {
    /// Takes over an accepted socket.
    pub fn new(session: Session, messages: actix_ws::MessageStream) -> Self {
        let messages =
            messages.max_frame_size(MAX_FRAME).aggregate_continuations().max_continuation_size(MAX_FRAME);
        Self { session, messages, pace: Pace::new(Instant::now()) }
    }

    /// The next thing that came in. May be dropped while it waits without losing anything.
    pub async fn receive(&mut self) -> Result<Inbound, End> {
        let message = match self.messages.recv().await {
            Some(Ok(message)) => message,
            Some(Err(ProtocolError::Overflow)) => return Err(End::TooLarge),
            Some(Err(_)) | None => return Err(End::Gone),
        };
        if !self.pace.allows(Instant::now()) {
            return Err(End::Refused("too many frames"));
        }
        match message {
            AggregatedMessage::Text(text) => {
                Ok(serde_json::from_str(&text).map_or(Inbound::Unreadable, Inbound::Frame))
            }
            AggregatedMessage::Binary(_) => Ok(Inbound::Unreadable),
            AggregatedMessage::Ping(bytes) => {
                self.pong(&bytes).await?;
                Ok(Inbound::Alive)
            }
            AggregatedMessage::Pong(_) => Ok(Inbound::Alive),
            AggregatedMessage::Close(_) => Err(End::Gone),
        }
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &ServerFrame) -> Result<(), End> {
        let text = serde_json::to_string(frame).map_err(|_| End::Away)?;
        self.send_text(text).await
    }

    /// Sends an event as it is stored.
    pub async fn send_event(&mut self, event: &user_events::Model) -> Result<(), End> {
        let frame =
            StoredFrame { kind: "event", seq: event.seq, at: event.created_at, event: &event.payload };
        let text = serde_json::to_string(&frame).map_err(|_| End::Away)?;
        self.send_text(text).await
    }

    /// Sends text that is a frame already.
    pub async fn send_text(&mut self, text: String) -> Result<(), End> {
        within(self.session.text(text)).await
    }

    /// Asks whether the client is alive.
    pub async fn ping(&mut self) -> Result<(), End> {
        within(self.session.ping(b"")).await
    }

    async fn pong(&mut self, bytes: &Bytes) -> Result<(), End> {
        within(self.session.pong(bytes)).await
    }

    /// Says good-bye in the way that fits `end`.
    pub async fn close(mut self, end: End) {
        if matches!(end, End::Slow | End::Away) {
            // spread out, so that not everybody returns at once
            let reconnect = ServerFrame::Reconnect { after_ms: rand::random_range(500..3_000) };
            let _ = self.send(&reconnect).await;
        }
        let (code, description) = match end {
            End::Gone => (CloseCode::Normal, None),
            End::Refused(why) => (CloseCode::Policy, Some(why.to_owned())),
            End::TooLarge => (CloseCode::Size, None),
            End::Slow | End::Away => (CloseCode::Restart, None),
        };
        let _ = timeout(PATIENCE, self.session.close(Some(CloseReason { code, description }))).await;
    }
}

async fn within(send: impl Future<Output = Result<(), actix_ws::Closed>>) -> Result<(), End> {
    match timeout(PATIENCE, send).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Gone),
        Err(_) => Err(End::Slow),
    }
}

/// `ServerFrame::Event` without reading what is stored.
#[derive(Serialize)]
struct StoredFrame<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    seq: i64,
    at: DateTime<Utc>,
    event: &'a serde_json::Value,
}

#[cfg(test)]
mod tests {
    use super::*;
    use pitlane_contract::realtime::Event;
    use pitlane_domain::vocabulary::OfferEnd;
    use uuid::Uuid;

    #[test]
    fn a_stored_event_reads_as_the_contract_says() {
        let event = Event::OfferClosed {
            offer_id: Uuid::nil(),
            request_id: Uuid::nil(),
            reason: Some(OfferEnd::Taken),
        };
        let at = DateTime::UNIX_EPOCH;
        let payload = serde_json::to_value(&event).unwrap();
        let stored = StoredFrame { kind: "event", seq: 7, at, event: &payload };
        let read: ServerFrame = serde_json::from_str(&serde_json::to_string(&stored).unwrap()).unwrap();
        assert_eq!(read, ServerFrame::Event { seq: 7, at, event });
    }
}
