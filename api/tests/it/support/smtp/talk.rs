//! The protocol: what is said on one connection.

use super::{Manners, PLAIN, Taken, USER};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufStream};
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedSender;
use tokio_rustls::TlsAcceptor;

const GREETING: &[u8] = b"220 mail.test ESMTP\r\n";

/// What a connection has told so far.
#[derive(Default)]
struct Talk {
    over_tls: bool,
    greeted: bool,
    user: Option<String>,
    from: Option<String>,
    to: Vec<String>,
}

enum Next {
    Say(String),
    Data,
    Tls,
    Hang,
    End,
}

/// Begins in the clear, and turns to TLS if the other side wants it.
pub(super) async fn open(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    manners: Arc<Mutex<Manners>>,
    sender: UnboundedSender<Taken>,
) {
    let mut plain = BufStream::new(stream);
    plain.write_all(GREETING).await.unwrap();
    if talk(&mut plain, false, &manners, &sender).await {
        let Ok(private) = acceptor.accept(plain.into_inner()).await else { return };
        talk(&mut BufStream::new(private), true, &manners, &sender).await;
    }
}

/// Speaks TLS from the first byte.
pub(super) async fn closed(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    manners: Arc<Mutex<Manners>>,
    sender: UnboundedSender<Taken>,
) {
    // who does not trust the certificate leaves here
    let Ok(private) = acceptor.accept(stream).await else { return };
    let mut private = BufStream::new(private);
    private.write_all(GREETING).await.unwrap();
    talk(&mut private, true, &manners, &sender).await;
}

/// Talks until the end, or until the connection turns to TLS.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufStream<S>,
    over_tls: bool,
    manners: &Mutex<Manners>,
    sender: &UnboundedSender<Taken>,
) -> bool {
    let mut talk = Talk { over_tls, ..Talk::default() };
    loop {
        if stream.flush().await.is_err() {
            return false;
        }
        let Some(line) = line(stream).await else { return false };
        let answer = match talk.hear(&line, manners) {
            Next::Say(answer) => answer,
            Next::Data => {
                stream.write_all(b"354 end with a dot\r\n").await.unwrap();
                stream.flush().await.unwrap();
                let Some(text) = data(stream).await else { return false };
                let to = std::mem::take(&mut talk.to);
                let from = talk.from.take().unwrap_or_default();
                let toll = manners.lock().unwrap().toll.clone();
                sender.send(Taken { from, to, text, over_tls, user: talk.user.clone() }).unwrap();
                if let Some(toll) = toll {
                    toll.pass().await;
                }
                "250 taken".to_owned()
            }
            Next::Tls => {
                stream.write_all(b"220 go ahead\r\n").await.unwrap();
                stream.flush().await.unwrap();
                return true;
            }
            Next::Hang => {
                // until the other side has enough of it
                line_or_end(stream).await;
                return false;
            }
            Next::End => {
                let _ = stream.write_all(b"221 bye\r\n").await;
                let _ = stream.flush().await;
                return false;
            }
        };
        if stream.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return false;
        }
    }
}

async fn line_or_end<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>) {
    let mut rest = Vec::new();
    let _ = stream.read_until(0, &mut rest).await;
}

/// One line; the protocol wants CRLF at its end and nowhere else, and no more than 1,000 bytes.
async fn line<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>) -> Option<String> {
    let mut bytes = Vec::new();
    if stream.read_until(b'\n', &mut bytes).await.ok()? == 0 {
        return None;
    }
    assert!(bytes.len() <= 1_000, "a line of {} bytes", bytes.len());
    let text = String::from_utf8(bytes).expect("UTF-8");
    let line = text.strip_suffix("\r\n").unwrap_or_else(|| panic!("no CRLF after {text:?}"));
    assert!(!line.contains('\r') && !line.contains('\0'), "control characters in {line:?}");
    Some(line.to_owned())
}

async fn data<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>) -> Option<String> {
    let mut text = String::new();
    loop {
        let line = line(stream).await?;
        if line == "." {
            return Some(text);
        }
        assert!(line.is_ascii(), "8BITMIME was not asked for: {line:?}");
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push_str("\r\n");
    }
}

impl Talk {
    fn hear(&mut self, line: &str, manners: &Mutex<Manners>) -> Next {
        let say = |words: &str| Next::Say(words.to_owned());
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let wants_sign_in = manners.lock().unwrap().wants_sign_in;
        match (verb.to_ascii_uppercase().as_str(), rest) {
            ("EHLO", name) if !name.is_empty() => {
                self.greeted = true;
                let more = if self.over_tls { "250 AUTH PLAIN" } else { "250 STARTTLS" };
                Next::Say(format!("250-mail.test\r\n{more}"))
            }
            ("QUIT", "") => Next::End,
            ("NOOP" | "RSET", _) => say("250 fine"),
            ("STARTTLS", "") if self.greeted && !self.over_tls => Next::Tls,
            ("AUTH", _) if !self.over_tls => say("538 5.7.11 encryption is needed"),
            ("AUTH", words) if words == format!("PLAIN {PLAIN}") => {
                self.user = Some(USER.to_owned());
                say("235 2.7.0 welcome")
            }
            ("AUTH", _) => say("535 5.7.8 not known"),
            ("MAIL" | "RCPT" | "DATA", _) if wants_sign_in && self.user.is_none() => {
                say("530 5.7.0 sign in first")
            }
            ("MAIL", from) if self.greeted && self.from.is_none() && from.starts_with("FROM:<") => {
                let address = from.trim_start_matches("FROM:<").split('>').next();
                self.from = address.map(ToOwned::to_owned);
                say("250 fine")
            }
            ("RCPT", to) if self.from.is_some() && to.starts_with("TO:<") => {
                let address = to.trim_start_matches("TO:<").trim_end_matches('>');
                self.name(address, &mut manners.lock().unwrap())
            }
            ("DATA", "") if !self.to.is_empty() => Next::Data,
            _ => say("503 5.5.1 not now"),
        }
    }

    fn name(&mut self, address: &str, manners: &mut Manners) -> Next {
        *manners.asked.entry(address.to_owned()).or_default() += 1;
        manners.named.send_modify(|named| *named += 1);
        if manners.hanging_for_all || manners.hanging.contains(address) {
            return Next::Hang;
        }
        if let Some(answer) = manners.rejected.get(address) {
            return Next::Say((*answer).to_owned());
        }
        if let Some(left) = manners.greylisted.get_mut(address).filter(|left| **left > 0) {
            *left -= 1;
            return Next::Say("451 4.7.1 greylisted, come back later".to_owned());
        }
        self.to.push(address.to_owned());
        Next::Say("250 fine".to_owned())
    }
}
