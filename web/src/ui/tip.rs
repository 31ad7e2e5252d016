use leptos::prelude::*;

use super::{Button, Kind};
use crate::{storage, text::t};

/// A hint at the place where it helps; once dismissed, it never comes back in this browser.
#[component]
pub fn Tip(
    /// Its name, by which the browser remembers that it was dismissed.
    name: &'static str,
    /// One sentence.
    text: &'static str,
) -> impl IntoView {
    let shown = RwSignal::new(!storage::is_dismissed(name));
    let dismiss = move |()| {
        storage::dismiss(name);
        shown.set(false);
    };
    move || {
        shown.get().then(|| {
            view! {
                <div class="note tip">
                    <p>{text}</p>
                    <Button kind=Kind::Quiet on_press=dismiss>
                        {t().common.dismiss}
                    </Button>
                </div>
            }
        })
    }
}
