use leptos::prelude::*;
use pitlane_contract::quotes::{Authorization, Quote};
use pitlane_domain::vocabulary::AuthorizationMethod;

use crate::{features::repairs::QuotePapers, format, text::t, ui::Moment};

/// How an approval was given.
fn how(method: AuthorizationMethod) -> &'static str {
    let words = &t().quotes;
    match method {
        AuthorizationMethod::Portal => words.by_account,
        AuthorizationMethod::Link => words.by_link,
        AuthorizationMethod::Phone => words.by_phone,
        AuthorizationMethod::InPerson => words.by_visit,
        AuthorizationMethod::Text => words.by_text,
    }
}

/// The approvals with everything that was kept of them, and the proof to save.
#[component]
pub fn Proof(
    /// The quote.
    quote: Quote,
) -> impl IntoView {
    let words = &t().quotes;
    let currency = quote.currency;
    let rows = quote
        .authorizations
        .iter()
        .map(|given| view! { <Given given=given.clone() currency=currency.clone() /> })
        .collect_view();
    (!quote.authorizations.is_empty()).then(|| {
        view! {
            <section class="sheet padded stack">
                <h2>{words.proof}</h2>
                <ol class="approvals" aria-label=words.proof>
                    {rows}
                </ol>
                <QuotePapers quote=quote.id number=quote.number revision=quote.revision />
            </section>
        }
    })
}

#[component]
fn Given(given: Authorization, currency: String) -> impl IntoView {
    let words = &t().quotes;
    let total = format::money(given.total_cents, &currency);
    let fact = |name: &'static str, value: String| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd class="written">{value}</dd>
            </div>
        }
    };
    let lines = match given.line_ids.len() {
        1 => words.proof_one_line.to_owned(),
        n => (words.proof_lines)(n),
    };
    let added = (words.proof_added)(&format::money(given.added_cents, &currency));
    view! {
        <li class="stack tight">
            <p>
                <b>{(words.proof_line)(&given.typed_name, &total)}</b>
                <br />
                <small class="soft">
                    <Moment at=given.at how=format::short_exact />
                    ", "
                    {lines}
                    ", "
                    {added}
                </small>
            </p>
            <dl class="given small">
                {fact(words.proof_how, how(given.method).to_owned())}
                {given.recorded_by.map(|who| fact(words.proof_recorded_by, who))}
                {given.reason.filter(|text| !text.is_empty()).map(|text| fact(words.proof_said, text))}
                <div>
                    <dt>{words.proof_hash}</dt>
                    <dd class="figures-font hash">{given.sha256}</dd>
                </div>
            </dl>
        </li>
    }
}
