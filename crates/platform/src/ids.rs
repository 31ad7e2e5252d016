//! Ids and secrets: the only way to randomness.

use rand::TryRngCore;
use rand::rngs::OsRng;
use uuid::Uuid;

/// A new id (UUIDv7): later ids sort after earlier ones.
#[expect(clippy::disallowed_methods, reason = "the one place where ids are made")]
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// A secret of 32 random bytes from the system, as 64 hexadecimal digits.
///
/// # Panics
/// When the system has no randomness to give; nothing safe can be done then.
pub fn new_secret() -> String {
    random_bytes::<32>().iter().fold(String::with_capacity(64), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}

/// Random bytes from the system, fit for keys.
///
/// # Panics
/// When the system has no randomness to give; nothing safe can be done then.
#[expect(clippy::expect_used, reason = "without randomness every token could be guessed")]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    OsRng.try_fill_bytes(&mut bytes).expect("the system gives randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_ids_grow() {
        assert_ne!(new_secret(), new_secret());
        assert_eq!(new_secret().len(), 64);
        let ids: Vec<_> = (0..1_000).map(|_| new_id()).collect();
        assert!(ids.is_sorted());
    }
}
