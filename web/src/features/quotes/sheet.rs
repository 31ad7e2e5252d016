use leptos::prelude::*;
use pitlane_contract::quotes::{Quote, QuoteLine};
use pitlane_domain::{
    quotes::Totals,
    vocabulary::{LineDecision, LineKind, PartCondition},
};

use super::{amounts, pressing};
use crate::{
    features::photos::LinePhotos,
    format,
    text::t,
    ui::{Badge, Moment, Tone},
};

/// How many at which price, and what else is known, in one line.
pub fn explained(line: &QuoteLine, currency: &str) -> String {
    let words = &t().quotes;
    let price = format::money(line.unit_cents, currency);
    let quantity = amounts::short(line.quantity_thousandths, 3);
    let mut parts = match line.kind {
        LineKind::Labor => vec![words.labor.to_owned(), format!("{quantity} \u{d7} {price}")],
        LineKind::Part => vec![words.part.to_owned(), format!("{quantity} \u{d7} {price}")],
        LineKind::Fee => vec![words.fee.to_owned()],
        LineKind::Discount => vec![words.discount.to_owned()],
    };
    parts.extend(line.part_condition.map(|condition| {
        let word = match condition {
            PartCondition::New => words.condition_new,
            PartCondition::Used => words.condition_used,
            PartCondition::Rebuilt => words.condition_rebuilt,
        };
        word.to_lowercase()
    }));
    parts.extend(line.part_number.clone());
    parts.join(", ")
}

/// What a line comes to; what is taken off with a minus.
pub fn line_sum(line: &QuoteLine, currency: &str) -> String {
    let cents = if line.kind == LineKind::Discount { -line.total_cents } else { line.total_cents };
    format::money(cents, currency)
}

/// What a line says, without its sum.
#[component]
pub fn LineText(
    /// The line.
    line: QuoteLine,
    /// ISO 4217.
    currency: String,
) -> impl IntoView {
    let severity = line.severity.map(|severity| {
        let (word, tone) = pressing(severity);
        view! { <Badge tone=Signal::stored(tone) text=word /> }
    });
    let text = explained(&line, &currency);
    view! {
        <span class="order-text">
            <b>{line.title}</b>
            " "
            {severity}
            <small class="soft">{text}</small>
        </span>
    }
}

/// The photos of a line, across the whole row.
pub fn line_photos(line: &QuoteLine) -> impl IntoView + use<> {
    let (photos, title) = (line.photos.clone(), line.title.clone());
    (!photos.is_empty()).then(|| {
        view! {
            <div class="decision">
                <LinePhotos photos=Signal::stored(photos) title=Signal::stored(title) />
            </div>
        }
    })
}

/// The lines as they are, with what the customer said.
#[component]
pub fn Lines(
    /// The quote.
    quote: Quote,
) -> impl IntoView {
    let words = &t().quotes;
    let currency = quote.currency;
    let rows = quote
        .lines
        .into_iter()
        .map(|line| {
            let decision = match line.decision {
                _ if line.kind == LineKind::Discount => None,
                LineDecision::Pending => None,
                LineDecision::Approved => Some((words.approved, Tone::Good)),
                LineDecision::Declined => Some((words.declined, Tone::Off)),
            };
            let decision =
                decision.map(|(word, tone)| view! { <Badge tone=Signal::stored(tone) text=word /> });
            let (sum, photos) = (line_sum(&line, &currency), line_photos(&line));
            view! {
                <li class="order-line">
                    <LineText line currency=currency.clone() />
                    <span class="sum">{sum}</span>
                    {photos}
                    {decision.map(|decision| view! { <span class="decision">{decision}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="sheet order" aria-label=words.lines>
            {rows}
        </ol>
    }
}

/// What lines come to, line by line down to the total.
#[component]
pub fn TotalLines(
    /// The sums.
    totals: Signal<Totals>,
    /// The tax in percent.
    percent: Signal<String>,
    /// ISO 4217.
    currency: String,
    /// What the last line is called.
    total: &'static str,
) -> impl IntoView {
    let words = &t().quotes;
    let currency = StoredValue::new(currency);
    let money = move |cents: i64| currency.with_value(|currency| format::money(cents, currency));
    let discount = move || {
        let cents = totals.get().discount_cents;
        (cents > 0).then(|| {
            view! {
                <div>
                    <dt>{words.discounts}</dt>
                    <dd>{money(-cents)}</dd>
                </div>
            }
        })
    };
    view! {
        <dl class="totals" aria-live="polite">
            <div>
                <dt>{words.subtotal}</dt>
                <dd>{move || money(totals.get().subtotal_cents)}</dd>
            </div>
            {discount}
            <div>
                <dt>{move || (words.tax_line)(&percent.get())}</dt>
                <dd>{move || money(totals.get().tax_cents)}</dd>
            </div>
            <div class="whole">
                <dt>{total}</dt>
                <dd>{move || money(totals.get().total_cents)}</dd>
            </div>
        </dl>
    }
}

/// The sums of a quote as the server has them.
#[component]
pub fn QuoteTotals(
    /// The quote.
    quote: Quote,
) -> impl IntoView {
    let totals = Totals {
        subtotal_cents: quote.subtotal_cents,
        discount_cents: quote.discount_cents,
        tax_cents: quote.tax_cents,
        total_cents: quote.total_cents,
    };
    let percent = amounts::short(quote.tax_bps, 2);
    view! {
        <TotalLines
            totals=Signal::stored(totals)
            percent=Signal::stored(percent)
            currency=quote.currency
            total=t().quotes.total
        />
    }
}

/// What holds for the whole quote.
#[component]
pub fn Facts(
    /// The quote.
    quote: Quote,
) -> impl IntoView {
    let words = &t().quotes;
    let warranty = match (quote.warranty_months, quote.warranty_miles) {
        (0, _) => words.no_warranty.to_owned(),
        (months, Some(miles)) => (words.months_miles)(months, &format::number(miles.into())),
        (months, None) => (words.months)(months),
    };
    let deposit = (quote.deposit_cents > 0).then(|| {
        view! {
            <div>
                <dt>{words.deposit}</dt>
                <dd class="number">{format::money(quote.deposit_cents, &quote.currency)}</dd>
            </div>
        }
    });
    let diagnosis = (!quote.diagnosis_summary.is_empty()).then(|| {
        view! {
            <div>
                <dt>{words.diagnosis}</dt>
                <dd class="written">{quote.diagnosis_summary}</dd>
            </div>
        }
    });
    let until = quote.valid_until.map(|at| {
        view! {
            <div>
                <dt>{words.valid_until}</dt>
                <dd>
                    <Moment at />
                </dd>
            </div>
        }
    });
    let law = quote.tolerance_wording.map(|wording| {
        view! {
            <div>
                <dt>{t().rates.above_law}</dt>
                <dd>{wording}</dd>
            </div>
        }
    });
    view! {
        <dl class="stack about">
            {diagnosis} {until} {deposit}
            <div>
                <dt>{words.warranty}</dt>
                <dd>{warranty}</dd>
            </div>
            {law}
        </dl>
    }
}
