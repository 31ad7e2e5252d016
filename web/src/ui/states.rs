use chrono::{DateTime, Utc};
use leptos::prelude::*;
use pitlane_client::ApiError;
use pitlane_contract::problem::Code;

use super::Button;
use crate::{format, text::t};

/// What went wrong, in a sentence for the person it went wrong for.
pub fn problem_text(error: &ApiError) -> String {
    match error {
        ApiError::Problem(problem) if problem.code == Code::RateLimited => t().problems.too_many.to_owned(),
        ApiError::Problem(problem) if problem.status < 500 && !problem.detail.is_empty() => {
            problem.detail.clone()
        }
        ApiError::Network => t().problems.network.to_owned(),
        ApiError::Problem(_) | ApiError::Unreadable { .. } => t().problems.unreadable.to_owned(),
    }
}

/// Something could not be loaded: what happened, and a way to try again.
#[component]
pub fn Failed(
    /// Why.
    error: ApiError,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="failed" role="alert">
            <p>
                <b>{t().problems.could_not_load}</b>
                <br />
                <span class="soft">{problem_text(&error)}</span>
            </p>
            <Button on_press=on_retry>{t().common.retry}</Button>
        </div>
    }
}

/// Stands where something is loading, with its size.
#[component]
pub fn Skeleton(
    /// How many rows will come.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    let rows = (0..lines)
        .map(|_| {
            view! {
                <div class="part skeleton">
                    <i class="middle"></i>
                    <i class="short"></i>
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="sheet" aria-busy="true" aria-label=t().common.loading role="status">
            {rows}
        </div>
    }
}

/// Stands where a list has nothing, and says what to do next.
#[component]
pub fn Empty(
    /// What is not there.
    #[prop(into)]
    title: String,
    /// What to do next.
    #[prop(into)]
    text: String,
    /// The way to do it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <div>
                <h2>{title}</h2>
                <p>{text}</p>
            </div>
            {children.map(|children| children())}
        </div>
    }
}

/// A price.
#[component]
pub fn Money(
    /// In minor units.
    cents: i64,
    /// ISO 4217.
    #[prop(into)]
    currency: String,
) -> impl IntoView {
    view! { <span class="sum">{format::money(cents, &currency)}</span> }
}

/// A time as people say it; exactly on hover and for screen readers.
#[component]
pub fn Moment(
    /// When.
    at: DateTime<Utc>,
    /// How it is written.
    #[prop(default = format::day)]
    how: fn(DateTime<Utc>) -> String,
) -> impl IntoView {
    let exact = format::exact(at);
    view! {
        <time datetime=at.to_rfc3339() title=exact>
            {how(at)}
        </time>
    }
}
