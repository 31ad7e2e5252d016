//! What a message is about, with what its words need.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{
    Channel, DisputeStatus, NotificationKind, QuoteStatus, RepairStatus, ServiceKind, WorkshopRole,
};
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
    /// The customer is asked for a review.
    ReviewRequested {
        /// The repair.
        repair_id: Uuid,
        /// The seller's name.
        provider: String,
        /// The vehicle in words.
        vehicle: String,
    },
}

impl Content {
    /// The word of the vocabulary for it.
    pub const fn kind(&self) -> NotificationKind {
        match self {
            Self::VerifyEmail { .. } => NotificationKind::VerifyEmail,
            Self::ResetPassword { .. } => NotificationKind::ResetPassword,
            Self::AccountExists => NotificationKind::AccountExists,
            Self::WorkshopInvitation { .. } => NotificationKind::WorkshopInvitation,
            Self::BookingConfirmed { .. } => NotificationKind::BookingConfirmed,
            Self::MechanicAssigned { .. } => NotificationKind::MechanicAssigned,
            Self::PriorityRequest { .. } => NotificationKind::PriorityRequest,
            Self::MechanicCancelled { .. } => NotificationKind::MechanicCancelled,
            Self::RequestExpired { .. } => NotificationKind::RequestExpired,
            Self::SessionEnded { .. } => NotificationKind::SessionEnded,
            Self::SummaryReady { .. } => NotificationKind::SummaryReady,
            Self::StartNudge { .. } => NotificationKind::StartNudge,
            Self::SupportAlert { .. } => NotificationKind::SupportAlert,
            Self::OffersPaused => NotificationKind::OffersPaused,
            Self::QuoteLink { .. } | Self::QuoteReceived { .. } => NotificationKind::QuoteReceived,
            Self::QuoteDecided { .. } => NotificationKind::QuoteDecided,
            Self::QuoteExpired { .. } => NotificationKind::QuoteExpired,
            Self::QuoteMessage { .. } | Self::QuoteAnswer { .. } => NotificationKind::QuoteMessage,
            Self::RepairMoved { .. } => NotificationKind::RepairMoved,
            Self::RepairSlipped { .. } => NotificationKind::RepairSlipped,
            Self::RepairPaid { .. } => NotificationKind::RepairPaid,
            Self::RefundIssued { .. } => NotificationKind::RefundIssued,
            Self::PaymentDisputed { .. } => NotificationKind::PaymentDisputed,
            Self::ReviewRequested { .. } => NotificationKind::ReviewRequested,
        }
    }

    /// How it goes out. What is about the account, or carries a secret link, never shows inside the app.
    pub const fn channels(&self) -> &'static [Channel] {
        match self {
            Self::VerifyEmail { .. }
            | Self::ResetPassword { .. }
            | Self::AccountExists
            | Self::WorkshopInvitation { .. }
            | Self::SupportAlert { .. }
            | Self::QuoteLink { .. }
            | Self::QuoteAnswer { .. } => &[Channel::Email],
            Self::QuoteReceived { .. } => &[Channel::InApp],
            _ => &[Channel::Email, Channel::InApp],
        }
    }

    /// The same without what opens something: kept once the mail is out, so that no usable link lies in the database.
    #[must_use]
    pub fn without_secrets(mut self) -> Self {
        match &mut self {
            Self::VerifyEmail { token }
            | Self::ResetPassword { token }
            | Self::WorkshopInvitation { token, .. }
            | Self::QuoteLink { token, .. } => token.clear(),
            Self::QuoteAnswer { token, .. } => *token = None,
            _ => {}
        }
        self
    }
}
