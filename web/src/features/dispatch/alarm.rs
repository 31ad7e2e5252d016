use std::collections::HashSet;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{Inbox, OFFERS, sound};
use crate::{format, routing, text::t, ui::Toasts};

/// Tells of a new offer wherever the mechanic is in the app: a sound, and a notice that leads to it.
#[component]
pub fn Alarm() -> impl IntoView {
    let inbox = Inbox::get();
    sound::prepare();
    let (toasts, location, go) = (Toasts::get(), use_location(), routing::go());
    let known = Memo::new(move |_| {
        inbox.0.value().with(|all| {
            let all = all.as_ref()?;
            // an offer that is sent once more is news again
            Some(all.iter().map(|it| (it.offer.id, it.offer.sent_at)).collect::<HashSet<_>>())
        })
    });
    Effect::new(move |before: Option<Option<HashSet<_>>>| {
        let now = known.get();
        if let (Some(Some(before)), Some(now)) = (before, &now)
            && now.difference(&before).next().is_some()
        {
            sound::play();
            if location.pathname.get_untracked() != OFFERS {
                let go = go.clone();
                toasts.offer(t().provider.new_offer, t().provider.look, Callback::new(move |()| go(OFFERS)));
            }
        }
        now
    });
}

/// How many offers wait, beside the word in the navigation.
#[component]
pub fn WaitingCount() -> impl IntoView {
    let inbox = Inbox::get();
    let count = Memo::new(move |_| i64::try_from(inbox.open().len()).unwrap_or_default());
    move || {
        let count = Some(count.get()).filter(|count| *count > 0)?;
        let number = format::number(count);
        let spoken = (t().provider.waiting_count)(&number);
        Some(view! {
            <span class="count" aria-hidden="true">{number}</span>
            <span class="out-of-sight">", " {spoken}</span>
        })
    }
}
