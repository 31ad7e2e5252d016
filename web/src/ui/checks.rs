use leptos::prelude::*;

use super::Field;

/// What is ticked, in a field's value.
pub fn ticked(value: &str) -> impl Iterator<Item = &str> {
    value.split_whitespace()
}

/// Several boxes for one field, whose value names those that are ticked, with spaces between them.
#[component]
pub fn Checks(
    /// Its value and rule.
    field: Field,
    /// What the boxes are about.
    label: &'static str,
    /// Each box: its word in the value, and its label.
    boxes: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let order = boxes.iter().map(|(word, _)| *word).collect::<Vec<_>>();
    let order = StoredValue::new(order);
    let set = move |word: &'static str, on: bool| {
        let now = field.value.get_untracked();
        let is_on = |it: &&str| if *it == word { on } else { ticked(&now).any(|other| other == *it) };
        let words = order.with_value(|all| all.iter().copied().filter(is_on).collect::<Vec<_>>());
        field.value.set(words.join(" "));
        field.check();
    };
    let problem = format!("{}-problem", field.id());
    let described = problem.clone();
    let boxes = boxes
        .into_iter()
        .map(|(word, label)| {
            let checked = move || field.value.with(|value| ticked(value).any(|it| it == word));
            let change = move |event| set(word, event_target_checked(&event));
            view! {
                <label class="check">
                    <input type="checkbox" prop:checked=checked on:change=change />
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset id=field.id() tabindex="-1" aria-describedby=described>
            <legend>{label}</legend>
            {boxes}
            <span class="problem" id=problem aria-live="polite">
                {move || field.error.get()}
            </span>
        </fieldset>
    }
}
