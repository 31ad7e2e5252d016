//! How long a message is tried again that its carrier does not take.

use crate::vocabulary::{Channel, NotificationKind};
use chrono::{DateTime, TimeDelta, Utc};

/// The longest pause between two tries.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

impl NotificationKind {
    /// How long tries go on after the first: as long as the message is of use. A mail may wait for two days, as mail servers
    /// themselves wait for each other (RFC 5321, section 4.5.4.1, has them try for longer still); a text or a message to a
    /// browser that comes a day late only puzzles.
    pub const fn patience(self, channel: Channel) -> TimeDelta {
        match self {
            Self::SessionStarting | Self::StartNudge => TimeDelta::minutes(15),
            // as long as the link works
            Self::ResetPassword => TimeDelta::hours(1),
            Self::VerifyEmail => TimeDelta::hours(24),
            _ if self.is_urgent() => TimeDelta::hours(1),
            _ => match channel {
                Channel::Email => TimeDelta::hours(48),
                Channel::Sms | Channel::Push | Channel::InApp => TimeDelta::hours(4),
            },
        }
    }
}

/// The pause after so many tries: doubling from one second to an hour.
fn pause(tries: i32) -> TimeDelta {
    let doublings = u32::try_from(tries.clamp(1, 13) - 1).unwrap_or(0);
    TimeDelta::seconds(1_i64 << doublings).min(LONGEST_PAUSE)
}

/// When a message of `kind` is tried again whose `tries` tries failed, the first of them at `first`; none when it is of no use
/// any more. The last try is at the very end.
pub fn next_try(
    kind: NotificationKind,
    channel: Channel,
    first: DateTime<Utc>,
    now: DateTime<Utc>,
    tries: i32,
) -> Option<DateTime<Utc>> {
    let end = first + kind.patience(channel);
    (now < end).then(|| (now + pause(tries)).min(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::NotificationKind as Kind;

    /// The pauses between the tries of a message that is never taken, in seconds.
    fn pauses(kind: Kind, channel: Channel) -> Vec<i64> {
        let first = DateTime::UNIX_EPOCH;
        let (mut now, mut pauses) = (first, Vec::new());
        while let Some(next) = next_try(kind, channel, first, now, i32::try_from(pauses.len()).unwrap() + 1) {
            pauses.push((next - now).num_seconds());
            now = next;
        }
        pauses
    }

    #[test]
    fn a_mail_is_tried_for_two_days_and_each_hour_at_least() {
        let pauses = pauses(Kind::SummaryReady, Channel::Email);
        assert_eq!(pauses.iter().sum::<i64>(), 48 * 3_600);
        assert_eq!(pauses[..4], [1, 2, 4, 8]);
        assert_eq!(pauses.iter().max(), Some(&3_600));
        // the last one is what is left
        assert!(pauses[..pauses.len() - 1].is_sorted() && pauses.len() < 70, "{pauses:?}");
    }

    #[test]
    fn what_helps_nobody_later_is_given_up_sooner() {
        for (kind, channel, minutes) in [
            (Kind::SessionStarting, Channel::Email, 15),
            (Kind::PriorityRequest, Channel::Email, 60),
            (Kind::PriorityRequest, Channel::Sms, 60),
            (Kind::ResetPassword, Channel::Email, 60),
            (Kind::SummaryReady, Channel::Sms, 4 * 60),
            (Kind::SummaryReady, Channel::Push, 4 * 60),
        ] {
            assert_eq!(pauses(kind, channel).iter().sum::<i64>(), minutes * 60, "{kind} by {channel}");
        }
    }
}
