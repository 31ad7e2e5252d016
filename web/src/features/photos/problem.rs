use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::{
    dispatch::RequestPhoto,
    repairs::{NewPhoto, Photo},
};
use pitlane_domain::{dispatch::MOST_PHOTOS, vocabulary::PhotoCategory};
use uuid::Uuid;

use super::{
    LinePhotos, PICTURES,
    gallery::Small,
    uploads::{UploadList, Uploads},
    viewer::Viewer,
};
use crate::{
    account::api,
    text::t,
    ui::{Button, FilePicker, Kind, Toasts, load},
};

/// A photo of a problem as the components show photos.
fn shown_as(photo: RequestPhoto) -> Photo {
    Photo {
        id: photo.id,
        repair_id: None,
        category: PhotoCategory::Damage,
        pair_id: None,
        quote_line_id: None,
        caption: String::new(),
        width: photo.width,
        height: photo.height,
        url: photo.url,
        url_expires_at: photo.url_expires_at,
        taken_at: None,
        created_at: photo.created_at,
    }
}

/// Photos that show a problem, before it is booked: adding, looking at them, removing.
#[component]
pub fn ProblemPhotos(
    /// Those that are there.
    photos: RwSignal<Vec<Photo>>,
) -> impl IntoView {
    let words = &t().photos;
    let send = Arc::new(move |_: NewPhoto, upload, key: String| {
        Box::pin(async move { api().upload_request_photo(upload, Some(&key)).await.map(shown_as) }) as _
    });
    let uploads = Uploads::new(send, Callback::new(move |photo| photos.update(|all| all.push(photo))));
    let pick = move |file: web_sys::File| {
        if photos.with_untracked(Vec::len) >= MOST_PHOTOS {
            Toasts::get().say(words.enough);
            return;
        }
        let about = NewPhoto {
            category: Some(PhotoCategory::Damage),
            pair_id: None,
            quote_line_id: None,
            caption: None,
        };
        uploads.add(file, about);
    };
    let shown = RwSignal::new(None::<Uuid>);
    view! {
        <div class="stack tight">
            <ul class="thumbs" aria-label=words.of_problem>
                <For
                    each=move || photos.get()
                    key=|photo| photo.id
                    children=move |photo| view! { <Picked photo photos shown /> }
                />
            </ul>
            <p class="row">
                <FilePicker label=words.add accept=PICTURES on_pick=Callback::from(pick) />
                <span class="soft small">{words.problem_hint}</span>
            </p>
            <UploadList uploads />
            <Viewer photos=photos.into() shown />
        </div>
    }
}

#[component]
fn Picked(photo: Photo, photos: RwSignal<Vec<Photo>>, shown: RwSignal<Option<Uuid>>) -> impl IntoView {
    let words = &t().photos;
    let id = photo.id;
    let called = move || {
        let place = photos.with(|all| all.iter().position(|photo| photo.id == id)).unwrap_or_default();
        (words.numbered)(words.of_problem, place + 1)
    };
    let remove = move |()| {
        // what no booking names is removed by the server in a day, also when it does not hear of this
        photos.update(|all| all.retain(|photo| photo.id != id));
        spawn_local(async move { drop(api().remove_request_photo(id).await) });
    };
    view! {
        <li>
            <Small photo shown called=untrack(called) />
            <Button kind=Kind::Quiet label=(words.remove_of)(&untrack(called)) on_press=remove>
                {t().common.remove}
            </Button>
        </li>
    }
}

/// The photos of a request, for whoever may look at them; nothing where there are none.
#[component]
pub fn RequestPhotos(
    /// The request.
    request: Uuid,
) -> impl IntoView {
    let client = api();
    let found = load(move || {
        let client = client.clone();
        async move { client.list_request_photos(request).await }
    });
    let photos = Signal::derive(move || {
        found.get().map(|list| list.items.into_iter().map(shown_as).collect::<Vec<_>>()).unwrap_or_default()
    });
    view! { <LinePhotos photos title=Signal::stored(t().photos.of_problem.to_owned()) /> }
}
