//! Mails over SMTP.

use crate::mail::{Mail, MailError, Mailer, check, is_extended};
use crate::smtp_connections::{Connections, Way};
use async_trait::async_trait;
use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::{Address, Message};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use std::error::Error as _;
use std::time::{Duration, SystemTime};

/// How the way to the server is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsMode {
    /// Not at all; for a server on the same machine.
    None,
    /// Begins in the clear and must turn to TLS, usually on port 587.
    #[default]
    Starttls,
    /// TLS from the first byte, usually on port 465.
    Tls,
}

/// Where mails go.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The account, with its password; none sends without log-in.
    pub credentials: Option<(String, SecretString)>,
    /// How the way is kept private.
    pub tls: TlsMode,
    /// Who the mails are from, for example `Pitlane <hello@pitlane.example>`.
    pub from: String,
    /// Where mails that do not arrive are reported to, as the sender on the envelope; without it, to whom they are from.
    pub bounces: Option<String>,
    /// A certificate, as PEM, that vouches for the server besides those that everybody trusts.
    pub root: Option<Vec<u8>>,
    /// How long one mail may take.
    pub timeout: Duration,
}

/// Sends over SMTP.
pub struct SmtpMailer {
    from: Mailbox,
    bounces: Address,
    connections: Connections,
    timeout: Duration,
}

impl SmtpMailer {
    /// A mailer for `settings`; connects with the first mail.
    pub fn new(settings: SmtpSettings) -> Result<Self, MailError> {
        let from: Mailbox =
            settings.from.parse().map_err(|_| MailError::Invalid("the sender is not an address".into()))?;
        let bounces = settings.bounces.map_or_else(|| Ok(from.email.clone()), |address| address.parse());
        let bounces =
            bounces.map_err(|_| MailError::Invalid("where mails come back to is not an address".into()))?;
        let unusable = |error: lettre::transport::smtp::Error| MailError::Invalid(error.to_string());
        let parameters = || {
            let mut builder = TlsParameters::builder(settings.host.clone());
            if let Some(pem) = &settings.root {
                builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(unusable)?);
            }
            builder.build().map_err(unusable)
        };
        let way = match settings.tls {
            TlsMode::None => Way::Open,
            TlsMode::Starttls => Way::Turning(parameters()?),
            TlsMode::Tls => Way::Closed(parameters()?),
        };
        let credentials = settings
            .credentials
            .map(|(user, password)| Credentials::new(user, password.expose_secret().to_owned()));
        let server = (settings.host, settings.port);
        let connections = Connections::new(server, credentials, way, settings.timeout);
        Ok(Self { from, bounces, connections, timeout: settings.timeout })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let message = write(&self.from, &self.bounces, mail)?;
        // the connection waits for each answer as long as the server likes
        let sending = tokio::time::timeout(self.timeout, self.connections.send(&message));
        let sent = sending.await.map_err(|_| MailError::Down("no answer in time".to_owned()))?;
        sent.map_err(|error| judge(&error))?;
        Ok(())
    }
}

/// What an answer means. Its words may name the recipient: only its codes are kept, the extended one (RFC 3463) too.
fn judge(error: &lettre::transport::smtp::Error) -> MailError {
    let Some(code) = error.status() else { return MailError::Down("no answer".to_owned()) };
    let code = code.to_string();
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    let extended = words.split_whitespace().next().filter(|word| is_extended(word));
    let said = extended.map_or_else(|| code.clone(), |extended| format!("{code} {extended}"));
    // closing down (RFC 5321), or an account that does not work (RFC 4954): it is put right, and the mail goes out then
    match code.as_str() {
        "421" | "530" | "534" | "535" | "538" => MailError::Down(said),
        _ if error.is_permanent() => MailError::Refused(said),
        _ => MailError::Unavailable(said),
    }
}

fn write(from: &Mailbox, bounces: &Address, mail: Mail) -> Result<Message, MailError> {
    check(&mail)?;
    let to: Mailbox =
        mail.to.parse().map_err(|_| MailError::Invalid("the recipient is not an address".to_owned()))?;
    let envelope = Envelope::new(Some(bounces.clone()), vec![to.email.clone()])
        .map_err(|error| MailError::Invalid(error.to_string()))?;
    let mut builder = Message::builder()
        .envelope(envelope)
        .from(from.clone())
        .to(to)
        .date(SystemTime::from(mail.sent_at))
        .message_id(Some(format!("<{}>", mail.message_id)))
        .subject(mail.subject);
    for (name, value) in mail.headers {
        let name = HeaderName::new_from_ascii(name)
            .map_err(|_| MailError::Invalid("a header's name cannot be written".to_owned()))?;
        builder = builder.raw_header(HeaderValue::new(name, value));
    }
    builder
        .multipart(MultiPart::alternative_plain_html(mail.text, mail.html))
        .map_err(|error| MailError::Invalid(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::sample;
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
    use tokio::net::TcpListener;

    fn write_one(mail: Mail) -> Result<Message, MailError> {
        let from: Mailbox = "Pitlane <hello@pitlane.test>".parse().unwrap();
        write(&from, &from.email.clone(), mail)
    }

    #[test]
    fn both_parts_and_all_headers_are_written() {
        let mail = Mail { subject: "Grüße".into(), ..sample() };
        let text = String::from_utf8(write_one(mail).unwrap().formatted()).unwrap();
        for part in [
            "From: Pitlane <hello@pitlane.test>\r\n",
            "To: ana@example.org\r\n",
            "Message-ID: <n-1@pitlane.test>\r\n",
            "Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Subject: =?utf-8?b?",
            "multipart/alternative",
            "text/plain",
            "text/html",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn a_wrong_address_is_told_at_once() {
        let wrong = write_one(Mail { to: "nobody".into(), ..sample() });
        assert!(matches!(wrong, Err(MailError::Invalid(_))));
    }

    /// Takes one connection and answers each command with the reply for it, until `QUIT`.
    async fn serve(listener: TcpListener, rcpt: &'static str) -> Vec<String> {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut heard = Vec::new();
        let mut in_data = false;
        write.write_all(b"220 test\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            let reply = match line.get(..4).unwrap_or(&line) {
                "." if in_data => {
                    in_data = false;
                    "250 taken\r\n"
                }
                _ if in_data => "",
                "DATA" => {
                    in_data = true;
                    "354 go\r\n"
                }
                "RCPT" => rcpt,
                "QUIT" => break,
                _ => "250 fine\r\n",
            };
            heard.push(line);
            write.write_all(reply.as_bytes()).await.unwrap();
        }
        heard
    }

    async fn send_to(rcpt: &'static str) -> (Result<(), MailError>, Vec<String>) {
        send_with(rcpt, None).await
    }

    async fn send_with(rcpt: &'static str, bounces: Option<&str>) -> (Result<(), MailError>, Vec<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mailer = SmtpMailer::new(SmtpSettings {
            host: "127.0.0.1".into(),
            port,
            credentials: None,
            tls: TlsMode::None,
            root: None,
            from: "hello@pitlane.test".into(),
            bounces: bounces.map(ToOwned::to_owned),
            timeout: Duration::from_secs(5),
        })
        .unwrap();
        let send = async move {
            let sent = mailer.send(sample()).await;
            mailer.connections.close().await;
            sent
        };
        tokio::join!(send, serve(listener, rcpt))
    }

    #[tokio::test]
    async fn a_server_takes_it() {
        let (sent, heard) = send_to("250 fine\r\n").await;
        assert_eq!(sent, Ok(()));
        assert!(heard.iter().any(|line| line.starts_with("RCPT TO:<ana@example.org>")), "{heard:?}");
        assert!(heard.iter().any(|line| line == "Message-ID: <n-1@pitlane.test>"));
    }

    #[tokio::test]
    async fn what_does_not_arrive_comes_back_to_an_address_of_its_own() {
        for (bounces, envelope) in
            [(None, "hello@pitlane.test"), (Some("bounces@pitlane.test"), "bounces@pitlane.test")]
        {
            let (sent, heard) = send_with("250 fine\r\n", bounces).await;
            assert_eq!(sent, Ok(()));
            let sender = format!("MAIL FROM:<{envelope}>");
            assert!(heard.iter().any(|line| line.starts_with(&sender)), "{heard:?}");
            assert!(heard.iter().any(|line| line == "From: hello@pitlane.test"), "{heard:?}");
        }
    }

    #[tokio::test]
    async fn a_refusal_for_good_is_told_from_one_for_now() {
        assert_eq!(send_to("550 no\r\n").await.0, Err(MailError::Refused("550".into())));
        let named = send_to("550 5.1.1 <ana@example.org> is not here\r\n").await.0;
        assert_eq!(named, Err(MailError::Refused("550 5.1.1".into())));
        assert_eq!(send_to("451 later\r\n").await.0, Err(MailError::Unavailable("451".into())));
    }

    #[tokio::test]
    async fn an_absent_server_is_worth_another_try() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mailer = SmtpMailer::new(SmtpSettings {
            host: "127.0.0.1".into(),
            port,
            credentials: Some(("u".into(), "p".to_owned().into())),
            tls: TlsMode::None,
            root: None,
            from: "hello@pitlane.test".into(),
            bounces: None,
            timeout: Duration::from_secs(5),
        })
        .unwrap();
        assert!(mailer.send(sample()).await.unwrap_err().is_retryable());
    }
}
