//! What follows from what a message is about.

use super::{Content, MoneyMoved};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use pitlane_domain::vocabulary::{Channel, NotificationKind, Topic};

/// How long a reminder to start helps: by then somebody else was asked for, or support was told.
const NUDGE_MINUTES: i64 = 15;
/// How long it is news that somebody waits, or that somebody else is looked for; the app tells what became of it.
const URGENT_HOURS: i64 = 1;
/// How long one may take it that somebody who came back is still there.
const AVAILABLE_HOURS: i64 = 12;

impl Content {
    /// The word of the vocabulary for it.
    pub fn kind(&self) -> NotificationKind {
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
            Self::QuoteLink { supplement: true, .. } | Self::QuoteReceived { supplement: true, .. } => {
                NotificationKind::ApprovalNeeded
            }
            Self::QuoteLink { .. } | Self::QuoteReceived { .. } => NotificationKind::QuoteReceived,
            Self::QuoteDecided { .. } => NotificationKind::QuoteDecided,
            Self::QuoteExpired { .. } => NotificationKind::QuoteExpired,
            Self::QuoteMessage { .. } | Self::QuoteAnswer { .. } => NotificationKind::QuoteMessage,
            Self::RepairMoved { .. } => NotificationKind::RepairMoved,
            Self::RepairSlipped { .. } => NotificationKind::RepairSlipped,
            Self::RepairPaid { .. } => NotificationKind::RepairPaid,
            Self::RefundIssued { .. } => NotificationKind::RefundIssued,
            Self::SessionMoney { moved, .. } => match moved {
                MoneyMoved::Charged => NotificationKind::SessionPaid,
                MoneyMoved::Refunded { .. } => NotificationKind::RefundIssued,
                MoneyMoved::Released => NotificationKind::HoldReleased,
            },
            Self::PaymentDisputed { .. } => NotificationKind::PaymentDisputed,
            Self::ReviewRequested { .. } => NotificationKind::ReviewRequested,
            Self::SessionStarting { .. } => NotificationKind::SessionStarting,
            Self::FollowUpAnswered { .. } => NotificationKind::FollowUpAnswered,
            Self::ReviewReceived { .. } => NotificationKind::ReviewReceived,
            Self::ReviewReplied { .. } => NotificationKind::ReviewReplied,
            Self::WarrantyEnding { .. } => NotificationKind::WarrantyEnding,
            Self::DeclinedLineDue { .. } => NotificationKind::DeclinedLineDue,
            Self::FavoriteAvailable { .. } => NotificationKind::FavoriteAvailable,
            Self::ServiceDue { .. } => NotificationKind::ServiceDue,
            Self::PayoutSent { .. } => NotificationKind::PayoutSent,
            Self::PayoutFailed { .. } => NotificationKind::PayoutFailed,
            Self::TextsAllowed => NotificationKind::TextsAllowed,
            Self::Digest { .. } => NotificationKind::Digest,
            Self::StaffText { .. } => NotificationKind::StaffText,
            Self::ByLink { of, .. } => of.kind(),
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
            | Self::QuoteAnswer { .. }
            | Self::ByLink { .. } => &[Channel::Email],
            // the mail of a quote is the one with its link
            Self::QuoteReceived { .. } => &[Channel::InApp, Channel::Push, Channel::Sms],
            Self::TextsAllowed | Self::StaffText { .. } => &[Channel::Sms],
            _ => &[Channel::Email, Channel::InApp, Channel::Push, Channel::Sms],
        }
    }

    /// What a person ends to get no more of it: its topic, or those of all that it gathers; none where nothing can be ended.
    pub fn topics(&self) -> Vec<Topic> {
        let mut topics = match self {
            Self::Digest { items } => items.iter().filter_map(|item| item.topic).collect(),
            _ => vec![self.kind().topic()],
        };
        topics.retain(|topic| topic.can_be_stopped());
        topics.sort_unstable();
        topics.dedup();
        topics
    }

    /// Until when it is of use to its reader, written at `now`; none for what stays true.
    pub fn of_use_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::PriorityRequest { window_minutes, .. } => Some(now + TimeDelta::minutes(*window_minutes)),
            Self::SessionStarting { starts_at, .. } => Some(*starts_at),
            Self::StartNudge { .. } => Some(now + TimeDelta::minutes(NUDGE_MINUTES)),
            Self::MechanicAssigned { .. } | Self::MechanicCancelled { .. } => {
                Some(now + TimeDelta::hours(URGENT_HOURS))
            }
            Self::FavoriteAvailable { .. } => Some(now + TimeDelta::hours(AVAILABLE_HOURS)),
            Self::WarrantyEnding { ends_at, .. } => Some(*ends_at),
            Self::ByLink { of, .. } => of.of_use_until(now),
            _ => None,
        }
    }

    /// Tells times by the clock of `zone`, its reader's.
    pub fn read_in(&mut self, zone: Tz) {
        match self {
            Self::RepairSlipped { time_zone, .. } | Self::PaymentDisputed { time_zone, .. } => {
                zone.name().clone_into(time_zone);
            }
            _ => {}
        }
    }

    /// The same without what opens something: kept once the mail is out, so that no usable link lies in the database.
    #[must_use]
    pub fn without_secrets(mut self) -> Self {
        match &mut self {
            Self::VerifyEmail { token }
            | Self::ResetPassword { token }
            | Self::WorkshopInvitation { token, .. }
            | Self::QuoteLink { token, .. }
            | Self::ByLink { token, .. } => token.clear(),
            Self::QuoteAnswer { token, .. } => *token = None,
            _ => {}
        }
        self
    }

    /// The same with a word for each name that is not known, so that every sentence has somebody in it.
    #[must_use]
    pub fn with_names(mut self) -> Self {
        const SOMEBODY: &str = "somebody";
        const WORKSHOP: &str = "a workshop";
        const VEHICLE: &str = "vehicle";
        if let Self::ByLink { token, of } = self {
            return Self::ByLink { token, of: Box::new(of.with_names()) };
        }
        if let Self::BookingConfirmed { preferred, .. } = &mut self {
            *preferred = preferred.take().filter(|name| !name.trim().is_empty());
        }
        let blanks: Vec<(&mut String, &str)> = match &mut self {
            Self::WorkshopInvitation { workshop, inviter, .. } => {
                vec![(workshop, WORKSHOP), (inviter, SOMEBODY)]
            }
            Self::MechanicAssigned { mechanic, .. }
            | Self::MechanicCancelled { mechanic, .. }
            | Self::SummaryReady { mechanic, .. }
            | Self::FollowUpAnswered { mechanic, .. }
            | Self::SupportAlert { mechanic, .. } => vec![(mechanic, SOMEBODY)],
            Self::PriorityRequest { customer, .. }
            | Self::StartNudge { customer, .. }
            | Self::QuoteDecided { customer, .. }
            | Self::QuoteExpired { customer, .. }
            | Self::ReviewReceived { customer, .. } => vec![(customer, SOMEBODY)],
            Self::SessionEnded { with, .. } | Self::SessionStarting { with, .. } => vec![(with, SOMEBODY)],
            Self::QuoteMessage { from, .. } | Self::QuoteAnswer { from, .. } => vec![(from, SOMEBODY)],
            Self::FavoriteAvailable { favorite } => vec![(favorite, SOMEBODY)],
            Self::QuoteLink { provider, .. }
            | Self::QuoteReceived { provider, .. }
            | Self::ReviewReplied { provider, .. } => vec![(provider, WORKSHOP)],
            Self::RepairMoved { provider, vehicle, .. }
            | Self::RepairSlipped { provider, vehicle, .. }
            | Self::WarrantyEnding { provider, vehicle, .. }
            | Self::ReviewRequested { provider, vehicle, .. } => {
                vec![(provider, WORKSHOP), (vehicle, VEHICLE)]
            }
            Self::DeclinedLineDue { title, provider, vehicle } => {
                vec![(title, "part of the work"), (provider, WORKSHOP), (vehicle, VEHICLE)]
            }
            Self::ServiceDue { vehicle, .. } => vec![(vehicle, VEHICLE)],
            _ => Vec::new(),
        };
        for (name, word) in blanks {
            if name.trim().is_empty() {
                word.clone_into(name);
            }
        }
        self
    }
}
