//! One WebSocket for the whole app: it signs in with its first frame, hands every event to whoever subscribed, and
//! after a drop connects again and resumes after the last event seen.

mod connection;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::prelude::*;
use pitlane_contract::realtime::{ClientFrame, Event, ServerFrame};
use send_wrapper::SendWrapper;

/// Where the connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Nobody is signed in.
    Off,
    /// Being set up for the first time.
    Connecting,
    /// Events arrive.
    Up,
    /// Lost; tried again by itself.
    Lost,
}

thread_local! {
    /// The one connection of this page: event handlers, which have no context, find it here.
    static APP: Cell<Option<Realtime>> = const { Cell::new(None) };
}

type Listener = Rc<dyn Fn(&ServerFrame)>;

#[derive(Default)]
struct Hub {
    listeners: RefCell<Vec<(u32, Listener)>>,
    last_id: RefCell<u32>,
    outbox: RefCell<Option<futures::channel::mpsc::UnboundedSender<ClientFrame>>>,
}

/// The realtime connection of the app.
#[derive(Clone, Copy)]
pub struct Realtime {
    hub: StoredValue<SendWrapper<Rc<Hub>>>,
    /// Where the connection stands.
    pub link: RwSignal<Link>,
    /// The last measured round trip in milliseconds; none while nothing is known.
    pub round_trip_ms: RwSignal<Option<u32>>,
    /// Counts the times that the connection came up, so that pages can load anew what they may have missed.
    pub resumed: RwSignal<u32>,
    epoch: StoredValue<u32>,
}

impl Realtime {
    /// Makes the connection available to all pages; [`Self::start`] opens it.
    pub fn provide() -> Self {
        let realtime = Self {
            hub: StoredValue::new(SendWrapper::new(Rc::new(Hub::default()))),
            link: RwSignal::new(Link::Off),
            round_trip_ms: RwSignal::new(None),
            resumed: RwSignal::new(0),
            epoch: StoredValue::new(0),
        };
        APP.set(Some(realtime));
        realtime
    }

    /// The connection of the app.
    pub fn get() -> Self {
        APP.get().unwrap_or_else(Self::provide)
    }

    /// Opens the connection for whoever is signed in now.
    pub fn start(self, client: pitlane_client::Client) {
        self.epoch.update_value(|epoch| *epoch = epoch.wrapping_add(1));
        self.link.set(Link::Connecting);
        connection::run(self, client, self.epoch.get_value());
    }

    /// Closes the connection, because nobody is signed in any more.
    pub fn stop(self) {
        self.epoch.update_value(|epoch| *epoch = epoch.wrapping_add(1));
        self.link.set(Link::Off);
        self.round_trip_ms.set(None);
        self.hub().outbox.replace(None);
    }

    /// Sends a frame, if there is a connection; frames are hints that the server can do without.
    pub fn send(self, frame: ClientFrame) {
        if let Some(outbox) = self.hub().outbox.borrow().as_ref() {
            // a closed channel means that the connection just went
            let _ = outbox.unbounded_send(frame);
        }
    }

    /// Calls `listener` with each event until the owner (a page, a component) goes.
    pub fn on_event(self, listener: impl Fn(&Event) + 'static) {
        self.on_frame(move |frame| {
            if let ServerFrame::Event { event, .. } = frame {
                listener(event);
            }
        });
    }

    /// Calls `listener` with each frame, stored or not, until the owner goes.
    pub fn on_frame(self, listener: impl Fn(&ServerFrame) + 'static) {
        let hub = self.hub();
        let id = {
            let mut last = hub.last_id.borrow_mut();
            *last = last.wrapping_add(1);
            *last
        };
        hub.listeners.borrow_mut().push((id, Rc::new(listener)));
        on_cleanup(move || {
            if let Some(hub) = self.hub.try_get_value() {
                hub.listeners.borrow_mut().retain(|(other, _)| *other != id);
            }
        });
    }

    fn hub(self) -> Rc<Hub> {
        self.hub.with_value(|hub| Rc::clone(hub))
    }

    fn is_current(self, epoch: u32) -> bool {
        self.epoch.get_value() == epoch
    }

    fn hand_out(self, frame: &ServerFrame) {
        // a listener may subscribe or unsubscribe others, so the list is copied first
        let listeners: Vec<_> =
            self.hub().listeners.borrow().iter().map(|(_, listener)| Rc::clone(listener)).collect();
        for listener in listeners {
            listener(frame);
        }
    }
}
