//! How many frames a client may send.

use tokio::time::Instant;

/// Frames that may come at once.
const BURST: f64 = 60.0;
/// Frames a second after that.
const PER_SECOND: f64 = 10.0;

/// Counts the frames of one socket.
pub struct Pace {
    left: f64,
    at: Instant,
}

impl Pace {
    /// Nothing came yet.
    pub fn new(now: Instant) -> Self {
        Self { left: BURST, at: now }
    }

    /// Counts one frame; `false` when it is one too many.
    pub fn allows(&mut self, now: Instant) -> bool {
        let passed = now.duration_since(self.at).as_secs_f64();
        self.at = now;
        self.left = (self.left + passed * PER_SECOND).min(BURST);
        if self.left < 1.0 {
            return false;
        }
        self.left -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_burst_is_fine_and_a_flood_is_not() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        assert_eq!((0..100).filter(|_| pace.allows(start)).count(), 60);
        let later = start + Duration::from_secs(1);
        assert_eq!((0..100).filter(|_| pace.allows(later)).count(), 10);
        let much_later = start + Duration::from_hours(1);
        assert_eq!((0..100).filter(|_| pace.allows(much_later)).count(), 60);
    }
}
