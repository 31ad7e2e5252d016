//! Where everybody starts: the landing page, and the customer's dashboard.

mod landing;

pub use landing::Landing;
