use leptos::prelude::*;
use pitlane_contract::reviews::{Review, ReviewQuery, ReviewStats};
use uuid::Uuid;

use super::{platform_word, reply::Reply};
use crate::{
    account::{Account, api},
    format,
    shell::PageHead,
    text::t,
    ui::{Empty, LoadedFeed, Moment, Stars, feed, load, loaded},
};

/// A provider's reviews, what became of the requests for them, and the replies.
#[component]
pub fn OwnReviews() -> impl IntoView {
    let (words, client) = (&t().review, api());
    let stats = load(move || {
        let client = client.clone();
        async move { client.review_stats().await }
    });
    let provider = Account::get().me_now().and_then(|me| me.mechanic).map(|mechanic| mechanic.provider_id);
    let client = api();
    let reviews = feed(move |cursor| {
        let query = ReviewQuery { provider_id: provider, cursor, limit: Some(20), ..ReviewQuery::default() };
        let client = client.clone();
        async move { client.list_reviews(&query).await }
    });
    let open = RwSignal::new(None);
    let directory = &t().directory;
    let empty = move || view! { <Empty title=directory.reviews_empty_title text=directory.reviews_empty /> };
    view! {
        <PageHead title=words.own_title lead=Signal::stored(words.own_lead.to_owned()) />
        <section class="stack">{loaded(stats, 2, |now| view! { <Figures now /> })}</section>
        <section>
            <div class="head">
                <h2>{words.all_reviews}</h2>
            </div>
            <LoadedFeed
                of=reviews
                label=words.all_reviews
                empty
                row=Callback::from(move |review: Review| view! { <Row review open /> }.into_any())
            />
        </section>
    }
}

#[component]
fn Figures(now: Signal<ReviewStats>) -> impl IntoView {
    let words = &t().review;
    move || {
        let stats = now.get();
        let figure = |name: &'static str, value: i64| {
            view! { <div><dt>{name}</dt><dd>{format::number(value)}</dd></div> }
        };
        let requests = [
            (words.requested, stats.requested),
            (words.completed, stats.completed),
            (words.not_now, stats.skipped),
            (words.scheduled, stats.scheduled),
        ];
        let clicks = stats
            .by_platform
            .iter()
            .map(|row| format!("{} {}", platform_word(row.platform), format::number(row.customers)));
        let clicks = clicks.collect::<Vec<_>>().join(" · ");
        let unanswered = match stats.unanswered {
            0 => None,
            1 => Some(words.unanswered_one.to_owned()),
            n => Some((words.unanswered)(&format::number(n))),
        };
        view! {
            <dl class="figures">{requests.map(|(name, value)| figure(name, value)).into_iter().collect_view()}</dl>
            <p class="soft number">{(words.clicks)(&clicks)}</p>
            {unanswered.map(|text| view! { <p class="note wait">{text}</p> })}
        }
    }
}

#[component]
fn Row(review: Review, open: RwSignal<Option<Uuid>>) -> impl IntoView {
    let who = review.customer_name.clone().unwrap_or_else(|| t().directory.customer.to_owned());
    view! {
        <li class="stack tight">
            <div class="row apart">
                <span class="row">
                    <b>{who}</b>
                    <Stars rating=Some(f64::from(review.rating)) />
                </span>
                <small class="soft">
                    {review.mechanic_name.clone()} " · " <Moment at=review.created_at />
                </small>
            </div>
            {(!review.text.is_empty()).then(|| view! { <p class="written">{review.text.clone()}</p> })}
            <Reply id=review.id said=review.reply open />
        </li>
    }
}
