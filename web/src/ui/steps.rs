use leptos::prelude::*;

/// Where one is on a way of several steps. Steps that are done lead back.
#[component]
pub fn Steps(
    /// Its name for screen readers.
    #[prop(into)]
    label: String,
    /// The names of the steps.
    names: Vec<&'static str>,
    /// The present step, from 0.
    #[prop(into)]
    at: Signal<usize>,
    /// Goes back to a step that is done.
    #[prop(optional, into)]
    on_back: Option<Callback<usize>>,
) -> impl IntoView {
    let steps = names
        .into_iter()
        .enumerate()
        .map(|(step, name)| {
            let word = move || match on_back {
                Some(on_back) if step < at.get() => {
                    view! { <button type="button" class="link" on:click=move |_| on_back.run(step)>{name}</button> }.into_any()
                }
                _ => view! { <span>{name}</span> }.into_any(),
            };
            view! {
                <li class:done={move || step < at.get()} aria-current={move || (step == at.get()).then_some("step")}>
                    {word}
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="steps" aria-label=label>
            {steps}
        </ol>
    }
}
