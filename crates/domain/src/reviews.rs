//! When customers are asked for a review, and where else they may write one.

use crate::accounts::Refused;
use crate::vocabulary::ReviewPlatform::{self, Facebook, Google, Yelp};

/// Hours after the work at which the customer is asked for a review.
pub const REVIEW_AFTER_HOURS: i64 = 24;
/// How many days back a provider may have customers asked whom nobody asked yet.
pub const ASK_BACK_DAYS: i64 = 30;

const NOT_THERE: Refused =
    Refused { code: "wrong_platform", message: "Enter the https address of your page on this platform." };

/// Reads the address of a page on `platform`; any other host is refused, so that nobody is sent elsewhere.
pub fn review_link(platform: ReviewPlatform, raw: &str) -> Result<String, Refused> {
    let raw = raw.trim();
    let rest = raw.strip_prefix("https://").ok_or(NOT_THERE)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // whoever needs a user name, a port or a backslash wants to be read as somebody else
    let plain = authority.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let visible = raw.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\'));
    if plain && visible && raw.len() <= 500 && belongs(platform, &authority.to_ascii_lowercase()) {
        Ok(raw.to_owned())
    } else {
        Err(NOT_THERE)
    }
}

fn belongs(platform: ReviewPlatform, host: &str) -> bool {
    let (brand, short): (&str, &[&str]) = match platform {
        Google => ("google", &["g.page", "goo.gl", "g.co"]),
        Yelp => ("yelp", &["yelp.to"]),
        Facebook => ("facebook", &["fb.com", "fb.me"]),
    };
    let is =
        |known: &str| host == known || host.strip_suffix(known).is_some_and(|front| front.ends_with('.'));
    short.iter().any(|known| is(known)) || branded(brand, host)
}

/// `brand.com`, `brand.de`, `brand.co.uk` and their subdomains.
fn branded(brand: &str, host: &str) -> bool {
    let labels: Vec<&str> = host.rsplit('.').collect();
    match labels.as_slice() {
        [top, second, third, ..] if top.len() == 2 && matches!(*second, "co" | "com") => *third == brand,
        [top, second, ..] => (*top == "com" || top.len() == 2) && *second == brand,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_platform_are_taken() {
        let good = [
            (Google, "https://g.page/r/CQ/review"),
            (Google, " https://www.google.co.uk/maps/place/x "),
            (Google, "https://maps.app.goo.gl/abc"),
            (Yelp, "https://www.yelp.com/writeareview/biz/x?y=1"),
            (Yelp, "https://www.yelp.de/biz/x"),
            (Facebook, "https://facebook.com/harbor.garage/reviews"),
        ];
        for (platform, link) in good {
            assert_eq!(review_link(platform, link).as_deref(), Ok(link.trim()), "{link}");
        }
        let bad = [
            "",
            "http://google.com/x",
            "https://google.com.evil.example/x",
            "https://evilgoogle.com",
            "https://google.com@evil.example/",
            "https://google.com:8443/",
            "https://evil.example/google.com",
            "https://xg.page/",
            "https://google.com/\"onclick",
            "https://google.com/ü",
            "javascript:alert(1)",
        ];
        for link in bad {
            assert_eq!(review_link(Google, link), Err(NOT_THERE), "{link}");
        }
        assert!(review_link(Yelp, "https://google.com/x").is_err());
        assert!(review_link(Google, &format!("https://google.com/{}", "x".repeat(500))).is_err());
    }
}
