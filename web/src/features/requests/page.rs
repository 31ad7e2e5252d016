use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use pitlane_client::{ApiError, Client};
use pitlane_contract::{dispatch::SessionRequestDetail, realtime::Event};
use pitlane_domain::vocabulary::RequestStatus;
use uuid::Uuid;

use super::{
    asked_alone, standing,
    timeline::{entries, why_everybody},
    ways::Ways,
};
use crate::{
    account::api,
    clock,
    features::{booking::service_word, photos::RequestPhotos},
    format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Countdown, Load, Timeline, load, loaded},
};

/// A request, and by how much this machine's clock differs from the server's.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The request with payment and timeline.
    pub detail: SessionRequestDetail,
    ahead: chrono::TimeDelta,
}

impl Told {
    pub(super) fn new(detail: SessionRequestDetail) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a clock difference")]
        let ahead = (clock::now() - format::millis(detail.request.now)) as i64;
        Self { detail, ahead: chrono::TimeDelta::milliseconds(ahead) }
    }

    async fn fetch(client: Client, id: Option<Uuid>) -> Result<Self, ApiError> {
        let id = id.ok_or(ApiError::Unreadable { status: 404 })?;
        client.get_session_request(id).await.map(Self::new)
    }
}

/// The page of one request.
#[component]
pub fn Request() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id")).and_then(|id| id.parse::<Uuid>().ok()));
    let client = api();
    let realtime = Realtime::get();
    let told = load(move || {
        realtime.resumed.track();
        Told::fetch(client.clone(), id.get())
    });
    after_payment(told);
    let go = routing::go();
    realtime.on_event(move |event| {
        if let Event::RequestUpdated { request_id, status, session_id, .. } = event
            && Some(*request_id) == id.get_untracked()
        {
            told.reload();
            // the session opens at once; Back still leads to the request
            if let (RequestStatus::Accepted, Some(session)) = (status, session_id) {
                go(&routing::room(*session));
            }
        }
    });
    let title = Signal::derive(move || {
        told.get().map_or_else(|| t().request.title.to_owned(), |told| standing(&told.detail.request).0)
    });
    let lead = Signal::derive(move || told.get().map(|told| lead(&told.detail)).unwrap_or_default());
    view! {
        <PageHead title lead />
        {loaded(told, 5, move |now| view! { <Shown told now /> })}
    }
}

/// Fresh from the payment: the address forgets it once the server knows of it too, and who was taken meanwhile enters
/// the room at once.
fn after_payment(told: Load<Told>) {
    let (paid, go) = (routing::query("paid"), routing::go_instead());
    Effect::new(move |_| {
        let (Some(_), Some(Told { detail, .. })) = (paid.get(), told.get()) else { return };
        match (detail.request.status, detail.request.session_id) {
            (RequestStatus::AwaitingPayment, _) => {}
            (RequestStatus::Accepted, Some(session)) => go(&routing::room(session)),
            _ => go(&routing::request(detail.request.id)),
        }
    });
}

fn lead(detail: &SessionRequestDetail) -> String {
    let words = &t().request;
    let request = &detail.request;
    match request.status {
        RequestStatus::AwaitingPayment => words.lead_awaiting.to_owned(),
        RequestStatus::Pending => match (asked_alone(request), &request.preferred_provider) {
            (Some(name), _) => (words.lead_first)(&name),
            (None, Some(preferred)) => why_everybody(request.broadcast_cause, &preferred.name),
            (None, None) => words.lead_all.to_owned(),
        },
        RequestStatus::Accepted => {
            let name = request.mechanic.as_ref().map_or(words.somebody, |mechanic| &mechanic.name);
            (words.lead_accepted)(name)
        }
        RequestStatus::Cancelled => words.lead_cancelled.to_owned(),
        RequestStatus::Expired => words.lead_expired.to_owned(),
    }
}

#[component]
fn Shown(told: Load<Told>, now: Signal<Told>) -> impl IntoView {
    let lines = Signal::derive(move || now.with(|now| entries(&now.detail)));
    view! {
        <div class="two keep">
            <div class="stack wide">
                <TimeLeft told now />
                <Ways told now />
                <section class="sheet padded stack">
                    <h2>{t().request.what_happened}</h2>
                    <Timeline label=t().request.what_happened entries=lines />
                </section>
            </div>
            <Details now />
        </div>
    }
}

/// How long the present state lasts, with what it is for.
#[component]
fn TimeLeft(told: Load<Told>, now: Signal<Told>) -> impl IntoView {
    let words = &t().request;
    // from, until and the label, on this machine's clock; a change of any of them makes a new countdown
    let span = Memo::new(move |_| {
        let Told { detail, ahead } = now.get();
        let request = detail.request;
        let until = request.priority_expires_at.or(request.expires_at)?;
        let (from, label) = match (request.status, asked_alone(&request)) {
            (RequestStatus::AwaitingPayment, _) => (request.created_at, words.until_paid.to_owned()),
            (RequestStatus::Pending, Some(name)) => {
                (request.priority_notified_at.unwrap_or(request.created_at), (words.window)(&name))
            }
            (RequestStatus::Pending, None) => {
                (request.fallback_broadcast_at.unwrap_or(request.created_at), words.until_end.to_owned())
            }
            _ => return None,
        };
        Some((from + ahead, until + ahead, label))
    });
    move || {
        span.get().map(|(from, until, label)| {
            view! {
                <section class="sheet padded">
                    <Countdown label from=Signal::stored(from) until=Signal::stored(until) on_end=move |()| told.reload() />
                </section>
            }
        })
    }
}

#[component]
fn Details(now: Signal<Told>) -> impl IntoView {
    let words = &t().request;
    let request = Memo::new(move |_| now.get().detail.request);
    let badge = move || {
        let (word, tone) = standing(&request.get());
        view! { <Badge tone text=word /> }
    };
    view! {
        <section class="sheet padded stack">
            <div class="row apart">
                <h2>{words.details}</h2>
                {badge}
            </div>
            <dl class="stack about">
                <div>
                    <dt>{words.vehicle}</dt>
                    <dd>{move || request.get().vehicle}</dd>
                </div>
                <div>
                    <dt>{words.service}</dt>
                    <dd>{move || service_word(request.get().service)}</dd>
                </div>
                <div>
                    <dt>{words.price}</dt>
                    <dd class="number">
                        {move || request.with(|it| format::money(it.price_cents, &it.currency))}
                    </dd>
                </div>
                <div>
                    <dt>{words.concern}</dt>
                    <dd class="written">
                        {move || request.get().concern} <RequestPhotos request=request.with_untracked(|it| it.id) />
                    </dd>
                </div>
            </dl>
        </section>
    }
}
