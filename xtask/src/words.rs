//! The texts of the app, for the part of the page that is there before the app is: `{{Part.name}}` in the template
//! stands for the text that the app shows under this name, so that no text is written twice.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context, Result};

use crate::assets;

/// Texts by `Part.name`.
pub type Words = HashMap<String, String>;

/// Reads the plain texts of a language, those without arguments, from the `words!` of its files.
pub fn read(folder: &Path) -> Result<Words> {
    let mut words = Words::new();
    for file in assets::files_below(folder)? {
        let path = folder.join(&file);
        let source = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        collect(&source, &mut words);
    }
    Ok(words)
}

fn collect(source: &str, words: &mut Words) {
    let mut part = String::new();
    for line in source.lines().map(str::trim) {
        if let Some((name, _)) = line.strip_suffix(" {").and_then(|head| head.split_once(", ")) {
            name.clone_into(&mut part);
        } else if let Some((name, text)) = line.strip_suffix("\",").and_then(|entry| entry.split_once(": \""))
        {
            words.insert(format!("{part}.{name}"), text.replace("\\\"", "\""));
        }
    }
}

/// The template with its texts.
pub fn fill(template: &str, words: &Words) -> Result<String> {
    let mut page = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").context("web/index.html has a {{ without its }}")?;
        let text = words
            .get(name)
            .with_context(|| format!("web/index.html asks for {name}, which is no text of the app"))?;
        page.push_str(before);
        page.push_str(&escaped(text));
        rest = after;
    }
    page.push_str(rest);
    Ok(page)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "words! {\n    /// Landing page.\n    Home, HOME {\n        title: \"Salt & pepper\",\n        \
                          price(cents: &str): \"For {cents}\",\n    }\n}\nwords! {\n    Shell, SHELL {\n        title: \"Shell\",\n    }\n}\n";

    fn words() -> Words {
        let mut words = Words::new();
        collect(SOURCE, &mut words);
        words
    }

    #[test]
    fn a_text_goes_to_its_place_by_part_and_name() {
        let page = fill("<h1>{{Home.title}}</h1><p>{{Shell.title}}</p>", &words()).unwrap();
        assert_eq!(page, "<h1>Salt &amp; pepper</h1><p>Shell</p>");
    }

    #[test]
    fn a_text_that_is_not_there_stops_the_build() {
        assert!(fill("{{Home.gone}}", &words()).is_err());
        assert!(fill("{{Home.price}}", &words()).is_err());
        assert!(fill("{{Home.title", &words()).is_err());
    }
}
