use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::providers::{DirectoryQuery, ProviderCard};
use uuid::Uuid;

use super::draft::Draft;
use crate::{
    account::api,
    text::t,
    ui::{Button, Form, Input, Toasts, none},
};

/// As many as fit below the field; whoever is not among them needs a longer part of the name.
const SHOWN: u32 = 6;

/// A provider that a rule is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// The seller.
    pub id: Uuid,
    /// Their name.
    pub name: String,
}

/// Finds the one provider that a rule is for.
#[component]
pub fn ChooseProvider(
    /// The rule.
    draft: Draft,
) -> impl IntoView {
    let (words, draft) = (&t().fees, draft.fields());
    let (provider, error) = (draft.provider, draft.provider_error);
    let name = Form::new().field("provider_name", "", none);
    let found = RwSignal::new(None::<Vec<ProviderCard>>);
    let busy = RwSignal::new(false);
    let search = Callback::new(move |()| {
        let (client, text) = (api(), name.filled());
        busy.set(true);
        spawn_local(async move {
            let query = DirectoryQuery { text, page_size: Some(SHOWN), ..DirectoryQuery::default() };
            match client.list_providers(&query).await {
                // the page may be gone by now
                Ok(page) => drop(found.try_set(Some(page.items))),
                Err(error) => Toasts::get().fail(&error),
            }
            let _ = busy.try_set(false);
        });
    });
    let choose = move |card: ProviderCard| {
        let chosen = Chosen { id: card.provider_id, name: card.name.clone() };
        let press = move |()| {
            provider.set(Some(chosen.clone()));
            error.set(None);
            found.set(None);
        };
        view! { <li><Button on_press=press>{card.name}</Button></li> }
    };
    let list = move || {
        found.get().map(|cards| {
            if cards.is_empty() {
                return view! { <p class="soft">{words.found_none}</p> }.into_any();
            }
            let rows = cards.into_iter().map(choose).collect_view();
            view! { <ul class="row" aria-label=words.found>{rows}</ul> }.into_any()
        })
    };
    let chosen = move || provider.get().map(|it| view! { <p><b>{(words.chosen)(&it.name)}</b></p> });
    view! {
        <div class="stack">
            <Input field=name label=words.find hint=words.find_hint optional=true />
            <div class="actions start">
                <Button busy on_press=search>{words.search}</Button>
            </div>
            <div role="status" class="stack tight">
                {list}
                {chosen}
            </div>
            <div role="alert" class="field">
                {move || error.get().map(|text| view! { <span class="problem">{text}</span> })}
            </div>
        </div>
    }
}
