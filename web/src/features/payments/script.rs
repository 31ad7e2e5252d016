//! Stripe's script: it shows the card's fields in a frame of Stripe's own, so that no card number passes through here.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::*;
use pitlane_contract::notifications::StripeInBrowser;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// How Stripe answered a card.
pub enum Confirmed {
    /// The price is held or charged.
    Taken,
    /// Why it is not, in Stripe's words for the person; none where Stripe gave none.
    Refused(Option<String>),
}

/// The fields of a card on the page.
pub struct StripeCard {
    stripe: JsValue,
    card: JsValue,
    scheme: JsValue,
    // both are called for as long as the fields are there
    _on_change: Closure<dyn FnMut(JsValue)>,
    on_scheme: Closure<dyn FnMut()>,
}

impl Drop for StripeCard {
    fn drop(&mut self) {
        // the page is being left: what cannot be taken away goes with it
        let _ =
            call(&self.scheme, "removeEventListener", &["change".into(), self.on_scheme.as_ref().clone()]);
        let _ = call(&self.card, "destroy", &[]);
    }
}

impl StripeCard {
    /// Shows the fields in `place` and tells `on_change` what is wrong with what was typed.
    pub async fn mount(
        settings: &StripeInBrowser,
        place: &web_sys::HtmlElement,
        on_change: impl Fn(Option<String>) + 'static,
    ) -> Result<Self, JsValue> {
        load(&settings.script_url).await?;
        let stripe = call(&window(), "Stripe", &[settings.publishable_key.as_str().into()])?;
        let elements = call(&stripe, "elements", &[])?;
        let card = call(&elements, "create", &["card".into(), look(place)?])?;
        let (fields, around) = (card.clone(), place.clone());
        let on_scheme = Closure::<dyn FnMut()>::new(move || {
            // fields that keep the look of before can still be used
            let _ = look(&around).and_then(|look| call(&fields, "update", &[look]));
        });
        let scheme = call(&window(), "matchMedia", &["(prefers-color-scheme: dark)".into()])?;
        call(&scheme, "addEventListener", &["change".into(), on_scheme.as_ref().clone()])?;
        let listener = Closure::<dyn FnMut(JsValue)>::new(move |event| on_change(message(&event)));
        call(&card, "on", &["change".into(), listener.as_ref().clone()])?;
        call(&card, "mount", &[place.clone().into()])?;
        Ok(Self { stripe, card, scheme, _on_change: listener, on_scheme })
    }

    /// The call that hands the typed card over for the payment behind `client_secret`, or names a kept one; it ends when
    /// the bank has answered.
    pub fn confirm(&self, client_secret: &str, kept: Option<String>) -> Result<JsFuture, JsValue> {
        let method = kept.map_or_else(|| object(&[("card", self.card.clone())]), |id| Ok(id.into()))?;
        let options = object(&[("payment_method", method)])?;
        let promise = call(&self.stripe, "confirmCardPayment", &[client_secret.into(), options])?;
        Ok(promise.dyn_into::<Promise>()?.into())
    }
}

/// What an answer of Stripe means.
pub fn read(answer: Result<JsValue, JsValue>) -> Confirmed {
    let Ok(answer) = answer else { return Confirmed::Refused(None) };
    let status = Reflect::get(&answer, &"paymentIntent".into())
        .and_then(|intent| Reflect::get(&intent, &"status".into()))
        .ok()
        .and_then(|status| status.as_string());
    match status.as_deref() {
        Some("requires_capture" | "succeeded" | "processing") => Confirmed::Taken,
        _ => Confirmed::Refused(message(&answer)),
    }
}

/// The message of an answer's or event's `error`.
fn message(of: &JsValue) -> Option<String> {
    let error = Reflect::get(of, &"error".into()).ok().filter(JsValue::is_object)?;
    Reflect::get(&error, &"message".into()).ok()?.as_string()
}

/// Brings the script to the page, once.
async fn load(url: &str) -> Result<(), JsValue> {
    if Reflect::get(&window(), &"Stripe".into())?.is_function() {
        return Ok(());
    }
    let script: web_sys::HtmlElement = document().create_element("script")?.dyn_into()?;
    script.set_attribute("src", url)?;
    let loaded = Promise::new(&mut |resolve: Function, reject: Function| {
        script.set_onload(Some(&resolve));
        script.set_onerror(Some(&reject));
    });
    document().head().ok_or(JsValue::UNDEFINED)?.append_child(&script)?;
    let outcome = JsFuture::from(loaded).await;
    if outcome.is_err() {
        // so that the next try asks again
        script.remove();
    }
    outcome.map(drop)
}

/// The fields look like ours: a frame cannot read our style sheet.
fn look(place: &web_sys::HtmlElement) -> Result<JsValue, JsValue> {
    let style = window().get_computed_style(place)?.ok_or(JsValue::UNDEFINED)?;
    let value = |name: &str| style.get_property_value(name).map(|value| JsValue::from(value.trim()));
    let placeholder = object(&[("color", value("--ink-soft")?)])?;
    let base = object(&[
        ("color", value("color")?),
        ("fontSize", "16px".into()),
        ("fontFamily", value("font-family")?),
        ("::placeholder", placeholder),
    ])?;
    let style = object(&[("base", base), ("invalid", object(&[("color", value("--bad")?)])?)])?;
    object(&[("style", style)])
}

fn object(entries: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let made = Object::new();
    for (name, value) in entries {
        Reflect::set(&made, &(*name).into(), value)?;
    }
    Ok(made.into())
}

fn call(on: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(on, &method.into())?.dyn_into()?;
    function.apply(on, &arguments.iter().collect::<Array>())
}
