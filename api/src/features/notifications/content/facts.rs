//! What follows from what a message is about.

use super::Content;
use pitlane_domain::vocabulary::{Channel, NotificationKind};

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
            Self::SessionStarting { .. } => NotificationKind::SessionStarting,
            Self::FollowUpAnswered { .. } => NotificationKind::FollowUpAnswered,
            Self::ReviewReceived { .. } => NotificationKind::ReviewReceived,
            Self::ReviewReplied { .. } => NotificationKind::ReviewReplied,
            Self::WarrantyEnding { .. } => NotificationKind::WarrantyEnding,
            Self::FavoriteAvailable { .. } => NotificationKind::FavoriteAvailable,
            Self::ServiceDue { .. } => NotificationKind::ServiceDue,
            Self::PayoutSent { .. } => NotificationKind::PayoutSent,
            Self::PayoutFailed { .. } => NotificationKind::PayoutFailed,
            Self::TextsAllowed => NotificationKind::TextsAllowed,
            Self::Digest { .. } => NotificationKind::Digest,
            Self::StaffText { .. } => NotificationKind::StaffText,
        }
    }

    /// How it can go out. What is about the account, or carries a secret link, never shows inside the app.
    pub const fn channels(&self) -> &'static [Channel] {
        match self {
            Self::VerifyEmail { .. }
            | Self::ResetPassword { .. }
            | Self::AccountExists
            | Self::WorkshopInvitation { .. }
            | Self::SupportAlert { .. }
            | Self::Digest { .. }
            | Self::QuoteLink { .. }
            | Self::QuoteAnswer { .. } => &[Channel::Email],
            // the mail of a quote is the one with its link
            Self::QuoteReceived { .. } => &[Channel::InApp, Channel::Push, Channel::Sms],
            Self::TextsAllowed | Self::StaffText { .. } => &[Channel::Sms],
            _ => &[Channel::Email, Channel::InApp, Channel::Push, Channel::Sms],
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
