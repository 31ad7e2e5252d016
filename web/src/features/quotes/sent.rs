use std::future::Future;

use leptos::{prelude::*, task::spawn_local};
use pitlane_client::ApiError;
use pitlane_contract::{quotes::Quote, realtime::Event};
use pitlane_domain::vocabulary::QuoteStatus;

use super::{
    editor::Editor,
    name,
    proof::Proof,
    record::Record,
    sheet::{Facts, Lines, QuoteTotals},
    standing,
    talk::Answers,
};
use crate::{
    account::api,
    format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Button, Confirm, Kind, LinkButton, Load, Toasts, load, loaded},
};

/// The page of one quote for its provider: the editor of a draft, the sheet of what was sent.
#[component]
pub fn OwnQuote() -> impl IntoView {
    let id = routing::page_id();
    let (client, realtime) = (api(), Realtime::get());
    let quote = load(move || {
        let (client, id) = (client.clone(), id.get());
        async move { client.get_quote(id.ok_or(ApiError::Unreadable { status: 404 })?).await }
    });
    realtime.on_event(move |event| {
        if let Event::QuoteUpdated { quote_id, status, .. } = event
            && Some(*quote_id) == id.get_untracked()
            // a draft changes because it is typed here
            && *status != QuoteStatus::Draft
        {
            quote.reload();
        }
    });
    let title =
        Signal::derive(move || quote.get().map_or_else(|| t().quotes.title.to_owned(), |quote| name(&quote)));
    let lead = Signal::derive(move || {
        let words = &t().quotes;
        quote.get().map(|quote| (words.lead)(&quote.customer_name, &quote.vehicle)).unwrap_or_default()
    });
    view! {
        <PageHead title lead />
        {loaded(quote, 8, move |now| view! { <Inside quote now /> })}
    }
}

#[component]
fn Inside(quote: Load<Quote>, now: Signal<Quote>) -> impl IntoView {
    // a draft is made anew when it is loaded again, what was sent whenever it changes
    let shown = Memo::new(move |_| {
        // what is written about it is beside it, so that a message does not make the sheet anew
        let mut shown = now.get();
        shown.messages.clear();
        shown.now = shown.updated_at;
        shown
    });
    let sheet = move || {
        let shown = shown.get();
        if shown.status == QuoteStatus::Draft {
            view! { <Editor load=quote quote=shown /> }.into_any()
        } else {
            view! { <Sent load=quote quote=shown /> }.into_any()
        }
    };
    let sent = Memo::new(move |_| now.with(|quote| quote.status != QuoteStatus::Draft));
    view! {
        {sheet}
        {move || sent.get().then(|| view! { <Answers load=quote now /> })}
    }
}

#[component]
fn Sent(load: Load<Quote>, quote: Quote) -> impl IntoView {
    let words = &t().quotes;
    let (word, tone) = standing(quote.status);
    let looked = match quote.viewed_at {
        Some(at) => (words.seen)(&format::day_or_time(at)),
        None => words.not_seen.to_owned(),
    };
    let reason = quote.decline_reason.clone().map(|reason| {
        view! {
            <div class="note wait">
                <b>{words.reason}</b>
                <p class="written">{reason}</p>
            </div>
        }
    });
    let revision =
        (quote.revision > 1).then(|| view! { <span class="tag">{(words.revision)(quote.revision)}</span> });
    view! {
        <div class="two keep">
            <div class="stack">
                {reason}
                <Lines quote=quote.clone() />
                <Proof quote=quote.clone() />
            </div>
            <section class="sheet padded stack aside">
                <p class="row apart">
                    <Badge tone=Signal::stored(tone) text=word />
                    {revision}
                </p>
                <p class="soft small">{looked}</p>
                <QuoteTotals quote=quote.clone() />
                <Facts quote=quote.clone() />
                <Steps load quote />
            </section>
        </div>
    }
}

/// Does something with the quote and shows what came of it; `done` hears whether the buttons are still there.
fn act(
    busy: RwSignal<bool>,
    work: impl Future<Output = Result<Quote, ApiError>> + 'static,
    done: impl FnOnce(Quote, bool) + 'static,
) {
    let toasts = Toasts::get();
    busy.set(true);
    spawn_local(async move {
        let outcome = work.await;
        let here = busy.try_set(false).is_none();
        match outcome {
            Ok(quote) => done(quote, here),
            Err(error) => toasts.fail(&error),
        }
    });
}

/// What the provider can do now.
#[component]
fn Steps(load: Load<Quote>, quote: Quote) -> impl IntoView {
    let words = &t().quotes;
    let (asking, busy, revising) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let (id, go) = (quote.id, routing::go());
    let may = |to: QuoteStatus| quote.allowed.contains(&to);
    let key = StoredValue::new(pitlane_client::fresh_key());
    let revise = move |()| {
        let go = go.clone();
        let work = async move { api().revise_quote(id, Some(&key.get_value())).await };
        act(revising, work, move |next, here| {
            if here {
                go(&routing::own_quote(next.id));
            }
        });
    };
    let take_back = move |()| {
        act(busy, async move { api().cancel_quote(id).await }, move |quote, _| {
            // the message about it may have come first
            let _ = asking.try_set(false);
            Toasts::get().say(t().quotes.taken_back);
            let _ = load.value().try_set(Some(quote));
        });
    };
    let newer = quote.replaced_by_id.map(|id| {
        view! { <LinkButton kind=Kind::Main href=routing::own_quote(id)>{words.newer}</LinkButton> }
    });
    let repair = quote.repair_id.map(|id| {
        view! { <LinkButton kind=Kind::Main href=routing::own_repair(id)>{words.to_repair}</LinkButton> }
    });
    let revise = (may(QuoteStatus::Superseded) && quote.replaced_by_id.is_none()).then(|| {
        view! { <Button busy=revising on_press=Callback::new(revise)>{words.revise}</Button> }
    });
    let cancel = may(QuoteStatus::Cancelled).then(|| {
        view! {
            <Button kind=Kind::Quiet on_press=move |()| asking.set(true)>{words.take_back}</Button>
            <Confirm
                open=asking
                title=words.take_back_title
                text=words.take_back_text
                yes=words.take_back
                no=words.keep.to_owned()
                danger=true
                busy
                on_yes=Callback::new(take_back)
            />
        }
    });
    let record = quote.open.then(|| view! { <Record load quote=quote.clone() /> });
    view! { <div class="stack tight">{newer} {repair} {record} {revise} {cancel}</div> }
}
