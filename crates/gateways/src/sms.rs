//! A text message and who carries it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// A text message to one phone.
#[derive(Clone, PartialEq, Eq)]
pub struct Sms {
    /// The number in E.164, for example `+15551230100`.
    pub to: String,
    /// What it says.
    pub text: String,
    /// Our own name for the message; the same message sent again has the same.
    pub key: String,
    /// Where the gateway tells what became of it; none asks for no such news.
    pub status_url: Option<String>,
    /// The date it bears.
    pub sent_at: DateTime<Utc>,
}

impl std::fmt::Debug for Sms {
    // number and words stay out of logs
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sms").field("key", &self.key).finish_non_exhaustive()
    }
}

/// Why a text message was not handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmsError {
    /// The number cannot get text messages, or the message cannot be written: the next try leads to the same.
    #[error("the text message cannot be written: {0}")]
    Invalid(String),
    /// The recipient has told the carrier to stop, or the carrier blocks the number: no message to it may be tried.
    #[error("the recipient takes no text messages: {0}")]
    Blocked(String),
    /// The gateway refused it for good, for a reason that is not the number's.
    #[error("the text message was refused: {0}")]
    Refused(String),
    /// The gateway cannot be reached or asks for another try. It may have taken the message all the same: ask
    /// [`Texter::find_sent`] before the next try.
    #[error("the text gateway is not available: {0}")]
    Unavailable(String),
}

impl SmsError {
    /// Whether another try may go well.
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    /// Whether no message should go to the number any more.
    pub const fn marks_the_number(&self) -> bool {
        matches!(self, Self::Invalid(_) | Self::Blocked(_))
    }
}

/// Carries text messages.
///
/// Gateways for text messages know no idempotency keys. Who sends must write down that a try begins, with the time,
/// before it calls [`Texter::send`]; when the try's end was not seen (the process died, or the answer did not come), it
/// asks [`Texter::find_sent`] with that time and sends again only when nothing was found.
#[async_trait]
pub trait Texter: Send + Sync {
    /// Hands the message over and answers the gateway's name for it.
    async fn send(&self, sms: Sms) -> Result<String, SmsError>;

    /// The gateway's name for the message, if the gateway has taken it since `since`.
    async fn find_sent(&self, sms: &Sms, since: DateTime<Utc>) -> Result<Option<String>, SmsError>;
}

/// What a gateway says became of a message that it had taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// On its way.
    Sent,
    /// On the phone.
    Delivered,
    /// It did not get there; the gateway's code says why.
    Failed {
        /// The gateway's code, without words about the recipient.
        reason: String,
        /// Whether no message should go to the number any more.
        marks_the_number: bool,
    },
}

/// Refuses what no phone could get: a number that is not E.164, no words or too many.
pub fn check(sms: &Sms) -> Result<(), SmsError> {
    let digits = sms.to.strip_prefix('+').unwrap_or_default();
    let fits = (7..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    if !fits {
        return Err(SmsError::Invalid("the number is not in E.164".to_owned()));
    }
    // what gateways take at most; ours fit one segment
    if sms.text.trim().is_empty() || sms.text.chars().count() > 1_600 {
        return Err(SmsError::Invalid("the text is empty or too long".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
pub(crate) fn sample() -> Sms {
    Sms {
        to: "+15551230100".into(),
        text: "Pitlane: Ben starts in 5 minutes.".into(),
        key: "0193f0aa00007000800000000000000a".into(),
        status_url: Some("https://pitlane.test/api/v1/webhooks/twilio/status?message=1".into()),
        sent_at: "2026-11-21T10:00:00Z".parse().unwrap(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_in_e164_are_tried() {
        assert_eq!(check(&sample()), Ok(()));
        for to in [
            "",
            "5551230100",
            "+0155512301",
            "+1555",
            "+1 555 123 0100",
            "+155512301001234567",
            "+1555123010x",
        ] {
            let checked = check(&Sms { to: to.into(), ..sample() });
            assert!(matches!(checked, Err(SmsError::Invalid(_))), "{to}");
        }
        assert!(check(&Sms { text: " ".into(), ..sample() }).is_err());
    }

    #[test]
    fn number_and_words_stay_out_of_logs() {
        let shown = format!("{:?}", sample());
        assert!(!shown.contains("555") && !shown.contains("Ben"), "{shown}");
    }
}
