words! {
    /// What a workshop says about itself.
    Workshop, WORKSHOP {
        title: "Workshop",
        lead: "What customers read on the workshop's profile.",
        bio: "About the workshop",
        bio_hint: "Two or three sentences.",
        address: "Address",
        address_hint: "Receipts show it too.",
        phone: "Workshop phone",
        phone_hint: "With the country code. Everybody sees it.",
        time_zone: "Time zone of the workshop",
        open: "See the public profile",
        saved: "The workshop's profile is saved.",
    }
}
