//! Mails that came back: what a mail server tells later of a mail that it had taken (RFC 3464).

use crate::mail::{is_extended, is_the_address};
use mailparse::{MailHeaderMap as _, ParsedMail};

/// Types of the part that tells what became of each recipient; the second one for addresses beyond ASCII (RFC 6533).
const REPORTS: [&str; 2] = ["message/delivery-status", "message/global-delivery-status"];
/// Types of the part with the mail that came back, or with its head alone.
const ORIGINALS: [&str; 4] =
    ["text/rfc822-headers", "message/rfc822", "message/global-headers", "message/global"];
/// The extended code of a failure of which nothing more is known (RFC 3463).
const UNKNOWN: &str = "5.0.0";

/// Why something is no mail that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoBounce {
    /// Not even a mail.
    #[error("it cannot be read as a mail")]
    Unreadable,
    /// A mail of another sort.
    #[error("it reports nothing about a delivery")]
    NoReport,
    /// The mail that it is about is not in it.
    #[error("it does not say which mail it is about")]
    NoOriginal,
}

/// What a mail server tells of a mail.
pub struct Bounce {
    /// Names the mail that it is about, without angle brackets.
    pub message_id: String,
    told: Vec<Told>,
}

/// What a mail server tells of one recipient.
struct Told {
    /// As the mail was addressed first, and where it was to go last.
    addresses: Vec<String>,
    /// Whether nobody tries any more.
    failed: bool,
    said: String,
}

/// A mail did not get there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The codes that were told, such as `5.1.1` or `550 5.1.1`, and no words: they may name somebody.
    pub said: String,
    /// Whether no mail should go to the address any more, by the same rule as where a mail is refused at once.
    pub marks_the_address: bool,
}

impl Bounce {
    /// Reads a mail, with or without the line that mailboxes put before it.
    pub fn read(mail: &[u8]) -> Result<Self, NoBounce> {
        let mail = plain(without_envelope(mail).to_vec());
        let mail = mailparse::parse_mail(&mail).map_err(|_| NoBounce::Unreadable)?;
        let mut reports = parts(&mail, &REPORTS).peekable();
        reports.peek().ok_or(NoBounce::NoReport)?;
        let told = reports.flat_map(|part| told(&part)).collect();
        let message_id = parts(&mail, &ORIGINALS).find_map(|part| message_id(&part));
        Ok(Self { message_id: message_id.ok_or(NoBounce::NoOriginal)?, told })
    }

    /// How the mail failed at `address`; none when that was not told, or when a part of it is still on its way or got there,
    /// as where one address stands for several people.
    pub fn failure_of(&self, address: &str) -> Option<Failure> {
        let address = address.to_lowercase();
        let told: Vec<&Told> = self.told.iter().filter(|told| told.addresses.contains(&address)).collect();
        let first = told.first().filter(|_| told.iter().all(|told| told.failed))?;
        Some(Failure {
            said: first.said.clone(),
            marks_the_address: told.iter().all(|told| is_the_address(&told.said)),
        })
    }
}

impl Told {
    /// Reads the fields about one recipient; none where they are those of the whole report, or lack what each needs.
    fn read(fields: &str) -> Option<Self> {
        let (fields, _) = mailparse::parse_headers(fields.as_bytes()).ok()?;
        let field = |name| fields.get_first_value(name);
        let addresses: Vec<String> = ["Original-Recipient", "Final-Recipient"]
            .into_iter()
            .filter_map(|name| address(&field(name)?))
            .collect();
        let action = field("Action")?;
        let status = field("Status")?;
        let status = status.split_whitespace().next().filter(|word| is_extended(word))?;
        (!addresses.is_empty()).then(|| Self {
            addresses,
            failed: action.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("failed")),
            said: said(status, field("Diagnostic-Code").as_deref()),
        })
    }
}

/// Some mail servers hand a mail to a command with the line before it that begins each mail of a mailbox file.
fn without_envelope(mail: &[u8]) -> &[u8] {
    match mail.iter().position(|byte| *byte == b'\n') {
        Some(end) if mail.starts_with(b"From ") => &mail[end + 1..],
        _ => mail,
    }
}

/// Leaves encoded words (RFC 2047) encoded. They are for readers and say nothing here, and the parser takes minutes for a
/// line full of them.
fn plain(mut text: Vec<u8>) -> Vec<u8> {
    for at in 1..text.len() {
        if text[at - 1..=at] == *b"=?" {
            text[at - 1] = b'-';
        }
    }
    text
}

/// The bodies of the parts of some types; not of those inside a mail that is a part itself.
fn parts<'a>(mail: &'a ParsedMail<'a>, types: &'a [&str]) -> impl Iterator<Item = Vec<u8>> + 'a {
    let wanted = mail.parts().filter(|part| types.contains(&part.ctype.mimetype.as_str()));
    wanted.filter_map(|part| part.get_body_raw().ok().map(plain))
}

/// What a report tells of each recipient; fields about one stand together, with an empty line before the next.
fn told(report: &[u8]) -> Vec<Told> {
    let text = String::from_utf8_lossy(report).replace("\r\n", "\n");
    text.split("\n\n").filter_map(|fields| Told::read(fields.trim_matches('\n'))).collect()
}

/// The address of a field such as `rfc822; ana@example.org`.
fn address(field: &str) -> Option<String> {
    let (_, address) = field.split_once(';')?;
    let address = address.split_whitespace().next()?.trim_matches(['<', '>']);
    Some(address.to_lowercase()).filter(|address| !address.is_empty())
}

/// The codes of a failure. Not every server fills in the status: what the other server replied counts where it is the same
/// or says more.
fn said(status: &str, diagnostic: Option<&str>) -> String {
    let fits = |reply: &String| {
        status == UNKNOWN || reply.split_once(' ').is_some_and(|(_, extended)| extended == status)
    };
    diagnostic.and_then(reply).filter(fits).unwrap_or_else(|| status.to_owned())
}

/// The codes of a field such as `smtp; 550 5.1.1 no such mailbox`, or `smtp; 550-5.1.1 …` with more lines to come.
fn reply(diagnostic: &str) -> Option<String> {
    let (kind, text) = diagnostic.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("smtp") {
        return None;
    }
    let mut words = text.split([' ', '\t', '-']).filter(|word| !word.is_empty());
    let code = words.next().filter(|word| word.len() == 3 && word.bytes().all(|it| it.is_ascii_digit()))?;
    let extended = words.next().map(|word| word.trim_matches(['#', ':', ',']));
    Some(match extended.filter(|word| is_extended(word)) {
        Some(extended) => format!("{code} {extended}"),
        None => code.to_owned(),
    })
}

/// How a mail, or its head alone, is named.
fn message_id(original: &[u8]) -> Option<String> {
    let (fields, _) = mailparse::parse_headers(original).ok()?;
    let named = fields.get_first_value("Message-ID")?;
    let named = named.trim().trim_start_matches('<').trim_end_matches('>');
    Some(named.to_owned()).filter(|named| !named.is_empty())
}

#[cfg(test)]
#[path = "bounces_tests.rs"]
mod tests;
