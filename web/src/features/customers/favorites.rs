use leptos::{prelude::*, task::spawn_local};
use pitlane_client::Client;
use pitlane_contract::{
    favorites::{AddFavorite, Favorite},
    paging::List,
    realtime::Event,
};

use crate::{
    account::api,
    features::favorites::{Availability, Wanted},
    format,
    realtime::Realtime,
    routing,
    text::t,
    ui::{Button, Empty, Kind, LinkButton, Load, Presence, Tip, Toasts, load, loaded},
};

/// The favorites of whoever is signed in, and who of them is there.
pub fn favorites(realtime: Realtime) -> Load<List<Favorite>> {
    let client = api();
    let favorites = load(move || {
        realtime.resumed.track();
        let client = client.clone();
        async move { client.list_favorites().await }
    });
    follow_presence(realtime, favorites);
    favorites
}

/// The favorites, each with the button that books again.
#[component]
pub fn Favorites(favorites: Load<List<Favorite>>) -> impl IntoView {
    let wanted = RwSignal::new(None::<Wanted>);
    let gone = move |provider_id| take_out(favorites, provider_id);
    let words = &t().home;
    view! {
        <section>
            <div class="head">
                <h2>{words.favorites}</h2>
                <a href=routing::DIRECTORY>{words.find}</a>
            </div>
            {loaded(favorites, 2, move |list| view! { <Rows list favorites wanted /> })}
            <Availability wanted on_gone=gone />
        </section>
    }
}

fn follow_presence(realtime: Realtime, favorites: Load<List<Favorite>>) {
    realtime.on_event(move |event| {
        let Event::PresenceChanged { provider_id, is_online, last_seen_at } = event else { return };
        favorites.value().update(|list| {
            for favorite in list.iter_mut().flat_map(|list| &mut list.items) {
                if favorite.provider_id == *provider_id {
                    favorite.is_online = *is_online;
                    favorite.last_seen_at = *last_seen_at;
                }
            }
        });
    });
}

fn take_out(favorites: Load<List<Favorite>>, provider_id: uuid::Uuid) {
    favorites.value().update(|list| {
        if let Some(list) = list {
            list.items.retain(|favorite| favorite.provider_id != provider_id);
        }
    });
}

#[component]
fn Rows(
    list: Signal<List<Favorite>>,
    favorites: Load<List<Favorite>>,
    wanted: RwSignal<Option<Wanted>>,
) -> impl IntoView {
    let none = Memo::new(move |_| list.with(|list| list.items.is_empty()));
    let words = &t().home;
    move || {
        if none.get() {
            return view! {
                <Empty title=words.favorites_empty_title text=words.favorites_empty>
                    <LinkButton href=routing::DIRECTORY>{words.find}</LinkButton>
                </Empty>
            }
            .into_any();
        }
        view! {
            <Tip name="first-rebooking" text=words.rebook_tip />
            <ul class="sheet" aria-label=words.favorites>
                <For
                    each=move || list.get().items
                    // a row is made anew when something on it changes
                    key=|favorite| (favorite.id, favorite.is_online, favorite.last_seen_at, favorite.total_services)
                    children=move |favorite| view! { <Row favorite favorites wanted /> }
                />
            </ul>
        }
        .into_any()
    }
}

fn history(favorite: &Favorite) -> String {
    let words = &t().home;
    match (favorite.total_services, favorite.last_service_at) {
        (1, Some(at)) => (words.fav_stats_one)(&format::day(at)),
        (count, Some(at)) if count > 0 => (words.fav_stats)(&format::number(count), &format::day(at)),
        _ => words.fav_none.to_owned(),
    }
}

#[component]
fn Row(
    favorite: Favorite,
    favorites: Load<List<Favorite>>,
    wanted: RwSignal<Option<Wanted>>,
) -> impl IntoView {
    let words = &t().home;
    let name = favorite.label.clone().unwrap_or_else(|| favorite.name.clone());
    let href = routing::profile(favorite.provider_type, favorite.profile_id);
    let history = history(&favorite);
    let label = (words.book_again_who)(&name);
    let remove_label = (t().favorites.remove_who)(&name);
    let me = Wanted {
        provider_id: favorite.provider_id,
        kind: favorite.provider_type,
        profile_id: favorite.profile_id,
        name: name.clone(),
    };
    let (online, seen) = (favorite.is_online, favorite.last_seen_at);
    view! {
        <li class="fav">
            <span>
                <a class="name" href=href>
                    {name}
                </a>
                " "
                <Presence online seen=Signal::stored(seen) />
            </span>
            <Button label on_press=move |()| wanted.set(Some(me.clone()))>
                {words.book_again}
            </Button>
            <small>
                {history} " "
                <Button kind=Kind::Quiet label=remove_label on_press=move |()| remove(favorites, favorite.clone())>
                    {t().common.remove}
                </Button>
            </small>
        </li>
    }
}

/// Takes a favorite away at once; the notice offers to bring it back, and so does a refusal.
fn remove(favorites: Load<List<Favorite>>, favorite: Favorite) {
    let before = favorites.value().get_untracked();
    take_out(favorites, favorite.provider_id);
    let (client, toasts) = (api(), Toasts::get());
    spawn_local(async move {
        match client.remove_favorite(favorite.id).await {
            Err(error) if error.status() != Some(404) => {
                let _ = favorites.value().try_set(before);
                toasts.fail(&error);
            }
            _ => {
                let gone = (t().favorites.removed)(&favorite.name);
                let undo = Callback::new(move |()| bring_back(favorites, &favorite, client.clone(), toasts));
                toasts.offer(gone, t().common.undo, undo);
            }
        }
    });
}

fn bring_back(favorites: Load<List<Favorite>>, favorite: &Favorite, client: Client, toasts: Toasts) {
    let body = AddFavorite { provider_id: favorite.provider_id, label: favorite.label.clone() };
    spawn_local(async move {
        match client.add_favorite(&body, None).await {
            Ok(_) => favorites.reload(),
            Err(error) => toasts.fail(&error),
        }
    });
}
