use leptos::prelude::*;

use crate::{format, text::t};

const SHAPES: &str = "★★★★★";

/// A rating: stars, the figure and how many rated.
#[component]
pub fn Stars(
    /// 1 to 5; none before the first review.
    rating: Option<f64>,
    /// How many reviews; left out beside a single review.
    #[prop(optional, into)]
    count: Option<i64>,
) -> impl IntoView {
    let Some(rating) = rating else {
        return view! { <span class="soft small">{t().common.no_reviews}</span> }.into_any();
    };
    let figure = format::one_decimal(rating);
    let reviews = count.map(|count| {
        let words = if count == 1 {
            t().common.reviews_one.to_owned()
        } else {
            (t().common.reviews)(&format::number(count))
        };
        view! { <span class="soft small">{words}</span> }
    });
    view! {
        <span class="stars">
            <span class="shapes" role="img" aria-label=(t().common.stars)(&figure)>
                <span aria-hidden="true" style:--part=(rating / 5.0).to_string()>
                    {SHAPES}
                </span>
                {SHAPES}
            </span>
            <span class="number small" aria-hidden="true">
                {figure}
            </span>
            {reviews}
        </span>
    }
    .into_any()
}

/// Asks for one to five stars, by radio buttons.
#[component]
pub fn StarInput(
    /// The question.
    #[prop(into)]
    label: String,
    /// What was chosen; 0 before.
    rating: RwSignal<u8>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let stars = (1..=5_u8)
        .map(|star| {
            view! {
                <label class:on={move || rating.get() >= star}>
                    <input
                        type="radio"
                        name="rating"
                        value=star.to_string()
                        aria-label=(t().common.star)(star)
                        prop:checked=move || rating.get() == star
                        on:change=move |_| rating.set(star)
                    />
                    <span aria-hidden="true">"★"</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <div class="rate">{stars}</div>
            <span class="problem" aria-live="polite">
                {move || error.get()}
            </span>
        </fieldset>
    }
}
