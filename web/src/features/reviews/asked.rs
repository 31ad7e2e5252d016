use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::reviews::{ClickReviewLink, ReviewRequest};
use pitlane_domain::vocabulary::{ReviewPlatform, ReviewRequestStatus};

use super::{Elsewhere, Finished, ReviewForm};
use crate::{
    account::api,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Button, Kind, Load, Toasts, load, loaded},
};

/// The page that a request for a review leads to.
#[component]
pub fn Asked() -> impl IntoView {
    let words = &t().review;
    let (id, client) = (routing::page_id(), api());
    let request = load(move || {
        let (client, id) = (client.clone(), id.get().unwrap_or_default());
        async move { client.get_review_request(id).await }
    });
    let title = Signal::derive(move || {
        request
            .get()
            .map_or_else(|| words.title.to_owned(), |request| (words.asked_title)(&request.provider_name))
    });
    let lead = Signal::derive(move || {
        request
            .get()
            .map(|request| (words.asked_lead)(&request.vehicle, &format::day(request.completed_at)))
            .unwrap_or_default()
    });
    view! {
        <PageHead title lead />
        <section class="settings stack wide">
            {loaded(request, 4, move |now| view! { <Inside request now /> })}
        </section>
    }
}

/// The rating, then the pages elsewhere: the same for every rating.
#[component]
fn Inside(request: Load<ReviewRequest>, now: Signal<ReviewRequest>) -> impl IntoView {
    let words = &t().review;
    let standing = Memo::new(move |_| now.with(|it| (it.status, it.rating)));
    let again = Callback::new(move |()| request.reload());
    let of = now.with_untracked(|it| match (it.session_id, it.repair_id) {
        (Some(id), _) => Finished::Session(id),
        (None, id) => Finished::Repair(id.unwrap_or_default()),
    });
    move || match standing.get() {
        (ReviewRequestStatus::Completed, rating) => {
            let given = rating.map(words.given).unwrap_or_default();
            view! {
                <p class="note good">{words.thanks} " " {given}</p>
                {elsewhere(now.get_untracked())}
            }
            .into_any()
        }
        (status, _) => {
            let skipped = status == ReviewRequestStatus::Skipped;
            view! {
                {skipped.then(|| view! { <p class="note">{words.skipped}</p> })}
                <ReviewForm of on_done=again />
                {(!skipped).then(|| view! { <Skip request /> })}
            }
            .into_any()
        }
    }
}

#[component]
fn Skip(request: Load<ReviewRequest>) -> impl IntoView {
    let (client, toasts) = (api(), Toasts::get());
    let busy = RwSignal::new(false);
    let skip = move |()| {
        let Some(id) = request.value().with_untracked(|it| it.as_ref().map(|it| it.id)) else { return };
        let client = client.clone();
        busy.set(true);
        spawn_local(async move {
            let outcome = client.skip_review_request(id).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(after) => {
                    let _ = request.value().try_set(Some(after));
                }
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! {
        <p>
            <Button kind=Kind::Quiet busy on_press=skip>
                {t().review.skip}
            </Button>
        </p>
    }
}

fn elsewhere(request: ReviewRequest) -> impl IntoView {
    let id = request.id;
    // the page opens whether or not the click is counted
    let count = Callback::new(move |platform: ReviewPlatform| {
        spawn_local(async move {
            let _ = api().click_review_link(id, &ClickReviewLink { platform }).await;
        });
    });
    view! { <Elsewhere provider=request.provider_name links=request.links on_open=count /> }
}
