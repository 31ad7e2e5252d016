//! Connections to a mail server, kept for the mails that follow.
//!
//! A connection on which a mail did not end well is never used again: an answer that comes late would be taken for the answer
//! to the next mail, and one that hangs would hold up the next mail as well.

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// How many are kept.
const MOST: usize = 8;
/// How long each is kept without use.
const KEPT: Duration = Duration::from_mins(1);
/// How long a kept one may take to show that it is still there.
const PATIENCE: Duration = Duration::from_secs(3);

/// How the way is kept private.
pub(crate) enum Way {
    /// Not at all.
    Open,
    /// It begins in the clear and must turn to TLS.
    Turning(TlsParameters),
    /// TLS from the first byte.
    Closed(TlsParameters),
}

/// Connections to one server.
pub(crate) struct Connections {
    host: String,
    port: u16,
    credentials: Option<Credentials>,
    way: Way,
    timeout: Duration,
    kept: Mutex<Vec<(AsyncSmtpConnection, Instant)>>,
}

impl Connections {
    pub(crate) fn new(
        (host, port): (String, u16),
        credentials: Option<Credentials>,
        way: Way,
        timeout: Duration,
    ) -> Self {
        Self { host, port, credentials, way, timeout, kept: Mutex::default() }
    }

    /// Hands `message` over. Dropped half-way, the connection ends with it.
    pub(crate) async fn send(&self, message: &Message) -> Result<(), Error> {
        let mut connection = self.connection().await?;
        connection.send(message.envelope(), &message.formatted()).await?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < MOST {
            kept.push((connection, Instant::now()));
        }
        Ok(())
    }

    async fn connection(&self) -> Result<AsyncSmtpConnection, Error> {
        loop {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some((mut connection, since)) = kept else { return self.connect().await };
            let lives =
                since.elapsed() < KEPT && timeout(PATIENCE, connection.test_connected()).await == Ok(true);
            if lives {
                return Ok(connection);
            }
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let (server, name) = ((self.host.as_str(), self.port), ClientId::default());
        let closed = match &self.way {
            Way::Closed(tls) => Some(tls.clone()),
            Way::Open | Way::Turning(_) => None,
        };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(self.timeout), &name, closed, None).await?;
        if let Way::Turning(tls) = &self.way {
            connection.starttls(tls.clone(), &name).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    /// Says good-bye on the connections that are kept.
    #[cfg(test)]
    pub(crate) async fn close(&self) {
        let kept = std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner));
        for (mut connection, _) in kept {
            connection.abort().await;
        }
    }
}
