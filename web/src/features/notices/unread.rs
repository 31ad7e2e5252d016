use std::cell::Cell;

use leptos::{prelude::*, task::spawn_local};
use pitlane_client::ApiError;
use pitlane_contract::{
    notifications::{MarkRead, UnreadNotices},
    realtime::Event,
};
use uuid::Uuid;

use crate::{
    account::{Account, api},
    format,
    realtime::Realtime,
    text::t,
    ui::{Load, load},
};

/// The most that the badge counts.
const MOST: i64 = 99;

thread_local! {
    /// The one count of this page: event handlers, which have no context, find it here.
    static APP: Cell<Option<Unread>> = const { Cell::new(None) };
}

/// How many notices are unread, on every page.
#[derive(Clone, Copy)]
pub struct Unread(Load<UnreadNotices>);

impl Unread {
    /// Counts for whoever is signed in, anew with each notice that comes.
    pub fn provide() -> Self {
        let (account, realtime) = (Account::get(), Realtime::get());
        let whose = Memo::new(move |_| account.me().map(|me| me.id));
        let count = load(move || {
            realtime.resumed.track();
            let (client, somebody) = (api(), whose.get().is_some());
            async move {
                if somebody { client.count_unread_notices().await } else { Ok(UnreadNotices { unread: 0 }) }
            }
        });
        realtime.on_event(move |event| {
            if matches!(event, Event::NoticeSent { .. }) {
                count.reload();
            }
        });
        let unread = Self(count);
        APP.set(Some(unread));
        unread
    }

    /// The count of the app.
    pub fn get() -> Self {
        APP.get().unwrap_or_else(Self::provide)
    }

    /// How many.
    pub fn number(self) -> i64 {
        self.0.get().map_or(0, |count| count.unread)
    }

    /// Asks the server again.
    pub fn count_again(self) {
        self.0.reload();
    }

    /// Marks notices as read. The count goes down at once, and is what the server says afterwards.
    pub fn mark(self, ids: Vec<Uuid>) {
        let seen = i64::try_from(ids.len()).unwrap_or(0);
        self.0.value().update(|count| {
            if let Some(count) = count {
                count.unread = (count.unread - seen).max(0);
            }
        });
        let client = api();
        spawn_local(async move {
            // what could not be marked is unread, and is seen again another time
            let _: Result<(), ApiError> = client.mark_notices_read(&MarkRead { ids }).await;
            self.count_again();
        });
    }
}

/// How many are unread, beside the name of the page that lists them.
#[component]
pub fn UnreadCount() -> impl IntoView {
    let words = &t().notices;
    let number = Memo::new(move |_| Unread::get().number());
    let badge = move || {
        let number = number.get();
        let text =
            if number > MOST { (words.more_than)(&format::number(MOST)) } else { format::number(number) };
        (number > 0).then(|| view! { <span class="count" aria-hidden="true">{text}</span> })
    };
    let said = move || match number.get() {
        0 => String::new(),
        1 => words.unread_one.to_owned(),
        more => (words.unread_many)(&format::number(more)),
    };
    view! {
        {badge}
        <span class="out-of-sight" aria-live="polite">
            {said}
        </span>
    }
}
