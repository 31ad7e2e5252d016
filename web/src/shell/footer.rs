use leptos::prelude::*;

use super::platform::Installation;
use crate::text::t;

/// The line at the end of every page.
#[component]
pub fn Footer() -> impl IntoView {
    let installation = Installation::get();
    let outbox =
        move || installation.outbox().then(|| view! { <li><a href="/outbox">{t().shell.outbox}</a></li> });
    view! {
        <footer class="foot">
            <span>{t().common.product}</span>
            <ul>
                <li>
                    <a href="/mechanics">{t().shell.mechanics}</a>
                </li>
                <li>
                    <a href="/join">{t().shell.for_mechanics}</a>
                </li>
                <li>
                    <a href="/fees">{t().shell.fees}</a>
                </li>
                <li>
                    <a href="/api/docs/" rel="external">
                        {t().shell.api_docs}
                    </a>
                </li>
                {outbox}
            </ul>
        </footer>
    }
}
