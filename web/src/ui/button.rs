use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// The page's one main action.
    Main,
    /// Everything else.
    #[default]
    Plain,
    /// Beside something more important.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Main => "button main",
            Self::Plain => "button",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// A button. While busy it keeps the focus and ignores further presses.
#[component]
pub fn Button(
    children: Children,
    /// How much attention it asks for.
    #[prop(optional)]
    kind: Kind,
    /// Whether its action is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether its action is not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it sends the form around it.
    #[prop(optional)]
    submit: bool,
    /// Whether it takes the whole width.
    #[prop(optional)]
    wide: bool,
    /// Its name for screen readers where the visible one needs the surroundings.
    #[prop(optional, into)]
    label: Option<String>,
    /// What it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let press = move |event: web_sys::MouseEvent| {
        if busy.get_untracked() || disabled.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            class:wide=wide
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || (busy.get() || disabled.get()).then_some("true")
            on:click=press
        >
            {children()}
        </button>
    }
}

/// A link that looks like a button, because it leads to the next step.
#[component]
pub fn LinkButton(
    children: Children,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How much attention it asks for.
    #[prop(optional)]
    kind: Kind,
    /// Whether it takes the whole width.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    view! {
        <a class=kind.class() class:wide=wide href=move || href.get()>
            {children()}
        </a>
    }
}
