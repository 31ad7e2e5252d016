use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use pitlane_client::{ApiError, Client};
use pitlane_contract::sessions::{Session, Summary};
use pitlane_domain::vocabulary::SessionStatus;
use uuid::Uuid;

use super::{
    draft::Draft,
    parts::PartsEditor,
    photos::PhotosEditor,
    saver::{Saver, SavingState},
};
use crate::{
    account::{Account, api},
    format, routing,
    shell::PageHead,
    text::t,
    ui::{AreaInput, Button, Confirm, Empty, FormProblem, Kind, LinkButton, Moment, Toasts, load, loaded},
};

/// A session and the draft of its summary.
#[derive(Debug, Clone, PartialEq)]
struct Both {
    session: Session,
    summary: Option<Summary>,
}

async fn fetch(client: Client, id: Option<Uuid>) -> Result<Both, ApiError> {
    let id = id.ok_or(ApiError::Unreadable { status: 404 })?;
    let session = client.get_session(id).await?;
    let summary = match client.get_summary(id).await {
        Ok(summary) => Some(summary),
        Err(error) if error.status() == Some(404) => None,
        Err(error) => return Err(error),
    };
    Ok(Both { session, summary })
}

/// The page where the mechanic writes the summary of a session.
#[component]
pub fn WriteSummary() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id")).and_then(|id| id.parse::<Uuid>().ok()));
    let client = api();
    let both = load(move || fetch(client.clone(), id.get()));
    let lead = Signal::derive(move || {
        both.get()
            .map(|it| (t().editor.lead)(&it.session.customer.name, &it.session.vehicle))
            .unwrap_or_default()
    });
    view! {
        <PageHead title=t().editor.title lead />
        {loaded(both, 6, move |now| view! { <Inside both=now.get_untracked() /> })}
    }
}

#[component]
fn Inside(both: Both) -> impl IntoView {
    let words = &t().editor;
    let Both { session, summary } = both;
    let own = untrack(|| Account::get().me()).is_some_and(|me| me.id == session.mechanic.id);
    let room = routing::room(session.id);
    let handed_over = summary.as_ref().is_some_and(|it| it.submitted_at.is_some());
    let to_room =
        move || view! { <LinkButton href=room.clone() kind=Kind::Main>{t().room.to_session}</LinkButton> };
    match session.status {
        _ if !own => {
            view! { <Empty title=words.not_yours_title text=words.not_yours>{to_room()}</Empty> }.into_any()
        }
        SessionStatus::Ended if handed_over => view! {
            <Empty title=words.done_title text=words.done>
                <LinkButton href=routing::summary(session.id) kind=Kind::Main>
                    {t().room.read_summary}
                </LinkButton>
            </Empty>
        }
        .into_any(),
        SessionStatus::Ended => view! { <Editor session summary /> }.into_any(),
        SessionStatus::Cancelled | SessionStatus::NoShow => {
            view! { <Empty title=words.off_title text=words.off>{to_room()}</Empty> }.into_any()
        }
        SessionStatus::Scheduled | SessionStatus::Waiting | SessionStatus::Live => {
            view! { <Empty title=words.early_title text=words.early>{to_room()}</Empty> }.into_any()
        }
    }
}

#[component]
fn Editor(session: Session, summary: Option<Summary>) -> impl IntoView {
    let words = &t().editor;
    let draft = Draft::of(session.id, summary);
    let saver = Saver::new(draft);
    let asking = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if draft.check() {
            asking.set(true);
        }
    };
    let id = session.id;
    view! {
        <div class="two keep">
            <form class="form sheet padded" novalidate on:submit=submit>
                <FormProblem form=draft.form />
                <AreaInput field=draft.findings label=words.findings hint=words.findings_hint.to_owned() />
                <AreaInput field=draft.steps label=words.steps hint=words.steps_hint.to_owned() optional=true />
                <PartsEditor parts=draft.parts />
                <AreaInput field=draft.next label=words.next hint=words.next_hint.to_owned() optional=true />
                <PhotosEditor session=id chosen=draft.photos />
                <div class="row apart">
                    <SavingState state=saver.state on_retry=move |()| saver.save() />
                    <Button kind=Kind::Main submit=true busy=draft.form.busy>
                        {words.submit}
                    </Button>
                </div>
            </form>
            <About session=session.clone() />
        </div>
        <HandOver draft saver asking name=session.customer.name />
    }
}

/// What it is about, beside the form.
#[component]
fn About(session: Session) -> impl IntoView {
    let words = &t().room;
    view! {
        <section class="sheet padded stack">
            <dl class="stack about">
                <div>
                    <dt>{words.problem}</dt>
                    <dd class="written">{session.concern}</dd>
                </div>
                <div>
                    <dt>{words.vehicle}</dt>
                    <dd>{session.vehicle}</dd>
                </div>
                <div>
                    <dt>{words.ended}</dt>
                    <dd>{session.ended_at.map(|at| view! { <Moment at how=format::day_or_time /> })}</dd>
                </div>
            </dl>
            <LinkButton href=routing::room(session.id)>{words.to_session}</LinkButton>
        </section>
    }
}

/// Asks before the summary goes to the customer. What was typed stays if that fails.
#[component]
fn HandOver(draft: Draft, saver: Saver, asking: RwSignal<bool>, name: String) -> impl IntoView {
    let words = &t().editor;
    let (toasts, go) = (Toasts::get(), routing::go_instead());
    let busy = draft.form.busy;
    let yes = move |()| {
        let go = go.clone();
        busy.set(true);
        spawn_local(async move {
            let outcome = saver.hand_over().await;
            let here = busy.try_set(false).is_none() && asking.try_set(false).is_none();
            match outcome {
                Ok(_) => {
                    toasts.say(words.handed_over);
                    if here {
                        go(&routing::summary(draft.session));
                    }
                }
                Err(error) => {
                    if here {
                        draft.form.place(&error);
                    }
                    toasts.fail(&error);
                }
            }
        });
    };
    view! {
        <Confirm
            open=asking
            title=words.confirm_title
            text=Signal::stored((words.confirm_text)(&name))
            yes=words.submit
            no=words.confirm_no.to_owned()
            busy
            on_yes=Callback::new(yes)
        />
    }
}
