use leptos::{html, prelude::*};

use super::{Button, Kind};
use crate::text::t;

/// A native dialog: the question as its title, closed by Escape and by `open` becoming false.
#[component]
pub fn Dialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it takes as much room as there is.
    #[prop(optional)]
    large: bool,
    /// Made anew each time it is shown.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let shown = open.get();
        if let Some(dialog) = node.get() {
            if shown && !dialog.open() {
                // fails only for a dialog outside the page, and this one is in it
                let _ = dialog.show_modal();
            } else if !shown && dialog.open() {
                dialog.close();
            }
        }
    });
    let on_backdrop = move |event: web_sys::MouseEvent| {
        let target = event.target();
        let itself = node.get_untracked().map(|dialog| -> web_sys::EventTarget { (*dialog).clone().into() });
        if target.is_some() && target == itself {
            open.set(false);
        }
    };
    let children = StoredValue::new(children);
    view! {
        <dialog node_ref=node class:large=large aria-label=move || title.get() on:close=move |_| open.set(false) on:mousedown=on_backdrop>
            <Show when=move || open.get()>
                <div>
                    <h2>{move || title.get()}</h2>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </dialog>
    }
}

/// Asks before something that cannot be undone. The safe answer comes first in tab order.
#[component]
pub fn Confirm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// The consequence, in one sentence.
    #[prop(into)]
    text: Signal<String>,
    /// The action's name.
    #[prop(into)]
    yes: String,
    /// The safe answer's name.
    #[prop(optional, into)]
    no: Option<String>,
    /// Whether the action takes something away.
    #[prop(optional)]
    danger: bool,
    /// Whether the action is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The action. The dialog stays open; whoever acts closes it.
    #[prop(into)]
    on_yes: Callback<()>,
) -> impl IntoView {
    let no = StoredValue::new(no.unwrap_or_else(|| t().common.cancel.to_owned()));
    let yes = StoredValue::new(yes);
    let kind = if danger { Kind::Danger } else { Kind::Main };
    view! {
        <Dialog open title>
            <p class="soft">{move || text.get()}</p>
            <div class="actions">
                <Button on_press=move |()| open.set(false)>{no.get_value()}</Button>
                <Button kind busy on_press=on_yes>
                    {yes.get_value()}
                </Button>
            </div>
        </Dialog>
    }
}
