//! Vehicles and their identification numbers.

use crate::accounts::Refused;

/// What a VIN check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VinCheck {
    /// The check digit agrees, or the number is not North American and has none that must.
    Good,
    /// North American by its first character, but the check digit does not agree: worth a warning, not a refusal.
    CheckDigitDiffers,
}

/// The position weights of the check digit (49 CFR 565.15 c).
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

const fn value(c: u8) -> Option<u32> {
    Some(match c {
        b'0'..=b'9' => (c - b'0') as u32,
        b'A'..=b'H' => (c - b'A' + 1) as u32,
        b'J'..=b'N' => (c - b'J' + 1) as u32,
        b'P' => 7,
        b'R' => 9,
        b'S'..=b'Z' => (c - b'S' + 2) as u32,
        _ => return None,
    })
}

/// A vehicle identification number: 17 characters without I, O and Q (ISO 3779), upper case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vin(String);

impl Vin {
    /// Reads a VIN and checks its check digit where one is required (49 CFR 565: North America).
    pub fn parse(raw: &str) -> Result<(Self, VinCheck), Refused> {
        let text: String =
            raw.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_uppercase();
        let values: Option<Vec<u32>> = text.bytes().map(value).collect();
        let values = values.filter(|v| v.len() == 17).ok_or(Refused {
            code: "invalid_vin",
            message: "A VIN has 17 letters and digits, without I, O and Q.",
        })?;
        let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
        let expected = match sum % 11 {
            10 => b'X',
            digit => b'0' + u8::try_from(digit).unwrap_or_default(),
        };
        let north_american = matches!(text.as_bytes()[0], b'1'..=b'5');
        let check = if north_american && text.as_bytes()[8] != expected {
            VinCheck::CheckDigitDiffers
        } else {
            VinCheck::Good
        };
        Ok((Self(text), check))
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Checks a model year: from the first series-built car to the year after `this_year`.
pub const fn check_year(year: i32, this_year: i32) -> Result<(), Refused> {
    if year < 1886 || year > this_year + 1 {
        Err(Refused { code: "out_of_range", message: "Enter the model year as four digits." })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_checked_where_it_is_required() {
        assert_eq!(Vin::parse("1M8GDM9AXKP042788").unwrap().1, VinCheck::Good);
        assert_eq!(Vin::parse("1m8gdm9a-1kp042788").unwrap().1, VinCheck::CheckDigitDiffers);
        assert_eq!(Vin::parse("WVWZZZ1JZ3W386752").unwrap().1, VinCheck::Good);
        assert!(Vin::parse("1M8GDM9AXKP04278").is_err());
        assert!(Vin::parse("IM8GDM9AXKP042788").is_err());
        assert!(Vin::parse("ÄM8GDM9AXKP042788").is_err());
    }

    #[test]
    fn years_are_bounded() {
        assert!(check_year(1885, 2026).is_err());
        assert!(check_year(2027, 2026).is_ok());
        assert!(check_year(2028, 2026).is_err());
    }
}
