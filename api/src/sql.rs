//! Hand-written SQL, the same text for both engines: SQLite reads PostgreSQL's `$1` as well.

use sea_orm::{ConnectionTrait, Statement, Value};
use sha2::{Digest, Sha256};

/// A statement with its bound values.
pub fn statement(
    db: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

/// A pattern for `LIKE … ESCAPE '\'` that finds `text` anywhere, its own wildcards taken as they are written.
pub fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// SHA-256 in hexadecimal digits: how one-time links, refresh tokens and throttle keys are stored.
pub fn hashed(secret: &str) -> String {
    use std::fmt::Write;
    Sha256::digest(secret.as_bytes()).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_are_taken_as_written() {
        assert_eq!(contains("50%_A\\b"), "%50\\%\\_a\\\\b%");
    }

    #[test]
    fn hashes_are_those_of_the_standard() {
        // FIPS 180-2, appendix B.1
        assert_eq!(hashed("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
