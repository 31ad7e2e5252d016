use leptos::prelude::*;

use crate::{
    storage::{self, Key},
    text::t,
};

/// Light, dark, or whatever the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::System => t().shell.theme_system,
            Self::Light => t().shell.theme_light,
            Self::Dark => t().shell.theme_dark,
        }
    }

    /// The theme that this browser remembers.
    pub fn remembered() -> Self {
        let word = storage::get(Key::Theme);
        Self::ALL.into_iter().find(|theme| Some(theme.word()) == word.as_deref()).unwrap_or(Self::System)
    }

    /// Shows the page in this theme.
    pub fn apply(self) {
        if let Some(root) = document().document_element() {
            // the attribute's name is valid, so setting it cannot fail
            let _ = match self {
                Self::System => root.remove_attribute("data-theme"),
                Self::Light | Self::Dark => root.set_attribute("data-theme", self.word()),
            };
        }
    }
}

/// Chooses the theme; remembered in this browser.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let chosen = RwSignal::new(Theme::remembered());
    let choose = move |theme: Theme| {
        chosen.set(theme);
        storage::set(Key::Theme, theme.word());
        theme.apply();
    };
    let options = Theme::ALL
        .into_iter()
        .map(|theme| {
            view! {
                <label>
                    <input
                        type="radio"
                        name="theme"
                        prop:checked=move || chosen.get() == theme
                        on:change=move |_| choose(theme)
                    />
                    {theme.name()}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset>
            <legend class="out-of-sight">{t().shell.theme}</legend>
            <div class="segments">{options}</div>
        </fieldset>
    }
}
