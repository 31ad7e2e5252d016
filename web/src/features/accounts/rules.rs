//! The rules of the server for what is typed, asked of the code that the server runs.

use pitlane_domain::accounts::{DisplayName, Email, Phone, check_password};

/// Must be an e-mail address.
pub fn email(value: &str) -> Option<String> {
    Email::parse(value).err().map(|refused| refused.message.to_owned())
}

/// Must be a name.
pub fn name(value: &str) -> Option<String> {
    DisplayName::parse(value).err().map(|refused| refused.message.to_owned())
}

/// May be empty, else must be a telephone number.
pub fn phone(value: &str) -> Option<String> {
    if value.trim().is_empty() {
        return None;
    }
    Phone::parse(value).err().map(|refused| refused.message.to_owned())
}

/// Must be a password that is hard to guess; the server also compares it with address and name.
pub fn new_password(value: &str) -> Option<String> {
    check_password(value, "", "").err().map(|refused| refused.message.to_owned())
}
