//! The routes: which address shows which page, and to whom.

use leptos::prelude::*;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

use pitlane_domain::vocabulary::Role;

use crate::{
    account::Account,
    clock,
    features::{
        accounts, booking, customers, dispatch, home, outbox, providers, requests, sessions, settings, team,
        vehicles,
    },
    realtime::Realtime,
    shell::{Frame, NotFound, Theme, Visits, guarded, platform::Installation},
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
    dispatch::Inbox::provide();
    view! {
        <Router>
            <Frame>
                <dispatch::Alarm />
                <FlatRoutes fallback=|| view! { <NotFound /> }>
                    <Route path=path!("/") view=home::Landing />
                    <Route path=path!("/sign-in") view=accounts::SignIn />
                    <Route path=path!("/sign-up") view=accounts::SignUp />
                    <Route path=path!("/join") view=accounts::Join />
                    <Route path=path!("/forgot-password") view=accounts::Forgot />
                    <Route path=path!("/reset-password") view=accounts::Reset />
                    <Route path=path!("/verify-email") view=accounts::VerifyEmail />
                    <Route path=path!("/invitations/accept") view=accounts::AcceptInvitation />
                    <Route path=path!("/mechanics") view=providers::Directory />
                    <Route path=path!("/mechanics/:id") view=providers::MechanicProfile />
                    <Route path=path!("/workshops/:id") view=providers::WorkshopProfile />
                    <Route path=path!("/book") view=guarded(Some(Role::Customer), || view! { <booking::Intake /> }) />
                    <Route path=path!("/requests") view=guarded(Some(Role::Customer), || view! { <requests::Requests /> }) />
                    <Route path=path!("/requests/:id") view=guarded(Some(Role::Customer), || view! { <requests::Request /> }) />
                    <Route
                        path=path!("/requests/:id/pay")
                        view=guarded(Some(Role::Customer), || view! { <requests::RequestPayment /> })
                    />
                    <Route path=path!("/outbox") view=outbox::Outbox />
                    <Route path=path!("/dashboard") view=guarded(Some(Role::Customer), || view! { <customers::Dashboard /> }) />
                    <Route path=path!("/sessions/:id") view=guarded(None, || view! { <sessions::Room /> }) />
                    <Route path=path!("/sessions/:id/summary") view=guarded(None, || view! { <sessions::Summary /> }) />
                    <Route path=path!("/provider") view=guarded(Some(Role::Provider), || view! { <dispatch::Today /> }) />
                    <Route path=path!("/provider/offers") view=guarded(Some(Role::Provider), || view! { <dispatch::Offers /> }) />
                    <Route path=path!("/provider/sessions") view=guarded(Some(Role::Provider), || view! { <sessions::Sessions /> }) />
                    <Route
                        path=path!("/provider/sessions/:id/summary")
                        view=guarded(Some(Role::Provider), || view! { <sessions::WriteSummary /> })
                    />
                    <Route path=path!("/provider/team") view=guarded(Some(Role::Provider), || view! { <team::Team /> }) />
                    <Route path=path!("/settings") view=guarded(None, || view! { <settings::Settings /> }) />
                    <Route path=path!("/vehicles") view=guarded(Some(Role::Customer), || view! { <vehicles::Vehicles /> }) />
                </FlatRoutes>
            </Frame>
        </Router>
    }
}
