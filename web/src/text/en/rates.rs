words! {
    /// Where a business is, and what its new quotes begin with.
    Rates, RATES {
        title: "Quotes",
        lead: "Where you work decides what the law asks of your quotes. New quotes begin with your tax, and new lines of labor with your price.",
        region: "Where you work",
        source(source: &str): "Source: {source}",
        hour: "Price of an hour",
        hour_hint: "In dollars, such as 120.",
        tax: "Tax in percent",
        tax_hint: "Such as 8.25. You can change it on each quote.",
        saved: "Your terms for quotes are saved.",
        above_law: "Charging more",
    }
}
