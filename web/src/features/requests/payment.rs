use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use pitlane_client::ApiError;
use pitlane_contract::dispatch::SessionRequestDetail;
use pitlane_domain::vocabulary::RequestStatus;
use uuid::Uuid;

use crate::{
    account::api,
    features::payments::CardForm,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Kind, LinkButton, load, loaded},
};

/// The payment of a request that was left before.
#[component]
pub fn RequestPayment() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id")).and_then(|id| id.parse::<Uuid>().ok()));
    let client = api();
    let detail = load(move || {
        let (client, id) = (client.clone(), id.get());
        async move { client.get_session_request(id.ok_or(ApiError::Unreadable { status: 404 })?).await }
    });
    view! {
        <div class="narrow stack wide">
            <PageHead title=t().booking.pay_title lead=Signal::stored(t().booking.held.to_owned()) />
            {loaded(detail, 4, |detail| view! { <Pay detail=detail.get_untracked() /> })}
        </div>
    }
}

#[component]
fn Pay(detail: SessionRequestDetail) -> impl IntoView {
    let id = detail.request.id;
    if detail.request.status != RequestStatus::AwaitingPayment {
        return view! {
            <p>{t().booking.paid}</p>
            <LinkButton kind=Kind::Main href=routing::request(id)>
                {t().request.title}
            </LinkButton>
        }
        .into_any();
    }
    let client = api();
    let go = routing::go_instead();
    let price = format::money(detail.payment.amount_cents, &detail.payment.currency);
    let prepare = Arc::new(move || {
        let client = client.clone();
        let payment = async move { client.get_session_request(id).await.map(|detail| detail.payment) };
        Box::pin(payment) as std::pin::Pin<Box<dyn Future<Output = _>>>
    });
    let paid = move |()| go(&format!("{}?paid=yes", routing::request(id)));
    view! { <CardForm price=price prepare on_paid=paid /> }.into_any()
}
