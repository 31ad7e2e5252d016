use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use pitlane_contract::sent_messages::SentMessageQuery;
use pitlane_domain::vocabulary::{Channel, NotificationKind, NotificationStatus};

use super::words::{channel_word, kind_word, standing};
use crate::{
    routing,
    text::t,
    ui::{Button, Form, Input, Kind, SelectInput, none},
};

/// Reads the filters from the address.
pub fn read(map: &ParamsMap) -> SentMessageQuery {
    let value = |name: &str| map.get(name).filter(|value| !value.trim().is_empty());
    SentMessageQuery {
        recipient: value("to"),
        kind: value("kind").and_then(|word| word.parse().ok()),
        channel: value("channel").and_then(|word| word.parse().ok()),
        status: value("status").and_then(|word| word.parse().ok()),
        page: value("page").and_then(|text| text.parse().ok()),
        ..SentMessageQuery::default()
    }
}

/// Writes the filters into an address.
pub fn address(query: &SentMessageQuery) -> String {
    let pairs = [
        ("to", query.recipient.clone()),
        ("kind", query.kind.map(|kind| kind.to_string())),
        ("channel", query.channel.map(|channel| channel.to_string())),
        ("status", query.status.map(|status| status.to_string())),
        ("page", query.page.filter(|page| *page > 1).map(|page| page.to_string())),
    ];
    let parts: Vec<_> = pairs
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", js_sys::encode_uri_component(&value?))))
        .collect();
    if parts.is_empty() {
        routing::MESSAGES.to_owned()
    } else {
        format!("{}?{}", routing::MESSAGES, parts.join("&"))
    }
}

/// The values of a choice, before them the one that leaves it open.
fn options<W: Copy + ToString>(all: &[W], word: fn(W) -> &'static str) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), t().sent_messages.any.to_owned())];
    options.extend(all.iter().map(|one| (one.to_string(), word(*one).to_owned())));
    options
}

/// The filters; they live in the address, so that Back and links work.
#[component]
pub fn Filters(
    /// The filters of the address.
    now: SentMessageQuery,
) -> impl IntoView {
    let (words, form, go) = (&t().sent_messages, Form::new(), routing::go());
    let to = form.field("filter_to", now.recipient.clone().unwrap_or_default(), none);
    let kind = form.field("filter_kind", now.kind.map(|it| it.to_string()).unwrap_or_default(), none);
    let channel =
        form.field("filter_channel", now.channel.map(|it| it.to_string()).unwrap_or_default(), none);
    let status = form.field("filter_status", now.status.map(|it| it.to_string()).unwrap_or_default(), none);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        go(&address(&SentMessageQuery {
            recipient: to.filled(),
            kind: kind.text().parse().ok(),
            channel: channel.text().parse().ok(),
            status: status.text().parse().ok(),
            ..SentMessageQuery::default()
        }));
    };
    let mut kinds = options(NotificationKind::ALL, kind_word);
    // one looks for a kind by its name
    kinds[1..].sort_by(|one, other| one.1.cmp(&other.1));
    let statuses = options(NotificationStatus::ALL, |status| standing(status).0);
    view! {
        <form class="filters five" role="search" aria-label=words.filters on:submit=submit>
            <Input field=to label=words.recipient optional=true autocomplete="off" />
            <SelectInput field=kind label=words.kind options=kinds />
            <SelectInput field=channel label=words.channel options=options(Channel::ALL, channel_word) />
            <SelectInput field=status label=words.status options=statuses />
            <Button kind=Kind::Main submit=true>
                {words.show}
            </Button>
        </form>
    }
}
