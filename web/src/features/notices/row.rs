use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::notifications::{MarkRead, Notice};

use super::Unread;
use crate::{
    account::api,
    format,
    text::t,
    ui::{Badge, Button, Feed, Kind, Moment, Toasts, Tone},
};

/// One notice, which leads to what it is about.
#[component]
pub fn Row(
    /// The notice.
    notice: Notice,
    /// Whether it counts as new.
    new: Signal<bool>,
) -> impl IntoView {
    let badge = move || new.get().then(|| view! { <Badge tone=Tone::Plain text=t().notices.unread /> });
    let (id, unread) = (notice.id, notice.read_at.is_none());
    let follow = move |_| {
        if unread {
            Unread::get().mark(vec![id]);
        }
    };
    let title = match notice.path {
        Some(path) => view! { <a class="name" href=path on:click=follow>{notice.title}</a> }.into_any(),
        None => view! { <b>{notice.title}</b> }.into_any(),
    };
    view! {
        <li class="notice">
            <p class="row apart">
                {title}
                {badge}
            </p>
            <p class="soft small">{notice.body}</p>
            <p class="soft small">
                <Moment at=notice.created_at how=format::ago />
            </p>
        </li>
    }
}

/// Marks everything as read at once; it comes back as new if the server refuses.
#[component]
pub fn MarkAll(
    /// The notices that are shown.
    notices: Feed<Notice>,
    /// Whether there is anything to mark.
    #[prop(into)]
    wanted: Signal<bool>,
    /// Told when they are marked.
    #[prop(optional, into)]
    on_marked: Option<Callback<()>>,
) -> impl IntoView {
    let (client, toasts) = (api(), Toasts::get());
    let mark = Callback::new(move |()| {
        let client = client.clone();
        let before = notices.items.get_untracked();
        notices.items.update(|all| {
            for notice in all.iter_mut().flatten() {
                notice.read_at = notice.read_at.or(Some(notice.created_at));
            }
        });
        if let Some(on_marked) = on_marked {
            on_marked.run(());
        }
        spawn_local(async move {
            if let Err(error) = client.mark_notices_read(&MarkRead { ids: Vec::new() }).await {
                let _ = notices.items.try_set(before);
                toasts.fail(&error);
            }
            Unread::get().count_again();
        });
    });
    move || {
        wanted
            .get()
            .then(|| view! { <Button kind=Kind::Quiet on_press=mark>{t().notices.mark_read}</Button> })
    }
}
