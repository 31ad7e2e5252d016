//! What surrounds every page: header, navigation, connection bar, notices, footer, and who may see what.

mod connection;
mod footer;
mod guard;
mod header;
mod notices;
mod page;
pub mod platform;
mod theme;

use leptos::prelude::*;

pub use guard::{guarded, unsecured};
pub use page::{NotFound, PageHead, Visits, focus_after_paint};
pub use theme::{Theme, ThemeChoice};

use crate::{account::Account, text::t, ui::ToastRegion};

/// The frame around every page.
#[component]
pub fn Frame(
    /// The pages.
    children: Children,
) -> impl IntoView {
    let account = Account::get();
    let known = move || account.role().is_some();
    view! {
        <a class="skip" href="#content" on:click=page::skip>
            {t().shell.skip}
        </a>
        <header::Header />
        <connection::ConnectionBar />
        <main id="content" class="page" tabindex="-1">
            {children()}
        </main>
        <div class:has-tabs=known>
            <footer::Footer />
        </div>
        <header::Tabs />
        <notices::CustomerNotices />
        <ToastRegion />
    }
}
