//! Collects what is wrong with the fields of a body, so that all of it is told at once.

use crate::http::problem::ApiError;
use pitlane_contract::problem::FieldError;
use pitlane_domain::accounts::Refused;

/// Collects refusals field by field.
#[derive(Debug, Default)]
pub struct Check(Vec<FieldError>);

impl Check {
    /// Nothing refused so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes the refusal of `field`, or hands its value on.
    pub fn field<T>(&mut self, field: &str, parsed: Result<T, Refused>) -> Option<T> {
        parsed.map_err(|refused| self.refuse(field, refused.code, refused.message)).ok()
    }

    /// Refuses `field`.
    pub fn refuse(&mut self, field: &str, code: &str, message: &str) {
        self.0.push(FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            message: message.to_owned(),
        });
    }

    /// Checks the number of characters of a text after trimming and hands the trimmed text on.
    pub fn text(
        &mut self,
        field: &str,
        text: &str,
        bounds: std::ops::RangeInclusive<usize>,
    ) -> Option<String> {
        let text = text.trim();
        let length = text.chars().count();
        if text.contains('\0') {
            self.refuse(field, "invalid_characters", "Remove the control characters.");
        } else if length < *bounds.start() {
            let message = if length == 0 {
                "Fill this in.".to_owned()
            } else {
                format!("Use at least {} characters.", bounds.start())
            };
            self.refuse(field, if length == 0 { "required" } else { "too_short" }, &message);
        } else if length > *bounds.end() {
            self.refuse(field, "too_long", &format!("Use at most {} characters.", bounds.end()));
        } else {
            return Some(text.to_owned());
        }
        None
    }

    /// Checks that a number lies within bounds.
    pub fn number(&mut self, field: &str, value: i32, bounds: std::ops::RangeInclusive<i32>) -> Option<i32> {
        if bounds.contains(&value) {
            return Some(value);
        }
        let message = format!("Enter a number from {} to {}.", bounds.start(), bounds.end());
        self.refuse(field, "out_of_range", &message);
        None
    }

    /// Fails with everything that was refused.
    pub fn done(self) -> Result<(), ApiError> {
        if self.0.is_empty() { Ok(()) } else { Err(ApiError::fields(self.0)) }
    }
}
