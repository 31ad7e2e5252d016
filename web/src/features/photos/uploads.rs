use std::{future::Future, pin::Pin, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use pitlane_client::{ApiError, Upload, fresh_key};
use pitlane_contract::repairs::{NewPhoto, Photo};
use send_wrapper::SendWrapper;

use crate::{
    text::t,
    ui::{Button, Kind, problem_text, read_file},
};

/// Brings one photo to the server.
pub type Send = Arc<
    dyn Fn(NewPhoto, Upload, String) -> Pin<Box<dyn Future<Output = Result<Photo, ApiError>>>>
        + std::marker::Send
        + Sync,
>;

/// A picked file on its way.
#[derive(Clone)]
struct Item {
    /// Also what makes a retry the same photo.
    key: String,
    name: String,
    file: SendWrapper<web_sys::File>,
    about: NewPhoto,
    /// Why it is not there; none while it is on its way.
    problem: RwSignal<Option<String>>,
}

/// The photos that are not there yet: on their way, or refused and waiting for another try.
#[derive(Clone, Copy)]
pub struct Uploads {
    all: RwSignal<Vec<Item>>,
    send: StoredValue<Send>,
    on_added: Callback<Photo>,
}

impl Uploads {
    /// Nothing on its way; `on_added` gets each photo that arrived.
    pub fn new(send: Send, on_added: Callback<Photo>) -> Self {
        Self { all: RwSignal::new(Vec::new()), send: StoredValue::new(send), on_added }
    }

    /// Sends a picked file.
    pub fn add(self, file: web_sys::File, about: NewPhoto) {
        let item = Item {
            key: fresh_key(),
            name: file.name(),
            file: SendWrapper::new(file),
            about,
            problem: RwSignal::new(None),
        };
        self.all.update(|all| all.push(item.clone()));
        self.go(item);
    }

    fn drop(self, key: &str) {
        // the page may be gone when a photo arrives
        let _ = self.all.try_update(|all| all.retain(|item| item.key != key));
    }

    fn go(self, item: Item) {
        item.problem.set(None);
        let send = self.send.get_value();
        spawn_local(async move {
            let outcome = match read_file((*item.file).clone()).await {
                Ok(upload) => {
                    send(item.about.clone(), upload, item.key.clone()).await.map_err(|it| reason(&it))
                }
                Err(why) => Err(why),
            };
            match outcome {
                Ok(photo) => {
                    self.drop(&item.key);
                    self.on_added.try_run(photo);
                }
                Err(why) => drop(item.problem.try_set(Some(why))),
            }
        });
    }
}

/// Why the server refused, as exactly as it says.
fn reason(error: &ApiError) -> String {
    let first = error.problem().and_then(|problem| problem.errors.first());
    first.map_or_else(|| problem_text(error), |first| first.message.clone())
}

/// What is on its way, and what was refused with another try.
#[component]
pub fn UploadList(
    /// The uploads.
    uploads: Uploads,
) -> impl IntoView {
    view! {
        <ul class="uploads" aria-live="polite">
            <For
                each=move || uploads.all.get()
                key=|item| item.key.clone()
                children=move |item| view! { <Row uploads item /> }
            />
        </ul>
    }
}

#[component]
fn Row(uploads: Uploads, item: Item) -> impl IntoView {
    let words = &t().photos;
    let item = StoredValue::new(item);
    let inside = move || {
        let Item { key, name, problem, .. } = item.get_value();
        let Some(why) = problem.get() else {
            let label = (words.uploading)(&name);
            return view! { <progress aria-label=label.clone()></progress> <span>{label}</span> }.into_any();
        };
        view! {
            <span class="problem">{(words.failed)(&name, &why)}</span>
            <Button label=(words.retry)(&name) on_press=move |()| uploads.go(item.get_value())>
                {t().common.retry}
            </Button>
            <Button kind=Kind::Quiet label=(words.forget)(&name) on_press=move |()| uploads.drop(&key)>
                {t().common.dismiss}
            </Button>
        }
        .into_any()
    };
    view! { <li class="row small">{inside}</li> }
}
