use leptos::prelude::*;
use pitlane_client::ApiError;
use pitlane_contract::{realtime::Event, repairs::Repair};
use uuid::Uuid;

use super::{afterwards::Afterwards, paid, pay::Pay, receipt::ReceiptSheet, standing, timeline::entries};
use crate::{
    account::api,
    features::photos::Gallery,
    format,
    realtime::Realtime,
    text::t,
    ui::{Badge, Load, Timeline, load, loaded},
};

/// What the customer follows of a repair: where it stands, what happened, what is to be paid.
#[component]
pub fn Follow(
    /// The repair.
    id: Uuid,
    /// What comes last.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let repair = watched(Signal::stored(Some(id)));
    let children = StoredValue::new(children);
    let show = move |now| {
        let last = children.with_value(|children| children.as_ref().map(|children| children()));
        view! { <Inside repair now>{last}</Inside> }
    };
    view! { {loaded(repair, 5, show)} }
}

/// A repair of the customer, loaded anew whenever it moves.
pub fn watched(id: Signal<Option<Uuid>>) -> Load<Repair> {
    let realtime = Realtime::get();
    let client = api();
    let repair = load(move || {
        realtime.resumed.track();
        let (client, id) = (client.clone(), id.get());
        async move { client.get_customer_repair(id.ok_or(ApiError::Unreadable { status: 404 })?).await }
    });
    realtime.on_event(move |event| {
        if let Event::RepairUpdated { repair_id, .. } = event
            && Some(*repair_id) == id.get_untracked()
        {
            repair.reload();
        }
    });
    repair
}

/// The panels of a repair that is there.
#[component]
pub fn Inside(
    /// Where it is loaded.
    repair: Load<Repair>,
    /// As it is now.
    now: Signal<Repair>,
    /// What comes last.
    children: Children,
) -> impl IntoView {
    let words = &t().repairs;
    let lines = Signal::derive(move || now.with(|now| entries(&now.timeline)));
    let photos = Signal::derive(move || now.with(|now| now.photos.clone()));
    let standing_now = Memo::new(move |_| now.with(|now| now.summary.status));
    let badge = move || {
        let (word, tone) = standing(standing_now.get());
        view! { <Badge tone=Signal::stored(tone) text=word /> }
    };
    let promised = move || {
        now.with(|now| now.summary.promised_at).map(|at| {
            view! { <p class="soft">{words.promised} " " {format::day(at)} ", " {format::time(at)}</p> }
        })
    };
    view! {
        <Afterwards repair now />
        <div class="two follow">
            <section class="sheet padded stack">
                <div class="row apart">
                    <h2>{words.what_happened}</h2>
                    {badge}
                </div>
                {promised}
                <Timeline label=words.what_happened entries=lines />
            </section>
            <section class="sheet padded stack">
                <MoneyLines now />
                <Pay repair now />
            </section>
            <div class="stack wide">
                <Gallery photos />
                <ReceiptSheet now />
                {children()}
            </div>
        </div>
    }
}

/// Approved, paid and left to pay.
#[component]
pub fn MoneyLines(
    /// The repair.
    now: Signal<Repair>,
) -> impl IntoView {
    let words = &t().repairs;
    let account = Memo::new(move |_| now.with(|now| now.account.clone()));
    let money = move |cents: i64| account.with(|account| format::money(cents, &account.currency));
    let badge = move || {
        let (word, tone) = paid(now.with(|now| now.summary.payment_status));
        view! { <Badge tone=Signal::stored(tone) text=word /> }
    };
    let refunded = move || {
        let cents = account.with(|account| account.refunded_cents);
        (cents > 0).then(|| {
            view! {
                <div>
                    <dt>{words.given_back}</dt>
                    <dd>{money(cents)}</dd>
                </div>
            }
        })
    };
    view! {
        <div class="row apart">
            <h2>{words.money}</h2>
            {badge}
        </div>
        <dl class="totals">
            <div>
                <dt>{words.authorized}</dt>
                <dd>{move || money(account.get().authorized_cents)}</dd>
            </div>
            <div>
                <dt>{words.charged}</dt>
                <dd>{move || money(account.get().charged_cents)}</dd>
            </div>
            {refunded}
            <div class="whole">
                <dt>{words.due}</dt>
                <dd>{move || money(account.get().due_cents)}</dd>
            </div>
        </dl>
    }
}
