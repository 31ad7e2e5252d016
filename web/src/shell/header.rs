use leptos::prelude::*;
use leptos_router::components::A;
use pitlane_domain::vocabulary::Role;

use crate::{
    account::{Account, Standing},
    features::{dispatch, notices::UnreadCount},
    routing,
    text::t,
    ui::{Button, Kind, LinkButton},
};

/// One entry of the navigation.
struct Entry {
    href: &'static str,
    name: &'static str,
    /// Whether pages below this address do not belong to it.
    exact: bool,
    /// Whether the narrow bar of a phone has it too; the others are linked on the page that one starts at.
    on_phone: bool,
}

const fn entry(href: &'static str, name: &'static str) -> Entry {
    Entry { href, name, exact: false, on_phone: true }
}

const fn beside(href: &'static str, name: &'static str) -> Entry {
    Entry { href, name, exact: false, on_phone: false }
}

fn entries(account: Account) -> Vec<Entry> {
    let shell = &t().shell;
    match account.role() {
        Some(Role::Customer) => vec![
            entry("/dashboard", shell.dashboard),
            beside("/mechanics", shell.mechanics),
            entry("/requests", shell.requests),
            entry("/quotes", shell.quotes),
            entry("/vehicles", shell.vehicles),
        ],
        Some(Role::Provider) => {
            let mut entries = vec![
                Entry { href: "/provider", name: shell.today, exact: true, on_phone: true },
                entry(dispatch::OFFERS, shell.offers),
                beside("/provider/sessions", shell.sessions),
                entry("/provider/quotes", shell.quotes),
                entry("/provider/repairs", shell.repairs),
            ];
            if account.me().and_then(|me| me.mechanic).is_some_and(|mechanic| mechanic.workshop.is_some()) {
                entries.push(entry("/provider/team", shell.team));
            }
            entries.push(beside(routing::REVIEWS, t().review.own_title));
            if account.runs_business() {
                entries.push(beside(routing::BALANCE, t().ledger.balance));
            }
            entries
        }
        Some(Role::Admin) => vec![
            entry(routing::REVENUE, t().staff.revenue),
            entry(routing::FEE_RULES, t().staff.fees),
            entry(routing::LEDGER, t().staff.ledger),
            entry(routing::MESSAGES, t().sent_messages.title),
        ],
        None => vec![entry("/mechanics", shell.mechanics)],
    }
}

/// How much waits behind an entry.
fn count(href: &str) -> Option<impl IntoView + use<>> {
    (href == dispatch::OFFERS).then(|| view! { <dispatch::WaitingCount /> })
}

fn links(entries: Vec<Entry>) -> impl IntoView {
    entries
        .into_iter()
        .map(|entry| view! { <A href=entry.href exact=entry.exact>{entry.name} {count(entry.href)}</A> })
        .collect_view()
}

/// The bar at the top.
#[component]
pub fn Header() -> impl IntoView {
    let (account, go) = (Account::get(), routing::go());
    let sign_out = Callback::new(move |()| {
        go("/");
        account.sign_out();
    });
    let me = move || match account.standing() {
        Standing::Unknown => ().into_any(),
        Standing::Nobody => view! {
            <a href="/sign-in">{t().shell.sign_in}</a>
            <LinkButton href="/sign-up">{t().shell.sign_up}</LinkButton>
        }
        .into_any(),
        Standing::Person(me) => view! {
            <A href=routing::NOTICES>{t().notices.title} <UnreadCount /></A>
            <a class="name" href="/settings" aria-label=t().shell.settings_of.to_owned() + &me.name>
                {me.name.clone()}
            </a>
            <Button kind=Kind::Quiet on_press=sign_out>
                {t().shell.sign_out}
            </Button>
        }
        .into_any(),
    };
    view! {
        <header class="bar">
            <a class="brand" href=move || routing::home(account.role())>
                {t().common.product}
            </a>
            <nav aria-label=t().shell.main_navigation>{move || links(entries(account))}</nav>
            <div class="me">{me}</div>
        </header>
    }
}

/// The bar at the bottom of a phone.
#[component]
pub fn Tabs() -> impl IntoView {
    let account = Account::get();
    move || {
        account.role().is_some().then(|| {
            let mut entries = entries(account);
            entries.retain(|entry| entry.on_phone);
            entries.push(entry("/settings", t().shell.settings));
            view! {
                <nav class="tabs" aria-label=t().shell.main_navigation>
                    {links(entries)}
                </nav>
            }
        })
    }
}
