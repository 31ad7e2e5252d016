use leptos::prelude::*;

use super::card::Card;
use crate::text::t;

/// The well-known test cards, and what becomes of each.
#[component]
pub fn TestCards(card: Card) -> impl IntoView {
    let words = &t().booking;
    let cards = [
        ("4242 4242 4242 4242", words.card_ok),
        ("4000 0025 0000 3155", words.card_auth),
        ("4000 0000 0000 0002", words.card_declined),
        ("4000 0000 0000 9995", words.card_no_funds),
    ];
    let take = move |number: &'static str| {
        card.number.value.set(number.to_owned());
        card.expiry.value.set("12/34".to_owned());
        card.cvc.value.set("123".to_owned());
        for field in [card.number, card.expiry, card.cvc] {
            field.error.set(None);
        }
        card.form.error.set(None);
    };
    let rows = cards
        .map(|(number, fate)| {
            let label = format!("{}: {number}", words.use_card);
            view! {
                <li class="row apart">
                    <span>
                        <span class="figures-font">{number}</span>
                        " "
                        <span class="soft">{fate}</span>
                    </span>
                    <button type="button" class="link" aria-label=label on:click=move |_| take(number)>
                        {words.use_card}
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <aside class="note stack tight">
            <b>{words.sandbox_title}</b>
            <p class="small">{words.sandbox}</p>
            <ul class="stack tight small test-cards">{rows}</ul>
        </aside>
    }
}
