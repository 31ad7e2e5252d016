use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::{
    paging::CursorQuery,
    quotes::{DeclinedLine, DeferLine},
    realtime::Event,
};
use pitlane_domain::vocabulary::Deferral;
use uuid::Uuid;

use super::{
    pressing,
    sheet::{explained, line_sum},
};
use crate::{
    account::api,
    clock, format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Button, Empty, Feed, LinkButton, LoadedFeed, Toasts, Tone, feed, saying},
};

/// The page of what the customer declined: for later, for a day, or done elsewhere.
#[component]
pub fn DeclinedLines() -> impl IntoView {
    let words = &t().declined;
    let (client, realtime) = (api(), Realtime::get());
    let lines = feed(move |cursor| {
        realtime.resumed.track();
        let client = client.clone();
        async move { client.list_declined_lines(&CursorQuery { limit: Some(20), cursor }).await }
    });
    realtime.on_event(move |event| {
        if matches!(event, Event::QuoteUpdated { .. }) {
            lines.reload();
        }
    });
    let empty = move || {
        view! {
            <Empty title=words.empty_title text=words.empty>
                <LinkButton href="/quotes">{words.to_quotes}</LinkButton>
            </Empty>
        }
    };
    view! {
        <PageHead title=words.title lead=Signal::stored(words.lead.to_owned()) />
        <section>
            <LoadedFeed
                of=lines
                label=words.title
                lines=5
                empty
                row=Callback::from(move |it: DeclinedLine| view! { <Row lines it /> }.into_any())
            />
        </section>
    }
}

#[component]
fn Row(lines: Feed<DeclinedLine>, it: DeclinedLine) -> impl IntoView {
    let words = &t().declined;
    let severity = it.line.severity.map(|severity| {
        let (word, tone) = pressing(severity);
        view! { <Badge tone=Signal::stored(tone) text=word /> }
    });
    let open = it.open.then(|| view! { <Badge tone=Signal::stored(Tone::Wait) text=words.still_open /> });
    let snoozed = it.line.snoozed_until.map(|at| {
        view! { <p class="soft small">{(words.until)(&format::day(at))}</p> }
    });
    let (text, sum) = (explained(&it.line, &it.currency), line_sum(&it.line, &it.currency));
    view! {
        <li class="declined-line">
            <div class="stack tight">
                <p class="row apart">
                    <a class="name" href=routing::quote(it.quote_id)>
                        {it.line.title.clone()}
                    </a>
                    <span class="sum">{sum}</span>
                </p>
                <p class="soft small">{(words.from)(&it.provider_name, &it.vehicle)} ". " {text}</p>
                <p class="row">{severity} {open}</p>
                {snoozed}
            </div>
            <Plan lines id=it.line.id title=it.line.title deferral=it.line.deferral />
        </li>
    }
}

/// Keeps what to do about a line, and shows it in its row.
fn defer(lines: Feed<DeclinedLine>, id: Uuid, body: DeferLine) {
    let toasts = Toasts::get();
    spawn_local(async move {
        let work = async move { api().defer_declined_line(id, &body).await };
        match saying(t().declined.saved, work).await {
            Ok(now) => {
                let _ = lines.items.try_update(|all| {
                    for it in all.iter_mut().flatten().filter(|it| it.line.id == id) {
                        it.clone_from(&now);
                    }
                });
            }
            Err(error) => {
                toasts.fail(&error);
                // back to what the server has
                let _ = lines.items.try_update(|_| ());
            }
        }
    });
}

/// What to do about the line; a day is asked for where one is needed.
#[component]
fn Plan(lines: Feed<DeclinedLine>, id: Uuid, title: String, deferral: Option<Deferral>) -> impl IntoView {
    let words = &t().declined;
    let waiting = RwSignal::new(false);
    let named = title.clone();
    let choose = move |event| {
        let chosen = event_target_value(&event).parse::<Deferral>().ok();
        waiting.set(chosen == Some(Deferral::Snoozed));
        if let Some(deferral) = chosen.filter(|it| *it != Deferral::Snoozed) {
            defer(lines, id, DeferLine { deferral, snoozed_until: None });
        }
    };
    let none = deferral.is_none().then(|| view! { <option value="">{words.undecided}</option> });
    let options = [
        (Deferral::Later, words.later),
        (Deferral::Snoozed, words.snoozed),
        (Deferral::DoneElsewhere, words.elsewhere),
    ]
    .map(|(own, word)| {
        view! { <option value=own.as_str() selected=deferral == Some(own)>{word}</option> }
    });
    let day = move || waiting.get().then(|| view! { <Day lines id title=title.clone() /> });
    view! {
        <div class="stack tight">
            <div class="field">
                <label for=format!("plan-{id}")>{words.plan}</label>
                <select class="input" id=format!("plan-{id}") aria-label=(words.plan_of)(&named) on:change=choose>
                    {none}
                    {options}
                </select>
            </div>
            {day}
        </div>
    }
}

/// The day on which to be reminded.
#[component]
fn Day(lines: Feed<DeclinedLine>, id: Uuid, title: String) -> impl IntoView {
    let words = &t().declined;
    let (value, problem) = (RwSignal::new(String::new()), RwSignal::new(None::<&'static str>));
    let save = move |()| {
        // the morning of that day, where the person is
        let until = value.with_untracked(|day| format::typed_time(&format!("{day}T08:00")));
        match until.filter(|until| format::millis(*until) > clock::now()) {
            Some(until) => {
                defer(lines, id, DeferLine { deferral: Deferral::Snoozed, snoozed_until: Some(until) });
            }
            None => problem.set(Some(words.day_invalid)),
        }
    };
    let described = format!("day-{id}-problem");
    view! {
        <div class="field">
            <label for=format!("day-{id}")>{words.day}</label>
            <input
                class="input"
                type="date"
                id=format!("day-{id}")
                aria-label=(words.day_of)(&title)
                aria-describedby=described.clone()
                aria-invalid=move || problem.get().map(|_| "true")
                on:input=move |event| {
                    value.set(event_target_value(&event));
                    problem.set(None);
                }
            />
            <span class="problem" id=described aria-live="polite">
                {move || problem.get()}
            </span>
        </div>
        <Button on_press=save>{words.save_day}</Button>
    }
}
