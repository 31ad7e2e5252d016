use leptos::prelude::*;

use crate::{
    text::t,
    ui::{Button, Dialog, Kind},
};

/// The bank's question, as the sandbox asks it.
#[component]
pub fn Bank(
    /// Whether it is asked.
    open: RwSignal<bool>,
    /// Whether the answer is under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Gets the answer.
    on_answer: Callback<bool>,
) -> impl IntoView {
    let words = &t().booking;
    view! {
        <Dialog open title=words.confirm_title>
            <p class="soft">{words.confirm_text}</p>
            <div class="actions">
                <Button busy on_press=move |()| on_answer.run(false)>
                    {words.confirm_no}
                </Button>
                <Button kind=Kind::Main busy on_press=move |()| on_answer.run(true)>
                    {words.confirm_yes}
                </Button>
            </div>
        </Dialog>
    }
}
