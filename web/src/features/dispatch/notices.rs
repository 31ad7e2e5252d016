use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::{
    notifications::{MarkRead, Notice},
    paging::CursorQuery,
    realtime::Event,
};

use crate::{
    account::api,
    format,
    realtime::Realtime,
    text::t,
    ui::{Badge, Button, Empty, Feed, Kind, LoadedFeed, Moment, Toasts, Tone, feed},
};

/// The mechanic's notices, newest first.
#[component]
pub fn Notices() -> impl IntoView {
    let words = &t().provider;
    let (client, realtime) = (api(), Realtime::get());
    let notices = feed(move |cursor| {
        realtime.resumed.track();
        let client = client.clone();
        async move { client.list_notices(&CursorQuery { limit: Some(5), cursor }).await }
    });
    realtime.on_event(move |event| {
        if let Event::NoticeSent { notice } = event {
            let _ = notices.items.try_update(|all| {
                if let Some(all) = all.as_mut().filter(|all| all.iter().all(|it| it.id != notice.id)) {
                    all.insert(0, notice.as_ref().clone());
                }
            });
        }
    });
    let empty = move || view! { <Empty title=words.notices_empty_title text=words.notices_empty /> };
    view! {
        <section>
            <div class="head">
                <h2>{words.notices}</h2>
                <MarkAll notices />
            </div>
            <LoadedFeed
                of=notices
                label=words.notices
                empty
                row=Callback::from(|notice: Notice| view! { <Row notice /> }.into_any())
            />
        </section>
    }
}

/// Marks everything as read at once; it comes back as new if the server refuses.
#[component]
fn MarkAll(notices: Feed<Notice>) -> impl IntoView {
    let (client, toasts) = (api(), Toasts::get());
    let unread = Memo::new(move |_| {
        notices.items.with(|all| all.as_ref().is_some_and(|all| all.iter().any(|it| it.read_at.is_none())))
    });
    let mark = Callback::new(move |()| {
        let client = client.clone();
        let before = notices.items.get_untracked();
        notices.items.update(|all| {
            for notice in all.iter_mut().flatten() {
                notice.read_at = notice.read_at.or(Some(notice.created_at));
            }
        });
        spawn_local(async move {
            if let Err(error) = client.mark_notices_read(&MarkRead { ids: Vec::new() }).await {
                let _ = notices.items.try_set(before);
                toasts.fail(&error);
            }
        });
    });
    move || {
        unread
            .get()
            .then(|| view! { <Button kind=Kind::Quiet on_press=mark>{t().provider.mark_read}</Button> })
    }
}

#[component]
fn Row(notice: Notice) -> impl IntoView {
    let new = notice.read_at.is_none().then(|| view! { <Badge tone=Tone::Plain text=t().provider.unread /> });
    let title = match notice.path {
        Some(path) => view! { <a class="name" href=path>{notice.title}</a> }.into_any(),
        None => view! { <b>{notice.title}</b> }.into_any(),
    };
    view! {
        <li class="notice">
            <p class="row apart">
                {title}
                {new}
            </p>
            <p class="soft small">{notice.body}</p>
            <p class="soft small">
                <Moment at=notice.created_at how=format::ago />
            </p>
        </li>
    }
}
