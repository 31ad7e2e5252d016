//! Which messages a person gets, through which channels, and when.
//!
//! A message has a kind, a kind belongs to a topic, and people choose by topic and channel. What they chose is in
//! [`Wishes`]; what they never touched has a default.

use crate::vocabulary::{Channel, NotificationKind, Topic};
use std::collections::BTreeMap;

mod patience;
pub use patience::next_try;

#[cfg(feature = "zones")]
mod hours;
#[cfg(feature = "zones")]
pub use hours::{QuietHours, next_local};

/// When the mail of a day goes out that gathers what could wait, in the reader's zone.
pub const DIGEST_HOUR: u32 = 8;

/// The channels a person can choose between. Inside the app everything is told.
pub const CHOSEN: [Channel; 3] = [Channel::Email, Channel::Push, Channel::Sms];

impl NotificationKind {
    /// What a person switches to get more or less of it.
    pub const fn topic(self) -> Topic {
        match self {
            Self::VerifyEmail
            | Self::ResetPassword
            | Self::AccountExists
            | Self::WorkshopInvitation
            | Self::SupportAlert
            | Self::TextsAllowed
            | Self::Digest
            | Self::StaffText => Topic::Account,
            Self::BookingConfirmed
            | Self::MechanicAssigned
            | Self::MechanicCancelled
            | Self::RequestExpired
            | Self::SessionStarting
            | Self::SessionEnded
            | Self::SummaryReady
            | Self::FollowUpAnswered => Topic::Bookings,
            Self::PriorityRequest | Self::StartNudge | Self::OffersPaused => Topic::Requests,
            Self::QuoteReceived
            | Self::ApprovalNeeded
            | Self::QuoteDecided
            | Self::QuoteExpired
            | Self::QuoteMessage => Topic::Quotes,
            Self::RepairMoved | Self::RepairSlipped => Topic::Repairs,
            Self::RepairPaid
            | Self::SessionPaid
            | Self::HoldReleased
            | Self::RefundIssued
            | Self::PaymentDisputed
            | Self::PayoutSent
            | Self::PayoutFailed => Topic::Money,
            Self::ReviewRequested | Self::ReviewReceived | Self::ReviewReplied => Topic::Reviews,
            Self::ServiceDue | Self::WarrantyEnding | Self::DeclinedLineDue => Topic::Reminders,
            Self::FavoriteAvailable => Topic::Favorites,
        }
    }

    /// Worth nothing an hour later: it may break into quiet hours where the person allows that.
    pub const fn is_urgent(self) -> bool {
        matches!(
            self,
            Self::PriorityRequest
                | Self::StartNudge
                | Self::SessionStarting
                | Self::MechanicAssigned
                | Self::MechanicCancelled
        )
    }

    /// Asked for by the reader a moment ago, or about their safety: no quiet hours hold it back.
    pub const fn is_immediate(self) -> bool {
        matches!(self.topic(), Topic::Account) && !matches!(self, Self::StaffText | Self::Digest)
    }

    /// Waits when its reader got many already. What is worth nothing later, or was asked for a moment ago, does not.
    pub const fn is_metered(self) -> bool {
        !self.is_immediate() && !self.is_urgent()
    }

    /// Loses nothing by coming with others the next morning.
    pub const fn can_wait(self) -> bool {
        matches!(
            self,
            Self::ReviewReceived
                | Self::ReviewReplied
                | Self::ServiceDue
                | Self::WarrantyEnding
                | Self::DeclinedLineDue
                | Self::QuoteExpired
                | Self::PayoutSent
        )
    }

    /// Goes out as a text at once, beside the mail. Other kinds are texted only where no mail reaches the person.
    pub const fn is_texted(self) -> bool {
        self.is_urgent()
            || matches!(
                self,
                Self::QuoteReceived
                    | Self::ApprovalNeeded
                    | Self::RepairSlipped
                    | Self::TextsAllowed
                    | Self::StaffText
            )
    }
}

impl Topic {
    /// Whether a person may switch it off.
    pub const fn can_be_stopped(self) -> bool {
        !matches!(self, Self::Account)
    }

    /// What holds for `channel` until the person chooses.
    pub const fn default_on(self, channel: Channel) -> bool {
        match channel {
            Channel::Email | Channel::InApp => true,
            Channel::Push => !matches!(self, Self::Reminders),
            Channel::Sms => !matches!(self, Self::Reviews | Self::Reminders | Self::Favorites),
        }
    }
}

/// What one person chose, and what can reach them at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// What they switched, by topic and channel.
    pub chosen: BTreeMap<(Topic, Channel), bool>,
    /// Whether they agreed to text messages and have a number.
    pub texts: bool,
    /// Whether a browser of theirs takes push messages.
    pub pushes: bool,
}

impl Wishes {
    /// Whether messages about `topic` may use `channel`.
    pub fn allow(&self, topic: Topic, channel: Channel) -> bool {
        let reachable = match channel {
            Channel::Email | Channel::InApp => true,
            Channel::Push => self.pushes,
            Channel::Sms => self.texts,
        };
        let wanted = !topic.can_be_stopped()
            || channel == Channel::InApp
            || self.chosen.get(&(topic, channel)).copied().unwrap_or_else(|| topic.default_on(channel));
        reachable && wanted
    }

    /// The channels through which a message goes out at once, of those that it has words for.
    pub fn at_once(&self, kind: NotificationKind, offered: &[Channel]) -> Vec<Channel> {
        let topic = kind.topic();
        let allowed = |channel: Channel| offered.contains(&channel) && self.allow(topic, channel);
        let mailed = allowed(Channel::Email);
        offered
            .iter()
            .copied()
            .filter(|channel| allowed(*channel))
            .filter(|channel| *channel != Channel::Sms || kind.is_texted() || !mailed)
            .collect()
    }

    /// The channel that is tried when all of `used` failed or one of them did; none when nothing is left.
    pub fn instead(&self, kind: NotificationKind, offered: &[Channel], used: &[Channel]) -> Option<Channel> {
        CHOSEN.into_iter().find(|channel| {
            offered.contains(channel) && !used.contains(channel) && self.allow(kind.topic(), *channel)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: &[Channel] = &[Channel::Email, Channel::InApp, Channel::Push, Channel::Sms];

    fn reachable() -> Wishes {
        Wishes { texts: true, pushes: true, ..Wishes::default() }
    }

    #[test]
    fn without_consent_or_a_browser_there_is_mail_and_the_app() {
        let plain = Wishes::default();
        for kind in NotificationKind::ALL {
            assert_eq!(plain.at_once(*kind, ALL), [Channel::Email, Channel::InApp], "{kind}");
        }
    }

    #[test]
    fn what_is_urgent_uses_every_channel_at_once() {
        assert_eq!(reachable().at_once(NotificationKind::PriorityRequest, ALL), ALL);
        let summary = reachable().at_once(NotificationKind::SummaryReady, ALL);
        assert_eq!(summary, [Channel::Email, Channel::InApp, Channel::Push]);
    }

    #[test]
    fn a_text_replaces_a_mail_that_is_not_wanted_or_failed() {
        let mut wishes = reachable();
        let kind = NotificationKind::SummaryReady;
        assert_eq!(wishes.instead(kind, ALL, &[Channel::Email, Channel::Push]), Some(Channel::Sms));
        wishes.chosen.insert((Topic::Bookings, Channel::Email), false);
        assert!(wishes.at_once(kind, ALL).contains(&Channel::Sms));
        assert_eq!(wishes.instead(kind, ALL, &[Channel::Push, Channel::Sms]), None);
    }

    #[test]
    fn what_gathers_others_is_neither_immediate_nor_urgent() {
        let digest = NotificationKind::Digest;
        assert!(!digest.is_immediate() && !digest.is_urgent() && digest.is_metered());
    }

    #[test]
    fn what_is_urgent_or_asked_for_waits_for_no_measure() {
        for kind in NotificationKind::ALL.iter().filter(|kind| kind.is_urgent() || kind.is_immediate()) {
            assert!(!kind.is_metered(), "{kind}");
        }
        assert!(NotificationKind::SummaryReady.is_metered() && NotificationKind::StaffText.is_metered());
    }

    #[test]
    fn the_account_cannot_be_switched_off() {
        let mut wishes = Wishes::default();
        wishes.chosen.insert((Topic::Account, Channel::Email), false);
        assert!(wishes.allow(Topic::Account, Channel::Email));
    }

    proptest! {
        #[test]
        fn nothing_goes_where_it_was_switched_off(
            chosen in proptest::collection::btree_map(
                (proptest::sample::select(Topic::ALL), proptest::sample::select(Channel::ALL)), any::<bool>(), 0..20),
            texts: bool, pushes: bool,
            kind in proptest::sample::select(NotificationKind::ALL),
            used in proptest::collection::vec(proptest::sample::select(Channel::ALL), 0..4),
        ) {
            let wishes = Wishes { chosen, texts, pushes };
            let mut all = wishes.at_once(kind, ALL);
            all.extend(wishes.instead(kind, ALL, &used));
            for channel in all {
                let off = wishes.chosen.get(&(kind.topic(), channel)) == Some(&false);
                prop_assert!(!off || !kind.topic().can_be_stopped() || channel == Channel::InApp);
                prop_assert!(channel != Channel::Sms || texts);
                prop_assert!(channel != Channel::Push || pushes);
            }
        }
    }
}
