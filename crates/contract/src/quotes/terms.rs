request! {
    /// What holds for all quotes of a seller; what is left out is taken away.
    pub struct WriteSellingTerms {
        /// Where the seller works: one of the regions that `GET` lists.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub region: Option<String>,
        /// Usual price of an hour in minor units, 0 to 100,000,000.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub labor_rate_cents: Option<i64>,
        /// Usual tax in basis points, 0 to 5,000.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax_bps: Option<i64>,
    }
}

response! {
    /// What holds for all quotes of a seller.
    pub struct SellingTerms {
        /// Where the seller works; none where it is none of the regions.
        pub region: Option<String>,
        /// Usual price of an hour, in minor units; new lines of labor begin with it.
        pub labor_rate_cents: Option<i64>,
        /// Usual tax in basis points; new quotes begin with it.
        pub tax_bps: Option<i64>,
        /// The regions to choose from, the rule of all other places last.
        pub regions: Vec<Jurisdiction>,
    }

    /// What the law of a region asks of quotes and their approvals.
    pub struct Jurisdiction {
        /// ISO 3166-2, or `default` for all other places.
        pub region: String,
        /// Its name.
        pub name: String,
        /// Above this total the first approval has to be in writing, in minor units; none where it never has to.
        pub written_above_cents: Option<i64>,
        /// What may be charged above the authorised total, in basis points of it.
        pub tolerance_bps: Option<i64>,
        /// At most so much may be charged above it, in minor units. Of two bounds the smaller one holds; without any,
        /// nothing may.
        pub tolerance_cents: Option<i64>,
        /// What customers are told.
        pub wording: String,
        /// Where the rule is written.
        pub source: String,
    }
}
