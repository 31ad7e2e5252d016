use leptos::prelude::*;
use pitlane_contract::repairs::Repair;

use super::follow::{Inside, watched};
use crate::{
    features::quotes::customer_standing,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Money, loaded},
};

/// The page of one repair for its customer.
#[component]
pub fn CustomerRepair() -> impl IntoView {
    let words = &t().repairs;
    let id = routing::page_id();
    let repair = watched(id.into());
    let title = Signal::derive(move || {
        repair
            .get()
            .map_or_else(|| words.title.to_owned(), |repair| (words.one_title)(&repair.summary.vehicle))
    });
    let lead = Signal::derive(move || {
        repair.get().map(|repair| (words.lead_from)(&repair.summary.provider_name)).unwrap_or_default()
    });
    view! {
        <PageHead title lead />
        {loaded(
            repair,
            8,
            move |now| {
                view! {
                    <Inside repair now />
                    <Quotes now />
                }
            },
        )}
    }
}

/// The quotes that the repair comes from.
#[component]
fn Quotes(now: Signal<Repair>) -> impl IntoView {
    let rows = move || {
        now.get()
            .quotes
            .into_iter()
            .map(|quote| {
                let (word, tone) = customer_standing(quote.status);
                view! {
                    <li class="svc">
                        <time datetime=quote.created_at.to_rfc3339()>{format::day(quote.created_at)}</time>
                        <a class="name" href=routing::quote(quote.id)>
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
