use leptos::prelude::*;
use pitlane_contract::{repairs::ReviewLinkedRepair, reviews::NewReview};

use super::{Finished, Subject};
use crate::{
    account::api,
    text::t,
    ui::{AreaInput, Button, Form, FormProblem, StarInput, Toasts, none},
};

/// Asks for one to five stars and a few words.
#[component]
pub fn ReviewForm(
    /// What is reviewed.
    #[prop(into)]
    of: Subject,
    /// Called when the server has it.
    on_done: Callback<()>,
) -> impl IntoView {
    let words = &t().review;
    let form = Form::new();
    let text = form.field("text", "", none);
    let rating = RwSignal::new(0_u8);
    let missing = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if rating.get() > 0 {
            missing.set(None);
        }
    });
    let (client, toasts) = (api(), Toasts::get());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let stars = rating.get_untracked();
        if stars == 0 {
            missing.set(Some(words.rating_missing.to_owned()));
            return;
        }
        let (client, key, of) = (client.clone(), form.key(), of.clone());
        let (rating, text) = (stars.into(), text.text());
        let sent = async move {
            let (session_id, repair_id) = match of {
                Subject::Link(token) => {
                    let body = ReviewLinkedRepair { rating, text };
                    return client.review_linked_repair(&token, &body).await;
                }
                Subject::Finished(Finished::Session(id)) => (Some(id), None),
                Subject::Finished(Finished::Repair(id)) => (None, Some(id)),
            };
            let body = NewReview { session_id, repair_id, rating, text };
            client.create_review(&body, Some(&key)).await
        };
        form.send(sent, move |_| {
            toasts.say(words.thanks);
            on_done.run(());
        });
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.title}</h2>
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <StarInput label=words.rating rating error=missing />
                <AreaInput field=text label=words.text optional=true />
                <div class="actions start">
                    <Button submit=true busy=form.busy>
                        {words.send}
                    </Button>
                </div>
            </form>
        </section>
    }
}
