//! What people write back: the words that start and stop text messages, and the plain wordings that mean the same.
//!
//! The single words are those that carriers prescribe (CTIA Messaging Principles and Best Practices, section 5.1). Since
//! April 2025 a wish in one's own words counts as much (47 CFR 64.1200(a)(10)), so the usual ones are understood, too.

/// What a message that came in asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// No more messages.
    Stop,
    /// Messages again.
    Start,
    /// Who is this, and how does one stop it?
    Help,
}

const STOP: [&str; 10] =
    ["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "opt out", "stop all"];
const START: [&str; 5] = ["start", "yes", "unstop", "optin", "opt in"];
const HELP: [&str; 2] = ["help", "info"];
/// Words that make a wish polite or urgent and change nothing about it.
const POLITE: [&str; 15] = [
    "please",
    "pls",
    "plz",
    "now",
    "just",
    "thanks",
    "thank",
    "you",
    "thx",
    "ok",
    "okay",
    "hi",
    "hello",
    "already",
    "immediately",
];
const NOT: [&str; 15] = [
    "not", "dont", "never", "cant", "cannot", "wont", "didnt", "couldnt", "doesnt", "wouldnt", "shouldnt",
    "did", "does", "if", "why",
];
const OTHERS: [&str; 8] = ["i", "we", "he", "she", "it", "they", "you", "that"];
const DOING: [&str; 8] =
    ["texting", "messaging", "contacting", "spamming", "bothering", "notifying", "pinging", "harassing"];
const MESSAGES: [&str; 18] = [
    "message",
    "messages",
    "text",
    "texts",
    "sms",
    "smses",
    "msgs",
    "notification",
    "notifications",
    "reminder",
    "reminders",
    "alert",
    "alerts",
    "update",
    "updates",
    "spam",
    "stuff",
    "anything",
];
/// Words that may stand between `stop` and `messages`.
const BETWEEN: [&str; 26] = [
    "sending",
    "send",
    "me",
    "us",
    "these",
    "those",
    "the",
    "all",
    "any",
    "more",
    "your",
    "this",
    "such",
    "with",
    "to",
    "get",
    "getting",
    "receive",
    "receiving",
    "of",
    "further",
    "automated",
    "text",
    "anymore",
    "another",
    "a",
];
/// After these a wish holds for some times only; a person decides what it means.
const SOMETIMES: [&str; 13] = [
    "before", "after", "until", "till", "while", "during", "when", "tonight", "today", "tomorrow", "unless",
    "between", "by",
];

/// What `body` asks for; none for a message to a person.
pub fn keyword(body: &str) -> Option<Keyword> {
    if body.len() > 1_000 {
        return None;
    }
    let words = words(body);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    single(&words).or_else(|| {
        let plain: Vec<&str> = words.iter().copied().filter(|word| !POLITE.contains(word)).collect();
        single(&plain).or_else(|| wish(&words).then_some(Keyword::Stop))
    })
}

/// The words in lower case, without signs; `don't` becomes `dont`.
fn words(body: &str) -> Vec<String> {
    let plain: String = body
        .chars()
        .filter(|sign| !matches!(sign, '\'' | '\u{2019}' | '\u{2018}'))
        .map(|sign| if sign.is_alphanumeric() { sign } else { ' ' })
        .collect();
    plain.to_lowercase().split_whitespace().map(str::to_owned).collect()
}

fn single(words: &[&str]) -> Option<Keyword> {
    let all = words.join(" ");
    if STOP.contains(&all.as_str()) {
        Some(Keyword::Stop)
    } else if START.contains(&all.as_str()) {
        Some(Keyword::Start)
    } else {
        HELP.contains(&all.as_str()).then_some(Keyword::Help)
    }
}

/// Whether somewhere in the message the writer asks for no more messages.
fn wish(words: &[&str]) -> bool {
    if words.iter().any(|word| SOMETIMES.contains(word)) {
        return false;
    }
    let whole = words.iter().copied().filter(|word| !POLITE.contains(word)).collect::<Vec<_>>().join(" ");
    if ["stop it", "stop this", "stop everything", "leave me alone", "remove me", "take me off"]
        .contains(&whole.as_str())
    {
        return true;
    }
    (0..words.len()).any(|at| wish_at(words, at))
}

/// Whether the wish begins with the word at `at`.
fn wish_at(words: &[&str], at: usize) -> bool {
    let (before, from) = words.split_at(at);
    let negated = before.iter().rev().take(2).any(|word| NOT.contains(word));
    let of_others = before.last().is_some_and(|word| ["i", "we", "he", "she", "they"].contains(word));
    match from {
        ["unsubscribe" | "optout", ..]
        | ["opt", "out", ..]
        | ["opt", "me" | "us", "out", ..]
        | ["remove" | "take", "me" | "us", "from" | "off", ..]
        | ["remove" | "delete", "my", "number" | "phone", ..]
        | ["leave", "me" | "us", "alone", ..] => !negated,
        ["stop" | "quit" | "cease", rest @ ..] => {
            !negated
                && !of_others
                && (rest.first().is_some_and(|word| DOING.contains(word)) || of_messages(rest))
        }
        ["no", "more", rest @ ..] => before.iter().all(|word| POLITE.contains(word)) && of_messages(rest),
        ["dont" | "never", rest @ ..] | ["do", "not", rest @ ..] => forbids(before, rest),
        ["no", "longer", "want" | "wish", rest @ ..] => of_messages(rest),
        _ => false,
    }
}

/// Whether what follows `don't` forbids messages: `text me`, `send me messages`, `want these texts`.
fn forbids(before: &[&str], rest: &[&str]) -> bool {
    let last = before.last().copied().unwrap_or_default();
    match rest {
        ["text" | "message" | "contact" | "sms" | "spam", "me" | "us" | "this", ..] => {
            !OTHERS.contains(&last) && !NOT.contains(&last)
        }
        ["send", rest @ ..] => !OTHERS.contains(&last) && !NOT.contains(&last) && of_messages(rest),
        // it is the writer who does not want
        ["want" | "wish" | "need", rest @ ..] => {
            !["he", "she", "they", "if"].contains(&last) && of_messages(rest)
        }
        _ => false,
    }
}

/// Whether `rest` names messages after nothing but small words.
fn of_messages(rest: &[&str]) -> bool {
    let small = rest.iter().take_while(|word| BETWEEN.contains(word) && !MESSAGES.contains(word)).count();
    let Some(named) = rest.get(small) else {
        // "stop sending me": nothing else is meant
        return rest.first().is_some_and(|word| ["sending", "send"].contains(word)) && rest.len() <= 3;
    };
    MESSAGES.contains(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_prescribed_words_are_known_in_any_dress() {
        for body in [
            "STOP",
            "stop",
            " Stop. ",
            "STOPALL",
            "stop all",
            "Unsubscribe",
            "CANCEL",
            "END",
            "quit!",
            "\"STOP\"",
            "Stop please",
            "please stop",
            "STOP NOW",
            "stop, thanks",
            "Opt-out",
            "REVOKE",
            "stop\n",
        ] {
            assert_eq!(keyword(body), Some(Keyword::Stop), "{body}");
        }
        for body in ["START", "yes", "Unstop", "Yes please", "start."] {
            assert_eq!(keyword(body), Some(Keyword::Start), "{body}");
        }
        for body in ["HELP", "info", "help?", "Help please"] {
            assert_eq!(keyword(body), Some(Keyword::Help), "{body}");
        }
    }

    #[test]
    fn plain_wordings_stop_too() {
        for body in [
            "please stop texting me",
            "stop sending me messages",
            "no more texts",
            "No more messages please",
            "Stop the messages!",
            "stop all text messages",
            "Can you stop texting me?",
            "I want you to stop messaging me",
            "Don't text me",
            "don\u{2019}t text me again",
            "do not contact me anymore",
            "please don't send me any more texts",
            "I don't want these messages",
            "I no longer want to receive texts",
            "I do not wish to receive any messages",
            "unsubscribe me",
            "how do I unsubscribe",
            "opt me out",
            "remove me from your list",
            "take me off this list",
            "remove my number",
            "leave me alone",
            "Stop it",
            "stop sending me",
            "I already fixed it, stop sending reminders",
            "quit texting me",
        ] {
            assert_eq!(keyword(body), Some(Keyword::Stop), "{body}");
        }
    }

    #[test]
    fn a_message_to_a_person_is_left_to_a_person() {
        for body in [
            "",
            "stop by at 5?",
            "I can't stop the leak",
            "Should I stop driving it?",
            "the engine won't stop sending error messages",
            "He won't stop texting me",
            "can't stop the warning messages on the dashboard",
            "There are no more messages on the dashboard",
            "I don't want to miss messages",
            "if you don't text me I will wait outside",
            "I did not unsubscribe",
            "Don't text me before 8",
            "stop sending me the wrong mechanic",
            "don't send me a bill",
            "does the pump stop and start?",
            "bus stop on Main",
            "end of the week is fine",
            "yes, the brakes squeak",
            "help, it will not start",
            "cancel the appointment on Friday",
            "I quit smoking",
            "info on the quote?",
            "it does not start",
            "why did you unsubscribe me",
            "no more than 200 dollars",
            "no more noise since the repair",
            "I stop texting while I drive",
        ] {
            assert_eq!(keyword(body), None, "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_message_gets_an_answer(body in ".{0,300}") {
            let _ = keyword(&body);
        }
    }
}
