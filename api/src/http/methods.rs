//! Which methods an address knows, so that a wrong method on a right address is told from a wrong address.

use std::collections::BTreeSet;
use std::sync::LazyLock;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::PathItem;

/// Addresses outside the document, with what they know.
const OTHERS: [(&str, &str); 6] = [
    ("/healthz", "GET"),
    ("/readyz", "GET"),
    ("/api/docs/errors", "GET"),
    ("/api/openapi.json", "GET"),
    ("/sandbox/intents/{intent}/confirm", "POST"),
    ("/sandbox/intents/{intent}/authenticate", "POST"),
];

/// Who may send an idempotency key with a POST.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyed {
    /// Whoever is signed in: the operation wants a token.
    SignedIn,
    /// Anybody: it does not.
    Anybody,
}

/// An address pattern, its methods, and whether its POST takes an idempotency key.
type Known = (String, BTreeSet<&'static str>, Option<Keyed>);

/// Every address pattern with its methods. The router asks for address and method at once and cannot say which of the two
/// was wrong; the document is made of the same registration and can.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let document = crate::app::registered();
    let operations =
        document.paths.paths.iter().map(|(path, item)| (path.clone(), of(item), takes_key(path, item)));
    let others = OTHERS.iter().map(|(path, method)| ((*path).to_owned(), BTreeSet::from([*method]), None));
    operations.chain(others).collect()
});

fn of(item: &PathItem) -> BTreeSet<&'static str> {
    let all = [
        ("DELETE", &item.delete),
        ("GET", &item.get),
        ("HEAD", &item.head),
        ("OPTIONS", &item.options),
        ("PATCH", &item.patch),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("TRACE", &item.trace),
    ];
    all.into_iter().filter_map(|(name, operation)| operation.as_ref().map(|_| name)).collect()
}

/// Whether the POST of an address names the header. One with the secret of a link in it is not counted: the link may end
/// before the key does, so its handler sees to the key itself.
fn takes_key(path: &str, item: &PathItem) -> Option<Keyed> {
    let post = item.post.as_ref()?;
    let named = post
        .parameters
        .iter()
        .flatten()
        .any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.name == "Idempotency-Key"));
    let wants_token = post.security.as_ref().is_some_and(|ways| !ways.is_empty());
    match (named, wants_token) {
        (true, true) => Some(Keyed::SignedIn),
        (true, false) if !path.contains('{') => Some(Keyed::Anybody),
        _ => None,
    }
}

/// Whether a POST to `path` takes an idempotency key, and whose.
pub fn keyed(path: &str) -> Option<Keyed> {
    KNOWN.iter().filter(|(pattern, ..)| fits(pattern, path)).find_map(|(.., keyed)| *keyed)
}

/// The methods that `path` knows, as the header `Allow` lists them (RFC 9110, 10.2.1); none for an address that does
/// not exist.
pub fn allowed(path: &str) -> Option<String> {
    let known: BTreeSet<&str> = KNOWN
        .iter()
        .filter(|(pattern, ..)| fits(pattern, path))
        .flat_map(|(_, methods, _)| methods)
        .copied()
        .collect();
    (!known.is_empty()).then(|| known.into_iter().collect::<Vec<_>>().join(", "))
}

/// Whether a path is one of a pattern's; a placeholder stands for one part that is not empty.
fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_knows_the_methods_of_every_pattern_that_fits() {
        assert_eq!(allowed("/api/v1/customer/favorites").as_deref(), Some("GET, POST"));
        assert_eq!(allowed("/api/v1/customer/favorites/7").as_deref(), Some("DELETE"));
        assert_eq!(allowed("/healthz").as_deref(), Some("GET"));
        assert_eq!(allowed("/api/v1/customer/favorites/"), None);
        assert_eq!(allowed("/api/v1/nothing-here"), None);
    }

    #[test]
    fn only_what_names_the_header_takes_a_key() {
        assert_eq!(keyed("/api/v1/customer/vehicles"), Some(Keyed::SignedIn));
        assert_eq!(keyed("/api/v1/customer/register"), Some(Keyed::Anybody));
        assert_eq!(keyed("/api/v1/customer/login"), None);
        assert_eq!(keyed("/api/v1/auth/refresh"), None);
        assert_eq!(keyed("/api/v1/quote-links/3f1dc2/questions"), None);
        assert_eq!(keyed("/nothing-here"), None);
    }
}
