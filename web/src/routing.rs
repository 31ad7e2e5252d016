//! The addresses of the pages, in one place.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_query_map};
use pitlane_domain::vocabulary::{NotificationKind, ProviderType, QuoteStatus, RepairStatus, Role};
use uuid::Uuid;

/// The page that a person starts at.
pub const fn home(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Customer) => "/dashboard",
        Some(Role::Provider) => "/provider",
        Some(Role::Admin) => REVENUE,
        None => "/",
    }
}

/// Where the platform's staff signs in.
pub const STAFF_SIGN_IN: &str = "/staff/sign-in";
/// The account's second factor.
pub const TWO_FACTOR: &str = "/settings/two-factor";
/// The rules of the platform's fee.
pub const FEE_RULES: &str = "/admin/fees";
/// What the platform earned.
pub const REVENUE: &str = "/admin/revenue";
/// What was sent to whom.
pub const MESSAGES: &str = "/admin/messages";
/// How each kind of message reads.
pub const MESSAGE_TEMPLATES: &str = "/admin/messages/templates";
/// The ledger.
pub const LEDGER: &str = "/admin/ledger";
/// What one was told inside the app.
pub const NOTICES: &str = "/notices";
/// What customers say of a provider.
pub const REVIEWS: &str = "/provider/reviews";
/// What a provider earned and was paid.
pub const BALANCE: &str = "/provider/balance";

/// What became of a message.
pub fn message(id: Uuid) -> String {
    format!("{MESSAGES}/{id}")
}

/// How one kind of message reads.
pub fn message_template(kind: NotificationKind) -> String {
    format!("{MESSAGE_TEMPLATES}/{kind}")
}

/// The public profile of a mechanic or a workshop.
pub fn profile(kind: ProviderType, id: Uuid) -> String {
    match kind {
        ProviderType::Independent => format!("/mechanics/{id}"),
        ProviderType::Workshop => format!("/workshops/{id}"),
    }
}

/// What a vehicle of the customer needs, and when.
pub fn vehicle(id: Uuid) -> String {
    format!("/vehicles/{id}")
}

/// What a vehicle that a provider works on needs, and when.
pub fn customers_vehicle(id: Uuid) -> String {
    format!("/provider/vehicles/{id}")
}

/// A request of the customer.
pub fn request(id: Uuid) -> String {
    format!("/requests/{id}")
}

/// The room of a session.
pub fn room(id: Uuid) -> String {
    format!("/sessions/{id}")
}

/// The summary of a session, as its reader sees it.
pub fn summary(id: Uuid) -> String {
    format!("/sessions/{id}/summary")
}

/// The customer's list of declined lines.
pub const DECLINED_LINES: &str = "/declined-lines";

/// One value of the address's query, empty values left out.
pub fn query(name: &'static str) -> Memo<Option<String>> {
    let map = use_query_map();
    Memo::new(move |_| map.with(|map| map.get(name)).filter(|value| !value.is_empty()))
}

/// Leads to another page, from a callback.
pub fn go() -> impl Fn(&str) + Clone {
    let navigate = leptos_router::hooks::use_navigate();
    move |path: &str| navigate(path, NavigateOptions::default())
}

/// Leads to another page in place of this one, so that Back does not come here again.
pub fn go_instead() -> impl Fn(&str) + Clone {
    let navigate = leptos_router::hooks::use_navigate();
    move |path: &str| navigate(path, NavigateOptions { replace: true, ..NavigateOptions::default() })
}

/// The page after signing in: where the person wanted to go, if that is a page of this app.
pub fn after_sign_in(next: Option<String>, role: Option<Role>) -> String {
    next.filter(|next| next.starts_with('/') && !next.starts_with("//"))
        .unwrap_or_else(|| home(role).to_owned())
}

/// The directory of providers.
pub const DIRECTORY: &str = "/mechanics";

/// Where a mechanic writes the summary of a session.
pub fn write_summary(id: Uuid) -> String {
    format!("/provider/sessions/{id}/summary")
}

/// The board of a provider's repairs.
pub const BOARD: &str = "/provider/repairs";
/// The quotes of a provider.
pub const OWN_QUOTES: &str = "/provider/quotes";

/// The repairs of a provider that stand at a status.
pub fn repairs(status: RepairStatus) -> String {
    format!("{BOARD}?status={}", status.as_str())
}

/// The quotes of a provider that stand at a status.
pub fn own_quotes(status: QuoteStatus) -> String {
    format!("{OWN_QUOTES}?status={}", status.as_str())
}

/// A quote as its customer sees it.
pub fn quote(id: Uuid) -> String {
    format!("/quotes/{id}")
}

/// A quote as its provider sees it.
pub fn own_quote(id: Uuid) -> String {
    format!("/provider/quotes/{id}")
}

/// A repair as its customer sees it.
pub fn repair(id: Uuid) -> String {
    format!("/repairs/{id}")
}

/// A repair as its provider sees it.
pub fn own_repair(id: Uuid) -> String {
    format!("/provider/repairs/{id}")
}

/// The id in the address of the page.
pub fn page_id() -> Memo<Option<Uuid>> {
    let params = leptos_router::hooks::use_params_map();
    Memo::new(move |_| params.with(|map| map.get("id")).and_then(|id| id.parse().ok()))
}
