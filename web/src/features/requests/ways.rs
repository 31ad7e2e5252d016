use leptos::{prelude::*, task::spawn_local};
use pitlane_client::ApiError;
use pitlane_contract::dispatch::{SessionRequest, SessionRequestDetail};
use pitlane_domain::vocabulary::RequestStatus;

use super::{asked_alone, page::Told};
use crate::{
    account::api,
    routing,
    text::t,
    ui::{Button, Confirm, Kind, LinkButton, Load, Toasts},
};

/// What the customer can do now: go on, ask everybody, call it off.
#[component]
pub fn Ways(told: Load<Told>, now: Signal<Told>) -> impl IntoView {
    let request = Memo::new(move |_| now.get().detail.request);
    let status = Memo::new(move |_| request.with(|it| (it.status, it.session_id, asked_alone(it).is_some())));
    let everybody = RwSignal::new(false);
    let calling_off = RwSignal::new(false);
    let paid = routing::query("paid");
    let ways = move || {
        let (status, session, alone) = status.get();
        let id = request.with_untracked(|it| it.id);
        match (status, session) {
            (RequestStatus::AwaitingPayment, _) if paid.get().is_some() => {
                view! { <p role="status">{t().booking.waiting_confirmation}</p> }.into_any()
            }
            (RequestStatus::AwaitingPayment, _) => view! {
                <LinkButton kind=Kind::Main href=format!("{}/pay", routing::request(id))>
                    {t().request.pay}
                </LinkButton>
                <Button on_press=move |()| calling_off.set(true)>{t().request.cancel}</Button>
            }
            .into_any(),
            (RequestStatus::Pending, _) => view! {
                {alone
                    .then(|| {
                        view! { <Button on_press=move |()| everybody.set(true)>{t().request.ask_everybody}</Button> }
                    })}
                <Button on_press=move |()| calling_off.set(true)>{t().request.cancel}</Button>
            }
            .into_any(),
            (RequestStatus::Accepted, Some(session)) => view! {
                <LinkButton kind=Kind::Main href=routing::room(session)>
                    {t().request.enter}
                </LinkButton>
            }
            .into_any(),
            (RequestStatus::Accepted, None) => ().into_any(),
            (RequestStatus::Cancelled | RequestStatus::Expired, _) => view! {
                <LinkButton kind=Kind::Main href="/book">
                    {t().request.again}
                </LinkButton>
            }
            .into_any(),
        }
    };
    view! {
        <div class="actions start">{ways}</div>
        <AskEverybody told request=request.into() open=everybody />
        <CallOff told request=request.into() open=calling_off />
    }
}

/// Does something to the request, shows what came of it, and closes the dialog.
fn act<F>(work: F, told: Load<Told>, open: RwSignal<bool>, busy: RwSignal<bool>)
where
    F: Future<Output = Result<SessionRequestDetail, ApiError>> + 'static,
{
    let toasts = Toasts::get();
    busy.set(true);
    spawn_local(async move {
        let outcome = work.await;
        let _ = busy.try_set(false);
        let _ = open.try_set(false);
        match outcome {
            Ok(detail) => drop(told.value().try_set(Some(Told::new(detail)))),
            Err(error) => {
                toasts.fail(&error);
                told.reload();
            }
        }
    });
}

#[component]
fn AskEverybody(told: Load<Told>, request: Signal<SessionRequest>, open: RwSignal<bool>) -> impl IntoView {
    let client = api();
    let busy = RwSignal::new(false);
    let text = Signal::derive(move || {
        let name = request.get().preferred_provider.map(|preferred| preferred.name);
        (t().request.ask_everybody_text)(name.as_deref().unwrap_or(t().request.somebody))
    });
    let yes = move |()| {
        let (client, id) = (client.clone(), request.with_untracked(|it| it.id));
        act(async move { client.broadcast_now(id).await }, told, open, busy);
    };
    view! {
        <Confirm
            open
            title=t().request.ask_everybody_title
            text
            yes=t().request.ask_everybody
            busy
            on_yes=Callback::new(yes)
        />
    }
}

#[component]
fn CallOff(told: Load<Told>, request: Signal<SessionRequest>, open: RwSignal<bool>) -> impl IntoView {
    let client = api();
    let busy = RwSignal::new(false);
    let yes = move |()| {
        let (client, id) = (client.clone(), request.with_untracked(|it| it.id));
        act(async move { client.cancel_session_request(id).await }, told, open, busy);
    };
    view! {
        <Confirm
            open
            title=t().request.cancel_title
            text=t().request.cancel_text
            yes=t().request.cancel
            no=t().request.keep.to_owned()
            danger=true
            busy
            on_yes=Callback::new(yes)
        />
    }
}
