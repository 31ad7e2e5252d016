//! Random words for ids and secrets, and how bytes are written in hexadecimal.

use std::fmt::Write as _;

/// `bytes` in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // writing to a string cannot fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// 128 random bits in hexadecimal after `prefix`.
pub fn random(prefix: &str) -> String {
    format!("{prefix}{}", hex(&rand::random::<[u8; 16]>()))
}

/// Whether `a` and `b` are the same, in a time that does not tell where they differ.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    use subtle::ConstantTimeEq as _;
    a.ct_eq(b).into()
}
