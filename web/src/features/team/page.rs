use leptos::prelude::*;
use pitlane_contract::{
    accounts::{Invitation, MyWorkshop},
    paging::List,
};
use pitlane_domain::vocabulary::WorkshopRole;

use super::{invitations::Invitations, invite::Invite, members::Members};
use crate::{
    account::{Account, api},
    shell::PageHead,
    text::t,
    ui::{Empty, Kind, LinkButton, Load, load},
};

/// The page of a workshop's team.
#[component]
pub fn Team() -> impl IntoView {
    let account = Account::get();
    let workshop = Memo::new(move |_| {
        let workshop = account.me()?.mechanic?.workshop?;
        Some((workshop.id, workshop.name, workshop.role))
    });
    move || match workshop.get() {
        Some((id, name, role)) => view! { <Workshop workshop=MyWorkshop { id, name, role } /> }.into_any(),
        None => view! {
            <PageHead title=t().team.title />
            <Empty title=t().team.alone_title text=t().team.alone>
                <LinkButton href="/provider" kind=Kind::Main>
                    {t().provider.to_today}
                </LinkButton>
            </Empty>
        }
        .into_any(),
    }
}

#[component]
fn Workshop(workshop: MyWorkshop) -> impl IntoView {
    let lead = (t().team.lead)(&workshop.name);
    let side = if workshop.role == WorkshopRole::Mechanic {
        view! { <p class="soft">{t().team.ask_owner}</p> }.into_any()
    } else {
        view! { <Manage /> }.into_any()
    };
    view! {
        <PageHead title=t().team.title lead=Signal::stored(lead) />
        <div class="two keep">
            <Members />
            <section class="stack wide">{side}</section>
        </div>
    }
}

/// For the owner and managers: who is invited, and inviting others.
#[component]
fn Manage() -> impl IntoView {
    let client = api();
    let invitations: Load<List<Invitation>> = load(move || {
        let client = client.clone();
        async move { client.list_invitations().await }
    });
    view! {
        <Invite invitations />
        <Invitations invitations />
    }
}
