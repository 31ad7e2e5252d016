//! What a text message says: one segment, whatever the names in it.

use super::{Content, letter};
use crate::features::notifications::render::one_line;

/// Letters of one segment in the phones' own alphabet (3GPP TS 23.038), and of one in any other.
const OWN: usize = 160;
const OTHER: usize = 70;
const FROM: &str = "Pitlane: ";

/// The alphabet of phones, without the signs that take the place of two.
const ALPHABET: &str = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

fn own(text: &str) -> bool {
    text.chars().all(|c| ALPHABET.contains(c))
}

/// Whether `text` fits one segment.
pub fn fits(text: &str) -> bool {
    text.chars().map(char::len_utf16).sum::<usize>() <= if own(text) { OWN } else { OTHER }
}

/// `content` in one segment, with the short address `link` that opens what it is about. A name that does not fit is cut; an
/// address never is.
pub fn text(content: &Content, link: Option<&str>) -> String {
    let words = letter(content);
    let said = match content {
        // the law wants this one word for word
        Content::TextsAllowed => one_line(&words.summary),
        _ => one_line(&words.subject),
    };
    let link = link.filter(|_| words.action.is_some()).map(|link| format!(" {link}")).unwrap_or_default();
    let whole = format!("{FROM}{said}{link}");
    if fits(&whole) {
        return whole;
    }
    // what staff wrote is not cut: it was counted when they wrote it
    if matches!(content, Content::StaffText { .. }) && fits(&said) {
        return said;
    }
    // with a name in another alphabet and a long address little room is left: a name in letters of the phones' own has more
    let foreign = |c: char| if ALPHABET.contains(c) { c } else { '?' };
    let plain: String = said.chars().map(foreign).collect();
    let cut = |said: &str| {
        let letters: Vec<char> = said.chars().collect();
        (1..letters.len())
            .rev()
            .map(|length| {
                let kept: String = letters.iter().take(length).collect();
                format!("{FROM}{}...{link}", kept.trim_end())
            })
            .find(|text| fits(text))
    };
    let readable = |text: &String| text.chars().count() >= FROM.len() + link.len() + 20;
    cut(&said)
        .filter(readable)
        .or_else(|| Some(format!("{FROM}{plain}{link}")).filter(|text| fits(text)))
        .or_else(|| cut(&plain))
        .unwrap_or_else(|| format!("{FROM}{}", link.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const LINK: &str = "https://pitlane.example/m/Ab3dEf6hIj";

    fn summary(mechanic: &str) -> String {
        text(&Content::FollowUpAnswered { session_id: Uuid::nil(), mechanic: mechanic.into() }, Some(LINK))
    }

    #[test]
    fn a_text_says_who_and_where() {
        assert_eq!(summary("Ben"), format!("Pitlane: Ben answered your question {LINK}"));
    }

    #[test]
    fn names_of_every_sort_fit_one_segment_and_the_address_stays_whole() {
        for name in [
            "Ben",
            "Müller & Søn",
            "Анна Петрова",
            "山田 太郎",
            "نور الدين",
            "🛠🛠🛠🛠",
            &"Maximiliane ".repeat(30),
        ] {
            let said = summary(name);
            assert!(fits(&said), "{said}");
            assert!(said.ends_with(LINK), "{said}");
        }
        let long = format!("https://{}.example/m/Ab3dEf6hIj", "workshop".repeat(7));
        let said = text(
            &Content::FollowUpAnswered { session_id: Uuid::nil(), mechanic: "Анна".into() },
            Some(&long),
        );
        assert!(fits(&said) && said.ends_with(&long) && said.contains("answered your question"), "{said}");
    }

    #[test]
    fn the_first_text_says_how_it_ends() {
        let said = text(&Content::TextsAllowed, Some(LINK));
        assert!(said.contains("STOP") && said.contains("HELP") && fits(&said), "{said}");
    }
}
