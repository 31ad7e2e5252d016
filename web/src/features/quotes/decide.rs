use std::collections::BTreeMap;

use leptos::prelude::*;
use pitlane_client::ApiError;
use pitlane_contract::quotes::{ApproveQuote, DeclineQuote, Quote, QuoteLine};
use pitlane_domain::{
    limits::DECISION_REASON,
    quotes::{Totals, approved_totals, may_become},
    vocabulary::{LineDecision, LineKind, QuoteStatus},
};
use uuid::Uuid;

use super::{
    amounts, counted,
    order::Way,
    person_name,
    sheet::{Facts, LineText, TotalLines, line_photos, line_sum},
};
use crate::{
    account::api,
    format,
    text::t,
    ui::{AreaInput, Badge, Button, Dialog, Form, FormProblem, Input, Kind, Load, Tone, saying, within},
};

/// What the customer chose, line by line; nothing for a line that they did not decide on.
#[derive(Clone, Copy)]
struct Choices {
    quote: StoredValue<Quote>,
    chosen: RwSignal<BTreeMap<Uuid, bool>>,
}

fn costs(line: &QuoteLine) -> bool {
    line.kind != LineKind::Discount
}

impl Choices {
    fn of(quote: &Quote) -> Self {
        let decided = quote.lines.iter().filter(|line| costs(line)).filter_map(|line| match line.decision {
            LineDecision::Pending => None,
            LineDecision::Approved => Some((line.id, true)),
            LineDecision::Declined => Some((line.id, false)),
        });
        Self { chosen: RwSignal::new(decided.collect()), quote: StoredValue::new(quote.clone()) }
    }

    fn set(self, line: Uuid, yes: bool) {
        self.chosen.update(|chosen| {
            chosen.insert(line, yes);
        });
    }

    fn all(self) {
        let lines = self.quote.with_value(|quote| {
            quote.lines.iter().filter(|line| costs(line)).map(|line| (line.id, true)).collect()
        });
        self.chosen.set(lines);
    }

    fn is(self, line: Uuid, yes: bool) -> bool {
        self.chosen.with(|chosen| chosen.get(&line) == Some(&yes))
    }

    /// What the approved lines come to, by the rule that the server holds too.
    fn totals(self) -> Totals {
        let chosen = self.chosen.get();
        self.quote.with_value(|quote| {
            let lines: Vec<_> = quote.lines.iter().map(counted).collect();
            let yes =
                |place: usize| quote.lines.get(place).is_some_and(|line| chosen.get(&line.id) == Some(&true));
            approved_totals(&lines, yes, quote.tax_bps)
        })
    }

    /// Every approved line, once each line is decided; else why not.
    fn approved(self) -> Result<Vec<Uuid>, &'static str> {
        let chosen = self.chosen.get_untracked();
        let open = self
            .quote
            .with_value(|quote| quote.lines.iter().any(|line| costs(line) && !chosen.contains_key(&line.id)));
        let yes: Vec<_> = chosen.into_iter().filter(|(_, yes)| *yes).map(|(line, _)| line).collect();
        let was = self.quote.with_value(|quote| {
            quote.lines.iter().filter(|line| costs(line) && line.decision == LineDecision::Approved).count()
        });
        match (open, yes.len()) {
            (true, _) => Err(t().quotes.decide_every),
            (false, 0) if self.quote.with_value(|quote| quote.status == QuoteStatus::Declined) => {
                Err(t().quotes.nothing_yet)
            }
            (false, 0) => Err(t().quotes.nothing_chosen),
            (false, now) if now == was => Err(t().quotes.nothing_more),
            (false, _) => Ok(yes),
        }
    }
}

/// The sheet with a choice on each line, and the approval below.
#[component]
pub fn Decide(
    /// Where the quote is loaded.
    load: Load<Quote>,
    /// The quote.
    quote: Quote,
    /// How the reader came to it.
    way: Way,
) -> impl IntoView {
    let words = &t().quotes;
    let choices = Choices::of(&quote);
    let totals = Signal::derive(move || choices.totals());
    let percent = Signal::stored(amounts::short(quote.tax_bps, 2));
    let currency = quote.currency.clone();
    let rows = quote
        .lines
        .iter()
        .map(|line| view! { <Row choices line=line.clone() currency=currency.clone() /> })
        .collect_view();
    view! {
        <div class="two keep">
            <div class="stack">
                <ol class="sheet order" aria-label=words.lines>
                    {rows}
                </ol>
                <p>
                    <Button on_press=move |()| choices.all()>{words.approve_all}</Button>
                </p>
            </div>
            <section class="sheet padded stack aside">
                <h2>{words.decide_title}</h2>
                <TotalLines totals percent currency total=words.approved_total />
                <Approve load choices totals way=way.clone() />
                <Decline load quote=quote.clone() way />
                <Facts quote />
            </section>
        </div>
    }
}

/// A line with the choice; what is approved already stays so.
#[component]
fn Row(choices: Choices, line: QuoteLine, currency: String) -> impl IntoView {
    let words = &t().quotes;
    let (id, sum, photos) = (line.id, line_sum(&line, &currency), line_photos(&line));
    let group = format!("choice-{id}");
    let option = move |yes: bool, name: &'static str| {
        view! {
            <label>
                <input
                    type="radio"
                    name=group.clone()
                    prop:checked=move || choices.is(id, yes)
                    on:change=move |_| choices.set(id, yes)
                />
                <span>{name}</span>
            </label>
        }
    };
    let choice = if !costs(&line) {
        ().into_any()
    } else if line.decision == LineDecision::Approved {
        view! { <Badge tone=Signal::stored(Tone::Good) text=words.approved /> }.into_any()
    } else {
        view! {
            <div class="segments" role="radiogroup" aria-label=(words.choice_of)(&line.title)>
                {option(true, words.approve_line)}
                {option(false, words.decline_line)}
            </div>
        }
        .into_any()
    };
    view! {
        <li class="order-line">
            <LineText line currency />
            <span class="sum">{sum}</span>
            {photos}
            <span class="decision">{choice}</span>
        </li>
    }
}

async fn approve(way: Way, body: ApproveQuote) -> Result<Quote, ApiError> {
    match way {
        Way::Account(id) => api().approve_quote(id, &body).await,
        Way::Link(token) => api().approve_linked_quote(&token, &body).await,
    }
}

/// The name in place of a signature, and the button that names the total.
#[component]
fn Approve(load: Load<Quote>, choices: Choices, totals: Signal<Totals>, way: Way) -> impl IntoView {
    let words = &t().quotes;
    let form = Form::new();
    let name = form.field("typed_name", "", person_name);
    let currency = choices.quote.with_value(|quote| quote.currency.clone());
    let total = move || format::money(totals.get().total_cents, &currency);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let lines = match choices.approved() {
            Ok(lines) => lines,
            Err(why) => return form.error.set(Some(why.to_owned())),
        };
        let body = ApproveQuote {
            line_ids: Some(lines),
            typed_name: name.text(),
            total_cents: Some(totals.get_untracked().total_cents),
        };
        let work = saying(words.was_approved, approve(way.clone(), body));
        form.send(work, move |quote| load.value().set(Some(quote)));
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <Input field=name label=words.typed_name hint=words.typed_name_hint.to_owned() autocomplete="name" />
            <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                {move || (words.approve)(&total())}
            </Button>
        </form>
    }
}

async fn decline(way: Way, body: DeclineQuote) -> Result<Quote, ApiError> {
    match way {
        Way::Account(id) => api().decline_quote(id, &body).await,
        Way::Link(token) => api().decline_linked_quote(&token, &body).await,
    }
}

/// Declines everything, with a reason if the customer has one to give.
#[component]
fn Decline(load: Load<Quote>, quote: Quote, way: Way) -> impl IntoView {
    let words = &t().quotes;
    let asking = RwSignal::new(false);
    let form = Form::new();
    let reason = form.field("reason", "", within(DECISION_REASON));
    let way = StoredValue::new(way);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let body = DeclineQuote { reason: reason.filled() };
        form.send(saying(words.was_declined, decline(way.get_value(), body)), move |quote| {
            asking.set(false);
            load.value().set(Some(quote));
        });
    };
    may_become(quote.status, QuoteStatus::Declined).then(|| {
        view! {
            <Button kind=Kind::Quiet on_press=move |()| asking.set(true)>{words.decline}</Button>
            <Dialog open=asking title=words.decline_title>
                <form class="form" novalidate on:submit=submit>
                    <p class="soft">{words.decline_text}</p>
                    <FormProblem form />
                    <AreaInput field=reason label=words.decline_reason optional=true />
                    <div class="actions">
                        <Button on_press=move |()| asking.set(false)>{words.keep}</Button>
                        <Button kind=Kind::Danger submit=true busy=form.busy>
                            {words.decline}
                        </Button>
                    </div>
                </form>
            </Dialog>
        }
    })
}
