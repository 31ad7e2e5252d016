//! What Twilio calls us with: news of messages that it took, and messages that came in. Both are signed forms.
//!
//! `X-Twilio-Signature` is the HMAC-SHA1, in base64, of the public address that was called followed by all parameters
//! sorted by name, name and value without anything between. Source: Twilio's documentation, "Webhooks security".

use crate::keywords::{Keyword, keyword};
use crate::sms::Delivery;
use crate::token::same;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha1::Sha1;

/// The header's name.
pub const HEADER: &str = "X-Twilio-Signature";

/// The parameters of a call, in the order in which they came.
#[derive(Clone, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// The parameters as they are.
    pub const fn new(parameters: Vec<(String, String)>) -> Self {
        Self(parameters)
    }

    /// The value of the parameter `name`; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The parameters.
    pub fn parameters(&self) -> &[(String, String)] {
        &self.0
    }
}

/// The signature of a call of `url`, the public address with its query.
pub fn sign(token: &SecretString, url: &str, form: &Form) -> String {
    let mut sorted: Vec<_> = form.0.iter().collect();
    sorted.sort();
    sorted.dedup();
    // a key of any length is fine for HMAC; an error cannot come
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token.expose_secret().as_bytes()) else {
        return String::new();
    };
    mac.update(url.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    BASE64.encode(mac.finalize().into_bytes())
}

/// Whether `header` was made for this call by who knows `token`.
pub fn verify(token: &SecretString, header: &str, url: &str, form: &Form) -> bool {
    !token.expose_secret().is_empty() && same(header.as_bytes(), sign(token, url, form).as_bytes())
}

/// News of a message that Twilio took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusNews {
    /// Twilio's name for the message.
    pub sid: String,
    /// What became of it.
    pub delivery: Delivery,
}

impl StatusNews {
    /// Reads a status callback; none for a step on the way that says nothing new.
    pub fn read(form: &Form) -> Option<Self> {
        let sid = [form.get("MessageSid"), form.get("SmsSid")].into_iter().find(|sid| !sid.is_empty())?;
        let status =
            [form.get("MessageStatus"), form.get("SmsStatus")].into_iter().find(|word| !word.is_empty())?;
        let delivery = match status {
            "sent" => Delivery::Sent,
            "delivered" | "read" => Delivery::Delivered,
            "failed" | "undelivered" | "canceled" => failed(status, form.get("ErrorCode")),
            _ => return None,
        };
        Some(Self { sid: sid.to_owned(), delivery })
    }
}

fn failed(status: &str, code: &str) -> Delivery {
    let plain = !code.is_empty() && code.len() <= 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    Delivery::Failed {
        reason: if plain { format!("{status} {code}") } else { status.to_owned() },
        // stopped, blocked by the carrier, no such number, a landline
        marks_the_number: matches!(code, "21610" | "21211" | "21614" | "30004" | "30005" | "30006"),
    }
}

/// A message that came in.
#[derive(Clone, PartialEq, Eq)]
pub struct Inbound {
    /// Who wrote, in E.164.
    pub from: String,
    /// The words.
    pub body: String,
    /// What they ask for.
    pub keyword: Option<Keyword>,
    /// Whether Twilio has answered the keyword itself, so that nothing more is to be said.
    pub answered: bool,
}

impl Inbound {
    /// Reads a message that came in; none without a sender.
    pub fn read(form: &Form) -> Option<Self> {
        let from = form.get("From");
        if from.is_empty() {
            return None;
        }
        let body = form.get("Body");
        // where Twilio itself looks after keywords it says what it understood
        let understood = match form.get("OptOutType") {
            "STOP" => Some(Keyword::Stop),
            "START" => Some(Keyword::Start),
            "HELP" => Some(Keyword::Help),
            _ => None,
        };
        Some(Self {
            from: from.to_owned(),
            body: body.to_owned(),
            keyword: understood.or_else(|| keyword(body)),
            answered: understood.is_some(),
        })
    }
}

/// The answer to a message that came in: Twilio sends the words back, or nothing.
pub fn answer(words: Option<&str>) -> String {
    let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    words.map_or_else(
        || format!("{head}<Response/>"),
        |words| {
            let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            format!("{head}<Response><Message>{escaped}</Message></Response>")
        },
    )
}

/// The words in an answer as [`answer`] writes it; none where nothing is said.
pub fn replied(xml: &str) -> Option<String> {
    let words = xml.split_once("<Message>")?.1.split_once("</Message>")?.0;
    Some(words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn token() -> SecretString {
        "12345".to_owned().into()
    }

    #[test]
    fn the_example_of_the_documentation_comes_out() {
        let form = form(&[
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
        ]);
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assert_eq!(sign(&token(), url, &form), "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
        assert!(verify(&token(), "RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, &form));
        assert!(!verify(&token(), "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "https://mycompany.com/myapp.php", &form));
        assert!(!verify(&String::new().into(), &sign(&String::new().into(), url, &form), url, &form));
    }

    #[test]
    fn each_status_is_read() {
        let read = |status: &str, code: &str| {
            StatusNews::read(&form(&[("MessageSid", "SM1"), ("MessageStatus", status), ("ErrorCode", code)]))
                .map(|news| news.delivery)
        };
        assert_eq!(read("queued", ""), None);
        assert_eq!(read("sending", ""), None);
        assert_eq!(read("sent", ""), Some(Delivery::Sent));
        assert_eq!(read("delivered", ""), Some(Delivery::Delivered));
        let failed = |reason: &str, marks_the_number| {
            Some(Delivery::Failed { reason: reason.to_owned(), marks_the_number })
        };
        assert_eq!(read("undelivered", "30003"), failed("undelivered 30003", false));
        assert_eq!(read("undelivered", "30006"), failed("undelivered 30006", true));
        assert_eq!(read("failed", "21610"), failed("failed 21610", true));
        assert_eq!(read("failed", "<b>"), failed("failed", false));
        assert_eq!(StatusNews::read(&form(&[("MessageStatus", "sent")])), None);
    }

    #[test]
    fn what_twilio_understood_goes_first() {
        let inbound =
            Inbound::read(&form(&[("From", "+1"), ("Body", "arrêt"), ("OptOutType", "STOP")])).unwrap();
        assert_eq!((inbound.keyword, inbound.answered), (Some(Keyword::Stop), true));
        let inbound = Inbound::read(&form(&[("From", "+1"), ("Body", "help")])).unwrap();
        assert_eq!((inbound.keyword, inbound.answered), (Some(Keyword::Help), false));
        assert!(Inbound::read(&form(&[("Body", "help")])).is_none());
    }

    #[test]
    fn words_in_an_answer_are_escaped() {
        assert_eq!(
            (replied(&answer(Some("A & <B>"))), replied(&answer(None))),
            (Some("A & <B>".into()), None)
        );
        assert!(answer(None).ends_with("<Response/>"));
        assert!(
            answer(Some("A & <B>")).ends_with("<Response><Message>A &amp; &lt;B&gt;</Message></Response>")
        );
    }

    proptest! {
        #[test]
        fn a_changed_call_is_not_believed(value in ".{0,40}", other in ".{0,40}") {
            prop_assume!(value != other);
            let signature = sign(&token(), "https://a.test/x", &form(&[("Body", &value)]));
            prop_assert!(verify(&token(), &signature, "https://a.test/x", &form(&[("Body", &value)])));
            prop_assert!(!verify(&token(), &signature, "https://a.test/x", &form(&[("Body", &other)])));
        }
    }
}
