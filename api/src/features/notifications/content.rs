//! What a message is about, with what its words need.

mod facts;
mod parts;

pub use parts::{DigestItem, MoneyMoved};

use chrono::{DateTime, NaiveDate, Utc};
use pitlane_domain::vocabulary::{DisputeStatus, QuoteStatus, RepairStatus, ServiceKind, WorkshopRole};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a message is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Content {
    /// Confirm the e-mail address.
    VerifyEmail {
        /// Goes into the link.
        token: String,
    },
    /// Choose a new password.
    ResetPassword {
        /// Goes into the link.
        token: String,
    },
    /// Somebody registered with an address that has an account.
    AccountExists,
    /// An invitation to a workshop.
    WorkshopInvitation {
        /// Goes into the link.
        token: String,
        /// The workshop's name.
        workshop: String,
        /// Who invites.
        inviter: String,
        /// As what.
        role: WorkshopRole,
    },
    /// The request is paid for.
    BookingConfirmed {
        /// The request.
        request_id: Uuid,
        /// What was booked.
        service: ServiceKind,
        /// The vehicle in words.
        vehicle: String,
        /// In minor units.
        price_cents: i64,
        /// ISO 4217.
        currency: String,
        /// Who is asked first, by name.
        preferred: Option<String>,
    },
    /// A mechanic took the request.
    MechanicAssigned {
        /// The session it became.
        session_id: Uuid,
        /// The mechanic's name.
        mechanic: String,
        /// The vehicle in words.
        vehicle: String,
    },
    /// The mechanic is asked first.
    PriorityRequest {
        /// The customer's first name.
        customer: String,
        /// What was booked.
        service: ServiceKind,
        /// The vehicle in words.
        vehicle: String,
        /// The customer's words.
        concern: String,
        /// How long they are asked alone.
        window_minutes: i64,
    },
    /// The mechanic gave the request back.
    MechanicCancelled {
        /// The request.
        request_id: Uuid,
        /// The mechanic's name.
        mechanic: String,
    },
    /// Nobody was found in time, or it was not paid in time.
    RequestExpired {
        /// The request.
        request_id: Uuid,
        /// Whether money was held, which is released now.
        paid: bool,
    },
    /// The session is over.
    SessionEnded {
        /// The session.
        session_id: Uuid,
        /// The other one's name.
        with: String,
        /// Whether this goes to the mechanic, who writes the summary.
        to_mechanic: bool,
    },
    /// The summary is there.
    SummaryReady {
        /// The session.
        session_id: Uuid,
        /// The mechanic's name.
        mechanic: String,
    },
    /// The mechanic accepted and has not started.
    StartNudge {
        /// The session.
        session_id: Uuid,
        /// The customer's first name.
        customer: String,
    },
    /// Support should look at a session that did not start.
    SupportAlert {
        /// The session.
        session_id: Uuid,
        /// The request.
        request_id: Uuid,
        /// The mechanic's name.
        mechanic: String,
    },
    /// Three offers in a row were missed: no more are sent.
    OffersPaused,
    /// A quote waits, by mail: the link opens it without an account.
    QuoteLink {
        /// Goes into the link.
        token: String,
        /// The seller's name.
        provider: String,
        /// The vehicle in words.
        vehicle: String,
        /// In minor units.
        total_cents: i64,
        /// ISO 4217.
        currency: String,
        /// Whether it adds to a repair under way.
        supplement: bool,
    },
    /// A quote waits, inside the app.
    QuoteReceived {
        /// The quote.
        quote_id: Uuid,
        /// The seller's name.
        provider: String,
        /// Whether it adds to a repair under way.
        supplement: bool,
    },
    /// The customer decided on a quote.
    QuoteDecided {
        /// The quote.
        quote_id: Uuid,
        /// The customer's name.
        customer: String,
        /// The quote's number.
        number: String,
        /// Where it stands now.
        status: QuoteStatus,
        /// What the approved lines come to, in minor units.
        approved_cents: i64,
        /// ISO 4217.
        currency: String,
    },
    /// A quote was not decided in time.
    QuoteExpired {
        /// The quote.
        quote_id: Uuid,
        /// The customer's name.
        customer: String,
        /// The quote's number.
        number: String,
    },
    /// The other side of a quote wrote a message.
    QuoteMessage {
        /// The quote.
        quote_id: Uuid,
        /// Who wrote it, by name.
        from: String,
        /// The quote's number.
        number: String,
        /// In their words.
        text: String,
        /// Whether this goes to the provider.
        to_provider: bool,
    },
    /// The provider answered somebody without an account.
    QuoteAnswer {
        /// Opens the quote; none when it no longer holds.
        token: Option<String>,
        /// The seller's name.
        from: String,
        /// The quote's number.
        number: String,
        /// In their words.
        text: String,
    },
    /// A repair moved on.
    RepairMoved {
        /// The repair.
        repair_id: Uuid,
        /// The seller's name.
        provider: String,
        /// The vehicle in words.
        vehicle: String,
        /// Where it stands now.
        status: RepairStatus,
        /// In the provider's words; may be empty.
        note: String,
    },
    /// A repair will be ready later than promised.
    RepairSlipped {
        /// The repair.
        repair_id: Uuid,
        /// The seller's name.
        provider: String,
        /// The vehicle in words.
        vehicle: String,
        /// The new time.
        promised_at: DateTime<Utc>,
        /// The zone in which it is told: the reader's, or where they have none, the seller's.
        #[serde(default)]
        time_zone: String,
        /// Why.
        reason: String,
    },
    /// A payment for a repair went through.
    RepairPaid {
        /// The repair.
        repair_id: Uuid,
        /// The vehicle in words.
        vehicle: String,
        /// In minor units.
        amount_cents: i64,
        /// ISO 4217.
        currency: String,
        /// Whether this goes to the provider.
        to_provider: bool,
    },
    /// A customer's bank asks a payment back, or decided about it; this goes to the provider.
    PaymentDisputed {
        /// The repair; none for a session.
        repair_id: Option<Uuid>,
        /// In minor units.
        amount_cents: i64,
        /// ISO 4217.
        currency: String,
        /// What the customer told the bank, as the gateway's word.
        reason: String,
        /// Until when the bank takes an answer.
        due_at: Option<DateTime<Utc>>,
        /// The reader's zone, in which the time is told.
        #[serde(default)]
        time_zone: String,
        /// Where it stands.
        status: DisputeStatus,
    },
    /// Money goes back to the customer.
    RefundIssued {
        /// The repair.
        repair_id: Uuid,
        /// The vehicle in words.
        vehicle: String,
        /// In minor units.
        amount_cents: i64,
        /// ISO 4217.
        currency: String,
        /// Why.
        reason: String,
    },
    /// Money of a session moved; this goes to the customer.
    SessionMoney {
        /// The request.
        request_id: Uuid,
        /// What was booked.
        service: ServiceKind,
        /// The vehicle in words.
        vehicle: String,
        /// In minor units.
        amount_cents: i64,
        /// ISO 4217.
        currency: String,
        /// What happened to it.
        moved: MoneyMoved,
    },
    /// A planned session begins in a few minutes.
    SessionStarting {
        /// The session.
        session_id: Uuid,
        /// The other person's name.
        with: String,
        /// When it begins.
        starts_at: DateTime<Utc>,
        /// The reader's zone, in which the time is told.
        time_zone: String,
    },
    /// A question that continues an earlier session was answered.
    FollowUpAnswered {
        /// The session.
        session_id: Uuid,
        /// The mechanic's name.
        mechanic: String,
    },
    /// Somebody reviewed the provider.
    ReviewReceived {
        /// The customer's first name.
        customer: String,
        /// 1 to 5.
        rating: i32,
        /// In their words; may be empty.
        text: String,
    },
    /// The provider replied to a review.
    ReviewReplied {
        /// The provider's name.
        provider: String,
        /// In their words.
        reply: String,
        /// The page on which it stands, as a path of the web app.
        path: String,
    },
    /// A warranty ends soon.
    WarrantyEnding {
        /// The repair.
        repair_id: Uuid,
        /// The seller's name.
        provider: String,
        /// The vehicle in words.
        vehicle: String,
        /// When it ends.
        ends_at: DateTime<Utc>,
    },
    /// The day came that a customer chose for a declined line.
    DeclinedLineDue {
        /// The line in words.
        title: String,
        /// The seller's name.
        provider: String,
        /// The vehicle in words.
        vehicle: String,
    },
    /// A favorite who could not be reached is available again.
    FavoriteAvailable {
        /// The provider's name.
        favorite: String,
    },
    /// A vehicle is due for service.
    ServiceDue {
        /// The vehicle in words.
        vehicle: String,
        /// What is due, in words.
        items: Vec<String>,
    },
    /// Money is on its way to the provider's bank.
    PayoutSent {
        /// In minor units.
        amount_cents: i64,
        /// ISO 4217.
        currency: String,
        /// When the bank should have it.
        arrives_on: NaiveDate,
    },
    /// The provider's bank refused a payout.
    PayoutFailed {
        /// In minor units.
        amount_cents: i64,
        /// ISO 4217.
        currency: String,
        /// Why, as the gateway says it.
        reason: String,
    },
    /// Somebody agreed to get text messages.
    TextsAllowed,
    /// A text that staff wrote.
    StaffText {
        /// In their words.
        text: String,
    },
    /// Several messages that could wait, in one mail.
    Digest {
        /// Oldest first.
        items: Vec<DigestItem>,
    },
    /// Any of these about a repair to a customer without an account: the link opens the repair.
    ByLink {
        /// Goes into the link.
        token: String,
        /// What it is about.
        of: Box<Self>,
    },
    /// The customer is asked for a review.
    ReviewRequested {
        /// The request.
        request_id: Uuid,
        /// The seller's name.
        provider: String,
        /// The vehicle in words.
        vehicle: String,
    },
}
