//! A WebSocket as a browser holds it.

use futures::{SinkExt, StreamExt};
use pitlane_client::Client;
use pitlane_contract::realtime::{ClientFrame, Event, ServerFrame};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// One open connection.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The number of the last event that came, or of the present when it was opened.
    pub seq: i64,
}

impl Socket {
    /// Opens a connection and authenticates; events after `last_seq` come again.
    pub async fn open(client: &Client, last_seq: Option<i64>) -> Self {
        let address = format!("{}/api/v1/realtime", client.base().replacen("http", "ws", 1));
        let (stream, _) = connect_async(address).await.unwrap();
        let mut socket = Self { stream, seq: 0 };
        let token = client.access_token().unwrap();
        socket.send(&ClientFrame::Authenticate { token, last_seq }).await;
        match socket.frame().await {
            Some(ServerFrame::Ready { seq }) => socket.seq = last_seq.unwrap_or(seq),
            other => panic!("expected ready, got {other:?}"),
        }
        socket
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &ClientFrame) {
        self.stream.send(Message::text(serde_json::to_string(frame).unwrap())).await.unwrap();
    }

    /// The next frame; none when the server closed.
    pub async fn frame(&mut self) -> Option<ServerFrame> {
        loop {
            let message =
                tokio::time::timeout(PATIENCE, self.stream.next()).await.expect("a frame comes in time");
            match message {
                Some(Ok(Message::Text(text))) => {
                    let frame: ServerFrame = serde_json::from_str(&text).unwrap();
                    if let ServerFrame::Event { seq, .. } = &frame {
                        self.seq = *seq;
                    }
                    return Some(frame);
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next event that `wanted` makes something of.
    pub async fn wait_for<T>(&mut self, mut wanted: impl FnMut(&Event) -> Option<T>) -> T {
        loop {
            match self.frame().await {
                Some(ServerFrame::Event { event, .. }) => {
                    if let Some(found) = wanted(&event) {
                        return found;
                    }
                }
                Some(_) => {}
                None => panic!("the connection closed before the event came"),
            }
        }
    }
}
