use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::{
    quotes::QuoteSummary,
    repairs::{NewPhoto, Photo, Repair},
};
use pitlane_domain::{
    limits::CAPTION,
    vocabulary::{LineDecision, LineKind, PhotoCategory, QuoteStatus},
};
use uuid::Uuid;

use super::{
    PICTURES,
    gallery::{Pairs, Small},
    name,
    uploads::{UploadList, Uploads},
    viewer::Viewer,
    word,
};
use crate::{
    account::api,
    text::t,
    ui::{Button, Confirm, Field, FilePicker, Form, Input, Kind, Load, SelectInput, Toasts, none, within},
};

/// The photos of a repair for its provider: adding, comparing, removing.
#[component]
pub fn OwnPhotos(
    /// Where the repair is loaded.
    repair: Load<Repair>,
    /// As it is now.
    now: Signal<Repair>,
) -> impl IntoView {
    let words = &t().photos;
    let photos = Signal::derive(move || now.with(|now| now.photos.clone()));
    let id = now.with_untracked(|now| now.summary.id);
    let (shown, going) = (RwSignal::new(None::<Uuid>), RwSignal::new(None::<Photo>));
    let none_yet = Memo::new(move |_| photos.with(Vec::is_empty));
    view! {
        <section class="sheet padded stack">
            <h2>{words.title}</h2>
            {move || none_yet.get().then(|| view! { <p class="soft">{words.empty}</p> })}
            <Pairs photos />
            <ul class="gallery" aria-label=words.title>
                <For
                    each=move || photos.get()
                    key=|photo| (photo.id, photo.pair_id)
                    children=move |photo| view! { <Own photo shown going /> }
                />
            </ul>
            <Add repair id photos lines=lines_of(now) />
            <Viewer photos shown />
            <Removal repair id going />
        </section>
    }
}

#[component]
fn Own(photo: Photo, shown: RwSignal<Option<Uuid>>, going: RwSignal<Option<Photo>>) -> impl IntoView {
    // a photo that the customer decided on stays with the quote's line
    let remove = photo.repair_id.is_some().then(|| {
        let own = photo.clone();
        view! {
            <Button
                kind=Kind::Quiet
                label=(t().photos.remove_of)(&name(&photo))
                on_press=move |()| going.set(Some(own.clone()))
            >
                {t().common.remove}
            </Button>
        }
    });
    let category = word(photo.category);
    view! {
        <li>
            <Small photo shown />
            <p class="row apart small">
                <span class="soft">{category}</span>
                {remove}
            </p>
        </li>
    }
}

/// Asks before a photo is removed.
#[component]
fn Removal(repair: Load<Repair>, id: Uuid, going: RwSignal<Option<Photo>>) -> impl IntoView {
    let words = &t().photos;
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        if going.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            going.set(None);
        }
    });
    let yes = move |()| {
        let Some(photo) = going.get_untracked() else { return };
        let toasts = Toasts::get();
        busy.set(true);
        spawn_local(async move {
            let outcome = api().remove_repair_photo(id, photo.id).await;
            let _ = busy.try_set(false);
            let _ = open.try_set(false);
            match outcome {
                Ok(()) => {
                    let _ = repair.value().try_update(|repair| {
                        if let Some(repair) = repair {
                            repair.photos.retain(|other| other.id != photo.id);
                        }
                    });
                    toasts.say(t().photos.removed);
                }
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! {
        <Confirm
            open
            title=words.remove_title
            text=words.remove_text
            yes=t().common.remove
            no=words.keep.to_owned()
            danger=true
            busy
            on_yes=Callback::new(yes)
        />
    }
}

/// The approved lines of the repair's quotes, which photos can belong to: their ids and titles.
type Lines = RwSignal<Vec<(String, String)>>;

fn lines_of(now: Signal<Repair>) -> Lines {
    let lines = RwSignal::new(Vec::new());
    let approved = Memo::new(move |_| {
        let some =
            |quote: &&QuoteSummary| quote.approved_cents > 0 && quote.status != QuoteStatus::Superseded;
        now.with(|now| now.quotes.iter().filter(some).map(|quote| quote.id).collect::<Vec<_>>())
    });
    Effect::new(move |_| {
        let quotes = approved.get();
        spawn_local(async move {
            let mut found = Vec::new();
            for id in quotes {
                // without them a photo can still be added to the repair as a whole
                let Ok(quote) = api().get_quote(id).await else { return };
                let yes = quote.lines.into_iter().filter(|line| line.decision == LineDecision::Approved);
                let costs = yes.filter(|line| line.kind != LineKind::Discount);
                found.extend(costs.map(|line| (line.id.to_string(), line.title)));
            }
            let _ = lines.try_set(found);
        });
    });
    lines
}

/// What the next photos show, and the button that picks them.
#[component]
fn Add(repair: Load<Repair>, id: Uuid, photos: Signal<Vec<Photo>>, lines: Lines) -> impl IntoView {
    let words = &t().photos;
    let form = Form::new();
    let category = form.field("category", PhotoCategory::Damage.as_str(), none);
    let text = form.field("caption", "", within(CAPTION));
    let pair = form.field("pair_id", "", none);
    let line = form.field("quote_line_id", "", none);
    let send = Arc::new(move |about: NewPhoto, upload, key: String| {
        Box::pin(async move { api().add_repair_photo(id, &about, upload, Some(&key)).await }) as _
    });
    let added = move |photo: Photo| {
        let _ = repair.value().try_update(|repair| {
            // the message about it may have come first
            if let Some(repair) =
                repair.as_mut().filter(|it| it.photos.iter().all(|other| other.id != photo.id))
            {
                repair.photos.push(photo);
            }
        });
        Toasts::get().say(t().photos.added);
    };
    let uploads = Uploads::new(send, Callback::new(added));
    let pick = move |file: web_sys::File| {
        if !form.check() {
            return;
        }
        let about = NewPhoto {
            category: category.value.with_untracked(|word| word.parse().ok()),
            pair_id: pair.value.with_untracked(|id| id.parse().ok()),
            quote_line_id: line.value.with_untracked(|id| id.parse().ok()),
            caption: text.filled(),
        };
        uploads.add(file, about);
        // a result has one photo before it, and the next one is about something else
        pair.value.set(String::new());
        text.value.set(String::new());
    };
    let categories = PhotoCategory::ALL
        .iter()
        .map(|it| (it.as_str().to_owned(), word(*it).to_owned()))
        .collect::<Vec<_>>();
    view! {
        <div class="form">
            <SelectInput field=category label=words.shows options=categories />
            <Input field=text label=words.caption hint=words.caption_hint.to_owned() optional=true />
            <LineOf field=line lines />
            <AfterOf field=pair photos />
            <p>
                <FilePicker label=words.add accept=PICTURES on_pick=Callback::from(pick) />
            </p>
            <UploadList uploads />
        </div>
    }
}

/// Which line of the quotes it belongs to; nothing to choose where none is approved.
#[component]
fn LineOf(field: Field, lines: Lines) -> impl IntoView {
    let words = &t().photos;
    move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            let mut options = vec![(String::new(), words.line_none.to_owned())];
            options.extend(lines);
            view! { <SelectInput field label=words.line options /> }
        })
    }
}

/// Which photo shows the state before; nothing to choose where there is none.
#[component]
fn AfterOf(field: Field, photos: Signal<Vec<Photo>>) -> impl IntoView {
    let words = &t().photos;
    let known = Memo::new(move |_| {
        photos.with(|all| {
            let numbered = all.iter().enumerate().filter(|(_, photo)| photo.pair_id.is_none());
            numbered
                .map(|(n, photo)| (photo.id.to_string(), (words.numbered)(&name(photo), n + 1)))
                .collect::<Vec<_>>()
        })
    });
    move || {
        let known = known.get();
        (!known.is_empty()).then(|| {
            let mut options = vec![(String::new(), words.after_of_none.to_owned())];
            options.extend(known);
            view! { <SelectInput field label=words.after_of options /> }
        })
    }
}
