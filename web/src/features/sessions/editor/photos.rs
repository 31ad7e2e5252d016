use leptos::{prelude::*, task::spawn_local};
use pitlane_client::fresh_key;
use pitlane_contract::{paging::List, sessions::SessionFile};
use pitlane_domain::vocabulary::FileKind;
use uuid::Uuid;

use crate::{
    account::api,
    text::t,
    ui::{FilePicker, Load, Toasts, load, loaded, read_file},
};

/// The server takes this many.
const MOST: usize = 20;

/// The pictures of the session, to choose from and to add to.
#[component]
pub fn PhotosEditor(
    /// The session.
    session: Uuid,
    /// The chosen ones, in the order of choosing.
    chosen: RwSignal<Vec<Uuid>>,
) -> impl IntoView {
    let words = &t().editor;
    let client = api();
    let files = load(move || {
        let client = client.clone();
        async move { client.list_files(session).await }
    });
    view! {
        <fieldset class="stack tight">
            <legend>{words.photos}</legend>
            {loaded(files, 1, move |list| view! { <Pictures list chosen /> })}
            <Add session files chosen />
        </fieldset>
    }
}

#[component]
fn Pictures(list: Signal<List<SessionFile>>, chosen: RwSignal<Vec<Uuid>>) -> impl IntoView {
    let pictures = Memo::new(move |_| {
        list.get().items.into_iter().filter(|file| file.kind == FileKind::Image).collect::<Vec<_>>()
    });
    let none = Memo::new(move |_| pictures.with(Vec::is_empty));
    view! {
        <p class="soft small">
            {move || if none.get() { t().editor.photos_empty } else { t().editor.photos_lead }}
        </p>
        <ul class="gallery picks">
            <For
                each=move || pictures.get()
                key=|file| file.id
                children=move |file| view! { <Picture file chosen /> }
            />
        </ul>
    }
}

#[component]
fn Picture(file: SessionFile, chosen: RwSignal<Vec<Uuid>>) -> impl IntoView {
    let id = file.id;
    let on = Memo::new(move |_| chosen.with(|all| all.contains(&id)));
    let full = move || !on.get() && chosen.with(Vec::len) >= MOST;
    let change = move |event| {
        let wanted = event_target_checked(&event);
        chosen.update(|all| {
            all.retain(|other| *other != id);
            if wanted {
                all.push(id);
            }
        });
    };
    view! {
        <li>
            <label class="pick">
                <input type="checkbox" prop:checked=move || on.get() disabled=full on:change=change />
                <img src=file.url alt="" loading="lazy" />
                <span class="small">{(t().editor.show_photo)(&file.name)}</span>
            </label>
        </li>
    }
}

/// Adds pictures to the session; what is added here is chosen at once.
#[component]
fn Add(session: Uuid, files: Load<List<SessionFile>>, chosen: RwSignal<Vec<Uuid>>) -> impl IntoView {
    let (client, toasts) = (api(), Toasts::get());
    let uploading = RwSignal::new(0_usize);
    let full = Signal::derive(move || chosen.with(Vec::len) + uploading.get() >= MOST);
    let pick = move |file: web_sys::File| {
        let client = client.clone();
        uploading.update(|count| *count += 1);
        spawn_local(async move {
            match read_file(file).await {
                Ok(upload) => match client.upload_file(session, upload, Some(&fresh_key())).await {
                    Ok(file) => {
                        let _ = chosen.try_update(|all| all.push(file.id));
                        let _ =
                            files.value().try_update(|list| list.as_mut().map(|list| list.items.push(file)));
                    }
                    Err(error) => toasts.fail(&error),
                },
                Err(text) => toasts.say(text),
            }
            let _ = uploading.try_update(|count| *count = count.saturating_sub(1));
        });
    };
    view! {
        <p class="row">
            <FilePicker
                label=t().editor.add_photos
                accept="image/jpeg,image/png,image/webp"
                disabled=full
                on_pick=Callback::from(pick)
            />
            <span class="soft small" role="status">
                {move || (uploading.get() > 0).then_some(t().editor.uploading)}
            </span>
        </p>
    }
}
