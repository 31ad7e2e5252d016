use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::repairs::{NewPhoto, Photo};
use pitlane_domain::vocabulary::PhotoCategory;
use uuid::Uuid;

use super::{
    PICTURES,
    gallery::Small,
    uploads::{UploadList, Uploads},
    viewer::Viewer,
};
use crate::{
    account::api,
    text::t,
    ui::{FilePicker, Toasts},
};

/// The photos of a quote's line, small, each opening large; nothing where there are none.
#[component]
pub fn LinePhotos(
    /// The photos.
    #[prop(into)]
    photos: Signal<Vec<Photo>>,
    /// The line in words.
    #[prop(into)]
    title: Signal<String>,
    /// Takes one away, where that can be.
    #[prop(optional)]
    on_remove: Option<Callback<Uuid>>,
) -> impl IntoView {
    let shown = RwSignal::new(None::<Uuid>);
    let there = Memo::new(move |_| photos.with(|all| !all.is_empty()));
    move || {
        there.get().then(|| {
            view! {
                <ul class="thumbs" aria-label=move || (t().photos.of_line)(&title.get())>
                    <For
                        each=move || photos.get()
                        key=|photo| photo.id
                        children=move |photo| {
                            let id = photo.id;
                            let place = move || photos.with(|all| all.iter().position(|it| it.id == id)).unwrap_or_default();
                            let remove = on_remove.map(|remove| {
                                view! {
                                    <button
                                        type="button"
                                        class="button quiet small"
                                        aria-label=move || (t().photos.remove_nth)(place() + 1, &title.get())
                                        on:click=move |_| remove.run(id)
                                    >
                                        {t().common.remove}
                                    </button>
                                }
                            });
                            view! {
                                <li>
                                    <Small photo shown called=title.get_untracked() />
                                    {remove}
                                </li>
                            }
                        }
                    />
                </ul>
                <Viewer photos shown />
            }
        })
    }
}

/// Takes a photo of a line of a draft away.
pub fn remove_from(quote: Uuid, photos: RwSignal<Vec<Photo>>) -> Callback<Uuid> {
    Callback::new(move |id: Uuid| {
        let toasts = Toasts::get();
        spawn_local(async move {
            match api().remove_quote_photo(quote, id).await {
                Ok(()) => {
                    let _ = photos.try_update(|all| all.retain(|photo| photo.id != id));
                    toasts.say(t().photos.removed);
                }
                Err(error) => toasts.fail(&error),
            }
        });
    })
}

/// Adds photos to a line of a draft, once the server knows the line.
#[component]
pub fn LineUploads(
    /// The quote.
    quote: Uuid,
    /// The line's id, once it has one.
    line: StoredValue<Option<Uuid>>,
    /// Its place among the lines, from 1.
    place: Memo<usize>,
    /// The photos that it has.
    photos: RwSignal<Vec<Photo>>,
) -> impl IntoView {
    let words = &t().photos;
    let send = Arc::new(move |about: NewPhoto, upload, key: String| {
        Box::pin(async move { api().add_quote_photo(quote, &about, upload, Some(&key)).await }) as _
    });
    let uploads = Uploads::new(send, Callback::new(move |photo| photos.update(|all| all.push(photo))));
    let pick = move |file: web_sys::File| {
        let Some(id) = line.get_value() else {
            Toasts::get().say(words.line_first);
            return;
        };
        let about = NewPhoto {
            category: Some(PhotoCategory::Damage),
            pair_id: None,
            quote_line_id: Some(id),
            caption: None,
        };
        uploads.add(file, about);
    };
    view! {
        {move || view! { <FilePicker label=words.add name=(words.add_to)(place.get()) accept=PICTURES on_pick=Callback::from(pick) /> }}
        <UploadList uploads />
    }
}
