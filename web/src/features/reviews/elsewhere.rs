use leptos::prelude::*;
use pitlane_contract::reviews::ReviewLink;
use pitlane_domain::vocabulary::ReviewPlatform;

use crate::text::t;

/// The pages of a business elsewhere, after every rating alike; nothing where there are none.
#[component]
pub fn Elsewhere(
    /// The business, by name.
    #[prop(into)]
    provider: String,
    /// Its pages.
    links: Vec<ReviewLink>,
    /// Told which page is opened.
    #[prop(optional)]
    on_open: Option<Callback<ReviewPlatform>>,
) -> impl IntoView {
    let words = &t().review;
    (!links.is_empty()).then(|| {
        let links = links.into_iter().map(|link| view! { <Page link on_open /> }).collect_view();
        view! {
            <section class="sheet padded stack">
                <h2>{words.elsewhere}</h2>
                <p class="soft">{(words.elsewhere_lead)(&provider)}</p>
                <p class="row">{links}</p>
            </section>
        }
    })
}

#[component]
fn Page(link: ReviewLink, on_open: Option<Callback<ReviewPlatform>>) -> impl IntoView {
    let words = &t().review;
    let word = match link.platform {
        ReviewPlatform::Google => words.open_google,
        ReviewPlatform::Yelp => words.open_yelp,
        ReviewPlatform::Facebook => words.open_facebook,
    };
    let platform = link.platform;
    let open = move |_| {
        if let Some(told) = on_open {
            told.run(platform);
        }
    };
    view! {
        <a class="button" href=link.url target="_blank" rel="noopener noreferrer" on:click=open>
            {word}
        </a>
    }
}
