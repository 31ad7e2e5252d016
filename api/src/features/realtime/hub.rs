//! Who is connected to this process, and how news reach their sockets.

use pitlane_platform::bus::{Bus, Signal};
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

/// Most passing messages that wait for a slow socket; older ones are worth nothing and go.
const MOST_PASSING: usize = 16;

/// The sockets of this process by person; cheap to clone.
#[derive(Clone, Default)]
pub struct Hub(Arc<Inner>);

#[derive(Default)]
struct Inner {
    people: Mutex<HashMap<Uuid, Vec<Arc<Mailbox>>>>,
    closing: AtomicBool,
}

/// What waits for one socket.
#[derive(Default)]
pub struct Mailbox {
    notify: Notify,
    events: AtomicBool,
    closing: AtomicBool,
    passing: Mutex<VecDeque<String>>,
}

/// What a socket finds when it was woken.
pub struct News {
    /// There may be new events in the database.
    pub events: bool,
    /// The server stops.
    pub closing: bool,
    /// Passing messages, as frames to send.
    pub passing: VecDeque<String>,
}

/// A place in the hub, given up when dropped.
pub struct Place {
    hub: Hub,
    user: Uuid,
    mailbox: Arc<Mailbox>,
}

// a thread that panicked while it held a lock left a map or a queue that is whole
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hub {
    /// Gives a socket of `user` its place. From now on nothing that is signalled passes it by.
    pub fn enter(&self, user: Uuid) -> Place {
        let mailbox = Arc::new(Mailbox::default());
        lock(&self.0.people).entry(user).or_default().push(mailbox.clone());
        if self.0.closing.load(Ordering::SeqCst) {
            mailbox.close();
        }
        metrics::gauge!("pitlane_sockets_open").increment(1);
        Place { hub: self.clone(), user, mailbox }
    }

    /// How many sockets are open.
    pub fn open(&self) -> usize {
        lock(&self.0.people).values().map(Vec::len).sum()
    }

    /// Hands the bus's signals on until `stop` resolves; then tells every socket to connect elsewhere. Listens from the
    /// moment of the call.
    pub fn listen<S: Future<Output = ()>>(&self, bus: &Bus, stop: S) -> impl Future<Output = ()> + use<S> {
        self.0.closing.store(false, Ordering::SeqCst);
        let (hub, mut signals) = (self.clone(), bus.subscribe());
        async move {
            tokio::pin!(stop);
            loop {
                let signal = tokio::select! {
                    () = &mut stop => break,
                    signal = signals.recv() => signal,
                };
                match signal {
                    Ok(signal) => hub.hand_on(signal),
                    // some were missed: everybody looks for themselves
                    Err(RecvError::Lagged(_)) => hub.each(Mailbox::wake),
                    Err(RecvError::Closed) => break,
                }
            }
            hub.0.closing.store(true, Ordering::SeqCst);
            hub.each(Mailbox::close);
        }
    }

    fn hand_on(&self, signal: Signal) {
        match signal {
            Signal::Events(users) => {
                let people = lock(&self.0.people);
                let theirs = users.iter().filter_map(|user| people.get(user)).flatten();
                theirs.for_each(|mailbox| mailbox.wake());
            }
            Signal::Passing { user_id, frame } => {
                for mailbox in lock(&self.0.people).get(&user_id).into_iter().flatten() {
                    mailbox.pass(frame.clone());
                }
            }
            Signal::Jobs => {}
        }
    }

    fn each(&self, act: impl Fn(&Mailbox)) {
        lock(&self.0.people).values().flatten().for_each(|mailbox| act(mailbox));
    }
}

impl Mailbox {
    fn wake(&self) {
        self.events.store(true, Ordering::SeqCst);
        self.notify.notify_one();
    }

    fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
        self.notify.notify_one();
    }

    fn pass(&self, frame: String) {
        let mut passing = lock(&self.passing);
        if passing.len() == MOST_PASSING {
            passing.pop_front();
        }
        passing.push_back(frame);
        drop(passing);
        self.notify.notify_one();
    }
}

impl Place {
    /// Waits until there is something to look at.
    pub async fn woken(&self) {
        self.mailbox.notify.notified().await;
    }

    /// Takes what is there.
    pub fn take(&self) -> News {
        News {
            events: self.mailbox.events.swap(false, Ordering::SeqCst),
            closing: self.mailbox.closing.load(Ordering::SeqCst),
            passing: std::mem::take(&mut *lock(&self.mailbox.passing)),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut people = lock(&self.hub.0.people);
        if let Some(mailboxes) = people.get_mut(&self.user) {
            mailboxes.retain(|mailbox| !Arc::ptr_eq(mailbox, &self.mailbox));
            if mailboxes.is_empty() {
                people.remove(&self.user);
            }
        }
        metrics::gauge!("pitlane_sockets_open").decrement(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    #[tokio::test]
    async fn only_those_who_are_meant_are_woken() {
        let hub = Hub::default();
        let (one, two) = (hub.enter(id(1)), hub.enter(id(2)));
        hub.hand_on(Signal::Events(vec![id(1), id(3)]));
        one.woken().await;
        assert!(one.take().events && !one.take().events);
        assert!(two.woken().now_or_never().is_none());
    }

    #[tokio::test]
    async fn a_wake_up_before_the_wait_is_not_lost() {
        let hub = Hub::default();
        let place = hub.enter(id(1));
        hub.hand_on(Signal::Events(vec![id(1)]));
        hub.hand_on(Signal::Events(vec![id(1)]));
        place.woken().await;
        assert!(place.take().events);
    }

    #[tokio::test]
    async fn old_passing_messages_give_way() {
        let hub = Hub::default();
        let place = hub.enter(id(1));
        for n in 0..MOST_PASSING + 3 {
            hub.hand_on(Signal::Passing { user_id: id(1), frame: n.to_string() });
        }
        let passing = place.take().passing;
        assert_eq!((passing.len(), passing[0].as_str()), (MOST_PASSING, "3"));
    }

    #[tokio::test]
    async fn a_stop_reaches_everybody_and_those_who_come_late() {
        let (hub, bus) = (Hub::default(), Bus::local());
        let early = hub.enter(id(1));
        hub.listen(&bus, std::future::ready(())).await;
        early.woken().await;
        assert!(early.take().closing);
        let late = hub.enter(id(2));
        late.woken().await;
        assert!(late.take().closing);
        // a server that starts again on the same state takes sockets again
        let stopped = hub.listen(&bus, std::future::pending());
        assert!(!hub.enter(id(3)).take().closing);
        drop(stopped);
    }

    #[test]
    fn places_are_given_up() {
        let hub = Hub::default();
        let (one, two) = (hub.enter(id(1)), hub.enter(id(1)));
        assert_eq!(hub.open(), 2);
        drop(one);
        assert_eq!(hub.open(), 1);
        drop(two);
        assert!(lock(&hub.0.people).is_empty());
    }
}
