//! Wakes whoever waits for news, in this process and, through Redis, in all others.
//!
//! A signal carries no truth: what happened is in the database. One that is lost only delays, because sockets and
//! workers look for themselves from time to time.

use futures::StreamExt;
use serde::{Deserialize, Serialize};
use tokio::sync::{broadcast, mpsc};
use uuid::Uuid;

/// The Redis channel that all servers of an installation share.
const CHANNEL: &str = "pitlane:signals";

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// These people have new events.
    Events(Vec<Uuid>),
    /// There are jobs that are due.
    Jobs,
    /// A passing message for one person, such as "the other one is writing"; JSON.
    Passing {
        /// For whom.
        user_id: Uuid,
        /// The frame to send.
        frame: String,
    },
}

/// A signal on its way between servers. Redis hands each one to its sender as well, who has told it already.
#[derive(Debug, Serialize, Deserialize)]
struct Parcel {
    sender: Uuid,
    signal: Signal,
}

/// Sends and receives signals.
#[derive(Clone, Debug)]
pub struct Bus {
    id: Uuid,
    local: broadcast::Sender<Signal>,
    remote: Option<mpsc::Sender<String>>,
}

impl Bus {
    /// A bus inside this process.
    pub fn local() -> Self {
        Self { id: crate::new_id(), local: broadcast::channel(4_096).0, remote: None }
    }

    /// A bus that also reaches the other servers on the same Redis. The connection is kept up in the background;
    /// while it is down, signals stay inside this process.
    #[expect(clippy::disallowed_methods, reason = "two loops that live as long as the process")]
    pub fn over_redis(url: &str) -> Result<Self, redis::RedisError> {
        let client = redis::Client::open(url)?;
        let (remote, outgoing) = mpsc::channel(4_096);
        let (id, local) = (crate::new_id(), broadcast::channel(4_096).0);
        tokio::spawn(publish(client.clone(), outgoing));
        tokio::spawn(subscribe(client, id, local.clone()));
        Ok(Self { id, local, remote: Some(remote) })
    }

    /// Tells everybody who listens.
    pub fn send(&self, signal: Signal) {
        if let Some(remote) = &self.remote
            && let Ok(text) = serde_json::to_string(&Parcel { sender: self.id, signal: signal.clone() })
            && remote.try_send(text).is_err()
        {
            metrics::counter!("pitlane_bus_dropped_total").increment(1);
        }
        // nobody listening is fine
        let _ = self.local.send(signal);
    }

    /// Listens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Signal> {
        self.local.subscribe()
    }
}

async fn publish(client: redis::Client, mut outgoing: mpsc::Receiver<String>) {
    let mut connection: Option<redis::aio::MultiplexedConnection> = None;
    while let Some(text) = outgoing.recv().await {
        if connection.is_none() {
            connection = client.get_multiplexed_async_connection().await.ok();
        }
        let sent = match &mut connection {
            Some(open) => {
                redis::cmd("PUBLISH").arg(CHANNEL).arg(&text).query_async::<i64>(open).await.is_ok()
            }
            None => false,
        };
        if !sent {
            connection = None;
            metrics::counter!("pitlane_bus_dropped_total").increment(1);
        }
    }
}

async fn subscribe(client: redis::Client, own: Uuid, local: broadcast::Sender<Signal>) {
    loop {
        if let Ok(mut pubsub) = client.get_async_pubsub().await
            && pubsub.subscribe(CHANNEL).await.is_ok()
        {
            let mut messages = pubsub.on_message();
            while let Some(message) = messages.next().await {
                let text: String = message.get_payload().unwrap_or_default();
                if let Some(signal) = foreign(own, &text) {
                    let _ = local.send(signal);
                }
            }
        }
        tracing::warn!("the connection to Redis is down; trying again");
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
}

/// The signal of a parcel that somebody else sent.
fn foreign(own: Uuid, text: &str) -> Option<Signal> {
    let parcel: Parcel = serde_json::from_str(text).ok()?;
    (parcel.sender != own).then_some(parcel.signal)
}

/// Whether Redis answers within a second.
pub async fn redis_answers(url: &str) -> bool {
    let ping = async {
        let client = redis::Client::open(url).ok()?;
        let mut connection = client.get_multiplexed_async_connection().await.ok()?;
        redis::cmd("PING").query_async::<String>(&mut connection).await.ok()
    };
    matches!(tokio::time::timeout(std::time::Duration::from_secs(1), ping).await, Ok(Some(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_back_from_redis_is_not_told_twice() {
        let (own, other) = (crate::new_id(), crate::new_id());
        let text = serde_json::to_string(&Parcel { sender: other, signal: Signal::Jobs }).unwrap();
        assert_eq!(foreign(own, &text), Some(Signal::Jobs));
        assert_eq!(foreign(other, &text), None);
        assert_eq!(foreign(own, "nonsense"), None);
    }

    #[tokio::test]
    async fn everybody_inside_the_process_is_told() {
        let bus = Bus::local();
        let (mut one, mut two) = (bus.subscribe(), bus.subscribe());
        bus.send(Signal::Jobs);
        assert_eq!(one.recv().await, Ok(Signal::Jobs));
        assert_eq!(two.recv().await, Ok(Signal::Jobs));
    }
}
