use leptos::prelude::*;
use uuid::Uuid;

use super::{
    answer::Decline,
    inbox::{Arrived, Fate, Inbox},
    offer::OfferCard,
    presence::{available, change},
    sound::SoundSwitch,
};
use crate::{
    account::Account,
    shell::PageHead,
    text::t,
    ui::{Button, Empty, Kind, loaded},
};

/// The page of the offers that wait for an answer.
#[component]
pub fn Offers() -> impl IntoView {
    let inbox = Inbox::get();
    let words = &t().provider;
    inbox.tidy();
    mark_seen(inbox);
    view! {
        <PageHead title=words.offers_title lead=Signal::stored(words.offers_lead.to_owned())>
            <SoundSwitch />
        </PageHead>
        {loaded(inbox.0, 4, move |offers| view! { <Cards offers /> })}
    }
}

#[component]
fn Cards(offers: Signal<Vec<Arrived>>) -> impl IntoView {
    let declining = RwSignal::new(None::<Uuid>);
    let none = Memo::new(move |_| offers.with(Vec::is_empty));
    view! {
        <Show when=move || !none.get() fallback=|| view! { <NoOffers /> }>
            <ul class="stack offers" aria-label=t().provider.offers_title>
                <For
                    each=move || offers.get()
                    key=|it| it.offer.id
                    children=move |arrived| view! { <OfferCard arrived declining /> }
                />
            </ul>
        </Show>
        <Decline declining />
    }
}

#[component]
fn NoOffers() -> impl IntoView {
    let words = &t().provider;
    let account = Account::get();
    let here = Memo::new(move |_| available(account));
    let busy = RwSignal::new(false);
    let on = change(busy);
    move || {
        if here.get() {
            view! { <Empty title=words.offers_empty_title text=words.offers_empty_online /> }.into_any()
        } else {
            view! {
                <Empty title=words.offers_empty_title text=words.offers_empty_offline>
                    <Button kind=Kind::Main busy on_press=move |()| on.run(true)>
                        {words.go_online}
                    </Button>
                </Empty>
            }
            .into_any()
        }
    }
}

/// Tells the server of each offer that is on the screen; one that comes while the page is in the background is seen
/// when the mechanic comes back to it.
fn mark_seen(inbox: Inbox) {
    let shown = RwSignal::new(!document().hidden());
    let listener =
        window_event_listener_untyped("visibilitychange", move |_| shown.set(!document().hidden()));
    on_cleanup(move || listener.remove());
    let fresh = Memo::new(move |_| {
        let open = inbox.0.get().unwrap_or_default().into_iter().filter(|it| it.fate == Fate::Open);
        open.filter(|it| it.offer.seen_at.is_none()).map(|it| it.offer.id).collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        if shown.get() {
            for id in fresh.get() {
                inbox.see(id);
            }
        }
    });
}
