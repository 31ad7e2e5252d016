use leptos::prelude::*;
use pitlane_contract::fees::{FeeCard, FeeCardLine};

use super::{formula, subject_word};
use crate::{
    account::api,
    format,
    shell::PageHead,
    text::t,
    ui::{load, loaded},
};

/// The public card of the platform's fees.
#[component]
pub fn Card() -> impl IntoView {
    let (words, client) = (&t().fees, api());
    let card = load(move || {
        let client = client.clone();
        async move { client.fee_card().await }
    });
    let show = |card: Signal<FeeCard>| {
        let rows = move || {
            let FeeCard { currency, items } = card.get();
            items.into_iter().map(|line| row(&line, &currency)).collect_view()
        };
        view! {
            <ul class="sheet fees" aria-label=words.card_label>
                {rows}
            </ul>
            <p class="soft">{words.card_note}</p>
        }
    };
    view! {
        <PageHead title=words.card_title lead=Signal::stored(words.card_lead.to_owned()) />
        <section class="stack settings">{loaded(card, 2, show)}</section>
    }
}

fn row(line: &FeeCardLine, currency: &str) -> impl IntoView + use<> {
    let whom = super::whom(line.scope, line.provider_type, line.service, None);
    let example = (t().fees.example)(
        &format::money(line.example_total_cents, currency),
        &format::money(line.example_fee_cents, currency),
    );
    let fee = formula(line.percent_bps, line.fixed_cents, line.min_cents, line.max_cents);
    view! {
        <li class="fee">
            <b>{(t().fees.target)(subject_word(line.applies_to), &whom)}</b>
            <span class="rate-of">{fee}</span>
            <small class="soft">{example}</small>
        </li>
    }
}
