use leptos::prelude::*;

use super::{
    follow::{Inside, watched},
    origins::Origins,
};
use crate::{features::quotes::customer_standing, routing, shell::PageHead, text::t, ui::loaded};

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
                    <Inside repair now>
                        <Origins now page=routing::quote standing=customer_standing />
                    </Inside>
                }
            },
        )}
    }
}
