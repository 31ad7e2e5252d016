//! A repair by the link of a message, for customers without an account.

use super::Repair;
use crate::reviews::ReviewLink;

request! {
    /// What the holder of a link says about its repair.
    pub struct ReviewLinkedRepair {
        /// 1 to 5.
        pub rating: i32,
        /// Up to 2,000 characters; may be empty.
        pub text: String,
    }
}

response! {
    /// A repair as the holder of a link to it sees it.
    pub struct LinkedRepair {
        /// The repair.
        pub repair: Repair,
        /// Whether there is a receipt.
        pub has_receipt: bool,
        /// Where else one may write about the seller; shown after every rating alike.
        pub review_links: Vec<ReviewLink>,
    }
}
