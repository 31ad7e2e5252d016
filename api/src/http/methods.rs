//! Which methods an address knows, so that a wrong method on a right address is told from a wrong address.

use std::collections::BTreeSet;
use std::sync::LazyLock;
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

/// Every address pattern with its methods. The router asks for address and method at once and cannot say which of the two
/// was wrong; the document is made of the same registration and can.
static KNOWN: LazyLock<Vec<(String, BTreeSet<&'static str>)>> = LazyLock::new(|| {
    let document = crate::app::registered();
    let operations = document.paths.paths.iter().map(|(path, item)| (path.clone(), of(item)));
    let others = OTHERS.iter().map(|(path, method)| ((*path).to_owned(), BTreeSet::from([*method])));
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

/// The methods that `path` knows, as the header `Allow` lists them (RFC 9110, 10.2.1); none for an address that does
/// not exist.
pub fn allowed(path: &str) -> Option<String> {
    let known: BTreeSet<&str> = KNOWN
        .iter()
        .filter(|(pattern, _)| fits(pattern, path))
        .flat_map(|(_, methods)| methods)
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
}
