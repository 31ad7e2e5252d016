//! The routes: which address shows which page, and to whom.

use leptos::prelude::*;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

use crate::{
    account::Account,
    clock,
    features::home,
    realtime::Realtime,
    shell::{Frame, NotFound, Theme, Visits, platform::Installation},
    ui::Toasts,
};

/// The app.
#[component]
pub fn App() -> impl IntoView {
    Theme::remembered().apply();
    clock::provide();
    Toasts::provide();
    Visits::provide();
    Account::provide(Realtime::provide());
    Installation::provide();
    view! {
        <Router>
            <Frame>
                <FlatRoutes fallback=|| view! { <NotFound /> }>
                    <Route path=path!("/") view=home::Landing />
                </FlatRoutes>
            </Frame>
        </Router>
    }
}
