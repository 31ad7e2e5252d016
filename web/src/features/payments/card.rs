use std::{future::Future, pin::Pin, sync::Arc};

use leptos::prelude::*;
use pitlane_client::{ApiError, Client};
use pitlane_contract::payments::{Payment, SandboxAnswer, SandboxAuthentication, SandboxCard, SandboxSaved};

use super::{
    bank::Bank,
    failure,
    test_cards::TestCards,
    wallet::{KeepCard, SavedCards, Wallet},
};
use crate::{
    account::api,
    text::t,
    ui::{Button, Field, Form, FormProblem, Input, InputKind, Kind},
};

/// Brings the payment into being, or back to mind, before the card is handed over.
pub type Prepare = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Payment, ApiError>>>> + Send + Sync>;

/// What is typed about a card.
#[derive(Clone, Copy)]
pub struct Card {
    pub(super) form: Form,
    pub(super) wallet: Wallet,
    pub(super) number: Field,
    pub(super) expiry: Field,
    pub(super) cvc: Field,
}

fn digits(text: &str) -> Option<usize> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits.len())
}

fn number(value: &str) -> Option<String> {
    let good = digits(value).is_some_and(|count| (12..=19).contains(&count));
    (!good).then(|| t().booking.card_invalid.to_owned())
}

fn expiry(value: &str) -> Option<String> {
    let good = value.split_once('/').is_some_and(|(month, year)| {
        month.trim().parse::<u8>().is_ok_and(|month| (1..=12).contains(&month))
            && matches!(year.trim().len(), 2 | 4)
            && digits(year.trim()).is_some()
    });
    (!good).then(|| t().booking.expiry_invalid.to_owned())
}

fn cvc(value: &str) -> Option<String> {
    let good = digits(value).is_some_and(|count| (3..=4).contains(&count));
    (!good).then(|| t().booking.cvc_invalid.to_owned())
}

impl Card {
    fn new(wallet: Wallet) -> Self {
        let form = Form::new();
        // what is not shown cannot be wrong
        let typed = move |rule: fn(&str) -> Option<String>| {
            move |value: &str| if wallet.saved().is_some() { None } else { rule(value) }
        };
        Self {
            form,
            wallet,
            number: form.field("number", "", typed(number)),
            expiry: form.field("expiry", "", typed(expiry)),
            cvc: form.field("cvc", "", typed(cvc)),
        }
    }

    fn handed_over(self, client_secret: String) -> SandboxCard {
        SandboxCard {
            client_secret,
            number: self.number.text(),
            expiry: self.expiry.text(),
            cvc: self.cvc.text(),
        }
    }
}

/// The names of a payment at the gateway, kept for the bank's question.
#[derive(Clone)]
struct Names {
    gateway_id: String,
    client_secret: String,
}

async fn pay(
    client: Client,
    url: String,
    prepare: Prepare,
    card: Card,
) -> Result<(Names, SandboxAnswer), ApiError> {
    let payment = prepare().await?;
    let unreadable = ApiError::Unreadable { status: 0 };
    let names = match (payment.gateway_id, payment.client_secret) {
        (Some(gateway_id), Some(client_secret)) => Names { gateway_id, client_secret },
        _ => return Err(unreadable),
    };
    card.wallet.tell(&client, payment.id).await?;
    let answer = if card.wallet.saved().is_some() {
        let said = SandboxSaved { client_secret: names.client_secret.clone() };
        client.sandbox_confirm_saved(&url, &names.gateway_id, &said).await?
    } else {
        let body = card.handed_over(names.client_secret.clone());
        client.sandbox_confirm(&url, &names.gateway_id, &body).await?
    };
    Ok((names, answer))
}

/// Asks for a card of the sandbox and pays with it.
#[component]
pub fn SandboxForm(
    /// Where the sandbox takes cards.
    url: String,
    /// The cards that were kept.
    wallet: Wallet,
    /// The price in words.
    #[prop(into)]
    price: Signal<String>,
    /// Brings the payment into being.
    prepare: Prepare,
    /// Called when the gateway has taken the card.
    #[prop(into)]
    on_paid: Callback<()>,
) -> impl IntoView {
    let card = Card::new(wallet);
    let form = card.form;
    let client = api();
    let asked = RwSignal::new(false);
    let names = StoredValue::new(None::<Names>);
    let url = StoredValue::new(url);
    let take = move |answer: SandboxAnswer| match (answer.status.as_str(), answer.failure) {
        (_, Some(code)) => failure::place(card, &code),
        ("requires_action", None) => asked.set(true),
        ("requires_payment_method", None) => failure::place(card, "card_declined"),
        _ => on_paid.run(()),
    };
    let submit = {
        let client = client.clone();
        move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            let work = pay(client.clone(), url.get_value(), Arc::clone(&prepare), card);
            form.send(work, move |(known, answer)| {
                names.set_value(Some(known));
                take(answer);
            });
        }
    };
    let answer = move |confirmed: bool| {
        asked.set(false);
        let Some(Names { gateway_id, client_secret }) = names.get_value() else { return };
        let (client, url) = (client.clone(), url.get_value());
        let body = SandboxAuthentication { client_secret, confirmed };
        form.send(async move { client.sandbox_authenticate(&url, &gateway_id, &body).await }, take);
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <SavedCards wallet />
            {move || {
                wallet
                    .typed()
                    .then(|| {
                        view! {
                            <TestCards card />
                            <CardFields card />
                        }
                    })
            }}
            <KeepCard wallet />
            <FormProblem form />
            <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                {move || (t().booking.pay)(&price.get())}
            </Button>
        </form>
        <Bank open=asked busy=form.busy on_answer=Callback::new(answer) />
    }
}

#[component]
fn CardFields(card: Card) -> impl IntoView {
    let words = &t().booking;
    view! {
        <Input field=card.number label=words.card_number kind=InputKind::Digits autocomplete="cc-number" />
        <div class="pair">
            <Input
                field=card.expiry
                label=words.expiry
                hint=words.expiry_hint.to_owned()
                autocomplete="cc-exp"
            />
            <Input
                field=card.cvc
                label=words.cvc
                hint=words.cvc_hint.to_owned()
                kind=InputKind::Digits
                autocomplete="cc-csc"
            />
        </div>
    }
}
