use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::{accounts::SignIn, paging::List};

use crate::{
    account::api,
    format,
    text::t,
    ui::{Badge, Button, Load, Toasts, Tone, load, loaded},
};

/// Where the account is signed in, and a way to end each.
#[component]
pub fn SignIns() -> impl IntoView {
    let client = api();
    let sign_ins = load(move || {
        let client = client.clone();
        async move { client.list_sign_ins().await }
    });
    let words = &t().settings;
    view! {
        <section class="stack tight">
            <h2>{words.sign_ins}</h2>
            {loaded(sign_ins, 2, move |list| view! { <Rows list sign_ins /> })}
        </section>
    }
}

#[component]
fn Rows(list: Signal<List<SignIn>>, sign_ins: Load<List<SignIn>>) -> impl IntoView {
    let rows = move || list.get().items.into_iter().map(|it| view! { <Row it sign_ins /> }).collect_view();
    view! {
        <ul class="sheet" aria-label=t().settings.sign_ins>
            {rows}
        </ul>
    }
}

/// The browser and the system in two words, from how the browser names itself.
fn device(user_agent: &str) -> String {
    let find = |names: &[(&str, &str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| (*name).to_owned())
    };
    let browser =
        find(&[("Firefox", "Firefox"), ("Edg", "Edge"), ("Chrome", "Chrome"), ("Safari", "Safari")]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) if user_agent.is_empty() => t().settings.unknown_device.to_owned(),
        (None, None) => user_agent.chars().take(60).collect(),
    }
}

#[component]
fn Row(it: SignIn, sign_ins: Load<List<SignIn>>) -> impl IntoView {
    let words = &t().settings;
    let (client, toasts) = (api(), Toasts::get());
    let id = it.id;
    let device = device(&it.user_agent);
    let label = format!("{}: {device}", words.sign_out_there);
    let end = Callback::new(move |()| {
        let client = client.clone();
        let before = sign_ins.value().get_untracked();
        sign_ins.value().update(|list| {
            if let Some(list) = list {
                list.items.retain(|other| other.id != id);
            }
        });
        spawn_local(async move {
            if let Err(error) = client.end_sign_in(id).await {
                let _ = sign_ins.value().try_set(before);
                toasts.fail(&error);
            }
        });
    });
    let action = if it.current {
        view! { <Badge tone=Tone::Good text=words.this_device /> }.into_any()
    } else {
        view! { <Button label on_press=end>{words.sign_out_there}</Button> }.into_any()
    };
    view! {
        <li class="row apart">
            <div>
                <b>{device}</b>
                <br />
                <small class="soft">{(words.last_used)(&format::ago(it.last_used_at))}</small>
            </div>
            {action}
        </li>
    }
}
