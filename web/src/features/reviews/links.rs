use leptos::prelude::*;
use pitlane_contract::reviews::{ReviewLinks, WriteReviewLinks};
use pitlane_domain::{reviews::review_link, vocabulary::ReviewPlatform};

use super::platform_word;
use crate::{
    account::api,
    text::t,
    ui::{Button, Field, Form, FormProblem, Input, Kind, Toasts, load, loaded},
};

/// Where else customers may write about the business; for whoever runs it.
#[component]
pub fn Links() -> impl IntoView {
    let client = api();
    let links = load(move || {
        let client = client.clone();
        async move { client.review_links().await }
    });
    view! {
        <section class="sheet padded stack">
            <h2>{t().review.links_title}</h2>
            <p class="soft">{t().review.links_lead}</p>
            {loaded(links, 3, |now: Signal<ReviewLinks>| view! { <LinksForm links=now.get_untracked() /> })}
        </section>
    }
}

fn field(form: &Form, platform: ReviewPlatform, link: Option<String>) -> Field {
    form.field(platform.as_str(), link.unwrap_or_default(), move |typed| {
        let typed = typed.trim();
        let refused = (!typed.is_empty()).then(|| review_link(platform, typed).err());
        refused.flatten().map(|refused| refused.message.to_owned())
    })
}

#[component]
fn LinksForm(links: ReviewLinks) -> impl IntoView {
    let words = &t().review;
    let form = Form::new();
    let google = field(&form, ReviewPlatform::Google, links.google);
    let yelp = field(&form, ReviewPlatform::Yelp, links.yelp);
    let facebook = field(&form, ReviewPlatform::Facebook, links.facebook);
    let (client, toasts) = (api(), Toasts::get());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let client = client.clone();
        let body =
            WriteReviewLinks { google: google.filled(), yelp: yelp.filled(), facebook: facebook.filled() };
        form.send(async move { client.set_review_links(&body).await }, move |_| {
            toasts.say(words.links_saved);
        });
    };
    let hint = || words.link_hint.to_owned();
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <Input field=google label=platform_word(ReviewPlatform::Google) hint=hint() optional=true />
            <Input field=yelp label=platform_word(ReviewPlatform::Yelp) hint=hint() optional=true />
            <Input field=facebook label=platform_word(ReviewPlatform::Facebook) hint=hint() optional=true />
            <div class="actions start">
                <Button kind=Kind::Main submit=true busy=form.busy>
                    {t().common.save}
                </Button>
            </div>
        </form>
    }
}
