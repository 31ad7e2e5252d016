use std::rc::Rc;

use leptos::{html, prelude::*, task::spawn_local_scoped_with_cancellation};
use pitlane_client::ApiError;
use pitlane_contract::notifications::StripeInBrowser;

use super::{
    card::Prepare,
    script::{self, Confirmed, StripeCard},
    wallet::{KeepCard, SavedCards, Wallet},
};
use crate::{
    account::api,
    text::t,
    ui::{Button, Form, FormProblem, Kind},
};

/// Asks for a card in Stripe's own fields and pays with it.
#[component]
pub fn StripeForm(
    /// What the browser needs of Stripe.
    settings: StripeInBrowser,
    /// The cards that were kept.
    wallet: Wallet,
    /// The price in words.
    #[prop(into)]
    price: Signal<String>,
    /// Brings the payment into being.
    prepare: Prepare,
    /// Called when Stripe has taken the card.
    #[prop(into)]
    on_paid: Callback<()>,
) -> impl IntoView {
    let (form, client) = (Form::new(), api());
    let place = NodeRef::<html::Div>::new();
    let card = StoredValue::new_local(None::<Rc<StripeCard>>);
    let ready = RwSignal::new(false);
    show_fields(settings, place, form, move |made| {
        card.set_value(Some(Rc::new(made)));
        ready.set(true);
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (Some(card), prepared) = (card.get_value(), prepare()) else { return };
        let client = client.clone();
        let work = async move {
            let payment = prepared.await?;
            let secret = payment.client_secret.ok_or(ApiError::Unreadable { status: 0 })?;
            wallet.tell(&client, payment.id).await?;
            let answer = card.confirm(&secret, wallet.saved()).map_err(|_| ApiError::Network)?.await;
            Ok(script::read(answer))
        };
        form.send(work, move |confirmed| match confirmed {
            Confirmed::Taken => on_paid.run(()),
            Confirmed::Refused(why) => {
                form.error.set(Some(why.unwrap_or_else(|| t().booking.declined.to_owned())));
            }
        });
    };
    let words = &t().booking;
    let busy = Signal::derive(move || form.busy.get() || !ready.get());
    view! {
        <form class="form" novalidate on:submit=submit>
            <SavedCards wallet />
            <div class="stack tight" role="group" aria-label=words.card hidden=move || !wallet.typed()>
                <span aria-hidden="true">{words.card}</span>
                <div class="input card-frame" node_ref=place></div>
            </div>
            <KeepCard wallet />
            <FormProblem form />
            <Button kind=Kind::Main submit=true wide=true busy>
                {move || (t().booking.pay)(&price.get())}
            </Button>
        </form>
    }
}

/// Shows Stripe's fields once the page has a place for them.
fn show_fields(
    settings: StripeInBrowser,
    place: NodeRef<html::Div>,
    form: Form,
    done: impl Fn(StripeCard) + Clone + 'static,
) {
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        let (settings, done) = (settings.clone(), done.clone());
        spawn_local_scoped_with_cancellation(async move {
            let on_change = move |problem| form.error.set(problem);
            match StripeCard::mount(&settings, &place, on_change).await {
                Ok(card) => done(card),
                Err(_) => form.error.set(Some(t().booking.card_fields_missing.to_owned())),
            }
        });
    });
}
