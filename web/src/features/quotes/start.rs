use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::quotes::NewQuote;
use uuid::Uuid;

use crate::{
    account::api,
    routing,
    text::t,
    ui::{Button, Kind, Toasts},
};

/// A quote with nothing in it yet.
pub const EMPTY: NewQuote = NewQuote {
    customer_id: None,
    customer_email: None,
    customer_name: None,
    vehicle_id: None,
    vehicle: None,
    session_id: None,
    repair_id: None,
    template_id: None,
    diagnosis_summary: None,
    tax_bps: None,
    deposit_cents: None,
    warranty_months: None,
    warranty_miles: None,
    valid_days: None,
    lines: None,
};

/// Starts a draft and opens it.
#[component]
fn Start(
    /// What it begins with.
    new: NewQuote,
    /// The button's name.
    name: &'static str,
    /// How much attention it asks for.
    kind: Kind,
) -> impl IntoView {
    let (toasts, go) = (Toasts::get(), routing::go());
    let busy = RwSignal::new(false);
    // the same press twice makes one draft
    let key = StoredValue::new(pitlane_client::fresh_key());
    let start = move |()| {
        let (go, new) = (go.clone(), new.clone());
        busy.set(true);
        spawn_local(async move {
            let outcome = api().create_quote(&new, Some(&key.get_value())).await;
            let here = busy.try_set(false).is_none();
            match outcome {
                Ok(quote) if here => go(&routing::own_quote(quote.id)),
                Ok(_) => {}
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! { <Button kind busy on_press=Callback::new(start)>{name}</Button> }
}

/// Starts a quote with the customer, the vehicle, the findings and the parts of a session.
#[component]
pub fn QuoteFromSession(
    /// The session.
    session: Uuid,
) -> impl IntoView {
    let new = NewQuote { session_id: Some(session), ..EMPTY };
    view! { <Start new name=t().quotes.write_quote kind=Kind::Main /> }
}

/// Starts a quote for more work on a repair under way.
#[component]
pub fn QuoteForRepair(
    /// The repair.
    repair: Uuid,
) -> impl IntoView {
    let new = NewQuote { repair_id: Some(repair), ..EMPTY };
    view! { <Start new name=t().repairs.more_work kind=Kind::Plain /> }
}
