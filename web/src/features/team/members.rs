use leptos::prelude::*;
use pitlane_contract::{accounts::Member, paging::List};
use pitlane_domain::vocabulary::ProviderType;

use super::role_word;
use crate::{
    account::api,
    format,
    realtime::Realtime,
    routing,
    text::t,
    ui::{Badge, Empty, Presence, Tone, load, loaded},
};

/// Who belongs to the workshop, and who is there now.
#[component]
pub fn Members() -> impl IntoView {
    let (client, realtime) = (api(), Realtime::get());
    let members = load(move || {
        realtime.resumed.track();
        let client = client.clone();
        async move { client.list_members().await }
    });
    view! {
        <section>
            <div class="head">
                <h2>{t().team.members}</h2>
            </div>
            {loaded(members, 3, move |list| view! { <Rows list /> })}
        </section>
    }
}

#[component]
fn Rows(list: Signal<List<Member>>) -> impl IntoView {
    let words = &t().team;
    move || {
        let items = list.get().items;
        if items.is_empty() {
            return view! { <Empty title=words.members_empty_title text=words.members_empty /> }.into_any();
        }
        let rows = items.into_iter().map(|member| view! { <Row member /> }).collect::<Vec<_>>();
        view! {
            <ul class="sheet" aria-label=words.members>
                {rows}
            </ul>
        }
        .into_any()
    }
}

#[component]
fn Row(member: Member) -> impl IntoView {
    let profile = routing::profile(ProviderType::Independent, member.mechanic_id);
    view! {
        <li class="row apart">
            <div>
                <a class="name" href=profile>
                    {member.name}
                </a>
                " "
                <Badge tone=Tone::Plain text=role_word(member.role) />
                <br />
                <small class="soft">{(t().team.joined)(&format::day(member.joined_at))}</small>
            </div>
            <Presence online=Signal::stored(member.is_online) seen=Signal::stored(None) />
        </li>
    }
}
