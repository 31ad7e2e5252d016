use leptos::prelude::*;
use pitlane_contract::repairs::Photo;
use uuid::Uuid;

use super::{name, word};
use crate::{
    format,
    text::t,
    ui::{Button, Dialog, Kind},
};

/// One photo after the other, as large as the window: arrows turn the pages, Escape closes.
#[component]
pub fn Viewer(
    /// The photos in their order.
    photos: Signal<Vec<Photo>>,
    /// The one that is shown.
    shown: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // each follows the other, and tells only what is new: a signal that is set tells it even where nothing changed
    Effect::new(move |_| {
        let there = shown.with(Option::is_some);
        if open.get_untracked() != there {
            open.set(there);
        }
    });
    // Escape and a press beside the dialog close it without asking this component
    Effect::new(move |_| {
        if !open.get() && shown.with_untracked(Option::is_some) {
            shown.set(None);
        }
    });
    let photo = Memo::new(move |_| {
        let id = shown.get()?;
        photos.with(|all| all.iter().find(|photo| photo.id == id).cloned())
    });
    let title = Signal::derive(move || photo.with(|photo| photo.as_ref().map(name)).unwrap_or_default());
    view! {
        <Dialog open title large=true>
            <Pages photos shown photo />
            <div class="actions">
                <Button kind=Kind::Quiet on_press=move |()| open.set(false)>{t().photos.close}</Button>
            </div>
        </Dialog>
    }
}

/// Where the shown photo is among all, from 0.
fn place(photos: Signal<Vec<Photo>>, shown: RwSignal<Option<Uuid>>) -> usize {
    let id = shown.get();
    photos.with(|all| all.iter().position(|photo| Some(photo.id) == id)).unwrap_or_default()
}

#[component]
fn Pages(
    photos: Signal<Vec<Photo>>,
    shown: RwSignal<Option<Uuid>>,
    photo: Memo<Option<Photo>>,
) -> impl IntoView {
    let words = &t().photos;
    let count = Memo::new(move |_| photos.with(Vec::len));
    let turn = move |ahead: bool| {
        let all = count.get_untracked();
        let now = untrack(|| place(photos, shown));
        let next = if ahead { now + 1 } else { now + all - 1 } % all.max(1);
        shown.set(photos.with_untracked(|photos| photos.get(next).map(|photo| photo.id)));
    };
    let key = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "ArrowRight" => turn(true),
        "ArrowLeft" => turn(false),
        _ => {}
    };
    let pages = move || {
        (count.get() > 1).then(|| {
            view! {
                <div class="row apart">
                    <Button on_press=move |()| turn(false)>{words.earlier}</Button>
                    <span class="soft number" role="status">
                        {move || (words.place)(place(photos, shown) + 1, count.get())}
                    </span>
                    <Button on_press=move |()| turn(true)>{words.later}</Button>
                </div>
            }
        })
    };
    view! {
        <div class="stack" on:keydown=key>
            {move || photo.get().map(|photo| view! { <Large photo /> })}
            {pages}
        </div>
    }
}

#[component]
fn Large(photo: Photo) -> impl IntoView {
    let about =
        format!("{}, {}", word(photo.category), format::exact(photo.taken_at.unwrap_or(photo.created_at)));
    view! {
        <figure class="large-photo">
            <img src=photo.url.clone() alt=name(&photo) width=photo.width height=photo.height />
            <figcaption class="soft small">{about}</figcaption>
        </figure>
    }
}
