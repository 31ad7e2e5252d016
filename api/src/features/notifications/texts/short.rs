//! What a text message says: one segment, whatever the names in it.

use super::{Content, Letter, letter};
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

/// How many segments `text` takes; each of several has less room than one alone (3GPP TS 23.040).
fn segments(text: &str) -> usize {
    let letters = text.chars().map(char::len_utf16).sum::<usize>();
    let (one, each) = if own(text) { (OWN, 153) } else { (OTHER, 67) };
    if letters <= one { 1 } else { letters.div_ceil(each) }
}

/// Whether `text` fits one segment.
pub fn fits(text: &str) -> bool {
    segments(text) == 1
}

/// Whether `text` fits two.
#[cfg(test)]
pub fn fits_two(text: &str) -> bool {
    segments(text) <= 2
}

/// How texts are ended; said once for each topic, in the first text about it.
const HOW_TO_STOP: &str = "Reply STOP to end.";

/// `content` in one segment, with the short address `link` that opens what it is about. A name that does not fit is cut; an
/// address never is.
pub fn text(content: &Content, link: Option<&str>) -> String {
    let words = letter(content);
    let said = match content {
        // the law wants this one word for word
        Content::TextsAllowed => one_line(&words.summary),
        _ => one_line(&words.subject),
    };
    let link = ending(&words, link);
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
    cut(&said, &link)
        .filter(|text| is_readable(text, &link))
        .or_else(|| Some(format!("{FROM}{plain}{link}")).filter(|text| fits(text)))
        .or_else(|| cut(&plain, &link))
        .unwrap_or_else(|| format!("{FROM}{}", link.trim_start()))
}

/// The same as the first text about its topic: it says why it comes, where there is room, and how such texts end. Two
/// segments rather than a name that cannot be read.
pub fn first(content: &Content, link: Option<&str>) -> String {
    let usual = text(content, link);
    if !content.kind().topic().can_be_stopped() {
        return usual;
    }
    let words = letter(content);
    let (said, link) = (one_line(&words.subject), ending(&words, link));
    let end = if said.ends_with(['.', '?', '!']) { "" } else { "." };
    let with_reason = format!("{FROM}{said}{end} {} {HOW_TO_STOP}{link}", words.reason.short());
    let without = format!("{FROM}{said}{end} {HOW_TO_STOP}{link}");
    if let Some(whole) = [with_reason, without].into_iter().find(|text| fits(text)) {
        return whole;
    }
    let ending = format!(" {HOW_TO_STOP}{link}");
    cut(&said, &ending).filter(|text| is_readable(text, &ending)).unwrap_or_else(|| {
        let known = usual.strip_suffix(link.as_str()).unwrap_or(&usual);
        format!("{known}{end}{ending}")
    })
}

fn ending(words: &Letter, link: Option<&str>) -> String {
    link.filter(|_| words.action.is_some()).map(|link| format!(" {link}")).unwrap_or_default()
}

/// As much of `said` as fits one segment before `ending`.
fn cut(said: &str, ending: &str) -> Option<String> {
    let letters: Vec<char> = said.chars().collect();
    (1..letters.len())
        .rev()
        .map(|length| {
            let kept: String = letters.iter().take(length).collect();
            format!("{FROM}{}...{ending}", kept.trim_end())
        })
        .find(|text| fits(text))
}

fn is_readable(text: &str, ending: &str) -> bool {
    text.chars().count() >= FROM.len() + ending.len() + 20
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
    fn the_first_text_about_a_topic_says_why_it_comes_and_how_it_ends() {
        let about = |mechanic: &str| {
            first(
                &Content::FollowUpAnswered { session_id: Uuid::nil(), mechanic: mechanic.into() },
                Some(LINK),
            )
        };
        assert_eq!(
            about("Ben"),
            format!(
                "Pitlane: Ben answered your question. Because you booked on Pitlane. Reply STOP to end. {LINK}"
            )
        );
        let long = about(&"Maximiliane ".repeat(30));
        assert!(fits(&long) && long.contains("... Reply STOP to end."), "{long}");
        for name in ["Анна Петрова", "山田 太郎", "نور الدين"] {
            let said = about(name);
            assert!(fits_two(&said) && said.ends_with(&format!("Reply STOP to end. {LINK}")), "{said}");
        }
    }

    #[test]
    fn the_very_first_text_says_how_it_ends() {
        let said = text(&Content::TextsAllowed, Some(LINK));
        assert!(said.contains("STOP") && said.contains("HELP") && fits(&said), "{said}");
    }
}
