use leptos::prelude::*;
use pitlane_contract::quotes::{Jurisdiction, SellingTerms, WriteSellingTerms};
use pitlane_domain::quotes::{MAX_TAX_BPS, MAX_UNIT_CENTS};

use super::amounts;
use crate::{
    account::api,
    text::t,
    ui::{Button, Field, Form, FormProblem, Input, Kind, SelectInput, Toasts, load, loaded, none},
};

/// Where the business is, and what new quotes begin with; for whoever runs it.
#[component]
pub fn Rates() -> impl IntoView {
    let client = api();
    let terms = load(move || {
        let client = client.clone();
        async move { client.selling_terms().await }
    });
    view! {
        <section class="sheet padded stack">
            <h2>{t().rates.title}</h2>
            <p class="soft">{t().rates.lead}</p>
            {loaded(terms, 3, |now: Signal<SellingTerms>| view! { <RatesForm terms=now.get_untracked() /> })}
        </section>
    }
}

fn read(value: &str, most: i64) -> Option<i64> {
    amounts::read(value, 2).filter(|it| *it <= most)
}

/// A rule for an amount that may be left out.
fn optional(most: i64, invalid: &'static str) -> impl Fn(&str) -> Option<String> + Send + Sync {
    move |value| {
        let good = value.trim().is_empty() || read(value, most).is_some();
        (!good).then(|| invalid.to_owned())
    }
}

fn typed(field: Field, most: i64) -> Option<i64> {
    field.value.with_untracked(|value| read(value, most))
}

#[component]
fn RatesForm(terms: SellingTerms) -> impl IntoView {
    let words = &t().rates;
    let form = Form::new();
    let region = form.field("region", terms.region.unwrap_or_else(|| "default".to_owned()), none);
    let hour = terms.labor_rate_cents.map(amounts::money).unwrap_or_default();
    let hour = form.field("labor_rate_cents", hour, optional(MAX_UNIT_CENTS, t().quotes.price_invalid));
    let tax = terms.tax_bps.map(|bps| amounts::short(bps, 2)).unwrap_or_default();
    let tax = form.field("tax_bps", tax, optional(MAX_TAX_BPS, t().quotes.tax_invalid));
    let (client, toasts) = (api(), Toasts::get());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let client = client.clone();
        let body = WriteSellingTerms {
            region: region.filled(),
            labor_rate_cents: typed(hour, MAX_UNIT_CENTS),
            tax_bps: typed(tax, MAX_TAX_BPS),
        };
        form.send(async move { client.set_selling_terms(&body).await }, move |_| toasts.say(words.saved));
    };
    let places = terms.regions.iter().map(|rule| (rule.region.clone(), rule.name.clone())).collect();
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <SelectInput field=region label=words.region options=places />
            <Rule rules=terms.regions region />
            <Input field=hour label=words.hour hint=words.hour_hint.to_owned() optional=true />
            <Input field=tax label=words.tax hint=words.tax_hint.to_owned() optional=true />
            <div class="actions start">
                <Button kind=Kind::Main submit=true busy=form.busy>
                    {t().common.save}
                </Button>
            </div>
        </form>
    }
}

/// What customers are told in the chosen place, and where that is written.
#[component]
fn Rule(rules: Vec<Jurisdiction>, region: Field) -> impl IntoView {
    let chosen =
        Memo::new(move |_| region.value.with(|now| rules.iter().find(|rule| rule.region == *now).cloned()));
    move || {
        chosen.get().map(|rule| {
            view! {
                <div class="stack tight" aria-live="polite">
                    <p>{rule.wording}</p>
                    <p class="small soft">{(t().rates.source)(&rule.source)}</p>
                </div>
            }
        })
    }
}
