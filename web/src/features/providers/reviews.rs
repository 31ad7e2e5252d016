use leptos::prelude::*;
use pitlane_contract::reviews::{Review, ReviewQuery};

use crate::{
    account::api,
    text::t,
    ui::{Empty, LoadedFeed, Moment, Stars, feed},
};

/// What customers wrote, newest first.
#[component]
pub fn Reviews(
    /// Whose.
    query: ReviewQuery,
) -> impl IntoView {
    let client = api();
    let reviews = feed(move |cursor| {
        let (client, query) = (client.clone(), ReviewQuery { cursor, limit: Some(10), ..query.clone() });
        async move { client.list_reviews(&query).await }
    });
    let words = &t().directory;
    view! {
        <section>
            <div class="head">
                <h2>{words.reviews}</h2>
            </div>
            <LoadedFeed
                of=reviews
                label=words.reviews
                empty=move || view! { <Empty title=words.reviews_empty_title text=words.reviews_empty /> }
                row=Callback::from(|review: Review| view! { <Row review /> }.into_any())
            />
        </section>
    }
}

#[component]
fn Row(review: Review) -> impl IntoView {
    let who = review.customer_name.unwrap_or_else(|| t().directory.customer.to_owned());
    view! {
        <li class="stack tight">
            <div class="row apart">
                <span class="row">
                    <b>{who}</b>
                    <Stars rating=Some(f64::from(review.rating)) />
                </span>
                <small class="soft">
                    <Moment at=review.created_at />
                </small>
            </div>
            {(!review.text.is_empty()).then_some(view! { <p class="written">{review.text}</p> })}
            {review.reply.map(|reply| view! { <Replied reply /> })}
        </li>
    }
}

#[component]
fn Replied(reply: String) -> impl IntoView {
    view! {
        <div class="note">
            <b>{t().review.reply_of_provider}</b>
            <p class="written">{reply}</p>
        </div>
    }
}
