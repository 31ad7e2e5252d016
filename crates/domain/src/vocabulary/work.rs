//! The words of quotes, repairs and the money between them.

use super::UnknownWord;

vocabulary! {
    /// Where a quote stands.
    QuoteStatus {
        /// Being written; only its provider sees it.
        Draft = "draft",
        /// With the customer.
        Sent = "sent",
        /// Every line approved.
        Approved = "approved",
        /// Some lines approved.
        PartiallyApproved = "partially_approved",
        /// Nothing approved.
        Declined = "declined",
        /// Not decided in time.
        Expired = "expired",
        /// A newer revision took its place.
        Superseded = "superseded",
        /// Taken back by the provider.
        Cancelled = "cancelled",
    }
}
vocabulary! {
    /// What a line of a quote is for.
    LineKind {
        /// Work: hours times a rate.
        Labor = "labor",
        /// A part.
        Part = "part",
        /// Anything else that costs.
        Fee = "fee",
        /// Taken off; holds for approved lines in their share of the whole.
        Discount = "discount",
    }
}
vocabulary! {
    /// In what condition a part comes.
    PartCondition {
        /// Never used.
        New = "new",
        /// From another vehicle.
        Used = "used",
        /// Made good again.
        Rebuilt = "rebuilt",
    }
}
vocabulary! {
    /// How pressing a line is.
    Severity {
        /// Not safe to drive with.
        Unsafe = "unsafe",
        /// Should be done soon.
        Soon = "soon",
        /// Can wait.
        Later = "later",
    }
}
vocabulary! {
    /// What the customer said to a line.
    LineDecision {
        /// Not asked or not answered yet.
        Pending = "pending",
        /// Yes.
        Approved = "approved",
        /// No.
        Declined = "declined",
    }
}
vocabulary! {
    /// What the customer wants to do about a declined line.
    Deferral {
        /// Some other time.
        Later = "later",
        /// Remind me at a time.
        Snoozed = "snoozed",
        /// Somebody else did it.
        DoneElsewhere = "done_elsewhere",
    }
}
vocabulary! {
    /// Which side of a quote wrote a message.
    QuoteSide {
        /// Whoever it is for.
        Customer = "customer",
        /// Whoever wrote it.
        Provider = "provider",
    }
}
vocabulary! {
    /// How a customer gave an authorisation.
    AuthorizationMethod {
        /// Signed in.
        Portal = "portal",
        /// By the signed link of one quote.
        Link = "link",
        /// By phone, recorded by the provider.
        Phone = "phone",
        /// Face to face, recorded by the provider.
        InPerson = "in_person",
        /// By text message, recorded by the provider.
        Text = "text",
    }
}
vocabulary! {
    /// Where a repair stands.
    RepairStatus {
        /// Agreed, the vehicle is there or awaited.
        Received = "received",
        /// Being worked on.
        InProgress = "in_progress",
        /// Waiting for parts.
        WaitingForParts = "waiting_for_parts",
        /// Ready to be picked up.
        Ready = "ready",
        /// Handed over.
        Completed = "completed",
        /// Called off.
        Cancelled = "cancelled",
    }
}
vocabulary! {
    /// How far a repair is paid, derived from its payments.
    RepairPaymentStatus {
        /// Nothing.
        Unpaid = "unpaid",
        /// Some of it.
        Partial = "partial",
        /// All that was authorised.
        Paid = "paid",
        /// Everything that was paid went back.
        Refunded = "refunded",
    }
}
vocabulary! {
    /// Which part of a repair a payment is for.
    PaymentPart {
        /// The deposit that the quote asks for.
        Deposit = "deposit",
        /// An amount of the customer's choice.
        Part = "part",
        /// Whatever is left.
        Rest = "rest",
    }
}
vocabulary! {
    /// Where a refund stands.
    RefundStatus {
        /// Asked of the gateway.
        Pending = "pending",
        /// On its way to the customer's card.
        Succeeded = "succeeded",
        /// Refused by the gateway.
        Failed = "failed",
    }
}
vocabulary! {
    /// What a photo shows.
    PhotoCategory {
        /// What is broken.
        Damage = "damage",
        /// The work.
        Progress = "progress",
        /// The result.
        Completed = "completed",
    }
}
vocabulary! {
    /// What a fee rule is for.
    FeeSubject {
        /// Payments for sessions.
        Session = "session",
        /// Payments for repairs.
        Quote = "quote",
    }
}
vocabulary! {
    /// Whom a fee rule concerns, the least specific first.
    FeeScope {
        /// Everybody.
        All = "all",
        /// Independents, or workshops.
        ProviderType = "provider_type",
        /// One service of the catalogue.
        Service = "service",
        /// One provider.
        Provider = "provider",
    }
}
vocabulary! {
    /// Where a wish for a review stands.
    ReviewRequestStatus {
        /// Not asked yet.
        Scheduled = "scheduled",
        /// Asked.
        Requested = "requested",
        /// Written.
        Completed = "completed",
        /// Not asked, because there was no reason to.
        Skipped = "skipped",
    }
}
vocabulary! {
    /// Where else a customer may write a review.
    ReviewPlatform {
        /// Google Maps.
        Google = "google",
        /// Yelp.
        Yelp = "yelp",
        /// Facebook.
        Facebook = "facebook",
    }
}
vocabulary! {
    /// Work that a vehicle needs again and again.
    ServiceItem {
        /// Engine oil and its filter.
        EngineOil = "engine_oil",
        /// Tires change places.
        TireRotation = "tire_rotation",
        /// A look at pads and discs.
        BrakeCheck = "brake_check",
        /// Brake fluid.
        BrakeFluid = "brake_fluid",
        /// The filter of the air inside.
        CabinFilter = "cabin_filter",
        /// The filter of the engine's air.
        AirFilter = "air_filter",
        /// Coolant.
        Coolant = "coolant",
        /// Transmission fluid.
        TransmissionFluid = "transmission_fluid",
        /// A test of the battery.
        BatteryCheck = "battery_check",
        /// The yearly inspection.
        Inspection = "inspection",
    }
}
vocabulary! {
    /// Who said how often work is due.
    IntervalSource {
        /// The vehicle's owner.
        Owner = "owner",
        /// A provider who worked on it.
        Provider = "provider",
        /// The platform's defaults.
        Default = "default",
    }
}
vocabulary! {
    /// How near work on a vehicle is.
    ServiceState {
        /// Not wanted for this vehicle.
        Off = "off",
        /// Nobody said when it was last done.
        Unknown = "unknown",
        /// Not due for long.
        Fine = "fine",
        /// Due within a month or 500 miles.
        Soon = "soon",
        /// Due.
        Due = "due",
    }
}
vocabulary! {
    /// Whether a version of a fee rule holds.
    FeeRuleStatus {
        /// It holds now.
        InForce = "in_force",
        /// It will hold from a time to come.
        Scheduled = "scheduled",
        /// A newer version of the rule holds in its place.
        Replaced = "replaced",
        /// Its time is over.
        Ended = "ended",
        /// It was switched off.
        Off = "off",
    }
}
vocabulary! {
    /// Why something was booked.
    LedgerReason {
        /// A payment was charged.
        Capture = "capture",
        /// Money went back to a customer.
        Refund = "refund",
        /// A bank took a disputed payment back.
        Dispute = "dispute",
        /// A bank gave a disputed payment up again.
        DisputeWon = "dispute_won",
        /// A provider was paid out.
        Payout = "payout",
        /// A payout came back.
        PayoutFailed = "payout_failed",
    }
}
vocabulary! {
    /// How long the periods of a table are.
    Period {
        /// Days in UTC.
        Day = "day",
        /// Calendar months in UTC.
        Month = "month",
    }
}
vocabulary! {
    /// How far a provider is with getting paid.
    OnboardingStatus {
        /// Nothing was begun.
        NotStarted = "not_started",
        /// The gateway still has questions.
        Incomplete = "incomplete",
        /// The gateway looks at the answers.
        InReview = "in_review",
        /// Customers' money goes to the provider, and on to their bank.
        Ready = "ready",
    }
}
vocabulary! {
    /// Where a payout stands.
    PayoutStatus {
        /// On its way to the provider's bank.
        Pending = "pending",
        /// Arrived.
        Paid = "paid",
        /// The bank sent it back.
        Failed = "failed",
        /// Called off before it went.
        Canceled = "canceled",
    }
}
vocabulary! {
    /// Where a dispute stands.
    DisputeStatus {
        /// The bank waits for an answer.
        NeedsResponse = "needs_response",
        /// The bank is thinking about it.
        UnderReview = "under_review",
        /// The provider keeps the money.
        Won = "won",
        /// The customer keeps the money.
        Lost = "lost",
    }
}
