//! Names, addresses and passwords: types with one way in.

/// Why a value is refused, as a stable code and a sentence for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// Stable, `snake_case`.
    pub code: &'static str,
    /// What to change, in one sentence.
    pub message: &'static str,
}

/// An e-mail address in its canonical form: trimmed and lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address, or says why it cannot be one.
    pub fn parse(raw: &str) -> Result<Self, Refused> {
        const INVALID: Refused =
            Refused { code: "invalid_email", message: "Enter an e-mail address like name@example.com." };
        let text = raw.trim().to_lowercase();
        let (local, host) = text.rsplit_once('@').ok_or(INVALID)?;
        let allowed_local = |c: char| !c.is_whitespace() && !c.is_control() && !"\"(),:;<>@[\\]".contains(c);
        let host_ok = host.contains('.')
            && host.split('.').all(|label| {
                !label.is_empty()
                    && label.len() <= 63
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            });
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(allowed_local);
        if text.len() > 254 || !host_ok || !local_ok {
            return Err(INVALID);
        }
        Ok(Self(text))
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A telephone number in E.164 form: `+`, then 8 to 15 digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Reads a number, ignoring spaces, dots, dashes and brackets.
    pub fn parse(raw: &str) -> Result<Self, Refused> {
        const INVALID: Refused = Refused {
            code: "invalid_phone",
            message: "Enter the number with its country code, like +1 555 010 4477.",
        };
        let text: String = raw.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')).collect();
        let digits = text.strip_prefix('+').ok_or(INVALID)?;
        if !(8..=15).contains(&digits.len())
            || digits.starts_with('0')
            || !digits.chars().all(|c| c.is_ascii_digit())
        {
            return Err(INVALID);
        }
        Ok(Self(text))
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A name that a person or a workshop goes by: 1 to 80 visible characters, inner spaces collapsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// Reads a name, or says why it cannot be one.
    pub fn parse(raw: &str) -> Result<Self, Refused> {
        let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Err(Refused { code: "required", message: "Enter a name." });
        }
        if text.chars().count() > 80 {
            return Err(Refused { code: "too_long", message: "Use at most 80 characters." });
        }
        if text.chars().any(char::is_control) {
            return Err(Refused {
                code: "invalid_characters",
                message: "Use letters, digits and punctuation only.",
            });
        }
        Ok(Self(text))
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Passwords that turn up first in every list of stolen ones, at least ten characters long: what a form can say at once. The
/// server looks through a list of tens of thousands, which would be too much for a browser.
const COMMON: [&str; 24] = [
    "1234567890",
    "0123456789",
    "9876543210",
    "1111111111",
    "0000000000",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "qwertyuiop",
    "qwerty12345",
    "qwerty1234",
    "asdfghjkl1",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "iloveyou12",
    "iloveyou123",
    "letmein1234",
    "welcome1234",
    "welcome123",
    "administrator",
    "changeme123",
    "football123",
    "superman123",
];

/// Checks a new password: 10 to 128 characters, not a common one, not the account's own address or name.
/// Length over composition follows NIST SP 800-63B.
pub fn check_password(password: &str, email: &str, name: &str) -> Result<(), Refused> {
    let length = password.chars().count();
    if length < 10 {
        return Err(Refused { code: "too_short", message: "Use at least 10 characters." });
    }
    if length > 128 {
        return Err(Refused { code: "too_long", message: "Use at most 128 characters." });
    }
    let lower = password.to_lowercase();
    let local = email.split('@').next().unwrap_or_default().to_lowercase();
    let first = lower.chars().next();
    let own =
        |word: &str| word.chars().count() >= 4 && lower.trim_matches(|c: char| c.is_ascii_digit()) == word;
    if COMMON.contains(&lower.as_str())
        || lower.chars().all(|c| Some(c) == first)
        || lower == email.to_lowercase()
        || own(&local)
        || own(&name.to_lowercase())
    {
        return Err(Refused { code: "too_common", message: "Choose a password that is harder to guess." });
    }
    Ok(())
}

/// Turns a name into the part of an address that names it: lower-case letters, digits and single dashes.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "provider".to_owned() } else { slug.chars().take(60).collect() }
}

/// Reads a language tag and writes its parts as usual: `pt-br` becomes `pt-BR`, `ZH-hant-tw` becomes `zh-Hant-TW`.
/// Languages of two or three letters, with script, region, variants, extensions and private use (RFC 5646, 2.1).
pub fn language_tag(raw: &str) -> Option<String> {
    let letters = |part: &str| part.chars().all(|c| c.is_ascii_alphabetic());
    let word = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric());
    let mut parts = raw.split('-').peekable();
    let language = parts.next().filter(|part| (2..=3).contains(&part.len()) && letters(part))?;
    let mut tag = vec![language.to_ascii_lowercase()];
    if let Some(script) = parts.next_if(|part| part.len() == 4 && letters(part)) {
        let (first, rest) = script.split_at(1);
        tag.push(first.to_ascii_uppercase() + &rest.to_ascii_lowercase());
    }
    let region = |part: &&str| {
        (part.len() == 2 && letters(part)) || (part.len() == 3 && part.chars().all(|c| c.is_ascii_digit()))
    };
    tag.extend(parts.next_if(region).map(str::to_ascii_uppercase));
    let variant = |part: &&str| {
        word(part)
            && ((5..=8).contains(&part.len())
                || (part.len() == 4 && part.starts_with(|c: char| c.is_ascii_digit())))
    };
    while let Some(part) = parts.next_if(variant) {
        tag.push(part.to_ascii_lowercase());
    }
    while let Some(kind) = parts.next() {
        if kind.len() != 1 || !word(kind) {
            return None;
        }
        let private = kind.eq_ignore_ascii_case("x");
        let least = if private { 1 } else { 2 };
        tag.push(kind.to_ascii_lowercase());
        let before = tag.len();
        while let Some(part) = parts.next_if(|part| word(part) && (least..=8).contains(&part.len())) {
            tag.push(part.to_ascii_lowercase());
        }
        if tag.len() == before || (private && parts.peek().is_some()) {
            return None;
        }
    }
    let tag = tag.join("-");
    (tag.len() <= 35).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_canonical() {
        assert_eq!(Email::parse("  Dana@Example.COM ").unwrap().as_str(), "dana@example.com");
        for bad in
            ["", "dana", "@x.org", "a@b", "a b@c.org", "a@-b.org", "a@b..org", "a\r\nb@c.org", ".a@b.org"]
        {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn numbers_are_canonical() {
        assert_eq!(Phone::parse("+1 (555) 010-4477").unwrap().as_str(), "+15550104477");
        for bad in ["", "555", "5550104477", "+0123456789", "+1555010447712345", "+1555a104477"] {
            assert!(Phone::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn language_tags_are_read_and_written_as_usual() {
        for (raw, tag) in [
            ("en", "en"),
            ("pt-br", "pt-BR"),
            ("ZH-hant-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("sl-rozaj-1994", "sl-rozaj-1994"),
            ("en-US-u-hc-h12", "en-US-u-hc-h12"),
            ("de-x-a", "de-x-a"),
        ] {
            assert_eq!(language_tag(raw).as_deref(), Some(tag));
        }
        for bad in
            ["", "e", "english", "en_US", "en-", "en-U", "en-US-Latn", "en-ABC", "en-u", "en-x", "12-US"]
        {
            assert_eq!(language_tag(bad), None, "{bad}");
        }
    }

    #[test]
    fn names_are_collapsed_and_bounded() {
        assert_eq!(DisplayName::parse("  Dana \t Okafor ").unwrap().as_str(), "Dana Okafor");
        assert_eq!(DisplayName::parse("   ").unwrap_err().code, "required");
        assert_eq!(DisplayName::parse(&"x".repeat(81)).unwrap_err().code, "too_long");
        assert_eq!(DisplayName::parse("a\u{0}b").unwrap_err().code, "invalid_characters");
    }

    #[test]
    fn weak_passwords_are_refused() {
        let code = |p: &str| check_password(p, "dana.okafor@example.com", "Dana Okafor").map_err(|r| r.code);
        assert_eq!(code("short"), Err("too_short"));
        assert_eq!(code(&"x".repeat(129)), Err("too_long"));
        assert_eq!(code("Password123"), Err("too_common"));
        assert_eq!(code("zzzzzzzzzzzz"), Err("too_common"));
        assert_eq!(code("dana.okafor1"), Err("too_common"));
        assert_eq!(code("under the blue hoist"), Ok(()));
    }

    #[test]
    fn slugs_are_readable() {
        assert_eq!(slug("Harbor Garage & Sons"), "harbor-garage-sons");
        assert_eq!(slug("!!!"), "provider");
    }

    proptest! {
        #[test]
        fn parsing_twice_changes_nothing(raw in "\\PC{0,60}") {
            if let Ok(email) = Email::parse(&raw) {
                prop_assert_eq!(Email::parse(email.as_str()).unwrap(), email);
            }
            if let Ok(name) = DisplayName::parse(&raw) {
                prop_assert_eq!(DisplayName::parse(name.as_str()).unwrap(), name);
            }
        }
    }
}
