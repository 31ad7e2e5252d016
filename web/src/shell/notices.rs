use leptos::prelude::*;
use leptos_router::hooks::use_location;
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::Role;

use crate::{account::Account, features::notices::Unread, realtime::Realtime, routing, text::t, ui::Toasts};

/// Tells a customer on any page what happened elsewhere, with the way there. Mechanics have a list of their own.
#[component]
pub fn CustomerNotices() -> impl IntoView {
    let (account, toasts, go) = (Account::get(), Toasts::get(), routing::go());
    let here = use_location().pathname;
    Realtime::get().on_event(move |event| {
        let Event::NoticeSent { notice } = event else { return };
        if account.me_now().is_none_or(|me| me.role != Role::Customer) {
            return;
        }
        match notice.path.clone() {
            // the page of all notices shows it, and says itself what was seen
            _ if here.get_untracked() == routing::NOTICES => {}
            // the page that is open shows it already
            Some(path) if here.get_untracked() == path => {
                if !document().hidden() {
                    Unread::get().mark(vec![notice.id]);
                }
            }
            Some(path) => {
                let (go, id) = (go.clone(), notice.id);
                let open = move |()| {
                    Unread::get().mark(vec![id]);
                    go(&path);
                };
                toasts.offer(notice.title.clone(), t().home.open, Callback::new(open));
            }
            None => toasts.say(notice.title.clone()),
        }
    });
}
