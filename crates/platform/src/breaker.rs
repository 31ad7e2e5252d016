//! Stops calling somebody who does not answer, and asks again from time to time.

use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Mutex, PoisonError};

/// So many calls in a row without an answer open a breaker.
const FAILURES: u32 = 5;
/// How long nobody calls at first; each failed probe doubles it.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(10);
/// How long nobody calls at most.
const LONGEST_PAUSE: TimeDelta = TimeDelta::seconds(60);
/// After so long a probe that told nothing is forgotten: longer than a job may take.
const PROBE: TimeDelta = TimeDelta::seconds(60);
/// When to ask again while a probe is under way.
const SOON: TimeDelta = TimeDelta::seconds(5);

/// Whether somebody is worth calling: closed as long as they answer; open for a while after they did not, several times in a
/// row; then one call is let through, and its end decides.
#[derive(Debug, Default)]
pub struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    answered: bool,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    until: DateTime<Utc>,
    pause: TimeDelta,
    probing: bool,
}

impl Breaker {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a call; refused with the time at which to ask again. Whoever may call says how it ended.
    pub fn pass(&self, now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        let mut state = self.state();
        let Some(open) = &mut state.open else { return Ok(()) };
        if now < open.until {
            return Err(if open.probing { open.until.min(now + SOON) } else { open.until });
        }
        (open.until, open.probing) = (now + PROBE, true);
        Ok(())
    }

    /// How many calls are worth preparing.
    pub fn room(&self, now: DateTime<Utc>) -> usize {
        match &self.state().open {
            None => usize::MAX,
            Some(open) => usize::from(now >= open.until),
        }
    }

    /// A call was answered, in whatever way.
    pub fn answered(&self) {
        *self.state() = State { answered: true, ..State::default() };
    }

    /// A call was not answered.
    pub fn failed(&self, now: DateTime<Utc>) {
        let mut guard = self.state();
        let state = &mut *guard;
        state.failures = state.failures.saturating_add(1);
        match &mut state.open {
            Some(open) if open.probing => {
                open.pause = (open.pause * 2).min(LONGEST_PAUSE);
                (open.until, open.probing) = (now + open.pause, false);
            }
            // one that began before the others failed tells nothing new
            Some(_) => {}
            None => {
                let opened = Open { until: now + FIRST_PAUSE, pause: FIRST_PAUSE, probing: false };
                state.open = (state.failures >= FAILURES).then_some(opened);
            }
        }
    }

    /// Whether no answer is expected at present.
    pub fn is_open(&self) -> bool {
        self.state().open.is_some()
    }

    /// Whether there ever was an answer.
    pub fn has_answered(&self) -> bool {
        self.state().answered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    /// A breaker that opened at the beginning of time.
    fn open() -> Breaker {
        let breaker = Breaker::default();
        for _ in 0..FAILURES {
            assert_eq!(breaker.pass(at(0)), Ok(()));
            breaker.failed(at(0));
        }
        breaker
    }

    #[test]
    fn only_failures_in_a_row_open_it() {
        let breaker = Breaker::default();
        for _ in 0..3 {
            for _ in 1..FAILURES {
                breaker.failed(at(0));
            }
            breaker.answered();
        }
        assert!(!breaker.is_open());
        assert_eq!(breaker.room(at(0)), usize::MAX);
        assert!(open().is_open());
    }

    #[test]
    fn one_call_is_let_through_and_its_end_decides() {
        let breaker = open();
        assert_eq!(breaker.pass(at(9)), Err(at(10)));
        assert_eq!((breaker.room(at(9)), breaker.room(at(10))), (0, 1));
        assert_eq!(breaker.pass(at(10)), Ok(()));
        assert_eq!((breaker.pass(at(10)), breaker.room(at(10))), (Err(at(15)), 0));
        breaker.failed(at(12));
        assert_eq!(breaker.pass(at(12)), Err(at(32)), "the pause has doubled");
        assert_eq!(breaker.pass(at(32)), Ok(()));
        breaker.answered();
        assert!(!breaker.is_open());
        assert_eq!(breaker.pass(at(32)), Ok(()));
    }

    #[test]
    fn a_pause_has_an_end_and_a_lost_probe_is_forgotten() {
        let breaker = open();
        let mut now = 10;
        for _ in 0..10 {
            assert_eq!(breaker.pass(at(now)), Ok(()));
            breaker.failed(at(now));
            now += 60;
        }
        assert_eq!(breaker.pass(at(now)), Ok(()));
        assert!(breaker.pass(at(now + 59)).is_err());
        assert_eq!(breaker.pass(at(now + 60)), Ok(()));
    }

    #[test]
    fn calls_that_were_under_way_do_not_make_the_pause_longer() {
        let breaker = open();
        breaker.failed(at(1));
        breaker.failed(at(2));
        assert_eq!(breaker.pass(at(10)), Ok(()));
    }
}
