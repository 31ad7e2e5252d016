use leptos::{html, prelude::*};
use pitlane_contract::repairs::Photo;

use super::name;
use crate::text::t;

/// Two photos of the same place on top of each other: the slider, or a finger on the pictures, says how much of the
/// first is seen.
#[component]
pub fn Compare(
    /// Before the work.
    before: Photo,
    /// After it.
    after: Photo,
) -> impl IntoView {
    let words = &t().photos;
    let at = RwSignal::new(50_u32);
    let pictures = NodeRef::<html::Div>::new();
    let drag = move |event: web_sys::PointerEvent| {
        let Some(width) = pictures.get_untracked().map(|it| it.offset_width()).filter(|width| *width > 0)
        else {
            return;
        };
        if event.buttons() == 1 {
            let percent = (event.offset_x() * 100 / width).clamp(0, 100);
            at.set(percent.unsigned_abs());
        }
    };
    let slide = move |event| at.set(event_target_value(&event).parse().unwrap_or(50));
    let called = name(&after);
    let ratio = format!("{} / {}", after.width.max(1), after.height.max(1));
    view! {
        <figure class="compare" style:--at=move || format!("{}%", at.get())>
            <div class="pictures" node_ref=pictures style:aspect-ratio=ratio on:pointerdown=drag on:pointermove=drag>
                <img src=after.url alt=format!("{}: {called}", words.after) draggable="false" />
                <img class="before" src=before.url.clone() alt=format!("{}: {}", words.before, name(&before)) draggable="false" />
                <span class="tag" aria-hidden="true">{words.before}</span>
                <span class="tag" aria-hidden="true">{words.after}</span>
            </div>
            <input
                type="range"
                min="0"
                max="100"
                aria-label=(words.slide)(&called)
                aria-valuetext=move || (words.slide_value)(at.get())
                prop:value=move || at.get().to_string()
                on:input=slide
            />
            <figcaption>{called}</figcaption>
        </figure>
    }
}
