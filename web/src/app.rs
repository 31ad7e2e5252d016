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
    features::{customers, dispatch, home, notices, providers},
    later,
    realtime::Realtime,
    shell::{Frame, NotFound, Theme, Visits, guarded, platform::Installation, unsecured},
    ui::Toasts,
};

/// The app.
#[component]
pub fn App() -> impl IntoView {
    provide();
    view! {
        <Router>
            <Frame>
                <dispatch::Alarm />
                <Pages />
            </Frame>
        </Router>
    }
}

/// The page of each address.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| view! { <NotFound /> }>
            <Route path=path!("/") view=home::Landing />
            <Route path=path!("/sign-in") view=later::sign_in />
            <Route path=path!("/sign-up") view=later::sign_up />
            <Route path=path!("/join") view=later::join />
            <Route path=path!("/forgot-password") view=later::forgot />
            <Route path=path!("/reset-password") view=later::reset />
            <Route path=path!("/verify-email") view=later::verify_email />
            <Route path=path!("/invitations/accept") view=later::accept_invitation />
            <Route path=path!("/mechanics") view=providers::Directory />
            <Route path=path!("/mechanics/:id") view=providers::MechanicProfile />
            <Route path=path!("/workshops/:id") view=providers::WorkshopProfile />
            <Route path=path!("/book") view=guarded(Some(Role::Customer), later::intake) />
            <Route path=path!("/requests") view=guarded(Some(Role::Customer), later::requests) />
            <Route path=path!("/requests/:id") view=guarded(Some(Role::Customer), later::request) />
            <Route path=path!("/requests/:id/pay") view=guarded(Some(Role::Customer), later::pay) />
            <Route path=path!("/outbox") view=later::mails />
            <Route path=path!("/dashboard") view=guarded(Some(Role::Customer), || view! { <customers::Dashboard /> }) />
            <Route path=path!("/sessions/:id") view=guarded(None, later::room) />
            <Route path=path!("/sessions/:id/summary") view=guarded(None, later::summary) />
            <Route path=path!("/provider") view=guarded(Some(Role::Provider), later::today) />
            <Route path=path!("/provider/offers") view=guarded(Some(Role::Provider), later::offers) />
            <Route path=path!("/provider/sessions") view=guarded(Some(Role::Provider), later::sessions_of_mechanic) />
            <Route path=path!("/provider/sessions/:id/summary") view=guarded(Some(Role::Provider), later::write_summary) />
            <Route path=path!("/provider/team") view=guarded(Some(Role::Provider), later::team_page) />
            <Route path=path!("/provider/quotes") view=guarded(Some(Role::Provider), later::own_quotes) />
            <Route path=path!("/provider/quotes/new") view=guarded(Some(Role::Provider), later::new_quote) />
            <Route path=path!("/provider/quotes/:id") view=guarded(Some(Role::Provider), later::own_quote) />
            <Route path=path!("/provider/repairs") view=guarded(Some(Role::Provider), later::board) />
            <Route path=path!("/provider/repairs/:id") view=guarded(Some(Role::Provider), later::own_repair) />
            <Route path=path!("/provider/vehicles/:id") view=guarded(Some(Role::Provider), later::upkeep_as_provider) />
            <Route path=path!("/quotes") view=guarded(Some(Role::Customer), later::customer_quotes) />
            <Route path=path!("/quotes/:id") view=guarded(Some(Role::Customer), later::customer_quote) />
            <Route path=path!("/declined-lines") view=guarded(Some(Role::Customer), later::declined_lines) />
            <Route path=path!("/quote-links/:token") view=later::linked_quote />
            <Route path=path!("/repair-links/:token") view=later::linked_repair />
            <Route path=path!("/repairs/:id") view=guarded(Some(Role::Customer), later::customer_repair) />
            <Route path=path!("/reviews/:id") view=guarded(Some(Role::Customer), later::asked_review) />
            <Route path=path!("/provider/reviews") view=guarded(Some(Role::Provider), later::own_reviews) />
            <Route path=path!("/vehicles/:id") view=guarded(Some(Role::Customer), later::upkeep) />
            <Route path=path!("/provider/balance") view=guarded(Some(Role::Provider), later::balance) />
            <Route path=path!("/fees") view=later::fee_card />
            <Route path=path!("/staff/sign-in") view=later::staff_sign_in />
            <Route path=path!("/admin/revenue") view=guarded(Some(Role::Admin), later::revenue) />
            <Route path=path!("/admin/ledger") view=guarded(Some(Role::Admin), later::ledger_page) />
            <Route path=path!("/admin/fees") view=guarded(Some(Role::Admin), later::fee_rules) />
            <Route path=path!("/admin/fees/new") view=guarded(Some(Role::Admin), later::write_fee_rule) />
            <Route path=path!("/admin/messages") view=guarded(Some(Role::Admin), later::sent_messages_page) />
            <Route path=path!("/admin/messages/templates") view=guarded(Some(Role::Admin), later::message_templates) />
            <Route path=path!("/admin/messages/templates/:kind") view=guarded(Some(Role::Admin), later::message_template) />
            <Route path=path!("/admin/messages/:id") view=guarded(Some(Role::Admin), later::sent_message) />
            <Route path=path!("/settings") view=guarded(None, later::settings) />
            <Route path=path!("/settings/two-factor") view=unsecured(later::two_factor) />
            <Route path=path!("/settings/messages") view=guarded(None, later::message_preferences) />
            <Route path=path!("/unsubscribe") view=later::unsubscribe />
            <Route path=path!("/notices") view=guarded(None, later::notices_page) />
            <Route path=path!("/vehicles") view=guarded(Some(Role::Customer), later::vehicles) />
        </FlatRoutes>
    }
}

/// What every page can reach.
fn provide() {
    Theme::remembered().apply();
    clock::provide();
    Toasts::provide();
    Visits::provide();
    Account::provide(Realtime::provide());
    Installation::provide();
    dispatch::Inbox::provide();
    notices::Unread::provide();
}
