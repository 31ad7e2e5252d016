use std::collections::BTreeSet;

use leptos::{ev, prelude::*};
use pitlane_contract::notifications::Notice;
use pitlane_domain::vocabulary::Role;
use uuid::Uuid;

use super::{
    Unread, live,
    row::{MarkAll, Row},
};
use crate::{
    account::Account,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Empty, Feed, FeedFrame, LinkButton},
};

/// What was unread when it came into sight; it stays marked as new until one leaves.
type Fresh = RwSignal<BTreeSet<Uuid>>;

/// The page of everything that one was told, by day.
#[component]
pub fn Notices() -> impl IntoView {
    let words = &t().notices;
    let notices = live(25);
    let fresh = seen(notices);
    let days = Memo::new(move |_| {
        let mut days: Vec<String> = Vec::new();
        notices.items.with(|all| {
            for day in all.iter().flatten().map(|notice| format::day_heading(notice.created_at)) {
                if !days.contains(&day) {
                    days.push(day);
                }
            }
        });
        days
    });
    let rows = move || {
        view! {
            <For each=move || days.get() key=Clone::clone children=move |day| view! { <Day day notices fresh /> } />
        }
    };
    // what is shown is read by being shown: only what is further down can be left
    let left = Signal::derive(move || notices.settled() && Unread::get().number() > 0);
    let marked = Callback::new(move |()| fresh.set(BTreeSet::new()));
    view! {
        <div class="inbox stack wide">
            <PageHead title=words.title lead=Signal::stored(words.lead.to_owned())>
                <div class="row">
                    <MarkAll notices wanted=left on_marked=marked />
                    <LinkButton href="/settings/messages">{words.choose}</LinkButton>
                </div>
            </PageHead>
            <FeedFrame of=notices lines=5 empty=nothing rows />
        </div>
    }
}

fn nothing() -> AnyView {
    let words = &t().notices;
    let role = Account::get().me_now().map(|me| me.role);
    let (text, word) = match role {
        Some(Role::Provider) => (words.empty_provider, words.to_today),
        Some(Role::Admin) => (words.empty_staff, words.to_start),
        Some(Role::Customer) | None => (words.empty, words.to_start),
    };
    view! {
        <Empty title=words.empty_title text>
            <LinkButton href=routing::home(role)>{word}</LinkButton>
        </Empty>
    }
    .into_any()
}

/// The notices of one day.
#[component]
fn Day(day: String, notices: Feed<Notice>, fresh: Fresh) -> impl IntoView {
    let of = StoredValue::new(day.clone());
    let own = move || {
        let own = |notice: &Notice| of.with_value(|day| *day == format::day_heading(notice.created_at));
        notices.items.get().into_iter().flatten().filter(own).collect::<Vec<_>>()
    };
    let one = move |notice: Notice| {
        let (id, unread) = (notice.id, notice.read_at.is_none());
        let new = Signal::derive(move || {
            fresh.with(|fresh| fresh.contains(&id)) || (unread && is_unread(notices, id))
        });
        view! { <Row notice new /> }
    };
    view! {
        <section>
            <div class="head">
                <h2>{day.clone()}</h2>
            </div>
            <ul class="sheet" aria-label=day>
                <For each=own key=|notice| notice.id children=one />
            </ul>
        </section>
    }
}

fn is_unread(notices: Feed<Notice>, id: Uuid) -> bool {
    notices.items.with(|all| all.iter().flatten().any(|it| it.id == id && it.read_at.is_none()))
}

/// Marks what comes into sight as read, once somebody can see it: a page behind another window waits.
fn seen(notices: Feed<Notice>) -> Fresh {
    let fresh = Fresh::new(BTreeSet::new());
    let visible = RwSignal::new(!document().hidden());
    let watch = window_event_listener(ev::Custom::<web_sys::Event>::new("visibilitychange"), move |_| {
        let _ = visible.try_set(!document().hidden());
    });
    on_cleanup(move || watch.remove());
    Effect::new(move |_| {
        if !visible.get() {
            return;
        }
        let ids: Vec<Uuid> = notices.items.with(|all| {
            let unread =
                all.iter().flatten().filter(|notice| notice.read_at.is_none()).map(|notice| notice.id);
            unread.filter(|id| fresh.with_untracked(|fresh| !fresh.contains(id))).collect()
        });
        if !ids.is_empty() {
            fresh.update(|fresh| fresh.extend(&ids));
            Unread::get().mark(ids);
        }
    });
    fresh
}
