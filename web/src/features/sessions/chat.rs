use gloo_timers::callback::Timeout;
use leptos::{html, prelude::*, task::spawn_local};
use pitlane_client::Client;
use pitlane_contract::{
    paging::CursorQuery,
    realtime::{Event, ServerFrame},
    sessions::{Session, SessionFile},
};
use pitlane_domain::vocabulary::FileKind;
use send_wrapper::SendWrapper;
use uuid::Uuid;

use super::{
    composer::Composer,
    lines::{Delivery, Line, Lines},
    room::other,
};
use crate::{
    account::{Account, api},
    format,
    realtime::Realtime,
    text::t,
    ui::{Button, Load, Moment, Skeleton, load},
};

/// "Writing" is shown this long after the last sign of it.
const WRITING_MS: u32 = 4_000;

/// The conversation of a session.
#[component]
pub fn Chat(
    /// The session.
    id: Uuid,
    /// Whether one may still write.
    #[prop(into)]
    open: Signal<bool>,
    /// The session as it is now.
    now: Signal<Session>,
) -> impl IntoView {
    let (client, realtime) = (api(), Realtime::get());
    let lines = Lines(RwSignal::new(Vec::new()));
    let history = {
        let client = client.clone();
        load(move || {
            realtime.resumed.track();
            let client = client.clone();
            async move {
                let stretch =
                    client.list_messages(id, &CursorQuery { limit: Some(100), cursor: None }).await?;
                lines.take(stretch.items.into_iter().map(Line::from));
                Ok(stretch.next_cursor)
            }
        })
    };
    let writing = listen(realtime, id, lines);
    let list = NodeRef::<html::Ol>::new();
    Effect::new(move |_| {
        lines.0.track();
        let Some(list) = list.get() else { return };
        // after the new line is in the page
        request_animation_frame(move || list.set_scroll_top(list.scroll_height()));
    });
    let again = Callback::new(move |line: Line| send(client.clone(), id, lines, line));
    Effect::new(move |before: Option<u32>| {
        let times = realtime.resumed.get();
        // what could not be sent while the connection was lost goes out with its return; the server takes it once
        if before.is_some() {
            let unsent: Vec<_> = lines.0.with_untracked(|all| {
                all.iter().filter(|line| line.delivery == Delivery::Failed).cloned().collect()
            });
            for line in unsent {
                again.run(line);
            }
        }
        times
    });
    let note = move || writing.get().then(|| (t().room.is_writing)(&now.with(|it| other(it).name.clone())));
    view! {
        <section class="chat sheet" aria-label=t().room.messages>
            <ol class="lines" node_ref=list tabindex="0" aria-live="polite" aria-label=t().room.messages>
                <Nothing history lines />
                <For
                    each=move || lines.0.get()
                    key=|line| (line.client_id, line.delivery)
                    children=move |line| view! { <OneLine line again /> }
                />
            </ol>
            <p class="writing soft small" aria-live="polite">
                {note}
            </p>
            {move || open.get().then(|| view! { <Composer id lines send=again /> })}
        </section>
    }
}

/// Takes in what the other one writes; answers whether they are writing.
fn listen(realtime: Realtime, id: Uuid, lines: Lines) -> RwSignal<bool> {
    let writing = RwSignal::new(false);
    let timer = StoredValue::new(None::<SendWrapper<Timeout>>);
    realtime.on_frame(move |frame| match frame {
        ServerFrame::Event { event: Event::MessageSent { message }, .. } if message.session_id == id => {
            writing.set(false);
            lines.take([Line::from(message.as_ref().clone())]);
        }
        ServerFrame::Typing { session_id, .. } if *session_id == id => {
            writing.set(true);
            let end = Timeout::new(WRITING_MS, move || {
                let _ = writing.try_set(false);
            });
            timer.set_value(Some(SendWrapper::new(end)));
        }
        _ => {}
    });
    writing
}

/// Sends a line; it shows at once, and says when it did not arrive.
fn send(client: Client, id: Uuid, lines: Lines, line: Line) {
    lines.mark(line.client_id, Delivery::Sending);
    spawn_local(async move {
        match client.send_message(id, &line.body()).await {
            Ok(message) => lines.take([Line::from(message)]),
            Err(_) => lines.mark(line.client_id, Delivery::Failed),
        }
    });
}

#[component]
fn Nothing(history: Load<Option<String>>, lines: Lines) -> impl IntoView {
    let empty = Memo::new(move |_| lines.0.with(Vec::is_empty));
    move || {
        if !empty.get() {
            ().into_any()
        } else if history.get().is_none() && history.error().is_none() {
            view! { <li><Skeleton lines=2 /></li> }.into_any()
        } else {
            view! { <li class="soft">{t().room.no_messages}</li> }.into_any()
        }
    }
}

#[component]
fn OneLine(line: Line, again: Callback<Line>) -> impl IntoView {
    let words = &t().room;
    let own = Account::get().me_now().is_some_and(|me| me.id == line.sender_id);
    let who = if own { words.you.to_owned() } else { line.sender_name.clone() };
    let files = line.files.clone().into_iter().map(|file| view! { <File file /> }).collect_view();
    let text = (!line.text.is_empty()).then(|| view! { <p class="written">{line.text.clone()}</p> });
    let side = match line.delivery {
        Delivery::Sent => view! { <Moment at=line.at how=format::time /> }.into_any(),
        Delivery::Sending => view! { <span>{words.sending}</span> }.into_any(),
        Delivery::Failed => {
            let retry = line.clone();
            view! {
                <span class="problem">{words.not_sent}</span>
                <Button on_press=move |()| again.run(retry.clone())>{t().common.retry}</Button>
            }
            .into_any()
        }
    };
    view! {
        <li class="line" class:own=own>
            <small class="soft">{who} " " {side}</small>
            <div class="bubble">{text} {files}</div>
        </li>
    }
}

/// A file of the conversation: pictures are shown, documents named.
#[component]
pub fn File(
    /// The file.
    file: SessionFile,
) -> impl IntoView {
    let href = file.url.clone();
    match file.kind {
        FileKind::Image => view! {
            <a href=href target="_blank" rel="noopener external">
                <img
                    src=file.url
                    alt=(t().room.photo_of)(&file.name)
                    width=file.width.map(|width| width.to_string())
                    height=file.height.map(|height| height.to_string())
                    loading="lazy"
                />
            </a>
        }
        .into_any(),
        FileKind::Document => view! {
            <a href=href target="_blank" rel="noopener external">
                {file.name}
            </a>
        }
        .into_any(),
    }
}
