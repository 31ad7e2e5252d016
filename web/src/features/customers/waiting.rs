use leptos::prelude::*;
use pitlane_contract::{customers::Dashboard, dispatch::SessionRequest};
use pitlane_domain::vocabulary::RequestStatus;

use crate::{
    features::{booking::service_word, requests::standing},
    format, routing,
    text::t,
    ui::{Badge, Load, Money},
};

/// Requests and sessions under way, above everything else.
#[component]
pub fn Waiting(dashboard: Load<Dashboard>) -> impl IntoView {
    let open =
        Memo::new(move |_| dashboard.get().map(|dashboard| dashboard.open_requests).unwrap_or_default());
    let quotes = Memo::new(move |_| dashboard.get().map_or(0, |dashboard| dashboard.pending_quotes));
    move || {
        let (open, quotes) = (open.get(), quotes.get());
        (!open.is_empty() || quotes > 0).then(|| {
            let rows = open.into_iter().map(|request| view! { <Row request /> }).collect_view();
            view! {
                <ul class="sheet waiting" aria-label=t().home.waiting_title>
                    {(quotes > 0).then(|| view! { <Quotes count=quotes /> })}
                    {rows}
                </ul>
            }
        })
    }
}

/// Where the next step is, and its name.
fn next_step(request: &SessionRequest) -> (String, &'static str) {
    let own = routing::request(request.id);
    match (request.status, request.session_id) {
        (RequestStatus::AwaitingPayment, _) => (format!("{own}/pay"), t().home.finish_payment),
        (RequestStatus::Accepted, Some(session)) => (routing::room(session), t().home.enter_room),
        _ => (own, t().home.open),
    }
}

/// Quotes that wait for a decision.
#[component]
fn Quotes(count: i64) -> impl IntoView {
    let words = &t().home;
    let text =
        if count == 1 { words.quote_waits.to_owned() } else { (words.quotes_wait)(&format::number(count)) };
    view! {
        <li class="quote">
            <div>
                <p>
                    <b>{text}</b>
                </p>
                <p class="lead">{words.quotes_wait_text}</p>
            </div>
            <a class="button" href="/quotes">
                {words.read_quotes}
            </a>
        </li>
    }
}

#[component]
fn Row(request: SessionRequest) -> impl IntoView {
    let (word, tone) = standing(&request);
    let (href, action) = next_step(&request);
    let label = format!("{action}: {}", request.concern);
    view! {
        <li class="quote">
            <div>
                <p>
                    <b>{service_word(request.service)} ", " {request.vehicle}</b>
                    " "
                    <Badge tone text=word />
                </p>
                <p class="lead clip">{request.concern}</p>
            </div>
            <Money cents=request.price_cents currency=request.currency />
            <a class="button" href=href aria-label=label>
                {action}
            </a>
        </li>
    }
}
