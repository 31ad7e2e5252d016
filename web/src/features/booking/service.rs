use leptos::prelude::*;
use pitlane_contract::providers::Service;
use pitlane_domain::vocabulary::ServiceKind;

use super::{draft::Draft, intake::Way, service_word};
use crate::{
    format,
    text::t,
    ui::{Button, Choice, Kind},
};

fn hint(service: &Service) -> String {
    let minutes = i64::from(service.minutes.unwrap_or_default());
    match service.kind {
        ServiceKind::Chat => (t().booking.chat_hint)(minutes),
        ServiceKind::Video => (t().booking.video_hint)(minutes),
        ServiceKind::InPerson => String::new(),
    }
}

/// How to talk to the mechanic.
#[component]
pub fn ServiceStep(draft: Draft, way: Way) -> impl IntoView {
    let chosen = draft.service.value;
    let services = draft.material.with_value(|material| material.services.clone());
    let choices = services
        .into_iter()
        .map(|service| {
            let price = format::money(service.price_cents.unwrap_or_default(), &service.currency);
            let hint = hint(&service);
            view! {
                <Choice
                    group="service"
                    value=service.kind.as_str()
                    chosen
                    label=service_word(service.kind)
                    hint
                    sum=price
                />
            }
        })
        .collect_view();
    // what was chosen before may not be among what they offer
    let none = Signal::derive(move || draft.chosen_service().is_none());
    let whose =
        draft.provider().map(|them| view! { <p class="soft">{(t().booking.offered)(&them.name)}</p> });
    view! {
        <fieldset class="stack">
            <legend>
                <h2 tabindex="-1">{t().booking.how_talk}</h2>
            </legend>
            {whose}
            <div class="choices">{choices}</div>
        </fieldset>
        <div class="actions">
            <Button on_press=move |()| way.to(1)>{t().common.back}</Button>
            <Button kind=Kind::Main disabled=none on_press=move |()| way.to(3)>
                {t().booking.to_payment}
            </Button>
        </div>
    }
}
