use leptos::prelude::*;
use pitlane_contract::repairs::Photo;
use pitlane_domain::vocabulary::PhotoCategory;
use uuid::Uuid;

use super::{compare::Compare, name, viewer::Viewer, word};
use crate::text::t;

/// The photos of a repair as its customer sees them; nothing where there are none.
#[component]
pub fn Gallery(
    /// The photos, oldest first.
    photos: Signal<Vec<Photo>>,
) -> impl IntoView {
    let there = Memo::new(move |_| photos.with(|all| !all.is_empty()));
    let shown = RwSignal::new(None::<Uuid>);
    move || {
        there.get().then(|| {
            let groups =
                PhotoCategory::ALL.iter().map(|category| view! { <Group photos category=*category shown /> });
            view! {
                <section>
                    <div class="head">
                        <h2>{t().photos.title}</h2>
                    </div>
                    <div class="sheet padded stack wide">
                        <Pairs photos />
                        {groups.collect_view()}
                    </div>
                    <Viewer photos shown />
                </section>
            }
        })
    }
}

/// Every photo that shows a result, with the one before.
fn pairs(photos: &[Photo]) -> Vec<(Photo, Photo)> {
    let before = |after: &Photo| photos.iter().find(|photo| Some(photo.id) == after.pair_id).cloned();
    photos.iter().filter_map(|after| Some((before(after)?, after.clone()))).collect()
}

/// Before and after, each pair under a slider; nothing where there are none.
#[component]
pub fn Pairs(
    /// The photos.
    photos: Signal<Vec<Photo>>,
) -> impl IntoView {
    let all = Memo::new(move |_| photos.with(|photos| pairs(photos)));
    let there = Memo::new(move |_| all.with(|all| !all.is_empty()));
    move || {
        there.get().then(|| {
            view! {
                <section class="stack">
                    <h3>{t().photos.pairs}</h3>
                    <div class="pairs">
                        // the addresses are signed anew with each answer; what is shown already stays
                        <For
                            each=move || all.get()
                            key=|(before, after)| (before.id, after.id)
                            children=|(before, after)| view! { <Compare before after /> }
                        />
                    </div>
                </section>
            }
        })
    }
}

#[component]
fn Group(
    photos: Signal<Vec<Photo>>,
    category: PhotoCategory,
    shown: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    let mine = Memo::new(move |_| {
        photos.with(|all| all.iter().filter(|photo| photo.category == category).cloned().collect::<Vec<_>>())
    });
    let there = Memo::new(move |_| mine.with(|mine| !mine.is_empty()));
    move || {
        there.get().then(|| {
            view! {
                <section class="stack">
                    <h3>{word(category)}</h3>
                    <ul class="gallery" aria-label=word(category)>
                        <For
                            each=move || mine.get()
                            key=|photo| photo.id
                            children=move |photo| view! { <li><Small photo shown /></li> }
                        />
                    </ul>
                </section>
            }
        })
    }
}

/// A photo that opens large.
#[component]
pub fn Small(
    /// The photo.
    photo: Photo,
    /// The one that is shown large.
    shown: RwSignal<Option<Uuid>>,
    /// What it is called where it has no caption.
    #[prop(optional, into)]
    called: Option<String>,
) -> impl IntoView {
    let called = called.filter(|_| photo.caption.is_empty()).unwrap_or_else(|| name(&photo));
    let caption =
        (!photo.caption.is_empty()).then(|| view! { <figcaption>{photo.caption.clone()}</figcaption> });
    let id = photo.id;
    view! {
        <figure class="small-photo">
            <button type="button" aria-label=(t().photos.open)(&called) on:click=move |_| shown.set(Some(id))>
                <img src=photo.url alt="" width=photo.width height=photo.height loading="lazy" />
            </button>
            {caption}
        </figure>
    }
}
