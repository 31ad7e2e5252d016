use leptos::prelude::*;
use uuid::Uuid;

use super::{
    answer::accept,
    inbox::{Arrived, Fate, Inbox},
};
use crate::{
    features::{booking::service_word, photos::RequestPhotos},
    format,
    text::t,
    ui::{Badge, Button, Countdown, Kind, Moment, Tone},
};

/// One offer: what is asked, for how much, how long there is to answer, and the two answers.
#[component]
pub fn OfferCard(
    /// The offer when it came.
    arrived: Arrived,
    /// Set to the offer when it is to be declined.
    declining: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    let (inbox, id) = (Inbox::get(), arrived.offer.id);
    // what is sent again keeps its place and the focus in it
    let now = Memo::new(move |before: Option<&Arrived>| {
        inbox.one(id).or_else(|| before.cloned()).unwrap_or_else(|| arrived.clone())
    });
    let fate = Memo::new(move |_| now.get().fate);
    let first = Memo::new(move |_| now.with(Arrived::is_first));
    let title = Memo::new(move |_| {
        now.with(|it| (t().provider.request_of)(service_word(it.offer.service), &it.offer.customer_name))
    });
    let inside = move || match fate.get() {
        Fate::Open => view! { <Answers id now title declining /> }.into_any(),
        Fate::Taken => view! { <Gone id title=t().provider.taken text=t().provider.taken_text /> }.into_any(),
        Fate::Closed => {
            view! { <Gone id title=t().provider.closed text=t().provider.closed_text /> }.into_any()
        }
    };
    view! {
        <li class="sheet offer" class:waiting=move || first.get() && fate.get() == Fate::Open class:gone=move || fate.get() != Fate::Open>
            <article aria-label=move || title.get()>
                <Asked now title />
                {inside}
            </article>
        </li>
    }
}

#[component]
fn Asked(now: Memo<Arrived>, title: Memo<String>) -> impl IntoView {
    let words = &t().provider;
    // once it is over, its photos are none of the mechanic's business any more
    let photographed = Memo::new(move |_| {
        now.with(|it| (it.offer.photo_count > 0 && it.fate == Fate::Open).then_some(it.offer.request_id))
    });
    let marks = move || {
        now.with(|it| {
            let first = it.is_first().then(|| view! { <Badge tone=Tone::Wait text=words.asked_first /> });
            let favorite =
                it.offer.from_favorite.then(|| view! { <Badge tone=Tone::Good text=words.from_favorite /> });
            view! {
                {first}
                {favorite}
            }
        })
    };
    view! {
        <header class="row apart">
            <h2>{move || title.get()}</h2>
            <span class="sum">{move || now.with(|it| format::money(it.offer.price_cents, &it.offer.currency))}</span>
        </header>
        <p class="row small">
            {marks}
            <span class="soft">{move || now.with(|it| it.offer.vehicle.clone())}</span>
            <span class="soft">{move || view! { <Moment at=now.with(|it| it.offer.sent_at) how=format::ago /> }}</span>
        </p>
        <p class="written">{move || now.with(|it| it.offer.concern.clone())}</p>
        {move || photographed.get().map(|request| view! { <RequestPhotos request /> })}
    }
}

#[component]
fn Answers(
    id: Uuid,
    now: Memo<Arrived>,
    title: Memo<String>,
    declining: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    let words = &t().provider;
    let busy = RwSignal::new(false);
    let label = Signal::derive(move || {
        if now.with(Arrived::is_first) { words.time_first } else { words.time_all }.to_owned()
    });
    let span = Memo::new(move |_| now.with(|it| it.until().map(|until| (it.from(), until))));
    let timed = Memo::new(move |_| span.with(Option::is_some));
    let inbox = Inbox::get();
    let countdown = move || {
        timed.get().then(|| span.get_untracked()).flatten().map(|before| {
            let from = Signal::derive(move || span.get().unwrap_or(before).0);
            let until = Signal::derive(move || span.get().unwrap_or(before).1);
            // the server decides what follows: everybody is asked, or nobody any more
            view! { <Countdown label from until on_end=move |()| inbox.0.reload() /> }
        })
    };
    let promise = move || {
        now.with(Arrived::is_first).then(|| view! { <p class="soft small">{words.asked_first_text}</p> })
    };
    let what = title.get_untracked();
    view! {
        {countdown}
        {promise}
        <div class="actions start">
            <Button kind=Kind::Main busy label=(words.accept_who)(&what) on_press=accept(id, busy)>
                {words.accept}
            </Button>
            <Button disabled=busy label=(words.decline_who)(&what) on_press=move |()| declining.set(Some(id))>
                {words.decline}
            </Button>
        </div>
    }
}

/// An offer that ended on the screen stays until the mechanic clears it, so that nothing vanishes under a finger.
#[component]
fn Gone(id: Uuid, title: &'static str, text: &'static str) -> impl IntoView {
    let inbox = Inbox::get();
    let clear = move |()| drop(inbox.take_out(id));
    view! {
        <div class="note row apart" role="status">
            <p>
                <b>{title}</b>
                <br />
                <span class="soft">{text}</span>
            </p>
            <Button on_press=clear>{t().provider.clear}</Button>
        </div>
    }
}
