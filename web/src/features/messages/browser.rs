use leptos::{prelude::*, task::spawn_local};
use pitlane_client::{ApiError, Client};
use pitlane_contract::messages::{PushEndpoint, PushSubscription};

use crate::{
    account::api,
    push::{self, PushFailure, Subscription},
    shell::platform::Installation,
    storage::{self, Key},
    text::t,
    ui::{Button, Toasts, problem_text},
};

/// Where messages to this browser stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Unknown,
    Unsupported,
    Denied,
    Off,
    On,
}

/// Has this browser show messages, or stop to.
#[component]
pub fn ThisBrowser(
    /// The server's public key.
    push_key: String,
) -> impl IntoView {
    let words = &t().messages;
    let (standing, busy) = (RwSignal::new(Standing::Unknown), RwSignal::new(false));
    // asked before the button is pressed: the demo may stand in for a push service
    let installation = Installation::get();
    let demo = Memo::new(move |_| installation.outbox());
    let (client, toasts, key) = (StoredValue::new(api()), Toasts::get(), StoredValue::new(push_key));
    Effect::new(move |_| spawn_local(async move { standing.set(now().await) }));
    let begin = move |()| {
        busy.set(true);
        let (demo, client, key) = (demo.get_untracked(), client.get_value(), key.get_value());
        spawn_local(async move {
            match subscribe(&client, &key, demo).await {
                Ok(()) => standing.set(Standing::On),
                Err(Failure::Here(PushFailure::Denied)) => standing.set(Standing::Denied),
                Err(Failure::Here(PushFailure::Unsupported)) => standing.set(Standing::Unsupported),
                Err(Failure::Here(PushFailure::Unavailable)) => toasts.say(words.browser_unavailable),
                Err(Failure::There(error)) => toasts.say(problem_text(&error)),
            }
            busy.set(false);
        });
    };
    let end = move |()| {
        busy.set(true);
        let client = client.get_value();
        spawn_local(async move {
            match unsubscribe(&client).await {
                Ok(()) => standing.set(Standing::Off),
                Err(error) => toasts.say(problem_text(&error)),
            }
            busy.set(false);
        });
    };
    let body = move || match standing.get() {
        Standing::Unknown => ().into_any(),
        Standing::Unsupported => view! { <p class="soft">{words.browser_unsupported}</p> }.into_any(),
        Standing::Denied => view! { <p class="soft">{words.browser_denied}</p> }.into_any(),
        Standing::Off => button(words.browser_off, words.browser_begin, busy, Callback::new(begin)),
        Standing::On => button(words.browser_on, words.browser_end, busy, Callback::new(end)),
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.browser}</h2>
            {body}
        </section>
    }
}

fn button(text: &'static str, word: &'static str, busy: RwSignal<bool>, on_press: Callback<()>) -> AnyView {
    view! {
        <p class="soft">{text}</p>
        <div class="actions start">
            <Button busy on_press=on_press>
                {word}
            </Button>
        </div>
    }
    .into_any()
}

async fn now() -> Standing {
    if storage::get(Key::PushStandIn).is_some() {
        return Standing::On;
    }
    if !push::supported() {
        return Standing::Unsupported;
    }
    if push::denied() {
        return Standing::Denied;
    }
    if push::current().await.is_some() { Standing::On } else { Standing::Off }
}

enum Failure {
    Here(PushFailure),
    There(ApiError),
}

async fn subscribe(client: &Client, key: &str, demo: bool) -> Result<(), Failure> {
    let subscription = match push::subscribe(key).await {
        // a demo may run where no push service can be reached: its messages end in the outbox either way
        Err(PushFailure::Unavailable) if demo => stand_in(),
        answer => answer.map_err(Failure::Here)?,
    };
    let Subscription { endpoint, p256dh, auth } = subscription;
    client.add_push_subscription(&PushSubscription { endpoint, p256dh, auth }).await.map_err(Failure::There)
}

fn stand_in() -> Subscription {
    let [first, second] = [(); 2].map(|()| js_sys::Math::random().to_bits());
    let endpoint = format!("https://push.sandbox.example/{first:x}{second:x}");
    storage::set(Key::PushStandIn, &endpoint);
    Subscription { endpoint, p256dh: "sandbox".to_owned(), auth: "sandbox".to_owned() }
}

async fn unsubscribe(client: &Client) -> Result<(), ApiError> {
    let stood_in = storage::get(Key::PushStandIn);
    let had = push::unsubscribe().await.map(|subscription| subscription.endpoint);
    for endpoint in [stood_in, had].into_iter().flatten() {
        client.remove_push_subscription(&PushEndpoint { endpoint }).await?;
    }
    storage::remove(Key::PushStandIn);
    Ok(())
}
