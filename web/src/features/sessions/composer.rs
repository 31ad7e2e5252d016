use chrono::DateTime;
use leptos::{prelude::*, task::spawn_local};
use pitlane_client::fresh_key;
use pitlane_contract::{realtime::ClientFrame, sessions::SessionFile};
use uuid::Uuid;

use super::lines::{Line, Lines};
use crate::{
    account::{Account, api},
    clock,
    realtime::Realtime,
    text::t,
    ui::{Button, FilePicker, Kind, Toasts, read_file},
};

/// The other one is told at most this often that this one writes.
const TELL_EVERY_MS: f64 = 3_000.0;
/// Files in one message.
const MOST_FILES: usize = 5;

/// Where a message is written: Enter sends, Shift and Enter begins a new line.
#[component]
pub fn Composer(
    /// The session.
    id: Uuid,
    /// The conversation.
    lines: Lines,
    /// Sends a line.
    send: Callback<Line>,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let files = RwSignal::new(Vec::<SessionFile>::new());
    let uploading = RwSignal::new(0_usize);
    let account = Account::get();
    let post = move || {
        let typed = text.with_untracked(|text| text.trim().to_owned());
        let (Some(me), true) =
            (account.me_now(), !typed.is_empty() || files.with_untracked(|it| !it.is_empty()))
        else {
            return;
        };
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
        let at = DateTime::from_timestamp_millis(clock::now() as i64).unwrap_or_default();
        let line = Line::draft(me.id, me.name, typed, files.get_untracked(), at);
        lines.add(line.clone());
        send.run(line);
        text.set(String::new());
        files.set(Vec::new());
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        post();
    };
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            post();
        }
    };
    let tell = tell_typing(id);
    let typed = move |event| {
        text.set(event_target_value(&event));
        tell();
    };
    let busy = Signal::derive(move || uploading.get() > 0);
    view! {
        <form class="composer" on:submit=submit>
            <Attached files uploading />
            <textarea
                class="input"
                rows="1"
                aria-label=t().room.message
                placeholder=t().room.message_placeholder
                maxlength="4000"
                prop:value=move || text.get()
                on:input=typed
                on:keydown=key
            ></textarea>
            <Attach id files uploading />
            <Button kind=Kind::Main submit=true disabled=busy>
                {t().room.send}
            </Button>
        </form>
    }
}

/// Tells the other one now and then that this one writes.
fn tell_typing(session_id: Uuid) -> impl Fn() + Copy {
    let realtime = Realtime::get();
    let told = StoredValue::new(0.0);
    move || {
        if clock::now() - told.get_value() > TELL_EVERY_MS {
            told.set_value(clock::now());
            realtime.send(ClientFrame::Typing { session_id });
        }
    }
}

#[component]
fn Attach(id: Uuid, files: RwSignal<Vec<SessionFile>>, uploading: RwSignal<usize>) -> impl IntoView {
    let (client, toasts) = (api(), Toasts::get());
    let full = Signal::derive(move || files.with(Vec::len) + uploading.get() >= MOST_FILES);
    let pick = move |file: web_sys::File| {
        let client = client.clone();
        uploading.update(|count| *count += 1);
        spawn_local(async move {
            match read_file(file).await {
                Ok(upload) => match client.upload_file(id, upload, Some(&fresh_key())).await {
                    Ok(file) => drop(files.try_update(|files| files.push(file))),
                    Err(error) => toasts.fail(&error),
                },
                Err(text) => toasts.say(text),
            }
            let _ = uploading.try_update(|count| *count = count.saturating_sub(1));
        });
    };
    view! { <FilePicker label=t().common.choose_files disabled=full on_pick=Callback::from(pick) /> }
}

/// What goes out with the next message.
#[component]
fn Attached(files: RwSignal<Vec<SessionFile>>, uploading: RwSignal<usize>) -> impl IntoView {
    let chips = move || {
        files
            .get()
            .into_iter()
            .map(|file| {
                let label = (t().common.remove_file)(&file.name);
                let id = file.id;
                view! {
                    <li class="file">
                        <span>{file.name}</span>
                        <button
                            type="button"
                            aria-label=label
                            on:click=move |_| files.update(|files| files.retain(|other| other.id != id))
                        >
                            "\u{d7}"
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    let note =
        move || (uploading.get() > 0).then(|| view! { <li class="soft small">{t().room.uploading}</li> });
    view! {
        <ul class="files" aria-live="polite">
            {chips}
            {note}
        </ul>
    }
}
