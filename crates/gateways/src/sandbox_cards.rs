//! The cards of the sandbox: the well-known test numbers and what becomes of each.

use chrono::{DateTime, Datelike as _, Utc};

/// What the customer typed.
#[derive(Clone)]
pub struct Card {
    /// Digits, with or without spaces.
    pub number: String,
    /// `MM/YY` or `MM/YYYY`.
    pub expiry: String,
    /// Three or four digits.
    pub cvc: String,
}

/// What the bank says to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The price is held.
    Hold,
    /// The customer has to confirm with the bank first.
    Authenticate,
    /// Refused, with the gateway's decline code.
    Decline(&'static str),
}

/// Each known number and what the bank says to it.
const CARDS: [(&str, Verdict); 9] = [
    ("4242424242424242", Verdict::Hold),
    ("5555555555554444", Verdict::Hold),
    ("378282246310005", Verdict::Hold),
    ("4000002500003155", Verdict::Authenticate),
    ("4000000000000002", Verdict::Decline("card_declined")),
    ("4000000000009995", Verdict::Decline("insufficient_funds")),
    ("4000000000000069", Verdict::Decline("expired_card")),
    ("4000000000000127", Verdict::Decline("incorrect_cvc")),
    ("4000000000000119", Verdict::Decline("processing_error")),
];

/// What the bank says to `card` at `now`, or the code of what is mistyped. A number that is right in itself and not
/// among the test cards is declined: real cards have no business here.
pub fn judge(card: &Card, now: DateTime<Utc>) -> Result<Verdict, &'static str> {
    let number: String = card.number.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if !(12..=19).contains(&number.len()) || !checks_out(&number) {
        return Err("incorrect_number");
    }
    check_expiry(&card.expiry, now)?;
    if !(3..=4).contains(&card.cvc.len()) || !card.cvc.bytes().all(|b| b.is_ascii_digit()) {
        return Err("invalid_cvc");
    }
    Ok(CARDS
        .into_iter()
        .find_map(|(known, verdict)| (known == number).then_some(verdict))
        .unwrap_or(Verdict::Decline("card_declined")))
}

/// The check digit of card numbers (ISO/IEC 7812-1, annex B).
fn checks_out(number: &str) -> bool {
    let mut sum = 0;
    for (place, digit) in number.chars().rev().enumerate() {
        let Some(digit) = digit.to_digit(10) else { return false };
        sum += match (place % 2, digit) {
            (0, digit) => digit,
            (_, digit) if digit > 4 => digit * 2 - 9,
            (_, digit) => digit * 2,
        };
    }
    sum % 10 == 0
}

/// What stands on cards whose number begins like this one.
pub fn brand(number: &str) -> &'static str {
    match number.as_bytes().first() {
        Some(b'3') => "amex",
        Some(b'5') => "mastercard",
        _ => "visa",
    }
}

fn check_expiry(expiry: &str, now: DateTime<Utc>) -> Result<(), &'static str> {
    let (month, year) = read_expiry(expiry)?;
    let this_year = u32::try_from(now.year()).unwrap_or(0);
    // a card is good to the end of its month
    let past = (year, month) < (this_year, now.month());
    if past || year > this_year + 50 { Err("invalid_expiry_year") } else { Ok(()) }
}

/// The month and the year of an expiry, or the code of what is mistyped.
pub fn read_expiry(expiry: &str) -> Result<(u32, u32), &'static str> {
    let (month, year) = expiry.split_once('/').ok_or("invalid_expiry_month")?;
    let month = month.trim();
    let month: u32 = parse_digits(month, 2).ok_or("invalid_expiry_month")?;
    if !(1..=12).contains(&month) {
        return Err("invalid_expiry_month");
    }
    let year = year.trim();
    let year = match year.len() {
        2 => parse_digits(year, 2).map(|y| y + 2000),
        _ => parse_digits(year, 4),
    }
    .ok_or("invalid_expiry_year")?;
    Ok((month, year))
}

fn parse_digits(text: &str, at_most: usize) -> Option<u32> {
    let fine = (1..=at_most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fine.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> DateTime<Utc> {
        "2026-11-21T10:00:00Z".parse().unwrap()
    }

    fn card(number: &str) -> Card {
        Card { number: number.into(), expiry: "12/30".into(), cvc: "123".into() }
    }

    #[test]
    fn each_test_card_does_what_it_is_known_for() {
        assert_eq!(judge(&card("4242 4242 4242 4242"), now()), Ok(Verdict::Hold));
        assert_eq!(judge(&card("4000000000000002"), now()), Ok(Verdict::Decline("card_declined")));
        assert_eq!(judge(&card("4000000000009995"), now()), Ok(Verdict::Decline("insufficient_funds")));
        assert_eq!(judge(&card("4000-0025-0000-3155"), now()), Ok(Verdict::Authenticate));
        for (number, _) in CARDS {
            assert!(checks_out(number), "{number}");
        }
    }

    #[test]
    fn a_real_card_is_declined() {
        assert_eq!(judge(&card("4111111111111111"), now()), Ok(Verdict::Decline("card_declined")));
    }

    #[test]
    fn a_mistyped_card_names_what_is_wrong() {
        for (number, expiry, cvc, code) in [
            ("4242424242424241", "12/30", "123", "incorrect_number"),
            ("", "12/30", "123", "incorrect_number"),
            ("4242x24242424242", "12/30", "123", "incorrect_number"),
            ("4242424242424242", "13/30", "123", "invalid_expiry_month"),
            ("4242424242424242", "1230", "123", "invalid_expiry_month"),
            ("4242424242424242", "10/26", "123", "invalid_expiry_year"),
            ("4242424242424242", "12/2099", "123", "invalid_expiry_year"),
            ("4242424242424242", "12/30", "12", "invalid_cvc"),
            ("4242424242424242", "12/30", "12a", "invalid_cvc"),
        ] {
            let card = Card { number: number.into(), expiry: expiry.into(), cvc: cvc.into() };
            assert_eq!(judge(&card, now()), Err(code), "{number} {expiry} {cvc}");
        }
    }

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        let card = Card { expiry: "11/2026".into(), ..card("4242424242424242") };
        assert_eq!(judge(&card, now()), Ok(Verdict::Hold));
    }

    proptest! {
        #[test]
        fn one_changed_digit_is_noticed(place in 0usize..16, by in 1u32..10) {
            let mut digits: Vec<char> = "4242424242424242".chars().collect();
            let changed = (digits[place].to_digit(10).unwrap() + by) % 10;
            digits[place] = char::from_digit(changed, 10).unwrap();
            let number: String = digits.into_iter().collect();
            prop_assert!(!checks_out(&number));
        }

        #[test]
        fn whatever_is_typed_gets_an_answer(number in ".{0,30}", expiry in ".{0,10}", cvc in ".{0,6}") {
            let _ = judge(&Card { number, expiry, cvc }, now());
        }
    }
}
