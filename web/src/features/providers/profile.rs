use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use pitlane_client::ApiError;
use pitlane_contract::{
    providers::{Profile, ProfileLink},
    reviews::ReviewQuery,
};
use pitlane_domain::vocabulary::{ProviderType, Role};
use uuid::Uuid;

use super::{card::kind_word, reviews::Reviews};
use crate::{
    account::{Account, api},
    features::{
        booking::service_word,
        favorites::{Availability, Heart, Wanted},
    },
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Button, Kind, LinkButton, Presence, Stars, load, loaded},
};

/// The page of one mechanic.
#[component]
pub fn MechanicProfile() -> impl IntoView {
    view! { <ProfilePage kind=ProviderType::Independent /> }
}

/// The page of one workshop.
#[component]
pub fn WorkshopProfile() -> impl IntoView {
    view! { <ProfilePage kind=ProviderType::Workshop /> }
}

#[component]
fn ProfilePage(kind: ProviderType) -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id")).and_then(|id| id.parse::<Uuid>().ok()));
    let client = api();
    let profile = load(move || {
        let (client, id) = (client.clone(), id.get());
        async move {
            let id = id.ok_or(ApiError::Unreadable { status: 404 })?;
            client.profile(kind, id).await
        }
    });
    let gone = Memo::new(move |_| profile.error().is_some_and(|error| error.status() == Some(404)));
    let shown = move |profile: Signal<Profile>| view! { <Shown profile kind /> };
    move || {
        if gone.get() { view! { <GonePage /> }.into_any() } else { loaded(profile, 6, shown).into_any() }
    }
}

#[component]
fn GonePage() -> impl IntoView {
    view! {
        <PageHead title=t().directory.gone_title lead=Signal::stored(t().directory.gone.to_owned()) />
        <p>
            <LinkButton href=routing::DIRECTORY kind=Kind::Main>
                {t().directory.title}
            </LinkButton>
        </p>
    }
}

#[component]
fn Shown(profile: Signal<Profile>, kind: ProviderType) -> impl IntoView {
    let now = profile.get_untracked();
    let query = match kind {
        ProviderType::Workshop => {
            ReviewQuery { provider_id: Some(now.provider_id), ..ReviewQuery::default() }
        }
        ProviderType::Independent => {
            ReviewQuery { mechanic_id: Some(now.profile_id), ..ReviewQuery::default() }
        }
    };
    let lead = Signal::derive(move || profile.with(|it| place(it, kind)));
    let who = now.clone();
    view! {
        <PageHead title=Signal::derive(move || profile.get().name) lead>
            <BookOrSave now=who kind />
        </PageHead>
        <div class="two keep">
            <section class="stack wide">
                {(!now.bio.is_empty()).then(|| view! { <p class="written">{now.bio.clone()}</p> })}
                <Specialties words=now.specialties.clone() />
                <Reviews query />
            </section>
            <Facts now />
        </div>
    }
}

fn place(profile: &Profile, kind: ProviderType) -> String {
    profile.workshop.as_ref().map_or_else(|| kind_word(kind).to_owned(), |it| it.name.clone())
}

#[component]
fn BookOrSave(now: Profile, kind: ProviderType) -> impl IntoView {
    let account = Account::get();
    let wanted = RwSignal::new(None);
    let (provider_id, name) = (now.provider_id, now.name.clone());
    let me = Wanted { provider_id, kind, profile_id: now.profile_id, name: now.name.clone() };
    let sign_in =
        format!("/sign-in?next={}", js_sys::encode_uri_component(&routing::profile(kind, now.profile_id)));
    let book = move || {
        let me = me.clone();
        match account.role() {
            Some(Role::Customer) => view! {
                <Button kind=Kind::Main on_press=move |()| wanted.set(Some(me.clone()))>
                    {t().directory.book}
                </Button>
            }
            .into_any(),
            None => {
                view! { <LinkButton kind=Kind::Main href=sign_in.clone()>{t().directory.book}</LinkButton> }
                    .into_any()
            }
            Some(_) => ().into_any(),
        }
    };
    view! {
        <div class="row">
            <Heart provider_id name />
            {book}
        </div>
        <Availability wanted on_gone=|_| () />
    }
}

#[component]
fn Specialties(words: Vec<String>) -> impl IntoView {
    (!words.is_empty()).then(|| {
        let tags = words.into_iter().map(|word| view! { <li class="tag">{word}</li> }).collect_view();
        view! {
            <ul class="row" aria-label=t().directory.specialties>
                {tags}
            </ul>
        }
    })
}

#[component]
fn Facts(now: Profile) -> impl IntoView {
    let words = &t().directory;
    let minutes = |minutes: f64| format::duration(minutes.round().max(1.0) * 60.0);
    let response = now.response_median_minutes.map_or_else(
        || (words.response_target)(&minutes(f64::from(now.response_target_minutes))),
        |median| (words.response)(&minutes(median)),
    );
    let years = if now.years_experience == 1 {
        words.one_year.to_owned()
    } else {
        (words.years)(now.years_experience.into())
    };
    let offers = now.services.iter().map(|kind| service_word(*kind)).collect::<Vec<_>>().join(", ");
    view! {
        <dl class="sheet padded stack about">
            <div>
                <dt>{words.presence}</dt>
                <dd>
                    <Presence online=now.is_online seen=Signal::stored(now.last_seen_at) />
                </dd>
            </div>
            <div>
                <dt>{words.rating}</dt>
                <dd>
                    <Stars rating=now.avg_rating count=now.total_reviews />
                </dd>
            </div>
            <div>
                <dt>{words.experience}</dt>
                <dd>{years}</dd>
            </div>
            <div>
                <dt>{words.answers}</dt>
                <dd>{response}</dd>
            </div>
            <div>
                <dt>{words.offers}</dt>
                <dd>{offers}</dd>
            </div>
            <Reach address=now.address phone=now.phone />
            <Members members=now.members />
        </dl>
    }
}

/// Where a workshop is, and how to call it.
#[component]
fn Reach(address: Option<String>, phone: Option<String>) -> impl IntoView {
    let words = &t().directory;
    let place = address.map(|address| {
        view! {
            <div>
                <dt>{words.address}</dt>
                <dd class="written">{address}</dd>
            </div>
        }
    });
    let number = phone.map(|phone| {
        let call = format!("tel:{phone}");
        view! {
            <div>
                <dt>{words.phone}</dt>
                <dd>
                    <a href=call>{phone}</a>
                </dd>
            </div>
        }
    });
    view! {
        {place}
        {number}
    }
}

#[component]
fn Members(members: Vec<ProfileLink>) -> impl IntoView {
    (!members.is_empty()).then(|| {
        let links = members
            .into_iter()
            .map(|member| {
                let href = routing::profile(ProviderType::Independent, member.id);
                view! { <li><a href=href>{member.name}</a></li> }
            })
            .collect_view();
        view! {
            <div>
                <dt>{t().directory.mechanics}</dt>
                <dd>
                    <ul>{links}</ul>
                </dd>
            </div>
        }
    })
}
