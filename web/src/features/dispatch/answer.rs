use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::{dispatch::DeclineOffer, problem::Code};
use uuid::Uuid;

use super::inbox::{Fate, Inbox};
use crate::{
    account::api,
    routing,
    text::t,
    ui::{Confirm, Toasts},
};

/// Takes a request and leads to its room; one that is gone says so where it stands.
pub fn accept(id: Uuid, busy: RwSignal<bool>) -> Callback<()> {
    let (client, inbox, toasts, go) = (api(), Inbox::get(), Toasts::get(), routing::go());
    Callback::new(move |()| {
        let (client, go) = (client.clone(), go.clone());
        busy.set(true);
        spawn_local(async move {
            let outcome = client.accept_offer(id).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(accepted) => {
                    inbox.take_out(id);
                    go(&routing::room(accepted.session_id));
                }
                Err(error) => match error.problem().map(|problem| problem.code) {
                    Some(Code::AlreadyAccepted) => inbox.settle(id, Fate::Taken),
                    Some(Code::NotFound | Code::InvalidTransition) => inbox.settle(id, Fate::Closed),
                    _ => toasts.fail(&error),
                },
            }
        });
    })
}

/// Asks before an offer is declined; it goes at once and comes back if the server refuses.
#[component]
pub fn Decline(
    /// The offer that is being declined; none when nobody asks.
    declining: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    let (client, inbox, toasts) = (api(), Inbox::get(), Toasts::get());
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if declining.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            declining.set(None);
        }
    });
    let text = Signal::derive(move || {
        let first = declining.get().and_then(|id| inbox.one(id)).is_some_and(|it| it.is_first());
        if first { t().provider.decline_text_first } else { t().provider.decline_text }.to_owned()
    });
    let yes = move |()| {
        let Some(id) = declining.get_untracked() else { return };
        open.set(false);
        let Some(before) = inbox.take_out(id) else { return };
        let client = client.clone();
        spawn_local(async move {
            match client.decline_offer(id, &DeclineOffer { reason: None }).await {
                Ok(_) => toasts.say(t().provider.declined),
                Err(error) => {
                    inbox.put_back(before);
                    toasts.fail(&error);
                }
            }
        });
    };
    view! {
        <Confirm
            open
            title=t().provider.decline_title
            text
            yes=t().provider.decline
            no=t().provider.decline_keep.to_owned()
            danger=true
            on_yes=Callback::new(yes)
        />
    }
}
