use leptos::prelude::*;
use pitlane_contract::providers::ProviderCard;
use pitlane_domain::vocabulary::ProviderType;

use crate::{
    routing,
    text::t,
    ui::{Presence, Stars},
};

/// What a provider is, in a word or two.
pub fn kind_word(kind: ProviderType) -> &'static str {
    match kind {
        ProviderType::Independent => t().directory.independent,
        ProviderType::Workshop => t().directory.workshop,
    }
}

/// One row of the directory.
#[component]
pub fn Card(card: ProviderCard) -> impl IntoView {
    let href = routing::profile(card.provider_type, card.profile_id);
    let specialties = card.specialties.join(", ");
    view! {
        <li class="provider">
            <div>
                <a class="name" href=href>
                    {card.name}
                </a>
                " "
                <Presence online=card.is_online seen=Signal::stored(card.last_seen_at) />
            </div>
            <small class="soft">
                {kind_word(card.provider_type)} {(!specialties.is_empty()).then(|| format!(": {specialties}"))}
            </small>
            <span class="rating">
                <Stars rating=card.avg_rating count=card.total_reviews />
            </span>
        </li>
    }
}
