use leptos::prelude::*;

use crate::text::t;

/// The heart that saves a provider as a favorite.
#[component]
pub fn AddToFavorites(
    /// The provider's name.
    #[prop(into)]
    name: String,
    /// Whether they are a favorite.
    #[prop(into)]
    filled: Signal<bool>,
    /// Whether the change is under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why the change did not work.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Whether the words stand beside the heart.
    #[prop(optional)]
    labelled: bool,
    /// Asks for the change: `true` to save.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    let label = move || {
        if filled.get() { (t().favorites.remove_who)(&name) } else { (t().favorites.add_who)(&name) }
    };
    let words = move || labelled.then(|| if filled.get() { t().favorites.added } else { t().favorites.add });
    let press = move |_| {
        if !busy.get_untracked() {
            on_change.run(!filled.get_untracked());
        }
    };
    view! {
        <span class="field">
            <button
                type="button"
                class="heart"
                class:labelled=labelled
                aria-pressed=move || filled.get().to_string()
                aria-busy=move || busy.get().then_some("true")
                aria-label=label
                on:click=press
            >
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M12 20.5 4.2 12.7a5 5 0 0 1 7.1-7.1l.7.8.7-.8a5 5 0 0 1 7.1 7.1z" stroke-linejoin="round" />
                </svg>
                {words}
            </button>
            <span class="problem" aria-live="polite">
                {move || error.get()}
            </span>
        </span>
    }
}
