//! What SQL of several features says about a seller's presence. A seller `p` is its mechanic, or its workshop's mechanics.

use serde_json::Value;

/// Whether a mechanic `o` works for the seller `p`.
pub const WORKS_FOR: &str = "(o.id = p.mechanic_id OR o.workshop_id = p.workshop_id) AND o.closed_at IS NULL";

/// Whether somebody of the seller `p` is online; `$n` is the time after which they must have been seen.
pub fn online(n: usize) -> String {
    format!("EXISTS (SELECT 1 FROM mechanics o WHERE {WORKS_FOR} AND o.is_online AND o.last_seen_at > ${n})")
}

/// When somebody of the seller `p` was last seen.
pub fn last_seen() -> String {
    format!("(SELECT MAX(o.last_seen_at) FROM mechanics o WHERE {WORKS_FOR})")
}

/// Whether the seller `p` is open and has confirmed an address: nobody else is listed or asked. This is the stored fact,
/// which `service::relist` keeps.
pub const LISTED: &str = "p.listed";

/// The rule behind [`LISTED`], worked out from the accounts.
pub fn derived() -> String {
    format!(
        "p.closed_at IS NULL AND EXISTS (SELECT 1 FROM mechanics o JOIN users ou ON ou.id = o.user_id \
         WHERE {WORKS_FOR} AND ou.email_verified_at IS NOT NULL)"
    )
}

/// The words of a stored list.
pub fn words(stored: Option<&Value>) -> Vec<String> {
    let words = stored.and_then(Value::as_array).into_iter().flatten();
    words.filter_map(|word| word.as_str().map(str::to_owned)).collect()
}
