use std::cell::Cell;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::{dispatch::Offer, realtime::Event};
use pitlane_domain::vocabulary::{OfferKind, Role};
use uuid::Uuid;

use crate::{
    account::{Account, api},
    clock, format,
    realtime::Realtime,
    ui::{Load, load},
};

/// What became of an offer while it was on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It can be answered.
    Open,
    /// Another mechanic was faster.
    Taken,
    /// It ended, or the customer called it off.
    Closed,
}

/// An offer on this machine: by how much its clock differs from the server's, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrived {
    /// The offer.
    pub offer: Offer,
    /// What became of it.
    pub fate: Fate,
    ahead: TimeDelta,
}

impl Arrived {
    fn new(offer: Offer) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a clock difference")]
        let ahead = (clock::now() - format::millis(offer.now)) as i64;
        Self { offer, fate: Fate::Open, ahead: TimeDelta::milliseconds(ahead) }
    }

    /// Whether the mechanic is asked before everybody else.
    pub fn is_first(&self) -> bool {
        self.offer.kind == OfferKind::Priority
    }

    /// When the time to answer began, by this machine's clock.
    pub fn from(&self) -> DateTime<Utc> {
        self.offer.sent_at + self.ahead
    }

    /// When it ends, by this machine's clock.
    pub fn until(&self) -> Option<DateTime<Utc>> {
        self.offer.expires_at.map(|at| at + self.ahead)
    }
}

thread_local! {
    /// The one inbox of this page, counted and heard wherever the mechanic is.
    static APP: Cell<Option<Inbox>> = const { Cell::new(None) };
}

/// The mechanic's offers, kept for the whole app.
#[derive(Clone, Copy)]
pub struct Inbox(pub Load<Vec<Arrived>>);

impl Inbox {
    /// Keeps the offers up to date for as long as a mechanic is signed in.
    pub fn provide() -> Self {
        let (account, realtime) = (Account::get(), Realtime::get());
        let who = Memo::new(move |_| account.me().filter(|me| me.role == Role::Provider).map(|me| me.id));
        let inbox = Self(load(move || {
            realtime.resumed.track();
            let (client, who) = (api(), who.get());
            async move {
                // nobody to ask for: the answer comes with the next sign-in
                if who.is_none() {
                    return std::future::pending().await;
                }
                client.list_offers().await.map(|list| merged(list.items))
            }
        }));
        Effect::new(move |_| {
            if who.get().is_none() {
                inbox.0.value().set(None);
            }
        });
        realtime.on_event(move |event| match event {
            // the list knows the time that is left, which an event that comes late does not
            Event::OfferSent { .. } => inbox.0.reload(),
            Event::OfferClosed { offer_id, .. } => inbox.settle(*offer_id, Fate::Closed),
            _ => {}
        });
        APP.set(Some(inbox));
        inbox
    }

    /// The inbox of the app.
    pub fn get() -> Self {
        APP.get().unwrap_or_else(Self::provide)
    }

    /// The offers that can be answered.
    pub fn open(self) -> Vec<Arrived> {
        let all = self.0.get().unwrap_or_default();
        all.into_iter().filter(|it| it.fate == Fate::Open).collect()
    }

    /// One offer as it is now.
    pub fn one(self, id: Uuid) -> Option<Arrived> {
        self.0.value().with(|all| all.as_ref()?.iter().find(|it| it.offer.id == id).cloned())
    }

    /// Remembers what became of an offer; the first word stands.
    pub fn settle(self, id: Uuid, fate: Fate) {
        self.change(|all| {
            if let Some(it) = all.iter_mut().find(|it| it.offer.id == id && it.fate == Fate::Open) {
                it.fate = fate;
            }
        });
    }

    /// Drops what ended while nobody was looking.
    pub fn tidy(self) {
        self.change(|all| all.retain(|it| it.fate == Fate::Open));
    }

    /// Takes an offer off the list, and answers it so that it can be put back.
    pub fn take_out(self, id: Uuid) -> Option<Arrived> {
        let before =
            self.0.value().with_untracked(|all| all.as_ref()?.iter().find(|it| it.offer.id == id).cloned());
        self.change(|all| all.retain(|it| it.offer.id != id));
        before
    }

    /// Puts an offer back, because the server refused.
    pub fn put_back(self, offer: Arrived) {
        self.change(|all| {
            if all.iter().all(|it| it.offer.id != offer.offer.id) {
                all.push(offer);
                all.sort_by_key(order);
            }
        });
    }

    /// Tells the server, once, that the mechanic looked at an offer.
    pub fn see(self, id: Uuid) {
        let client = api();
        self.change(|all| {
            if let Some(it) = all.iter_mut().find(|it| it.offer.id == id) {
                it.offer.seen_at = Some(it.offer.now);
            }
        });
        spawn_local(async move {
            // only a hint for the customer's timeline: the answer itself will be told in any case
            let _ = client.see_offer(id).await;
        });
    }

    fn change(self, change: impl FnOnce(&mut Vec<Arrived>)) {
        // without a list there is nothing to change
        let _ = self.0.value().try_update(|all| all.as_mut().map(change));
    }
}

/// Those who are asked first come first, then the newest.
fn order(it: &Arrived) -> (bool, std::cmp::Reverse<DateTime<Utc>>) {
    (!it.is_first(), std::cmp::Reverse(it.offer.sent_at))
}

/// The offers that can be answered now, and those that were on the screen and ended since: whoever looks at one reads
/// what became of it instead of seeing it vanish.
fn merged(offers: Vec<Offer>) -> Vec<Arrived> {
    let mut all: Vec<_> =
        offers.into_iter().filter(|offer| offer.response.is_none()).map(Arrived::new).collect();
    let before = APP.get().and_then(|inbox| inbox.0.value().get_untracked()).unwrap_or_default();
    for mut old in before {
        if all.iter().all(|it| it.offer.id != old.offer.id) {
            if old.fate == Fate::Open {
                old.fate = Fate::Closed;
            }
            all.push(old);
        }
    }
    all.sort_by_key(order);
    all
}
