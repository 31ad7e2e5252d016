use leptos::prelude::*;
use pitlane_contract::repairs::Repair;
use pitlane_domain::vocabulary::QuoteStatus;
use uuid::Uuid;

use crate::{
    format,
    text::t,
    ui::{Badge, Money, Tone},
};

/// The quotes that the repair comes from.
#[component]
pub fn Origins(
    /// The repair.
    now: Signal<Repair>,
    /// The page of one of them.
    page: fn(Uuid) -> String,
    /// Where one stands, in the words of the reader's side.
    standing: fn(QuoteStatus) -> (&'static str, Tone),
) -> impl IntoView {
    let rows = move || {
        now.get()
            .quotes
            .into_iter()
            .map(|quote| {
                let (word, tone) = standing(quote.status);
                view! {
                    <li class="svc">
                        <time datetime=quote.created_at.to_rfc3339()>{format::day(quote.created_at)}</time>
                        <a class="name" href=page(quote.id)>
                            {(t().quotes.one_title)(&quote.number)}
                        </a>
                        <Money cents=quote.total_cents currency=quote.currency />
                        <small class="clip">{quote.diagnosis_summary}</small>
                        <small class="w">
                            <Badge tone=Signal::stored(tone) text=word />
                        </small>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section>
            <div class="head">
                <h2>{t().repairs.quotes}</h2>
            </div>
            <ul class="sheet">{rows}</ul>
        </section>
    }
}
