use leptos::prelude::*;
use pitlane_contract::repairs::Repair;
use pitlane_domain::vocabulary::RepairStatus;

use crate::{
    features::{
        favorites::AskFavorite,
        reviews::{Finished, ReviewForm},
    },
    text::t,
    ui::Load,
};

/// After a completed repair: the question about the favorite, once, and the review, once.
#[component]
pub fn Afterwards(
    /// Where the repair is loaded.
    repair: Load<Repair>,
    /// As it is now.
    now: Signal<Repair>,
) -> impl IntoView {
    let asks = Memo::new(move |_| {
        now.with(|it| {
            let done = it.summary.status == RepairStatus::Completed;
            (done && !it.is_favorite && !it.favorite_asked, done && !it.reviewed, done && it.reviewed)
        })
    });
    let (id, provider_id) = now.with_untracked(|now| (now.summary.id, now.summary.provider_id));
    let again = Callback::new(move |()| repair.reload());
    let favorite = move || {
        asks.get().0.then(|| {
            let name = now.with_untracked(|now| now.summary.provider_name.clone());
            view! { <AskFavorite after=Finished::Repair(id) provider_id name on_done=again /> }
        })
    };
    let review = move || asks.get().1.then(|| view! { <ReviewForm of=Finished::Repair(id) on_done=again /> });
    let thanks = move || asks.get().2.then(|| view! { <p class="soft">{t().review.already_repair}</p> });
    view! {
        {favorite}
        {review}
        {thanks}
    }
}
