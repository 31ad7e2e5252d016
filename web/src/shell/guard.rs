use leptos::prelude::*;
use leptos_router::hooks::use_location;
use pitlane_domain::vocabulary::Role;

use super::PageHead;
use crate::{
    account::{Account, Standing},
    routing,
    text::t,
    ui::{Kind, LinkButton, Skeleton},
};

/// Whom a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is signed in, also staff whose second factor is missing.
    Unsecured,
    /// One role.
    Only(Role),
}

/// What a guard found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Wait,
    SignIn,
    WrongRole(Role),
    SecondFactor,
    Enter,
}

fn verdict(standing: &Standing, audience: Audience) -> Verdict {
    match (standing, audience) {
        (Standing::Unknown, _) => Verdict::Wait,
        (Standing::Nobody, _) => Verdict::SignIn,
        (Standing::Person(me), Audience::Only(role)) if me.role != role => Verdict::WrongRole(me.role),
        (Standing::Person(me), Audience::SignedIn | Audience::Only(_)) if me.two_factor_missing => {
            Verdict::SecondFactor
        }
        (Standing::Person(_), _) => Verdict::Enter,
    }
}

/// Shows a page only to whom it is for: everybody else signs in first, or is told that it is not theirs.
pub fn guarded<V: IntoView + 'static>(
    role: Option<Role>,
    page: fn() -> V,
) -> impl Fn() -> AnyView + Clone + Send {
    entered(role.map_or(Audience::SignedIn, Audience::Only), page)
}

/// Shows a page to whoever is signed in, also to staff whose second factor is missing.
pub fn unsecured<V: IntoView + 'static>(page: fn() -> V) -> impl Fn() -> AnyView + Clone + Send {
    entered(Audience::Unsecured, page)
}

fn entered<V: IntoView + 'static>(
    audience: Audience,
    page: fn() -> V,
) -> impl Fn() -> AnyView + Clone + Send {
    move || {
        let account = Account::get();
        let verdict = Memo::new(move |_| verdict(&account.standing(), audience));
        (move || match verdict.get() {
            Verdict::Wait => view! { <Skeleton lines=4 /> }.into_any(),
            Verdict::SignIn => view! { <ToSignIn /> }.into_any(),
            Verdict::SecondFactor => view! { <ToSecondFactor /> }.into_any(),
            Verdict::WrongRole(own) => view! { <NotYours own /> }.into_any(),
            Verdict::Enter => page().into_any(),
        })
        .into_any()
    }
}

fn for_staff(path: &str) -> bool {
    path.starts_with("/admin/")
}

/// Leads to the sign-in page, and from there back.
#[component]
fn ToSignIn() -> impl IntoView {
    first_to(|here| if for_staff(here) { routing::STAFF_SIGN_IN } else { "/sign-in" });
}

/// Leads to where the second factor is set up, and from there back.
#[component]
fn ToSecondFactor() -> impl IntoView {
    first_to(|_| routing::TWO_FACTOR);
}

/// Leads to the page that `door` chooses, which leads back here.
fn first_to(door: fn(&str) -> &'static str) {
    let location = use_location();
    let go = routing::go_instead();
    Effect::new(move |_| {
        let path = location.pathname.get_untracked();
        // whoever closed the account or signed out is on the way to the start page, which is for everybody
        if path == routing::home(None) {
            return;
        }
        let query = location.search.get_untracked();
        let here = if query.is_empty() { path } else { format!("{path}?{query}") };
        go(&format!("{}?next={}", door(&here), js_sys::encode_uri_component(&here)));
    });
}

/// The page belongs to another kind of account.
#[component]
fn NotYours(own: Role) -> impl IntoView {
    view! {
        <PageHead title=t().shell.not_yours lead=Signal::stored(t().shell.not_yours_lead.to_owned()) />
        <p>
            <LinkButton href=routing::home(Some(own)) kind=Kind::Main>
                {t().shell.to_start}
            </LinkButton>
        </p>
    }
}
