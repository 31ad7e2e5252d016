use leptos::prelude::*;

use crate::{
    realtime::{Link, Realtime},
    text::t,
};

/// A quiet line while the connection is lost.
#[component]
pub fn ConnectionBar() -> impl IntoView {
    let link = Realtime::get().link;
    let lost = Memo::new(move |_| link.get() == Link::Lost);
    view! {
        <div role="status">
            {move || lost.get().then(|| view! { <p class="offline">{t().shell.reconnecting}</p> })}
        </div>
    }
}
