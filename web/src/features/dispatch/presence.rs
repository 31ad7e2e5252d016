use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::{accounts::MyMechanic, providers::SetPresence};

use super::Inbox;
use crate::{
    account::{Account, api},
    format,
    text::t,
    ui::Toasts,
};

/// Whether the mechanic is shown as available and gets offers.
pub fn available(account: Account) -> bool {
    account.me().and_then(|me| me.mechanic).is_some_and(|mechanic| mechanic.is_online && mechanic.accepting)
}

fn mechanic(account: Account, change: impl FnOnce(&mut MyMechanic)) {
    if let Some(mut me) = account.me() {
        me.mechanic.as_mut().map(change);
        account.set_me(me);
    }
}

/// Switches the presence: it shows at once and goes back if the server refuses.
pub fn change(busy: RwSignal<bool>) -> Callback<bool> {
    let (client, account, inbox, toasts) = (api(), Account::get(), Inbox::get(), Toasts::get());
    Callback::new(move |online: bool| {
        let words = &t().provider;
        let before = untrack(|| account.me()).and_then(|me| me.mechanic);
        untrack(|| {
            mechanic(account, |it| {
                it.is_online = online;
                // who switches on wants to be asked again
                it.accepting |= online;
            });
        });
        let client = client.clone();
        busy.set(true);
        spawn_local(async move {
            let outcome = client.set_presence(&SetPresence { online }).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(presence) => {
                    untrack(|| mechanic(account, |it| it.is_online = presence.is_online));
                    inbox.0.reload();
                    toasts.say(match (online, presence.waiting_offers) {
                        (false, _) => words.went_offline.to_owned(),
                        (true, 0) => words.went_online.to_owned(),
                        (true, waiting) => (words.went_online_waiting)(&format::number(waiting)),
                    });
                }
                Err(error) => {
                    untrack(|| {
                        mechanic(account, |it| {
                            if let Some(before) = before {
                                *it = before;
                            }
                        });
                    });
                    toasts.fail(&error);
                }
            }
        });
    })
}

/// The presence switch, and what it means right now in one sentence.
#[component]
pub fn PresenceSwitch() -> impl IntoView {
    let words = &t().provider;
    let account = Account::get();
    let busy = RwSignal::new(false);
    let change = change(busy);
    let on = Memo::new(move |_| available(account));
    let meaning = move || {
        let paused = account.me().and_then(|me| me.mechanic).is_some_and(|mechanic| !mechanic.accepting);
        match (on.get(), paused) {
            (true, _) => words.online_text,
            (false, true) => words.paused_text,
            (false, false) => words.offline_text,
        }
    };
    view! {
        <section class="sheet presence" class:on=move || on.get()>
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    aria-describedby="presence-meaning"
                    aria-busy=move || busy.get().then_some("true")
                    prop:checked=move || on.get()
                    on:change=move |event| change.run(event_target_checked(&event))
                />
                <span>{words.online}</span>
            </label>
            <p class="soft" id="presence-meaning" aria-live="polite">
                {meaning}
            </p>
        </section>
    }
}
