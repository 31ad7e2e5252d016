//! What one provider knows about one customer.

use crate::vocabulary::CustomerCategory;

/// The category of a customer, the first that applies.
pub const fn category(blocked: bool, favorite: bool, bookings: i64) -> CustomerCategory {
    if blocked {
        CustomerCategory::Blocked
    } else if favorite {
        CustomerCategory::Favorite
    } else if bookings >= 5 {
        CustomerCategory::Regular
    } else if bookings > 1 {
        CustomerCategory::Returning
    } else {
        CustomerCategory::New
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_applies_wins() {
        assert_eq!(category(true, true, 9), CustomerCategory::Blocked);
        assert_eq!(category(false, true, 9), CustomerCategory::Favorite);
        assert_eq!(category(false, false, 5), CustomerCategory::Regular);
        assert_eq!(category(false, false, 2), CustomerCategory::Returning);
        assert_eq!(category(false, false, 1), CustomerCategory::New);
    }
}
