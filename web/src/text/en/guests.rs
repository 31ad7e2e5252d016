words! {
    /// The page of a repair for somebody without an account.
    Guests, GUESTS {
        pay_account: "You can pay at the workshop, or online with an account. Use the address that this link came to, and the repair is in your account.",
        make_account: "Make an account",
    }
}
