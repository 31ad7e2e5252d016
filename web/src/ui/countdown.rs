use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::{clock, format, text::t};

/// Seconds at which a screen reader is told how much is left; more often would talk over everything else.
const TOLD_AT: [f64; 8] = [1_800.0, 1_200.0, 600.0, 300.0, 120.0, 60.0, 30.0, 10.0];

/// The sentence that belongs to `left` seconds: it stays the same until the next mark.
fn told(left: f64) -> String {
    if left <= 0.0 {
        return t().common.time_over.to_owned();
    }
    let mark = TOLD_AT.iter().copied().filter(|mark| *mark >= left).fold(f64::INFINITY, f64::min);
    if mark.is_finite() { (t().common.time_left)(&format::duration(mark)) } else { String::new() }
}

/// The part of the whole time that is left, 0 to 1.
fn part(left: f64, whole: f64) -> f64 {
    if whole > 0.0 { (left / whole).clamp(0.0, 1.0) } else { 0.0 }
}

/// A time that runs out: a line that shortens, and the rest in words.
#[component]
pub fn Countdown(
    /// What the time is for.
    #[prop(into)]
    label: Signal<String>,
    /// When it began.
    #[prop(into)]
    from: Signal<DateTime<Utc>>,
    /// When it ends.
    #[prop(into)]
    until: Signal<DateTime<Utc>>,
    /// Called once, when it ends.
    #[prop(optional, into)]
    on_end: Option<Callback<()>>,
) -> impl IntoView {
    let now = clock::ticking();
    let left = Memo::new(move |_| ((format::millis(until.get()) - now.get()) / 1_000.0).max(0.0));
    let whole = move || (format::millis(until.get()) - format::millis(from.get())) / 1_000.0;
    let spoken = Memo::new(move |_| told(left.get()));
    let over = Memo::new(move |_| left.get() <= 0.0);
    Effect::new(move |before: Option<bool>| {
        let over = over.get();
        if over
            && before == Some(false)
            && let Some(on_end) = on_end
        {
            on_end.run(());
        }
        over
    });
    let words =
        move || if over.get() { t().common.time_over.to_owned() } else { format::duration(left.get()) };
    view! {
        <div class="countdown" class:late={move || left.get() < 60.0}>
            <div class="row apart">
                <span class="soft">{move || label.get()}</span>
                <span class="words" role="timer">{words}</span>
            </div>
            <div class="track" aria-hidden="true">
                <span style:--part=move || part(left.get(), whole()).to_string()></span>
            </div>
            <span class="out-of-sight" aria-live="polite">{move || spoken.get()}</span>
        </div>
    }
}
