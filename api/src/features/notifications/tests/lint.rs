//! What mail programs ask of every mail: many know little of CSS and nothing of scripts, some clip what is long.

use super::escaped;
use super::values::{MAILS, Mail, values};
use crate::features::notifications::content::Content;
use crate::features::notifications::samples::every_kind;
use crate::features::notifications::texts::{letter, short};

/// Gmail clips what is longer than 102 KB.
const LONGEST: usize = 100 * 1_024;
const WIDEST: u32 = 640;

/// The tags of `html` by name, each with what stands in it.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let begin = format!("<{name}");
    html.match_indices(&begin)
        .map(|(at, _)| &html[at + begin.len()..])
        .filter(|rest| rest.starts_with([' ', '>', '/', '\n']))
        .map(|rest| rest.split('>').next().unwrap())
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// What stands between the first `<name …>` and its end.
fn inner<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(&format!("<{name}"))?;
    Some(rest.split_once('>')?.1.split_once(&format!("</{name}>"))?.0)
}

#[test]
fn every_mail_has_a_frame_that_mail_programs_and_readers_aloud_understand() {
    for Mail { content, html, .. } in MAILS.iter() {
        assert!(html.trim_start().to_lowercase().starts_with("<!doctype html>"), "{content:?}");
        assert_eq!(attribute(tags(html, "html")[0], "lang"), Some("en"), "{content:?}");
        assert!(inner(html, "title").is_some_and(|title| !title.trim().is_empty()), "{content:?}");
        assert!(html.contains("name=\"viewport\""), "{content:?}");
        for tag in tags(html, "table") {
            assert_eq!(attribute(tag, "role"), Some("presentation"), "<table{tag}>");
        }
        for tag in tags(html, "img") {
            assert!(attribute(tag, "alt").is_some(), "<img{tag}>");
        }
    }
}

#[test]
fn no_mail_runs_fetches_or_lays_out_what_mail_programs_refuse() {
    for Mail { content, html, .. } in MAILS.iter() {
        for name in ["script", "form", "input", "iframe", "object", "embed", "video", "link", "base"] {
            assert!(tags(html, name).is_empty(), "<{name}> in {content:?}");
        }
        for style in html.split("style=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            for word in ["position:", "display:flex", "display:grid", "float:", "url(", "var(", "calc("] {
                assert!(!style.replace(' ', "").contains(word), "{word} in {style} of {content:?}");
            }
        }
        assert!(!html.contains(" onload=") && !html.contains("javascript:"), "{content:?}");
    }
}

#[test]
fn no_mail_is_wider_than_a_pane_or_so_long_that_it_is_clipped() {
    for Mail { content, html, .. } in MAILS.iter() {
        assert!(html.len() < LONGEST, "{} bytes: {content:?}", html.len());
        let fixed = html.split("width:").skip(1).filter_map(|rest| {
            let (number, _) = rest.split_once("px")?;
            number.trim().parse::<u32>().ok()
        });
        let attributes =
            html.split(" width=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<u32>().ok());
        assert!(fixed.chain(attributes).all(|width| width <= WIDEST), "{content:?}");
    }
}

#[test]
fn every_mail_has_a_preheader_and_links_that_say_where_they_lead() {
    for Mail { content, html, text, .. } in MAILS.iter() {
        let words = letter(content);
        let (_, body) = html.split_once("<body").unwrap();
        let hidden = body.find("display:none").unwrap_or(usize::MAX);
        assert!(hidden < body.find("<table").unwrap(), "{content:?}");
        assert!(body.split_once("<table").unwrap().0.contains(&escaped(&words.summary)), "{content:?}");
        let links: Vec<_> = html.split("<a ").skip(1).collect();
        for link in &links {
            let (tag, rest) = link.split_once('>').unwrap();
            let label = rest.split("</a>").next().unwrap().trim();
            assert!(label.chars().count() >= 4, "{link}");
            let vague = ["here", "click here", "link", "more"];
            assert!(!vague.contains(&label.to_lowercase().as_str()), "{label}");
            // whoever reads the text part gets to the same places
            let to = attribute(&format!(" {tag}"), "href").unwrap().to_owned();
            assert!(text.contains(&to), "{to} is not in {text}");
        }
        assert_eq!(links.is_empty(), words.action.is_none() && !content.kind().topic().can_be_stopped());
    }
}

/// The share of light of a colour, by WCAG 2.
fn light(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[test]
fn what_is_written_stands_out_from_what_is_behind_it() {
    let template = include_str!("../templates/letter.mjml");
    let pairs = [
        // by day: ink, soft ink and links on the sheet and the paper, words on the button
        ("#1b2127", "#ffffff"),
        ("#1b2127", "#f6f5f1"),
        ("#565d64", "#ffffff"),
        ("#565d64", "#f6f5f1"),
        ("#0a5a6b", "#ffffff"),
        ("#0a5a6b", "#f6f5f1"),
        ("#ffffff", "#0a5a6b"),
        // by night
        ("#eceae4", "#1c2024"),
        ("#eceae4", "#14171a"),
        ("#a9b0b6", "#1c2024"),
        ("#a9b0b6", "#14171a"),
        ("#6cc5d6", "#1c2024"),
        ("#6cc5d6", "#14171a"),
        ("#0d1b1f", "#6cc5d6"),
    ];
    for (ink, paper) in pairs {
        assert!(template.contains(ink) && template.contains(paper), "{ink} on {paper} is not in use");
        let (a, b) = (light(ink), light(paper));
        let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
        assert!(contrast >= 4.5, "{ink} on {paper}: {contrast:.2}");
    }
    // no colour is left out of the list but that of the line around the sheet
    let borders = ["#dcd9d0", "#343a40"];
    let used = template.match_indices('#').filter_map(|(at, _)| template.get(at..at + 7));
    for colour in used.filter(|colour| colour[1..].bytes().all(|byte| byte.is_ascii_hexdigit())) {
        let known = pairs.iter().any(|(ink, paper)| *ink == colour || *paper == colour);
        assert!(known || borders.contains(&colour), "{colour}");
    }
}

#[test]
fn every_text_fits_one_segment_with_every_sort_of_words() {
    let short_address = "https://pitlane.test/m/Ab3dEf6hIj";
    for (_, name) in values() {
        for content in every_kind(&name) {
            let text = short::text(&content, Some(short_address));
            assert!(short::fits(&text), "{text}");
            assert!(text.starts_with("Pitlane: ") || matches!(content, Content::StaffText { .. }), "{text}");
            assert_eq!(text.contains("/m/"), letter(&content).action.is_some(), "{text}");
        }
    }
}
