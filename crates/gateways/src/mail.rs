//! A message by e-mail and who carries it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// An e-mail to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The address, for example `ana@example.org`.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// Names the message, without angle brackets; the same message sent again has the same.
    pub message_id: String,
    /// More headers: names and values.
    pub headers: Vec<(String, String)>,
    /// The date it bears.
    pub sent_at: DateTime<Utc>,
}

impl std::fmt::Debug for Mail {
    // address and words stay out of logs
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("message_id", &self.message_id).finish_non_exhaustive()
    }
}

/// Why a mail was not handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// An address or a header cannot be written: sending it again leads to the same.
    #[error("the mail cannot be written: {0}")]
    Invalid(String),
    /// The server refused it for good.
    #[error("the mail server refused the mail: {0}")]
    Refused(String),
    /// The server asks for another try of this mail.
    #[error("the mail server asks for another try: {0}")]
    Unavailable(String),
    /// The server does not answer, or takes nothing from us.
    #[error("the mail server is not available: {0}")]
    Down(String),
}

impl MailError {
    /// Whether another try may go well.
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Down(_))
    }

    /// Whether other mails would fare the same.
    pub const fn is_down(&self) -> bool {
        matches!(self, Self::Down(_))
    }

    /// Whether no mail should go to the address any more.
    pub fn marks_the_address(&self) -> bool {
        matches!(self, Self::Refused(said) if is_the_address(said))
    }
}

/// Replies that say, without an extended code, that there is no such mailbox or that it takes nothing (RFC 5321, section
/// 4.2.3; RFC 7504).
const ADDRESS_REPLIES: [&str; 5] = ["521", "550", "551", "553", "556"];

/// Extended codes that say so: the address is wrong (`5.1.x`), its domain takes no mail (`5.1.10`, RFC 7505), or the mailbox
/// is switched off (`5.2.1`). The other ones of `5.1` are about the sender's address or a limit; a mailbox that is full
/// (`5.2.2`) has room again, and `5.3` to `5.7` are about the server, the way, the mail or the sender (RFC 3463).
const ADDRESS_CODES: [&str; 8] = ["5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.2.1"];

/// Whether a refusal is about the address, so that no mail should go there any more. `said` is what is left of the answer:
/// a reply such as `550`, an extended code such as `5.1.1`, or both with a space between; the extended code says more.
pub fn is_the_address(said: &str) -> bool {
    match said.split(' ').find(|word| is_extended(word)) {
        Some(extended) => ADDRESS_CODES.contains(&extended),
        None => ADDRESS_REPLIES.contains(&said),
    }
}

/// Whether `word` is an extended code, such as `5.1.1`.
pub(crate) fn is_extended(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| (1..=3).contains(&part.len()) && part.parse::<u16>().is_ok())
}

/// Carries mails.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands the mail over.
    async fn send(&self, mail: Mail) -> Result<(), MailError>;
}

/// Refuses what could smuggle a header in: line breaks and other control characters outside the bodies.
pub fn check(mail: &Mail) -> Result<(), MailError> {
    let headers = mail.headers.iter().flat_map(|(name, value)| [name, value]);
    let lines = [&mail.to, &mail.subject, &mail.message_id].into_iter().chain(headers);
    for line in lines {
        if line.chars().any(char::is_control) {
            return Err(MailError::Invalid("a header has a line break or a control character".to_owned()));
        }
    }
    if mail.message_id.is_empty() || mail.message_id.contains(['<', '>', ' ']) {
        return Err(MailError::Invalid("the message id is not one word".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
pub(crate) fn sample() -> Mail {
    Mail {
        to: "ana@example.org".into(),
        subject: "Ana, confirm your e-mail address".into(),
        text: "Hello".into(),
        html: "<p>Hello</p>".into(),
        message_id: "n-1@pitlane.test".into(),
        headers: vec![("Auto-Submitted".into(), "auto-generated".into())],
        sent_at: "2026-11-21T10:00:00Z".parse().unwrap(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_line_break_gets_into_a_header(before in "[a-z]{0,8}", bad in "[\r\n\0\x0b]", place in 0usize..5) {
            let line = format!("{before}{bad}Bcc: eve@example.org");
            let mut mail = sample();
            match place {
                0 => mail.to = line,
                1 => mail.subject = line,
                2 => mail.message_id = line,
                3 => mail.headers[0].0 = line,
                _ => mail.headers[0].1 = line,
            }
            prop_assert!(matches!(check(&mail), Err(MailError::Invalid(_))));
        }
    }

    #[test]
    fn only_a_mailbox_that_takes_nothing_is_marked() {
        for (said, marks) in [
            // replies alone
            ("521", true),
            ("550", true),
            ("551", true),
            ("553", true),
            ("556", true),
            ("552", false),
            ("554", false),
            // the extended code says more than the reply
            ("550 5.1.1", true),
            ("554 5.1.1", true),
            ("550 5.0.0", false),
            ("550 5.7.1", false),
            ("552 5.2.2", false),
            // the address
            ("5.1.0", true),
            ("5.1.1", true),
            ("5.1.2", true),
            ("5.1.3", true),
            ("5.1.4", true),
            ("5.1.6", true),
            ("556 5.1.10", true),
            ("5.2.1", true),
            // the sender's address, and a limit of the sender
            ("5.1.7", false),
            ("5.1.8", false),
            ("5.1.90", false),
            // a full mailbox, a mail that is too long, an unknown trouble of the mailbox
            ("5.2.2", false),
            ("5.2.3", false),
            ("5.2.0", false),
            // the server, the way, the protocol, the content, the policy
            ("5.3.4", false),
            ("5.4.4", false),
            ("5.4.6", false),
            ("5.5.2", false),
            ("5.6.1", false),
            ("5.7.1", false),
            ("5.7.26", false),
            // unknown, for now, or nothing of the sort
            ("5.0.0", false),
            ("4.1.1", false),
            ("4.4.7", false),
            ("2.1.5", false),
            ("5.1", false),
            ("", false),
        ] {
            assert_eq!(is_the_address(said), marks, "{said}");
            assert_eq!(MailError::Refused(said.into()).marks_the_address(), marks, "{said}");
        }
        assert!(!MailError::Unavailable("550".into()).marks_the_address());
    }

    #[test]
    fn a_plain_mail_is_fine() {
        assert_eq!(check(&sample()), Ok(()));
        assert!(!format!("{:?}", sample()).contains("ana@"));
    }
}
