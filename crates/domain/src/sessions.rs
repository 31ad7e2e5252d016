//! The life of a session, and how well the connection of its two people is.

use crate::vocabulary::SessionStatus::{self, Cancelled, Ended, Live, NoShow, Scheduled, Waiting};

/// The states a session may go to from `from`.
pub const fn transitions(from: SessionStatus) -> &'static [SessionStatus] {
    match from {
        Scheduled => &[Waiting, Cancelled, NoShow],
        Waiting => &[Live, Cancelled, NoShow],
        Live => &[Ended],
        Ended | Cancelled | NoShow => &[],
    }
}

/// Whether a session may go from `from` to `to`.
pub fn may_become(from: SessionStatus, to: SessionStatus) -> bool {
    transitions(from).contains(&to)
}

/// Minutes after an acceptance at which the mechanic is reminded to start.
pub const NUDGE_AFTER_MINUTES: i64 = 3;
/// Minutes after an acceptance at which support is told and the customer is offered somebody else.
pub const ALERT_AFTER_MINUTES: i64 = 5;

/// Minutes before a planned start at which both sides are reminded.
pub const REMIND_BEFORE_MINUTES: i64 = 5;

/// Whether a session has still to begin.
pub const fn is_before_start(status: SessionStatus) -> bool {
    matches!(status, Scheduled | Waiting)
}

/// How well messages go through, from the time one takes to the server and back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionQuality {
    /// Under 150 ms.
    Good,
    /// Under 600 ms.
    Fair,
    /// Slower, or messages missing.
    Poor,
}

/// Grades a connection by its round trip in milliseconds.
pub const fn connection_quality(round_trip_ms: u32) -> ConnectionQuality {
    match round_trip_ms {
        0..150 => ConnectionQuality::Good,
        150..600 => ConnectionQuality::Fair,
        _ => ConnectionQuality::Poor,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ended_session_stays_ended() {
        for end in [Ended, Cancelled, NoShow] {
            assert!(SessionStatus::ALL.iter().all(|to| !may_become(end, *to)));
        }
        assert!(may_become(Waiting, Live));
        assert!(!may_become(Live, Cancelled));
        assert!(!may_become(Scheduled, Live));
    }

    #[test]
    fn quality_falls_with_the_round_trip() {
        assert_eq!(connection_quality(40), ConnectionQuality::Good);
        assert_eq!(connection_quality(150), ConnectionQuality::Fair);
        assert_eq!(connection_quality(600), ConnectionQuality::Poor);
    }
}
