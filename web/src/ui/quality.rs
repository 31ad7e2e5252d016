use leptos::prelude::*;
use pitlane_domain::sessions::ConnectionQuality;

use crate::text::t;

/// How well messages go through: three bars and the words for them. Nothing measured means not connected.
#[component]
pub fn ConnectionBars(
    /// The grade.
    #[prop(into)]
    quality: Signal<Option<ConnectionQuality>>,
) -> impl IntoView {
    let look = move || match quality.get() {
        Some(ConnectionQuality::Good) => ("quality good", 3, t().common.quality_good),
        Some(ConnectionQuality::Fair) => ("quality fair", 2, t().common.quality_fair),
        Some(ConnectionQuality::Poor) => ("quality poor", 1, t().common.quality_poor),
        None => ("quality", 0, t().common.quality_lost),
    };
    let bar = move |n: u8| move || look().1 >= n;
    view! {
        <span class=move || look().0>
            <span class="bars" aria-hidden="true">
                <i class:on=bar(1)></i>
                <i class:on=bar(2)></i>
                <i class:on=bar(3)></i>
            </span>
            <span>{move || look().2}</span>
        </span>
    }
}
