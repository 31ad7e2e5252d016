use super::*;
use crate::push::Shown;
use p256::ecdsa::VerifyingKey;
use p256::ecdsa::signature::Verifier as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

// the example of RFC 8291, appendix A
const WORDS: &str = "When I grow up, I want to be a watermelon";
const BROWSER_SECRET: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
const BROWSER_PUBLIC: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
const SENDER_SECRET: &str = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
const SALT: &str = "DGv6ra1nlYgDCS1FRnbzlw";
const BODY: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w\
                    EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

fn key(text: &str) -> VapidKey {
    VapidKey::parse(&text.to_owned().into()).unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

fn settings(allow_loopback: bool) -> WebPushSettings {
    crate::with_tls();
    WebPushSettings { key: key(SENDER_SECRET), subject: "mailto:support@pitlane.test".into(), allow_loopback }
}

fn push(endpoint: String) -> Push {
    let shown = Shown {
        title: "Ben is on the way".into(),
        body: "Your session starts.".into(),
        path: "/sessions/1".into(),
        tag: "session".into(),
        reason: "Because you booked on Pitlane.".into(),
        stop: None,
    };
    Push {
        endpoint,
        p256dh: BROWSER_PUBLIC.into(),
        auth: AUTH.into(),
        payload: shown.to_payload(),
        key: "n-1".into(),
        ttl_seconds: 600,
        urgent: true,
        sent_at: now(),
    }
}

/// What the browser does with a body.
fn decrypt(body: &[u8]) -> Vec<u8> {
    let (salt, sender, sealed) = (&body[..16], &body[21..86], &body[86..]);
    let secret = key(BROWSER_SECRET).secret;
    let sender = PublicKey::from_sec1_bytes(sender).unwrap();
    let shared = ecdh::diffie_hellman(secret.to_nonzero_scalar(), sender.as_affine());
    let (mut input, mut content, mut nonce) = ([0; 32], [0; 16], [0; 12]);
    let info = [
        b"WebPush: info\0",
        secret.public_key().to_encoded_point(false).as_bytes(),
        sender.to_encoded_point(false).as_bytes(),
    ]
    .concat();
    let auth = BASE64.decode(AUTH).unwrap();
    Hkdf::<Sha256>::new(Some(&auth), shared.raw_secret_bytes()).expand(&info, &mut input).unwrap();
    let derived = Hkdf::<Sha256>::new(Some(salt), &input);
    derived.expand(b"Content-Encoding: aes128gcm\0", &mut content).unwrap();
    derived.expand(b"Content-Encoding: nonce\0", &mut nonce).unwrap();
    let mut plain = Aes128Gcm::new(&content.into()).decrypt(&nonce.into(), sealed).unwrap();
    assert_eq!(plain.pop(), Some(2), "the mark of the last record");
    plain
}

#[test]
fn the_example_of_the_standard_comes_out() {
    let keys = Keys::parse(BROWSER_PUBLIC, AUTH).unwrap();
    let salt: [u8; 16] = BASE64.decode(SALT).unwrap().try_into().unwrap();
    let body = encrypt(WORDS.as_bytes(), &keys, &key(SENDER_SECRET).secret, salt).unwrap();
    assert_eq!(BASE64.encode(&body), BODY);
    assert_eq!(decrypt(&body), WORDS.as_bytes());
}

#[test]
fn the_longest_message_fills_one_record() {
    let keys = Keys::parse(BROWSER_PUBLIC, AUTH).unwrap();
    let body = encrypt(&[b'x'; MOST_BYTES], &keys, &new_key(), [7; 16]).unwrap();
    assert_eq!(body.len(), 4_096);
    let longer = encrypt(&[b'x'; MOST_BYTES + 1], &keys, &new_key(), [7; 16]);
    assert!(matches!(longer, Err(PushError::Invalid(_))));
}

#[test]
fn the_signature_names_the_push_service_and_ends_within_a_day() {
    let key = key(SENDER_SECRET);
    let header = key.authorize("https://push.example", "mailto:support@pitlane.test", now());
    let (token, public) = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(public, key.public());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let verifier = VerifyingKey::from_sec1_bytes(&BASE64.decode(public).unwrap()).unwrap();
    let signature = Signature::from_slice(&BASE64.decode(signature).unwrap()).unwrap();
    verifier.verify(signed.as_bytes(), &signature).unwrap();
    let claims = BASE64.decode(signed.split_once('.').unwrap().1).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["aud"], "https://push.example");
    assert_eq!(claims["exp"], now().timestamp() + 12 * 3_600);
    assert_eq!(claims["sub"], "mailto:support@pitlane.test");
}

#[test]
fn a_made_key_can_be_read_again() {
    let made = VapidKey::generate();
    let key = VapidKey::parse(&made).unwrap();
    assert_eq!(BASE64.decode(key.public()).unwrap().len(), 65);
    assert!(VapidKey::parse(&"short".to_owned().into()).is_err());
}

#[test]
fn wrong_keys_of_a_browser_are_refused_when_it_subscribes() {
    let pusher = WebPusher::new(settings(false)).unwrap();
    let endpoint = "https://push.example/x";
    assert_eq!(pusher.check(endpoint, BROWSER_PUBLIC, AUTH), Ok(()));
    for (endpoint, p256dh, auth) in [
        ("https://10.0.0.1/x", BROWSER_PUBLIC, AUTH),
        (endpoint, "BAAA", AUTH),
        (endpoint, "!", AUTH),
        (endpoint, BROWSER_PUBLIC, "AAAA"),
    ] {
        assert!(matches!(pusher.check(endpoint, p256dh, auth), Err(PushError::Invalid(_))));
    }
}

/// Takes one request and answers it with `status`.
async fn serve(listener: TcpListener, status: u16) -> (String, Vec<u8>) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    loop {
        let mut part = [0; 8_192];
        let count = stream.read(&mut part).await.unwrap();
        request.extend_from_slice(&part[..count]);
        let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8(request[..end].to_vec()).unwrap().to_lowercase();
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()).unwrap();
        if request.len() - end - 4 < length.parse::<usize>().unwrap() {
            continue;
        }
        let answer = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.unwrap();
        return (head, request[end + 4..].to_vec());
    }
}

async fn send(status: u16) -> (Result<(), PushError>, (String, Vec<u8>)) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/subscription", listener.local_addr().unwrap());
    let pusher = WebPusher::new(settings(true)).unwrap();
    let sending = pusher.send(push(endpoint));
    tokio::join!(sending, serve(listener, status))
}

#[tokio::test]
async fn a_browser_can_read_what_arrives() {
    let (sent, (head, body)) = send(201).await;
    assert_eq!(sent, Ok(()));
    for part in [
        "post /subscription",
        "ttl: 600",
        "urgency: high",
        "content-encoding: aes128gcm",
        "authorization: vapid t=",
    ] {
        assert!(head.contains(part), "{part} in {head}");
    }
    let shown: Shown = serde_json::from_slice(&decrypt(&body)).unwrap();
    assert_eq!((shown.title.as_str(), shown.path.as_str()), ("Ben is on the way", "/sessions/1"));
}

#[tokio::test]
async fn each_answer_is_told_apart() {
    assert_eq!(send(410).await.0, Err(PushError::Gone));
    assert_eq!(send(404).await.0, Err(PushError::Gone));
    assert_eq!(send(400).await.0, Err(PushError::Invalid("400".into())));
    assert_eq!(send(403).await.0, Err(PushError::Refused("403".into())));
    assert_eq!(send(302).await.0, Err(PushError::Refused("302".into())));
    for status in [429, 500, 503] {
        assert!(send(status).await.0.unwrap_err().is_retryable());
    }
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_not_called() {
    let resolver = Public { allow_loopback: false };
    assert!(resolver.resolve("localhost".parse().unwrap()).await.is_err());
    let resolver = Public { allow_loopback: true };
    assert!(resolver.resolve("localhost".parse().unwrap()).await.is_ok());
}
