//! What people write, of every sort, and every mail with each of them.

use super::rendered_with_stop;
use crate::features::notifications::content::Content;
use crate::features::notifications::samples::{SOMEBODY, every_kind};
use pitlane_domain::vocabulary::Channel;
use std::sync::LazyLock;

/// Words of every sort, each with what is special about it.
pub fn values() -> Vec<(&'static str, String)> {
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(3);
    let sentence =
        "Please look at the left front wheel first, it has made this noise since the winter. ".repeat(5);
    [
        ("usual", SOMEBODY),
        ("empty", ""),
        ("blank", "  \u{a0} "),
        ("one long word", word.as_str()),
        ("a long sentence", sentence.as_str()),
        ("Cyrillic", "Анна Петрова"),
        ("Arabic", "نور الدين محمد"),
        ("Chinese", "山田太郎与北京朝阳汽车修理厂"),
        ("emoji", "🛠🚗 Dana 👩🏽‍🔧"),
        ("special in HTML", "<b onclick=\"x('1')\">O'Neil & Søn</b> &amp; {{ greeting }} <mj-raw>"),
    ]
    .into_iter()
    .map(|(what, words)| (what, words.to_owned()))
    .collect()
}

/// A mail as it goes out.
pub struct Mail {
    /// What it is about.
    pub content: Content,
    /// The words in it.
    pub name: String,
    /// The HTML part.
    pub html: String,
    /// The text part.
    pub text: String,
}

/// Every kind that is mailed with every sort of words, rendered once for all tests.
pub static MAILS: LazyLock<Vec<Mail>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for (_, name) in values() {
        for content in every_kind(&name) {
            if content.channels().contains(&Channel::Email) {
                let mail = rendered_with_stop(&content, &name);
                all.push(Mail { content, name: name.clone(), html: mail.html, text: mail.text });
            }
        }
    }
    all
});
