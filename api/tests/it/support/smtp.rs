//! A mail server that is strict about the protocol (RFC 5321, RFC 3207, RFC 4954) and behaves towards each recipient as a
//! test wants it.

use mailparse::{MailHeaderMap as _, ParsedMail};
use pitlane_platform::config::MailConfig;
use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::NamedTempFile;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// The account that the server knows.
const USER: &str = "pitlane";
const PASSWORD: &str = "kept in a safe";
/// `\0pitlane\0kept in a safe` in base64.
const PLAIN: &str = "AHBpdGxhbmUAa2VwdCBpbiBhIHNhZmU=";

/// A mail that the server took.
#[derive(Debug, Clone)]
pub struct Taken {
    /// To whom, as the envelope says.
    pub to: Vec<String>,
    /// Head and body as they came, without the dots that the protocol adds.
    pub text: String,
    /// Whether it came over TLS.
    pub over_tls: bool,
    /// Who had signed in.
    pub user: Option<String>,
}

impl Taken {
    /// The mail, read as a mail program does.
    pub fn parsed(&self) -> ParsedMail<'_> {
        mailparse::parse_mail(self.text.as_bytes()).unwrap()
    }

    /// All values of a header.
    pub fn header(&self, name: &str) -> Vec<String> {
        self.parsed().headers.get_all_values(name)
    }

    /// The part of this type.
    pub fn part(&self, mime: &str) -> String {
        let mail = self.parsed();
        let part = mail.subparts.iter().find(|part| part.ctype.mimetype == mime);
        part.unwrap_or_else(|| panic!("no {mime} in {}", self.text)).get_body().unwrap()
    }
}

#[derive(Default)]
struct Manners {
    /// How often each is put off before it is taken.
    greylisted: HashMap<String, usize>,
    rejected: HashMap<String, &'static str>,
    /// Who gets no answer at all.
    hanging: HashSet<String>,
    /// How often each was named in `RCPT`.
    asked: HashMap<String, usize>,
    wants_sign_in: bool,
}

/// The server: it lives as long as the test.
pub struct MailServer {
    port: u16,
    manners: Arc<Mutex<Manners>>,
    arrivals: UnboundedReceiver<Taken>,
    certificate: NamedTempFile,
}

impl MailServer {
    /// Starts it on a port of its own.
    pub async fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let mut certificate = NamedTempFile::new().unwrap();
        certificate.write_all(made.cert.pem().as_bytes()).unwrap();
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()).into();
        let tls = ServerConfig::builder().with_no_client_auth();
        let acceptor =
            TlsAcceptor::from(Arc::new(tls.with_single_cert(vec![made.cert.der().clone()], key).unwrap()));
        let manners = Arc::<Mutex<Manners>>::default();
        let (sender, arrivals) = unbounded_channel();
        let shared = manners.clone();
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                actix_web::rt::spawn(greet(stream, acceptor.clone(), shared.clone(), sender.clone()));
            }
        });
        Self { port, manners, arrivals, certificate }
    }

    /// Has `config` send here without TLS and without signing in.
    pub fn plain(&self, config: &mut MailConfig) {
        "localhost".clone_into(&mut config.host);
        config.port = self.port;
        "none".clone_into(&mut config.tls);
    }

    /// Has `config` send here with STARTTLS and an account, which the server wants from now on.
    pub fn private(&self, config: &mut MailConfig) {
        self.plain(config);
        "starttls".clone_into(&mut config.tls);
        config.ca_file = self.certificate.path().display().to_string();
        USER.clone_into(&mut config.user);
        config.password = PASSWORD.into();
        self.manners.lock().unwrap().wants_sign_in = true;
    }

    /// Puts `address` off `times` times.
    pub fn greylist(&self, address: &str, times: usize) {
        self.manners.lock().unwrap().greylisted.insert(address.to_owned(), times);
    }

    /// Refuses `address` with `answer`.
    pub fn reject(&self, address: &str, answer: &'static str) {
        self.manners.lock().unwrap().rejected.insert(address.to_owned(), answer);
    }

    /// Never answers when `address` is named.
    pub fn hang(&self, address: &str) {
        self.manners.lock().unwrap().hanging.insert(address.to_owned());
    }

    /// Answers when `address` is named, from now on.
    pub fn answer_again(&self, address: &str) {
        self.manners.lock().unwrap().hanging.remove(address);
    }

    /// How often `address` was named.
    pub fn asked(&self, address: &str) -> usize {
        self.manners.lock().unwrap().asked.get(address).copied().unwrap_or_default()
    }

    /// The next mail that it takes, now or within ten seconds.
    pub async fn next(&mut self) -> Taken {
        tokio::time::timeout(Duration::from_secs(10), self.arrivals.recv()).await.unwrap().unwrap()
    }

    /// The mails that it took and nobody has looked at.
    pub fn taken(&mut self) -> Vec<Taken> {
        std::iter::from_fn(|| self.arrivals.try_recv().ok()).collect()
    }
}

/// What a connection has told so far.
#[derive(Default)]
struct Talk {
    over_tls: bool,
    greeted: bool,
    user: Option<String>,
    from: bool,
    to: Vec<String>,
}

enum Next {
    Say(String),
    Data,
    Tls,
    Hang,
    End,
}

async fn greet(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    manners: Arc<Mutex<Manners>>,
    sender: UnboundedSender<Taken>,
) {
    let mut plain = BufStream::new(stream);
    plain.write_all(b"220 mail.test ESMTP\r\n").await.unwrap();
    if talk(&mut plain, false, &manners, &sender).await {
        let Ok(private) = acceptor.accept(plain.into_inner()).await else { return };
        talk(&mut BufStream::new(private), true, &manners, &sender).await;
    }
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
                talk.from = false;
                sender.send(Taken { to, text, over_tls, user: talk.user.clone() }).unwrap();
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
            ("MAIL", from) if self.greeted && !self.from && from.starts_with("FROM:<") => {
                self.from = true;
                say("250 fine")
            }
            ("RCPT", to) if self.from && to.starts_with("TO:<") => {
                let address = to.trim_start_matches("TO:<").trim_end_matches('>');
                self.name(address, &mut manners.lock().unwrap())
            }
            ("DATA", "") if !self.to.is_empty() => Next::Data,
            _ => say("503 5.5.1 not now"),
        }
    }

    fn name(&mut self, address: &str, manners: &mut Manners) -> Next {
        *manners.asked.entry(address.to_owned()).or_default() += 1;
        if manners.hanging.contains(address) {
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
