//! Gives a letter its look: data into the templates first, then MJML into HTML.

use super::texts::{LINK_BELOW, Letter, SIGNATURE, STOP, greeting};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, context};
use mrml::prelude::parser::ParserOptions;
use mrml::prelude::render::RenderOptions;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Both parts of a mail.
#[derive(Debug)]
pub struct Rendered {
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

// names that end in `.html` are escaped
const HTML: &str = "letter.mjml.html";
const TEXT: &str = "letter.txt";

static TEMPLATES: LazyLock<Result<Environment<'static>, minijinja::Error>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    templates.add_template(HTML, include_str!("templates/letter.mjml"))?;
    templates.add_template(TEXT, include_str!("templates/letter.txt"))?;
    Ok(templates)
});

/// Renders `letter` to somebody called `name`; links begin with `public_url`, and `stop` is the page that ends such mails.
pub fn render(
    letter: &Letter,
    name: Option<&str>,
    public_url: &str,
    stop: Option<&str>,
) -> Result<Rendered, String> {
    let templates = TEMPLATES.as_ref().map_err(ToString::to_string)?;
    let facts: Vec<_> = letter
        .facts
        .iter()
        .map(|(what, value)| context! { what => *what, value => one_line(value) })
        .collect();
    let action = letter.action.as_ref().map(|action| {
        // written as it is in both parts, so nothing that ends an attribute may be in it
        let mut url = format!("{public_url}{}", action.path);
        url.retain(|c| !matches!(c, '"' | '\'' | '<' | '>' | '&'));
        context! { label => action.label, url }
    });
    let name = name.map(one_line);
    let data = context! {
        subject => one_line(&letter.subject),
        greeting => greeting(name.as_deref()),
        summary => one_line(&letter.summary),
        paragraphs => letter.paragraphs.iter().map(|p| one_line(p)).collect::<Vec<_>>(),
        facts,
        action,
        note => letter.reason.note(),
        signature => SIGNATURE,
        link_below => LINK_BELOW,
        stop => stop.map(|url| context! { label => STOP, url }),
        home => public_url,
    };
    let fill = |name: &str| templates.get_template(name)?.render(&data);
    let text = fill(TEXT).map_err(|error| error.to_string())?;
    let mjml = fill(HTML).map_err(|error| error.to_string())?;
    let parsed =
        mrml::parse_with_options(&mjml, &ParserOptions::default()).map_err(|error| error.to_string())?;
    let html = parsed.element.render(&look()).map_err(|error| error.to_string())?;
    Ok(Rendered { text, html })
}

/// No font is loaded from elsewhere: a mail tells nobody that it was opened.
fn look() -> RenderOptions {
    RenderOptions { fonts: HashMap::new(), ..RenderOptions::default() }
}

/// `text` on one line, without control characters and without those that turn the direction of what follows.
pub fn one_line(text: &str) -> String {
    let visible = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let steady = visible.filter(|c| !matches!(*c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    steady.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
