use leptos::{prelude::*, task::spawn_local};
use pitlane_client::{ApiError, Client};
use pitlane_contract::sessions::Session;
use pitlane_domain::vocabulary::SessionStatus;
use uuid::Uuid;

use super::room::{is_customer, other};
use crate::{
    account::api,
    routing,
    text::t,
    ui::{Button, Confirm, Kind, LinkButton, Load, Toasts},
};

/// What a person can do about a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Start,
    End,
    Cancel,
    Rematch,
}

impl Act {
    async fn run(self, client: Client, id: Uuid) -> Result<Session, ApiError> {
        match self {
            Self::Start => client.start_session(id).await,
            Self::End => client.end_session(id).await,
            Self::Cancel => client.cancel_session(id).await,
            Self::Rematch => client.rematch_session(id).await,
        }
    }
}

/// Carries out what was chosen, and shows what came of it.
#[derive(Clone, Copy)]
struct Acting {
    run: Callback<Act>,
    busy: RwSignal<bool>,
    ending: RwSignal<bool>,
    cancelling: RwSignal<bool>,
}

impl Acting {
    fn new(session: Load<Session>, id: Uuid) -> Self {
        let (client, toasts, go) = (api(), Toasts::get(), routing::go());
        let busy = RwSignal::new(false);
        let (ending, cancelling) = (RwSignal::new(false), RwSignal::new(false));
        let run = Callback::new(move |act: Act| {
            let (client, go) = (client.clone(), go.clone());
            busy.set(true);
            spawn_local(async move {
                let outcome = act.run(client, id).await;
                for signal in [busy, ending, cancelling] {
                    let _ = signal.try_set(false);
                }
                match outcome {
                    Ok(now) => {
                        // whoever asks for somebody else follows the request, not the room
                        if act == Act::Rematch {
                            go(&routing::request(now.request_id));
                        }
                        drop(session.value().try_set(Some(now)));
                    }
                    Err(error) => {
                        toasts.fail(&error);
                        session.reload();
                    }
                }
            });
        });
        Self { run, busy, ending, cancelling }
    }
}

/// Where the session stands in a sentence, and what this person can do about it.
#[component]
pub fn Controls(session: Load<Session>, now: Signal<Session>) -> impl IntoView {
    let acting = Acting::new(session, now.with_untracked(|it| it.id));
    // only what decides about the buttons makes them anew
    let state = Memo::new(move |_| {
        let it = now.get();
        (it.status, it.rematch_offered, it.has_summary)
    });
    let controls = move || {
        let (status, _, _) = state.get();
        let it = now.get_untracked();
        match status {
            SessionStatus::Scheduled | SessionStatus::Waiting => view! { <Before it acting /> }.into_any(),
            SessionStatus::Live => view! {
                <div class="actions start">
                    <Button on_press=move |()| acting.ending.set(true)>{t().room.end}</Button>
                </div>
            }
            .into_any(),
            SessionStatus::Ended => view! { <After it /> }.into_any(),
            SessionStatus::Cancelled | SessionStatus::NoShow => view! { <Off it /> }.into_any(),
        }
    };
    view! {
        {controls}
        <Dialogs now acting />
    }
}

#[component]
fn Before(it: Session, acting: Acting) -> impl IntoView {
    let words = &t().room;
    let name = other(&it).name.clone();
    let cancel = view! { <Button on_press=move |()| acting.cancelling.set(true)>{words.cancel}</Button> };
    if is_customer(&it) {
        let rematch = it.rematch_offered.then(|| {
            let press = move |()| acting.run.run(Act::Rematch);
            view! {
                <p>{words.rematch_lead}</p>
                <Button kind=Kind::Main busy=acting.busy on_press=press>
                    {words.rematch}
                </Button>
            }
        });
        view! {
            <section class="sheet padded stack">
                <h2>{words.waiting_title}</h2>
                <p class="soft">{(words.waiting_customer)(&name)}</p>
                <div class="actions start">{rematch} {cancel}</div>
            </section>
        }
        .into_any()
    } else {
        view! {
            <section class="sheet padded stack">
                <h2>{words.waiting_title}</h2>
                <p class="soft">{(words.waiting_mechanic)(&name)}</p>
                <div class="actions start">
                    <Button kind=Kind::Main busy=acting.busy on_press=move |()| acting.run.run(Act::Start)>
                        {words.start}
                    </Button>
                    {cancel}
                </div>
            </section>
        }
        .into_any()
    }
}

#[component]
fn After(it: Session) -> impl IntoView {
    let words = &t().room;
    let (text, href, action) = match (is_customer(&it), it.has_summary) {
        (true, true) => (words.summary_there, routing::summary(it.id), words.read_summary),
        (true, false) => (words.ended_customer, routing::summary(it.id), words.to_review),
        (false, true) => (words.summary_handed_over, routing::summary(it.id), words.read_summary),
        (false, false) => (words.ended_mechanic, routing::write_summary(it.id), words.write_summary),
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.ended_title}</h2>
            <p class="soft">{text}</p>
            <div class="actions start">
                <LinkButton kind=Kind::Main href=href>
                    {action}
                </LinkButton>
            </div>
        </section>
    }
}

/// Called off: the customer goes on with the request, the mechanic with the next one.
#[component]
fn Off(it: Session) -> impl IntoView {
    let words = &t().room;
    let href = if is_customer(&it) { routing::request(it.request_id) } else { "/provider".to_owned() };
    view! {
        <section class="sheet padded stack">
            <h2>{words.cancelled_title}</h2>
            <div class="actions start">
                <LinkButton kind=Kind::Main href=href>
                    {t().common.go_on}
                </LinkButton>
            </div>
        </section>
    }
}

#[component]
fn Dialogs(now: Signal<Session>, acting: Acting) -> impl IntoView {
    let words = &t().room;
    let cancel_text = Signal::derive(move || {
        let customer = now.with(is_customer);
        (if customer { words.cancel_text_customer } else { words.cancel_text_mechanic }).to_owned()
    });
    view! {
        <Confirm
            open=acting.ending
            title=words.end_title
            text=words.end_text
            yes=words.end
            no=words.keep_talking.to_owned()
            busy=acting.busy
            on_yes=Callback::new(move |()| acting.run.run(Act::End))
        />
        <Confirm
            open=acting.cancelling
            title=words.cancel_title
            text=cancel_text
            yes=words.cancel
            no=t().request.keep.to_owned()
            danger=true
            busy=acting.busy
            on_yes=Callback::new(move |()| acting.run.run(Act::Cancel))
        />
    }
}
