use leptos::prelude::*;
use pitlane_contract::paging::Page;

use super::LinkButton;
use crate::{format, text::t};

/// How many a table has in all, in words.
pub fn found(total: u64) -> String {
    let words = &t().common;
    match total {
        1 => words.found_one.to_owned(),
        more => (words.found)(&format::number(i64::try_from(more).unwrap_or(i64::MAX))),
    }
}

/// The way to the page before and after, where a table has more than one.
#[component]
pub fn Pages<T>(
    /// The page that is shown.
    page: Signal<Page<T>>,
    /// The address of a page.
    to: Callback<u32, String>,
) -> impl IntoView
where
    T: Send + Sync + 'static,
{
    let words = &t().common;
    move || {
        let (number, pages) = page.with(|page| {
            let size = u64::from(page.page_size.max(1));
            (page.page, u32::try_from(page.total.div_ceil(size)).unwrap_or(u32::MAX))
        });
        let way = |to: String, word: &'static str| view! { <LinkButton href=to>{word}</LinkButton> };
        (pages > 1).then(|| {
            view! {
                <nav class="row apart" aria-label=words.pages>
                    {(number > 1).then(|| way(to.run(number - 1), words.previous))}
                    <span class="soft number">{(words.page_of)(number, pages)}</span>
                    {(number < pages).then(|| way(to.run(number + 1), words.next))}
                </nav>
            }
        })
    }
}
