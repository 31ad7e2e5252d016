use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    text::t,
    ui::{Kind, LinkButton},
};

/// Whether a page was shown before, so that only a navigation moves the focus, not the first load.
#[derive(Clone, Copy)]
pub struct Visits(StoredValue<bool>);

impl Visits {
    /// Starts counting.
    pub fn provide() {
        provide_context(Self(StoredValue::new(false)));
    }

    fn arrive() -> bool {
        use_context::<Self>().is_some_and(|visits| {
            let before = visits.0.get_value();
            visits.0.set_value(true);
            before
        })
    }
}

/// Moves the focus to the content, without changing the address.
pub fn skip(event: web_sys::MouseEvent) {
    event.prevent_default();
    let content =
        document().get_element_by_id("content").and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(content) = content {
        // an element with a tabindex takes the focus
        let _ = content.focus();
    }
}

/// Moves the focus to what a step of a page begins with, once it is there.
pub fn focus_after_paint(selector: &'static str) {
    request_animation_frame(move || {
        let found = document().query_selector(selector).ok().flatten();
        if let Some(element) = found.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            // an element with a tabindex takes the focus
            let _ = element.focus();
        }
    });
}

/// The head of a page: its name, which is also the window's title and takes the focus, a line about it and its
/// main actions.
#[component]
pub fn PageHead(
    /// The page's name.
    #[prop(into)]
    title: Signal<String>,
    /// One line about it.
    #[prop(optional, into)]
    lead: Option<Signal<String>>,
    /// Its main actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let navigated = Visits::arrive();
    Effect::new(move |_| document().set_title(&(t().shell.title)(&title.get())));
    Effect::new(move |done: Option<bool>| {
        let Some(heading) = heading.get().filter(|_| navigated && done != Some(true)) else { return false };
        heading.focus().is_ok()
    });
    view! {
        <div class="top">
            <div>
                <h1 tabindex="-1" node_ref=heading>
                    {move || title.get()}
                </h1>
                {lead.map(|lead| view! { <p class="lead">{move || lead.get()}</p> })}
            </div>
            {children.map(|children| children())}
        </div>
    }
}

/// An address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <PageHead title=t().shell.not_found lead=Signal::stored(t().shell.not_found_lead.to_owned()) />
        <p>
            <LinkButton href="/" kind=Kind::Main>
                {t().shell.to_start}
            </LinkButton>
        </p>
    }
}
