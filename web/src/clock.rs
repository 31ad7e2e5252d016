//! The time as the pages show it: one tick a second for every countdown.

use gloo_timers::callback::Interval;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Tick(RwSignal<f64>);

/// Milliseconds since 1970, now.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// Starts the clock of the pages; it runs as long as the app.
pub fn provide() {
    let tick = RwSignal::new(now());
    Interval::new(1_000, move || tick.set(now())).forget();
    provide_context(Tick(tick));
}

/// A signal of [`now`] that changes once a second.
pub fn ticking() -> Signal<f64> {
    use_context::<Tick>().map_or_else(|| Signal::derive(now), |tick| tick.0.into())
}
