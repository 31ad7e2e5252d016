use leptos::prelude::*;
use pitlane_client::ApiError;
use pitlane_contract::{problem::Code, providers::ProviderStatus};
use pitlane_domain::vocabulary::ProviderType;
use uuid::Uuid;

use crate::{
    account::api,
    format, routing,
    shell::platform::Installation,
    text::t,
    ui::{Button, Dialog, Kind, LinkButton, Load, load, problem_text},
};

/// Whom the customer wants to book again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The seller.
    pub provider_id: Uuid,
    /// Mechanic or workshop.
    pub kind: ProviderType,
    /// The mechanic or workshop behind the seller.
    pub profile_id: Uuid,
    /// Their name.
    pub name: String,
}

impl Wanted {
    fn intake(&self, wait: bool) -> String {
        let (kind, profile) = (self.kind, self.profile_id);
        let wait = if wait { "&wait=yes" } else { "" };
        format!("/book?kind={kind}&provider={profile}{wait}")
    }
}

/// Looks whether somebody is there, and offers what makes sense then. Whoever is there leads straight to the intake.
#[component]
pub fn Availability(
    /// Whom; set to ask, empty again when the dialog is closed.
    wanted: RwSignal<Option<Wanted>>,
    /// Called when the account turns out to be closed.
    #[prop(into)]
    on_gone: Callback<Uuid>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if wanted.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            wanted.set(None);
        }
    });
    let name = Memo::new(move |before: Option<&String>| {
        wanted.get().map(|wanted| wanted.name).or_else(|| before.cloned()).unwrap_or_default()
    });
    let title = RwSignal::new(String::new());
    view! {
        <Dialog open title=Signal::derive(move || title.with(|title| if title.is_empty() { name.get() } else { title.clone() }))>
            {move || {
                wanted.get_untracked().map(|wanted| view! { <Look wanted title open on_gone /> })
            }}
        </Dialog>
    }
}

#[component]
fn Look(
    wanted: Wanted,
    title: RwSignal<String>,
    open: RwSignal<bool>,
    on_gone: Callback<Uuid>,
) -> impl IntoView {
    title.set(String::new());
    let client = api();
    let status = {
        let (kind, id) = (wanted.kind, wanted.profile_id);
        load(move || {
            let client = client.clone();
            async move { client.provider_status(kind, id).await }
        })
    };
    let wanted = StoredValue::new(wanted);
    let name = wanted.with_value(|wanted| wanted.name.clone());
    Effect::new(move |_| {
        let words = &t().favorites;
        if let Some(now) = status.get() {
            title.set(match (now.accepting, now.is_online) {
                (false, _) => (words.busy_title)(&name),
                (true, true) => (words.online_title)(&name),
                (true, false) => (words.offline_title)(&name),
            });
        } else if let Some(error) = status.error() {
            title.set(if is_gone(&error) { (words.gone_title)(&name) } else { name.clone() });
            if is_gone(&error) {
                on_gone.run(wanted.with_value(|wanted| wanted.provider_id));
            }
        }
    });
    move || match (status.get(), status.error()) {
        (Some(now), _) => view! { <Ways wanted=wanted.get_value() now open /> }.into_any(),
        (None, Some(error)) if is_gone(&error) => view! { <Gone open /> }.into_any(),
        (None, Some(error)) => view! { <NotKnown error status open /> }.into_any(),
        (None, None) => view! {
            <p class="soft" role="status">
                {t().favorites.checking}
            </p>
        }
        .into_any(),
    }
}

fn is_gone(error: &ApiError) -> bool {
    error.problem().is_some_and(|problem| matches!(problem.code, Code::ProviderGone | Code::NotFound))
}

#[component]
fn Ways(wanted: Wanted, now: ProviderStatus, open: RwSignal<bool>) -> impl IntoView {
    let words = &t().favorites;
    if now.accepting && now.is_online {
        let intake = wanted.intake(false);
        return view! {
            <p class="soft">{words.online}</p>
            <div class="actions">
                <Button on_press=move |()| open.set(false)>{words.cancel}</Button>
                <LinkButton href=intake kind=Kind::Main>
                    {t().common.go_on}
                </LinkButton>
            </div>
        }
        .into_any();
    }
    let seen = now
        .last_seen_at
        .map_or_else(|| words.never_seen.to_owned(), |at| (words.last_seen)(&format::ago(at)));
    let installation = Installation::get();
    let wait = now.accepting.then(|| {
        let intake = wanted.intake(true);
        view! {
            <div>
                <LinkButton href=intake kind=Kind::Main wide=true>
                    {words.wait}
                </LinkButton>
                <p class="soft small">{move || installation.wait_window().map(words.wait_hint)}</p>
            </div>
        }
    });
    view! {
        <p class="soft">{seen} " " {words.offline}</p>
        <div class="ways">
            {wait}
            <LinkButton href="/book" wide=true>
                {words.anyone}
            </LinkButton>
            <Button wide=true kind=Kind::Quiet on_press=move |()| open.set(false)>
                {words.cancel}
            </Button>
        </div>
    }
    .into_any()
}

#[component]
fn Gone(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <p class="soft">{t().favorites.gone}</p>
        <div class="actions">
            <Button on_press=move |()| open.set(false)>{t().common.close}</Button>
            <LinkButton href=routing::DIRECTORY kind=Kind::Main>
                {t().favorites.find_other}
            </LinkButton>
        </div>
    }
}

#[component]
fn NotKnown(error: ApiError, status: Load<ProviderStatus>, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <p role="alert">{problem_text(&error)}</p>
        <div class="actions">
            <Button on_press=move |()| open.set(false)>{t().common.cancel}</Button>
            <Button kind=Kind::Main on_press=move |()| status.reload()>
                {t().common.retry}
            </Button>
        </div>
    }
}
