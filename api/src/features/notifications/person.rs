//! Somebody with an account, as messages see them.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use pitlane_domain::messages::{DIGEST_HOUR, QuietHours, Wishes, next_local};
use pitlane_domain::vocabulary::{Channel, NotificationKind};
use uuid::Uuid;

/// Somebody with an account, as messages see them.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub id: Uuid,
    /// Where mails go.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// Where texts go.
    pub phone: Option<String>,
    /// The clock on their wall.
    pub zone: Tz,
    /// Whether the account is closed.
    pub closed: bool,
    /// What they chose.
    pub wishes: Wishes,
    /// When they do not want to be disturbed.
    pub quiet: Option<QuietHours>,
    /// Whether what is urgent may disturb all the same.
    pub urgent_anyway: bool,
    /// Whether what can wait comes in one mail a day.
    pub digest: bool,
}

impl Person {
    /// When quiet hours let a message of `kind`, which staff may have marked urgent, through; none when it may go now.
    pub fn held_until(
        &self,
        kind: NotificationKind,
        marked: bool,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        if kind.is_immediate() || ((kind.is_urgent() || marked) && self.urgent_anyway) {
            return None;
        }
        self.quiet?.end(now, self.zone)
    }

    /// When a message goes out with others in one mail; none when it goes alone.
    pub fn gathered_at(
        &self,
        kind: NotificationKind,
        channel: Channel,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let morning = NaiveTime::from_hms_opt(DIGEST_HOUR, 0, 0)?;
        let gathered = self.digest && kind.can_wait() && channel == Channel::Email;
        gathered.then(|| next_local(now, self.zone, morning))
    }

    /// Where messages on `channel` go; empty for browsers, which subscribe by themselves.
    pub fn address(&self, channel: Channel) -> Option<String> {
        match channel {
            Channel::Email => Some(self.email.clone()),
            Channel::Sms => self.phone.clone(),
            Channel::Push | Channel::InApp => Some(String::new()),
        }
    }
}
