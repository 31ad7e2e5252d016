use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use pitlane_contract::providers::DirectoryQuery;
use pitlane_domain::vocabulary::ProviderType;

use super::card::kind_word;
use crate::{
    format, routing,
    text::t,
    ui::{Button, Check, Form, Input, Kind, SelectInput, none},
};

/// How many rows a page has.
const PAGE_SIZE: u32 = 25;

/// Reads the filters from the address.
pub fn read(map: &ParamsMap) -> DirectoryQuery {
    let value = |name: &str| map.get(name).filter(|value| !value.trim().is_empty());
    DirectoryQuery {
        text: value("text"),
        specialty: value("specialty"),
        min_rating: value("min_rating").and_then(|text| text.parse().ok()),
        online: value("online").map(|_| true),
        kind: value("kind").and_then(|text| text.parse().ok()),
        page: value("page").and_then(|text| text.parse().ok()),
        page_size: Some(PAGE_SIZE),
        ordering: None,
    }
}

/// Writes the filters into an address.
pub fn address(query: &DirectoryQuery) -> String {
    let pairs = [
        ("text", query.text.clone()),
        ("specialty", query.specialty.clone()),
        ("min_rating", query.min_rating.map(|rating| rating.to_string())),
        ("online", query.online.filter(|online| *online).map(|_| "yes".to_owned())),
        ("kind", query.kind.map(|kind| kind.to_string())),
        ("page", query.page.filter(|page| *page > 1).map(|page| page.to_string())),
    ];
    let parts: Vec<_> = pairs
        .into_iter()
        .filter_map(|(name, value)| {
            value.map(|value| format!("{name}={}", js_sys::encode_uri_component(&value)))
        })
        .collect();
    if parts.is_empty() {
        routing::DIRECTORY.to_owned()
    } else {
        format!("{}?{}", routing::DIRECTORY, parts.join("&"))
    }
}

fn kinds() -> Vec<(String, String)> {
    let mut kinds = vec![(String::new(), t().directory.any.to_owned())];
    kinds.extend(ProviderType::ALL.iter().map(|kind| (kind.to_string(), kind_word(*kind).to_owned())));
    kinds
}

fn ratings() -> Vec<(String, String)> {
    let mut ratings = vec![(String::new(), t().directory.any.to_owned())];
    ratings.extend(
        [4.5, 4.0, 3.0]
            .map(|from| (from.to_string(), (t().directory.rating_from)(&format::one_decimal(from)))),
    );
    ratings
}

/// The filters of the directory; they live in the address, so that Back and links work.
#[component]
pub fn Filters(
    /// The filters of the address.
    now: DirectoryQuery,
) -> impl IntoView {
    let words = &t().directory;
    let form = Form::new();
    let text = form.field("text", now.text.clone().unwrap_or_default(), none);
    let specialty = form.field("specialty", now.specialty.clone().unwrap_or_default(), none);
    let kind = form.field("kind", now.kind.map(|kind| kind.to_string()).unwrap_or_default(), none);
    let rating = form.field("min_rating", now.min_rating.map(|it| it.to_string()).unwrap_or_default(), none);
    let online = RwSignal::new(now.online == Some(true));
    let go = routing::go();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        go(&address(&DirectoryQuery {
            text: text.filled(),
            specialty: specialty.filled().map(|word| word.to_lowercase()),
            kind: kind.text().parse().ok(),
            min_rating: rating.text().parse().ok(),
            online: online.get_untracked().then_some(true),
            ..DirectoryQuery::default()
        }));
    };
    view! {
        <form class="filters" role="search" on:submit=submit>
            <Input field=text label=words.text optional=true />
            <Input field=specialty label=words.specialty optional=true />
            <SelectInput field=kind label=words.kind options=kinds() />
            <SelectInput field=rating label=words.rating options=ratings() />
            <Check label=words.online_only on=online />
            <Button kind=Kind::Main submit=true>
                {words.show}
            </Button>
        </form>
    }
}
