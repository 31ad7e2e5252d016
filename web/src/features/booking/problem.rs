use leptos::prelude::*;

use super::{draft::Draft, intake::Way};
use crate::{
    features::photos::ProblemPhotos,
    text::t,
    ui::{AreaInput, Button, Kind},
};

/// What the problem is.
#[component]
pub fn ProblemStep(draft: Draft, way: Way) -> impl IntoView {
    let words = &t().booking;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if draft.concern.check() {
            way.to(2);
        }
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <h2 tabindex="-1">{words.what_happens}</h2>
            <AreaInput field=draft.concern label=words.concern hint=words.concern_hint.to_owned() />
            <ProblemPhotos photos=draft.photos />
            <div class="actions">
                <Button on_press=move |()| way.to(0)>{t().common.back}</Button>
                <Button kind=Kind::Main submit=true>
                    {t().common.go_on}
                </Button>
            </div>
        </form>
    }
}
