//! Reads the fields that several forms of accounts share.

use crate::http::validate::Check;
use pitlane_domain::accounts::{DisplayName, Email, Phone, Refused, check_password};
use pitlane_domain::limits;
use pitlane_domain::vocabulary::Role;
use uuid::Uuid;

/// Where nobody says which language.
pub const LOCALE: &str = "en-US";
/// Where nobody says which time zone.
pub const TIME_ZONE: &str = "UTC";

/// A checked account that is to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its id: the same for every try of one request.
    pub id: Uuid,
    /// What it may be used for.
    pub role: Role,
    /// Its address.
    pub email: Email,
    /// How to address the person.
    pub name: DisplayName,
    /// The password as typed.
    pub password: String,
    /// E.164.
    pub phone: Option<Phone>,
    /// BCP 47.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
}

/// Reads an e-mail address.
pub fn email(check: &mut Check, raw: &str) -> Option<Email> {
    check.field("email", Email::parse(raw))
}

/// Reads a person's name.
pub fn name(check: &mut Check, raw: &str) -> Option<DisplayName> {
    check.field("name", DisplayName::parse(raw))
}

/// Reads a number that may be left out or empty.
pub fn phone(check: &mut Check, raw: Option<&str>) -> Option<Phone> {
    let raw = raw.map(str::trim).filter(|raw| !raw.is_empty())?;
    check.field("phone", Phone::parse(raw))
}

/// Checks a new password against the account that it is for, and against tens of thousands of common ones with what people
/// do to them: capitals, digits at the end, letters turned into digits, keys in a row.
pub fn password(check: &mut Check, password: &str, email: &str, name: &str) {
    const COMMON: Refused =
        Refused { code: "too_common", message: "Choose a password that is harder to guess." };
    let formed = check_password(password, email, name);
    check.field("password", formed.and_then(|()| if is_common(password) { Err(COMMON) } else { Ok(()) }));
}

/// Whether fewer than a million guesses find a password, the likely ones first.
fn is_common(password: &str) -> bool {
    // what the account says of itself was looked for before; a long text is judged by its beginning
    zxcvbn::zxcvbn(password, &[]).score() < zxcvbn::Score::Two
}

/// Reads a language tag (BCP 47).
pub fn locale(check: &mut Check, raw: Option<&str>) -> Option<String> {
    const INVALID: Refused = Refused { code: "invalid_locale", message: "Use a language tag like en-US." };
    check.field("locale", pitlane_domain::accounts::language_tag(raw?.trim()).ok_or(INVALID))
}

/// Reads the name of a time zone that the IANA lists.
pub fn time_zone(check: &mut Check, raw: Option<&str>) -> Option<String> {
    const INVALID: Refused =
        Refused { code: "invalid_time_zone", message: "Use a time zone like America/Chicago." };
    // what browsers say (CLDR) where the machine does not tell
    let raw = raw.map(str::trim).filter(|raw| *raw != "Etc/Unknown")?;
    let zone = raw.parse::<chrono_tz::Tz>();
    check.field("time_zone", zone.map(|zone| zone.name().to_owned()).map_err(|_| INVALID))
}

/// Reads what customers read about a mechanic or a workshop.
pub fn bio(check: &mut Check, raw: Option<&str>) -> Option<String> {
    check.text("bio", raw?, limits::BIO)
}

/// Reads up to 12 short words, the same one once.
pub fn specialties(check: &mut Check, raw: &[String]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (position, word) in raw.iter().enumerate() {
        if let Some(word) = check.text(&format!("specialties.{position}"), word, 1..=40)
            && !words.iter().any(|known| known.to_lowercase() == word.to_lowercase())
        {
            words.push(word);
        }
    }
    if raw.len() > 12 {
        check.refuse("specialties", "too_many", "Name at most 12.");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_refused_whatever_is_done_to_them() {
        let code = |text: &str| {
            let mut check = Check::new();
            password(&mut check, text, "dana@example.com", "Dana Okafor");
            check.done().map_err(|error| error.errors[0].code.clone())
        };
        let common = [
            "letmein12345",
            "Trustno1!!",
            "Sunshine2024",
            "p@ssw0rd123",
            "qwertyuiop12",
            "1q2w3e4r5t6y",
            "dragon123456",
            "MyPassword1",
            "iloveyou2025",
            "abcdefghijkl",
            "baseball2020",
            "zaq12wsx34",
            "superman1234",
            "aaaaaaaaaaab",
        ];
        for text in common {
            assert_eq!(code(text), Err("too_common".to_owned()), "{text}");
        }
        for text in [
            "under the blue hoist",
            "pitlane-demo-2026",
            "correct horse battery",
            "vK3!xqLw92",
            "молоток и гвозди",
        ] {
            assert_eq!(code(text), Ok(()), "{text}");
        }
        assert_eq!(code("short"), Err("too_short".to_owned()));
        assert_eq!(code(&"x y".repeat(50)), Err("too_long".to_owned()));
    }

    #[test]
    fn tags_and_zones_have_their_forms() {
        let mut check = Check::new();
        assert_eq!(locale(&mut check, Some("pt-BR")), Some("pt-BR".into()));
        assert_eq!(
            time_zone(&mut check, Some("America/Argentina/Buenos_Aires")).as_deref(),
            Some("America/Argentina/Buenos_Aires")
        );
        assert!(check.done().is_ok());
        for bad in ["", "e", "english!", "en_US", "en-U", "en-US-Latn", "en-ABC", "xx-1"] {
            assert_eq!(locale(&mut Check::new(), Some(bad)), None, "{bad}");
        }
        for bad in ["", "/", "America/", "../etc", "A B", "Europe/Atlantis", "america/chicago"] {
            assert_eq!(time_zone(&mut Check::new(), Some(bad)), None, "{bad}");
        }
    }
}
