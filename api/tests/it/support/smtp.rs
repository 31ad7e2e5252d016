//! A mail server that is strict about the protocol (RFC 5321, RFC 3207, RFC 4954) and behaves towards each recipient as a
//! test wants it.

mod talk;

use super::toll::Toll;
use mailparse::{MailHeaderMap as _, ParsedMail};
use pitlane_platform::config::MailConfig;
use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::NamedTempFile;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::watch;
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
    /// Who sends, as the envelope says.
    pub from: String,
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
    /// Whether nobody does.
    hanging_for_all: bool,
    /// How often each was named in `RCPT`.
    asked: HashMap<String, usize>,
    named: watch::Sender<usize>,
    wants_sign_in: bool,
    /// Holds answers to whole mails back.
    toll: Option<Toll>,
}

/// The server: it lives as long as the test.
pub struct MailServer {
    port: u16,
    manners: Arc<Mutex<Manners>>,
    /// Where TLS is spoken from the first byte.
    closed_port: u16,
    /// How many recipients were named.
    named: watch::Receiver<usize>,
    arrivals: UnboundedReceiver<Taken>,
    authority: NamedTempFile,
}

impl MailServer {
    /// Starts it on a port of its own.
    pub async fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let closed_port = closed.local_addr().unwrap().port();
        let (acceptor, authority) = vouched_for();
        let manners = Arc::<Mutex<Manners>>::default();
        let named = manners.lock().unwrap().named.subscribe();
        let (sender, arrivals) = unbounded_channel();
        let (shared, tls, taken) = (manners.clone(), acceptor.clone(), sender.clone());
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                actix_web::rt::spawn(talk::open(stream, tls.clone(), shared.clone(), taken.clone()));
            }
        });
        let shared = manners.clone();
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = closed.accept().await {
                actix_web::rt::spawn(talk::closed(stream, acceptor.clone(), shared.clone(), sender.clone()));
            }
        });
        Self { port, manners, closed_port, named, arrivals, authority }
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
        config.ca_file = self.authority.path().display().to_string();
        USER.clone_into(&mut config.user);
        config.password = PASSWORD.into();
        self.manners.lock().unwrap().wants_sign_in = true;
    }

    /// Has `config` send here with TLS from the first byte and an account, which the server wants from now on.
    pub fn closed(&self, config: &mut MailConfig) {
        self.private(config);
        "tls".clone_into(&mut config.tls);
        config.port = self.closed_port;
    }

    /// Has a process send here without TLS and without signing in.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("PITLANE__MAIL__HOST", "localhost".to_owned()),
            ("PITLANE__MAIL__PORT", self.port.to_string()),
            ("PITLANE__MAIL__TLS", "none".to_owned()),
        ]
    }

    /// Counts mails at `toll`, and answers them as it allows.
    pub fn behind(&self, toll: &Toll) {
        self.manners.lock().unwrap().toll = Some(toll.clone());
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

    /// Never answers when anybody is named.
    pub fn hang_for_all(&self) {
        self.manners.lock().unwrap().hanging_for_all = true;
    }

    /// Answers when `address` is named, from now on.
    pub fn answer_again(&self, address: &str) {
        let mut manners = self.manners.lock().unwrap();
        manners.hanging.remove(address);
        manners.hanging_for_all = false;
    }

    /// Waits until recipients were named so often.
    pub async fn until_named(&self, times: usize) {
        self.named.clone().wait_for(|named| *named >= times).await.unwrap();
    }

    /// How often recipients were named.
    pub fn named(&self) -> usize {
        *self.named.borrow()
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

/// A certificate for `localhost` by an authority of our own, and the authority's as a file.
fn vouched_for() -> (TlsAcceptor, NamedTempFile) {
    let mut rights = rcgen::CertificateParams::new(Vec::<String>::new()).unwrap();
    rights.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let issuer = rcgen::CertifiedIssuer::self_signed(rights, rcgen::KeyPair::generate().unwrap()).unwrap();
    let mut authority = NamedTempFile::new().unwrap();
    authority.write_all(issuer.pem().as_bytes()).unwrap();

    let key = rcgen::KeyPair::generate().unwrap();
    let named = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = named.signed_by(&key, &issuer).unwrap();
    let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    let tls = ServerConfig::builder().with_no_client_auth();
    let tls = tls.with_single_cert(vec![certificate.der().clone()], key).unwrap();
    (TlsAcceptor::from(Arc::new(tls)), authority)
}
