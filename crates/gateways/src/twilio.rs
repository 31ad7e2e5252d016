//! Text messages over Twilio's REST API: one form post, and one question.
//!
//! Twilio knows no idempotency keys for messages. [`Texter::find_sent`] asks for the messages to the number instead and
//! looks for one with the same words since the try began. Source: Twilio's API reference, Message resource.

use crate::sms::{Sms, SmsError, Texter, check};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Twilio tells times in whole seconds, by its own clock.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::seconds(60);
/// How many of the newest messages to a number are looked at.
const LOOKED_AT: &str = "100";

/// Who sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// A number of the account, in E.164, or a name where the law allows it.
    From(String),
    /// A messaging service of the account (`MG…`), which chooses the number.
    Service(String),
}

/// Where text messages go.
#[derive(Debug, Clone)]
pub struct TwilioSettings {
    /// The account, `AC…`.
    pub account_sid: String,
    /// Its token; it also signs what Twilio sends.
    pub auth_token: SecretString,
    /// Who sends.
    pub sender: Sender,
    /// Where the API answers.
    pub base_url: String,
}

/// Sends over Twilio.
#[derive(Debug, Clone)]
pub struct TwilioTexter {
    settings: TwilioSettings,
    client: reqwest::Client,
}

impl TwilioTexter {
    /// A texter for `settings`.
    pub fn new(settings: TwilioSettings) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder().timeout(TIMEOUT).connect_timeout(CONNECT_TIMEOUT).build()?;
        Ok(Self { settings, client })
    }

    fn url(&self) -> String {
        let TwilioSettings { base_url, account_sid, .. } = &self.settings;
        format!("{}/2010-04-01/Accounts/{account_sid}/Messages.json", base_url.trim_end_matches('/'))
    }

    async fn ask(&self, request: reqwest::RequestBuilder) -> Result<Vec<u8>, SmsError> {
        let token = self.settings.auth_token.expose_secret();
        let request = request.basic_auth(&self.settings.account_sid, Some(token));
        let answer = request.send().await.map_err(unavailable)?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await.map_err(unavailable)?;
        if (200..300).contains(&status) { Ok(body.to_vec()) } else { Err(refused(status, &body)) }
    }
}

#[derive(Deserialize)]
struct Taken {
    sid: String,
}

#[derive(Deserialize)]
struct Listed {
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    sid: String,
    to: String,
    body: String,
    direction: String,
    /// As mails write dates: `Sat, 21 Nov 2026 10:00:00 +0000`.
    date_created: String,
}

#[derive(Default, Deserialize)]
struct Failure {
    #[serde(default)]
    code: Option<u32>,
}

#[async_trait]
impl Texter for TwilioTexter {
    async fn send(&self, sms: Sms) -> Result<String, SmsError> {
        check(&sms)?;
        let mut form = vec![("To", sms.to), ("Body", sms.text)];
        form.push(match &self.settings.sender {
            Sender::From(number) => ("From", number.clone()),
            Sender::Service(sid) => ("MessagingServiceSid", sid.clone()),
        });
        form.extend(sms.status_url.map(|url| ("StatusCallback", url)));
        let body = self.ask(self.client.post(self.url()).form(&form)).await?;
        let taken: Taken = serde_json::from_slice(&body)
            .map_err(|_| SmsError::Unavailable("the answer cannot be read".to_owned()))?;
        Ok(taken.sid)
    }

    async fn find_sent(&self, sms: &Sms, since: DateTime<Utc>) -> Result<Option<String>, SmsError> {
        // no filter by the date of sending: a message that still waits at Twilio has none
        let query = [("To", sms.to.as_str()), ("PageSize", LOOKED_AT)];
        let body = self.ask(self.client.get(self.url()).query(&query)).await?;
        let listed: Listed = serde_json::from_slice(&body)
            .map_err(|_| SmsError::Unavailable("the answer cannot be read".to_owned()))?;
        let same = listed.messages.into_iter().find(|message| {
            let created = DateTime::parse_from_rfc2822(&message.date_created);
            message.direction.starts_with("outbound")
                && message.to == sms.to
                // a trial account puts a remark before the words
                && message.body.ends_with(&sms.text)
                && created.is_ok_and(|created| created >= since - CLOCKS_DIFFER)
        });
        Ok(same.map(|message| message.sid))
    }
}

fn unavailable(error: reqwest::Error) -> SmsError {
    // the address in it holds the number that was asked for
    SmsError::Unavailable(error.without_url().to_string())
}

/// What a refusal means. Source: Twilio's dictionary of errors.
fn refused(status: u16, body: &[u8]) -> SmsError {
    let code = serde_json::from_slice::<Failure>(body).unwrap_or_default().code;
    let said = code.map_or_else(|| format!("HTTP {status}"), |code| code.to_string());
    match (status, code) {
        (408 | 429 | 500..=599, _) => SmsError::Unavailable(said),
        // the recipient wrote STOP, or the carrier blocks the number
        (_, Some(21_610 | 30_004)) => SmsError::Blocked(said),
        // no such number, not a mobile one, a landline
        (_, Some(21_211 | 21_214 | 21_217 | 21_265 | 21_401 | 21_614 | 21_635 | 30_005 | 30_006)) => {
            SmsError::Invalid(said)
        }
        _ => SmsError::Refused(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sms::sample;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    /// Takes one request and answers it; with no answer the connection ends after the request was read.
    async fn serve(listener: TcpListener, answer: Option<(u16, &str)>) -> String {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = String::new();
        loop {
            let mut part = [0; 8_192];
            let count = stream.read(&mut part).await.unwrap();
            request.push_str(std::str::from_utf8(&part[..count]).unwrap());
            let Some((head, body)) = request.split_once("\r\n\r\n") else { continue };
            let length = head
                .to_lowercase()
                .split("content-length: ")
                .nth(1)
                .map_or(0, |rest| rest.lines().next().unwrap().parse::<usize>().unwrap());
            if body.len() >= length {
                break;
            }
        }
        if let Some((status, body)) = answer {
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        request
    }

    async fn stand_in(sender: Sender) -> (TcpListener, TwilioTexter) {
        crate::with_tls();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}/", listener.local_addr().unwrap());
        let auth_token = "token".to_owned().into();
        let texter =
            TwilioTexter::new(TwilioSettings { account_sid: "AC1".into(), auth_token, sender, base_url })
                .unwrap();
        (listener, texter)
    }

    async fn send(answer: Option<(u16, &str)>) -> (Result<String, SmsError>, String) {
        let (listener, texter) = stand_in(Sender::From("+15550100".into())).await;
        tokio::join!(texter.send(sample()), serve(listener, answer))
    }

    #[tokio::test]
    async fn a_message_is_one_form_post() {
        let (sent, heard) = send(Some((201, r#"{"sid":"SM1","status":"queued"}"#))).await;
        assert_eq!(sent, Ok("SM1".into()));
        for part in [
            "POST /2010-04-01/Accounts/AC1/Messages.json HTTP/1.1",
            "authorization: Basic QUMxOnRva2Vu",
            "To=%2B15551230100&Body=Pitlane%3A+Ben+starts+in+5+minutes.&From=%2B15550100&StatusCallback=https%3A%2F%2Fpitlane.test",
        ] {
            assert!(heard.contains(part), "{part} in {heard}");
        }
    }

    #[tokio::test]
    async fn a_messaging_service_sends_in_place_of_a_number() {
        let (listener, texter) = stand_in(Sender::Service("MG1".into())).await;
        let (_, heard) =
            tokio::join!(texter.send(sample()), serve(listener, Some((201, r#"{"sid":"SM1"}"#))));
        assert!(heard.contains("MessagingServiceSid=MG1") && !heard.contains("From="), "{heard}");
    }

    #[tokio::test]
    async fn refusals_are_told_apart() {
        for (status, body, expected) in [
            (400, r#"{"code":21211,"message":"x"}"#, SmsError::Invalid("21211".into())),
            (400, r#"{"code":21614}"#, SmsError::Invalid("21614".into())),
            (400, r#"{"code":21610}"#, SmsError::Blocked("21610".into())),
            (400, r#"{"code":21606}"#, SmsError::Refused("21606".into())),
            (401, r#"{"code":20003}"#, SmsError::Refused("20003".into())),
            (403, "no json", SmsError::Refused("HTTP 403".into())),
            (429, r#"{"code":20429}"#, SmsError::Unavailable("20429".into())),
            (503, "", SmsError::Unavailable("HTTP 503".into())),
        ] {
            assert_eq!(send(Some((status, body))).await.0, Err(expected));
        }
    }

    #[tokio::test]
    async fn an_answer_that_does_not_come_is_worth_another_try() {
        let error = send(None).await.0.unwrap_err();
        assert!(error.is_retryable());
        assert!(!error.to_string().contains("127.0.0.1"), "{error}");
    }

    #[tokio::test]
    async fn a_message_that_was_taken_is_found() {
        let sent = sample();
        let listed = |to: &str, body: &str, direction: &str, created: &str| serde_json::json!({"sid": "SM7", "to": to, "body": body, "direction": direction, "date_created": created});
        let (near, before) = ("Sat, 21 Nov 2026 09:59:58 +0000", "Sat, 21 Nov 2026 09:00:00 +0000");
        for (message, expected) in [
            (listed(&sent.to, &sent.text, "outbound-api", near), Some("SM7".to_owned())),
            (listed(&sent.to, &sent.text, "inbound", near), None),
            (listed(&sent.to, "Other words", "outbound-api", near), None),
            (listed(&sent.to, &sent.text, "outbound-api", before), None),
            (listed("+15551239999", &sent.text, "outbound-api", near), None),
        ] {
            let (listener, texter) = stand_in(Sender::From("+15550100".into())).await;
            let answer = serde_json::json!({ "messages": [message] }).to_string();
            let (found, heard) =
                tokio::join!(texter.find_sent(&sent, sent.sent_at), serve(listener, Some((200, &answer))));
            assert_eq!(found, Ok(expected));
            assert!(
                heard.starts_with("GET /2010-04-01/Accounts/AC1/Messages.json?To=%2B15551230100"),
                "{heard}"
            );
        }
    }
}
