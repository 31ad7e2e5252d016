use leptos::prelude::*;

/// A field of one line in a row of several, each row with the same labels.
#[component]
pub fn Cell(
    /// The element's id, unlike that of every other row.
    #[prop(into)]
    id: String,
    /// Its label.
    label: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// What is wrong with it.
    error: RwSignal<Option<String>>,
    /// The most characters.
    longest: usize,
    /// Which keyboard a phone shows.
    #[prop(optional)]
    mode: Option<&'static str>,
    /// Checks it as the person leaves it.
    #[prop(into)]
    check: Callback<()>,
) -> impl IntoView {
    let problem = format!("{id}-problem");
    let typed = move |event| {
        value.set(event_target_value(&event));
        error.set(None);
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                class="input"
                id=id
                type="text"
                maxlength=longest.to_string()
                inputmode=mode
                aria-describedby=problem.clone()
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=move || value.get()
                on:input=typed
                on:blur=move |_| check.run(())
            />
            <span class="problem" id=problem aria-live="polite">
                {move || error.get()}
            </span>
        </div>
    }
}
