use leptos::prelude::*;
use pitlane_contract::customers::Dashboard;

use crate::{
    format,
    text::t,
    ui::{Failed, Load},
};

/// The four figures. Their frame is there from the start, so that nothing moves.
#[component]
pub fn Figures(dashboard: Load<Dashboard>) -> impl IntoView {
    let figure = move |name: &'static str, read: fn(&Dashboard) -> String| {
        let value =
            move || dashboard.get().map_or_else(|| "\u{2013}".to_owned(), |dashboard| read(&dashboard));
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let words = &t().home;
    let failed = move || {
        let error = dashboard.error().filter(|_| dashboard.get().is_none());
        error.map(|error| view! { <Failed error on_retry=move |()| dashboard.reload() /> })
    };
    view! {
        <dl class="figures" aria-busy=move || dashboard.get().is_none().then_some("true")>
            {figure(words.services_done, |it| format::number(it.completed_services))}
            {figure(words.spent, |it| format::money(it.spent_cents, &it.currency))}
            {figure(words.warranties, |it| format::number(it.active_warranties))}
            {figure(words.quotes, |it| format::number(it.pending_quotes))}
        </dl>
        {failed}
    }
}
