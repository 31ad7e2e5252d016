//! The words of messages to people.

use super::UnknownWord;

vocabulary! {
    /// How a message reaches a person.
    Channel {
        /// E-mail.
        Email = "email",
        /// Text message.
        Sms = "sms",
        /// Web push.
        Push = "push",
        /// Inside the app.
        InApp = "in_app",
    }
}
vocabulary! {
    /// Where a message stands.
    NotificationStatus {
        /// Written, not handed over yet.
        Queued = "queued",
        /// Handed over.
        Sent = "sent",
        /// Confirmed by the gateway.
        Delivered = "delivered",
        /// Given up.
        Failed = "failed",
        /// Not sent because the person does not want it.
        Suppressed = "suppressed",
    }
}
vocabulary! {
    /// What a message is about.
    NotificationKind {
        /// Confirm the e-mail address.
        VerifyEmail = "verify_email",
        /// Choose a new password.
        ResetPassword = "reset_password",
        /// Somebody registered with an address that has an account.
        AccountExists = "account_exists",
        /// An invitation to a workshop.
        WorkshopInvitation = "workshop_invitation",
        /// The request is paid for.
        BookingConfirmed = "booking_confirmed",
        /// A mechanic took the request.
        MechanicAssigned = "mechanic_assigned",
        /// The mechanic is asked first.
        PriorityRequest = "priority_request",
        /// The mechanic gave the request back.
        MechanicCancelled = "mechanic_cancelled",
        /// Nobody was found in time.
        RequestExpired = "request_expired",
        /// The session is over.
        SessionEnded = "session_ended",
        /// The summary is there.
        SummaryReady = "summary_ready",
        /// The mechanic accepted and has not started.
        StartNudge = "start_nudge",
        /// Support should look at a session that did not start.
        SupportAlert = "support_alert",
        /// Three offers in a row were missed: no more are sent.
        OffersPaused = "offers_paused",
        /// A quote waits for the customer's decision.
        QuoteReceived = "quote_received",
        /// More work was found on a repair under way, and waits for the customer's approval.
        ApprovalNeeded = "approval_needed",
        /// The customer decided on a quote.
        QuoteDecided = "quote_decided",
        /// A quote was not decided in time.
        QuoteExpired = "quote_expired",
        /// The other side of a quote wrote a message.
        QuoteMessage = "quote_message",
        /// A repair moved on.
        RepairMoved = "repair_moved",
        /// A repair will be ready later than promised.
        RepairSlipped = "repair_slipped",
        /// A payment for a repair went through.
        RepairPaid = "repair_paid",
        /// A session was charged.
        SessionPaid = "session_paid",
        /// The amount that was held for a request is released, because it was called off.
        HoldReleased = "hold_released",
        /// Money goes back to the customer.
        RefundIssued = "refund_issued",
        /// A customer's bank asks a payment back, or decided about it.
        PaymentDisputed = "payment_disputed",
        /// The customer is asked for a review.
        ReviewRequested = "review_requested",
        /// A planned session begins in a few minutes.
        SessionStarting = "session_starting",
        /// A question that continues an earlier session was answered.
        FollowUpAnswered = "follow_up_answered",
        /// Somebody reviewed the provider.
        ReviewReceived = "review_received",
        /// The provider replied to a review.
        ReviewReplied = "review_replied",
        /// A warranty ends soon.
        WarrantyEnding = "warranty_ending",
        /// The day came that a customer chose for a declined line.
        DeclinedLineDue = "declined_line_due",
        /// A favorite who could not be reached is available again.
        FavoriteAvailable = "favorite_available",
        /// A vehicle is due for service.
        ServiceDue = "service_due",
        /// Money is on its way to the provider's bank.
        PayoutSent = "payout_sent",
        /// The provider's bank refused a payout.
        PayoutFailed = "payout_failed",
        /// Somebody agreed to get text messages.
        TextsAllowed = "texts_allowed",
        /// Several messages that could wait, in one mail.
        Digest = "digest",
        /// A text that staff wrote.
        StaffText = "staff_text",
    }
}
vocabulary! {
    /// What a person can choose to be told about, and through which channels.
    Topic {
        /// The account itself: addresses, passwords, invitations, consent. Cannot be switched off.
        Account = "account",
        /// One's own bookings and sessions.
        Bookings = "bookings",
        /// Requests that wait for the provider's answer.
        Requests = "requests",
        /// Quotes and the talk about them.
        Quotes = "quotes",
        /// How a repair goes on.
        Repairs = "repairs",
        /// Payments, refunds and payouts.
        Money = "money",
        /// Reviews: asked for, received, replied to.
        Reviews = "reviews",
        /// What is due: service, the end of a warranty.
        Reminders = "reminders",
        /// Favorites who are available again.
        Favorites = "favorites",
    }
}
vocabulary! {
    /// What became of a message on its way.
    MessageEventKind {
        /// It waits: for the end of quiet hours, or because the person got many.
        HeldBack = "held_back",
        /// The gateway did not take it this time.
        Tried = "tried",
        /// Handed over.
        Sent = "sent",
        /// The gateway says it arrived.
        Delivered = "delivered",
        /// Given up.
        Failed = "failed",
        /// Not sent because the person does not want it.
        Suppressed = "suppressed",
        /// Another channel takes over.
        FellBack = "fell_back",
        /// It went with others in one mail.
        Gathered = "gathered",
    }
}
vocabulary! {
    /// How somebody agreed to messages or ended them.
    ConsentHow {
        /// In their settings.
        Settings = "settings",
        /// By a text message such as STOP.
        Text = "text",
        /// By the link in a mail.
        Link = "link",
        /// Support did it for them.
        Support = "support",
    }
}
vocabulary! {
    /// Why nothing goes to an address any more.
    SuppressionCause {
        /// A text message such as STOP.
        Text = "text",
        /// The link in a mail.
        Link = "link",
        /// Support was asked to.
        Support = "support",
        /// The address does not exist or refuses everything.
        Bounce = "bounce",
    }
}
