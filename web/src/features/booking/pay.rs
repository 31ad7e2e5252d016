use std::sync::Arc;

use leptos::prelude::*;
use pitlane_client::{ApiError, Client};
use pitlane_contract::{
    dispatch::{NewSessionRequest, SessionRequestDetail},
    payments::Payment,
};
use uuid::Uuid;

use super::{draft::Draft, intake::Way, service_word};
use crate::{
    account::api,
    features::{payments::CardForm, vehicles},
    format, routing,
    shell::platform::Installation,
    storage::{self, Key},
    text::t,
    ui::{Button, Kind},
};

/// Creates the request once for the same values, and calls off the one that other values made before.
async fn create(client: Client, draft: Draft, made: StoredValue<Option<Made>>) -> Result<Payment, ApiError> {
    let key = draft.form.key();
    if let Some(before) = made.get_value() {
        if before.key == key {
            return Ok(before.payment);
        }
        // unpaid, it would end by itself; called off, it does not linger on the dashboard
        let _ = client.cancel_session_request(before.id).await;
    }
    let unreadable = ApiError::Unreadable { status: 0 };
    let body = NewSessionRequest {
        vehicle_id: draft.vehicle.text().parse().map_err(|_| unreadable.clone())?,
        service: draft.service.text().parse().map_err(|_| unreadable)?,
        concern: draft.concern.text(),
        photo_ids: draft.photos.with_untracked(|all| all.iter().map(|photo| photo.id).collect()),
        preferred_provider_id: draft.provider().map(|provider| provider.provider_id),
        notify_and_wait: draft.provider().is_some() && draft.target.is_some_and(|target| target.wait),
        parent_session_id: None,
        follow_up_type: None,
    };
    let SessionRequestDetail { request, payment, .. } =
        client.create_session_request(&body, Some(&key)).await?;
    made.set_value(Some(Made { key, id: request.id, payment: payment.clone() }));
    Ok(payment)
}

/// The request that waits for the card.
#[derive(Clone)]
struct Made {
    key: String,
    id: Uuid,
    payment: Payment,
}

/// The booking in short, and the payment.
#[component]
pub fn PayStep(draft: Draft, way: Way) -> impl IntoView {
    let client = api();
    let made = StoredValue::new(None::<Made>);
    let go = routing::go_instead();
    let price = Signal::derive(move || {
        let service = draft.chosen_service();
        service.map(|it| format::money(it.price_cents.unwrap_or_default(), &it.currency)).unwrap_or_default()
    });
    let prepare = Arc::new(move || {
        let client = client.clone();
        Box::pin(create(client, draft, made)) as std::pin::Pin<Box<dyn Future<Output = _>>>
    });
    let paid = move |()| {
        storage::remove(Key::IntakeDraft);
        if let Some(made) = made.get_value() {
            go(&format!("{}?paid=yes", routing::request(made.id)));
        }
    };
    view! {
        <Overview draft way price />
        <section class="stack">
            <h2 tabindex="-1">{t().booking.pay_title}</h2>
            <p class="soft">{t().booking.held}</p>
            <CardForm price prepare on_paid=paid />
        </section>
    }
}

#[component]
fn Overview(draft: Draft, way: Way, price: Signal<String>) -> impl IntoView {
    let words = &t().booking;
    let installation = Installation::get();
    let asked = move || match (draft.provider(), draft.target) {
        (Some(provider), Some(target)) if target.wait => installation.wait_window().map_or_else(
            || (words.asks_first)(&provider.name),
            |minutes| (words.asks_wait)(&provider.name, minutes),
        ),
        (Some(provider), _) => (words.asks_first)(&provider.name),
        (None, _) => words.asks_all.to_owned(),
    };
    let vehicle = move || draft.chosen_vehicle().map(|vehicle| vehicles::words(&vehicle));
    let service = move || draft.chosen_service().map(|service| service_word(service.kind));
    view! {
        <section class="stack">
            <h2 tabindex="-1">{words.review}</h2>
            <dl class="sheet overview">
                <Line name=words.step_vehicle step=0 way>
                    {vehicle}
                </Line>
                <Line name=words.step_problem step=1 way>
                    <span class="written">{move || draft.concern.value.get()}</span>
                    {move || {
                        let count = draft.photos.with(Vec::len);
                        (count > 0).then(|| view! { <span class="soft small">{(words.photos)(count)}</span> })
                    }}
                </Line>
                <Line name=words.step_service step=2 way>
                    {service}
                    " "
                    <span class="number">{move || price.get()}</span>
                </Line>
                <div class="part">
                    <dt>{words.routing}</dt>
                    <dd>{asked}</dd>
                </div>
            </dl>
        </section>
    }
}

#[component]
fn Line(name: &'static str, step: usize, way: Way, children: Children) -> impl IntoView {
    let label = format!("{}: {name}", t().common.edit);
    view! {
        <div class="part">
            <dt>{name}</dt>
            <dd>{children()}</dd>
            <dd class="change">
                <Button kind=Kind::Quiet label on_press=move |()| way.to(step)>
                    {t().common.edit}
                </Button>
            </dd>
        </div>
    }
}
