use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::{accounts::Invitation, paging::List};

use super::role_word;
use crate::{
    account::api,
    format,
    text::t,
    ui::{Button, Confirm, Empty, Load, Toasts, loaded},
};

/// The invitations that wait for an answer, and a way to take each back.
#[component]
pub fn Invitations(
    /// The invitations.
    invitations: Load<List<Invitation>>,
) -> impl IntoView {
    let words = &t().team;
    let revoking = RwSignal::new(None::<Invitation>);
    let rows = move |list: Signal<List<Invitation>>| {
        move || {
            let items = list.get().items;
            if items.is_empty() {
                return view! { <Empty title=words.invitations_empty_title text=words.invitations_empty /> }
                    .into_any();
            }
            let rows =
                items.into_iter().map(|invitation| view! { <Row invitation revoking /> }).collect::<Vec<_>>();
            view! {
                <ul class="sheet" aria-label=words.invitations>
                    {rows}
                </ul>
            }
            .into_any()
        }
    };
    view! {
        <section>
            <div class="head">
                <h2>{words.invitations}</h2>
            </div>
            {loaded(invitations, 1, rows)}
            <Revoke invitations revoking />
        </section>
    }
}

#[component]
fn Row(invitation: Invitation, revoking: RwSignal<Option<Invitation>>) -> impl IntoView {
    let words = &t().team;
    let label = (words.revoke_who)(&invitation.email);
    let own = invitation.clone();
    view! {
        <li class="row apart">
            <div>
                <b>{invitation.email}</b>
                <br />
                <small class="soft">
                    {role_word(invitation.role)} ", "
                    {(words.until)(&format::day(invitation.expires_at))}
                </small>
            </div>
            <Button label on_press=move |()| revoking.set(Some(own.clone()))>
                {words.revoke}
            </Button>
        </li>
    }
}

/// Asks before an invitation is taken back; it goes at once and comes back if the server refuses.
#[component]
fn Revoke(invitations: Load<List<Invitation>>, revoking: RwSignal<Option<Invitation>>) -> impl IntoView {
    let words = &t().team;
    let (client, toasts) = (api(), Toasts::get());
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if revoking.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            revoking.set(None);
        }
    });
    let title = Signal::derive(move || {
        revoking.get().map(|invitation| (words.revoke_title)(&invitation.email)).unwrap_or_default()
    });
    let yes = move |()| {
        let Some(invitation) = revoking.get_untracked() else { return };
        open.set(false);
        let before = invitations.value().get_untracked();
        invitations.value().update(|list| {
            if let Some(list) = list {
                list.items.retain(|other| other.id != invitation.id);
            }
        });
        let client = client.clone();
        spawn_local(async move {
            match client.revoke_invitation(invitation.id).await {
                Ok(()) => toasts.say(words.revoked),
                Err(error) => {
                    let _ = invitations.value().try_set(before);
                    toasts.fail(&error);
                }
            }
        });
    };
    view! {
        <Confirm
            open
            title
            text=words.revoke_text
            yes=words.revoke
            no=words.revoke_keep.to_owned()
            danger=true
            on_yes=Callback::new(yes)
        />
    }
}
