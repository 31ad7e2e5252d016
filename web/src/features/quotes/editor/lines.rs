use leptos::{
    prelude::*,
    reactive::owner::{Owner, WeakOwner},
    task::spawn_local,
};
use pitlane_contract::quotes::{QuoteLine, WriteLine};
use pitlane_domain::{
    limits::{LINE_TITLE, PART_NUMBER},
    quotes::{self, MAX_LINES, line_total},
    vocabulary::{LineKind, PartCondition, Severity},
};
use uuid::Uuid;

use super::line::Line;
use crate::{
    account::api,
    features::{
        photos::{LinePhotos, LineUploads, remove_from},
        quotes::{amounts, pressing},
    },
    format,
    text::t,
    ui::{Cell, focus},
};

/// The lines of the draft, as they are typed.
#[derive(Clone, Copy)]
pub struct Lines {
    quote: Uuid,
    all: RwSignal<Vec<Line>>,
    next: StoredValue<usize>,
    /// The usual price of an hour, once it is known.
    usual: RwSignal<String>,
    /// What the lines live as long as, whoever adds them.
    owner: StoredValue<WeakOwner>,
}

impl Lines {
    /// The lines that were written before.
    pub fn of(quote: Uuid, lines: Vec<QuoteLine>) -> Self {
        let next = StoredValue::new(lines.len());
        let all = lines.into_iter().enumerate().map(|(key, line)| Line::of(key, line)).collect();
        let owner = Owner::current().unwrap_or_default().downgrade();
        let usual = RwSignal::new(String::new());
        spawn_local(async move {
            if let Ok(terms) = api().selling_terms().await {
                let _ = usual.try_set(terms.labor_rate_cents.map(amounts::money).unwrap_or_default());
            }
        });
        Self { quote, all: RwSignal::new(all), next, usual, owner: StoredValue::new(owner) }
    }

    /// Every line as the server takes it, followed by whoever reads them; none while one cannot be read.
    pub fn watch(self) -> Option<Vec<WriteLine>> {
        // each is read to its end, so that a change of any of them is noticed
        let written: Vec<_> = self.all.get().into_iter().map(Line::written).collect();
        written.into_iter().collect()
    }

    /// Every line as the rules count it.
    pub fn counted(self) -> Vec<quotes::Line> {
        self.all.get().into_iter().map(Line::counted).collect()
    }

    /// The lines as they are, to tell them apart when the server has named them.
    pub fn now(self) -> Vec<Line> {
        self.all.get_untracked()
    }

    /// Checks every line; answers the id of the first cell that is wrong.
    pub fn check(self) -> Option<String> {
        let wrong: Vec<_> = self.all.get_untracked().into_iter().filter_map(Line::check).collect();
        wrong.into_iter().next()
    }

    fn add(self, kind: LineKind) {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        let rate = self.all.with_untracked(|all| {
            all.iter().rev().find(|line| line.kind == LineKind::Labor).map(|line| line.unit.get_untracked())
        });
        let line = Line::empty(key, kind, &rate.unwrap_or_else(|| self.usual.get_untracked()));
        self.all.update(|all| all.push(line));
        // after the new line is in the page
        request_animation_frame(move || focus(&line.cell("title")));
    }

    /// Adds lines that were written elsewhere, as many as there is room for.
    pub fn append(self, lines: Vec<WriteLine>) {
        // a dialog adds them, which is gone before they are read
        let Some(owner) = self.owner.with_value(WeakOwner::upgrade) else { return };
        let room = MAX_LINES.saturating_sub(self.all.with_untracked(Vec::len));
        let first = self.next.get_value();
        let new: Vec<_> = owner.with(|| {
            let numbered = (first..).zip(lines.into_iter().take(room));
            numbered.map(|(key, line)| Line::written_before(key, line)).collect()
        });
        self.next.set_value(first + new.len());
        self.all.update(|all| all.extend(new));
    }

    fn remove(self, key: usize) {
        self.all.update(|all| all.retain(|line| line.key != key));
        request_animation_frame(|| focus("add-labor"));
    }

    fn position(self, key: usize) -> usize {
        self.all.with(|all| all.iter().position(|line| line.key == key)).map_or(1, |place| place + 1)
    }
}

fn word(kind: LineKind) -> &'static str {
    let words = &t().quotes;
    match kind {
        LineKind::Labor => words.labor,
        LineKind::Part => words.part,
        LineKind::Fee => words.fee,
        LineKind::Discount => words.discount,
    }
}

/// The lines: to write, to add and to remove.
#[component]
pub fn LinesEditor(
    /// The lines.
    lines: Lines,
    /// ISO 4217.
    currency: String,
) -> impl IntoView {
    let words = &t().quotes;
    let none = Memo::new(move |_| lines.all.with(Vec::is_empty));
    let full = Memo::new(move |_| lines.all.with(Vec::len) >= MAX_LINES);
    let currency = StoredValue::new(currency);
    let adding = [
        (LineKind::Labor, "add-labor", words.add_labor),
        (LineKind::Part, "add-part", words.add_part),
        (LineKind::Fee, "add-fee", words.add_fee),
        (LineKind::Discount, "add-discount", words.add_discount),
    ]
    .map(|(kind, id, name)| {
        let press = move |_| {
            if !full.get_untracked() {
                lines.add(kind);
            }
        };
        view! {
            <button type="button" class="button" id=id aria-disabled=move || full.get().then_some("true") on:click=press>
                {name}
            </button>
        }
    });
    view! {
        <fieldset class="stack">
            <legend>{words.lines}</legend>
            {move || none.get().then(|| view! { <p class="soft small">{words.lines_empty}</p> })}
            <ol class="quote-lines">
                <For
                    each=move || lines.all.get()
                    key=|line| line.key
                    children=move |line| view! { <LineEditor lines line currency=currency.get_value() /> }
                />
            </ol>
            <div class="row adding">{adding}</div>
        </fieldset>
    }
}

#[component]
fn LineEditor(lines: Lines, line: Line, currency: String) -> impl IntoView {
    let words = &t().quotes;
    let place = Memo::new(move |_| lines.position(line.key));
    let costs = line.kind != LineKind::Discount;
    let total = move || {
        let cents = line_total(&line.counted());
        format::money(if line.kind == LineKind::Discount { -cents } else { cents }, &currency)
    };
    view! {
        <li class="quote-line" aria-label=move || (words.line_n)(place.get())>
            <p class="row apart">
                <b>{word(line.kind)}</b>
                <span class="sum" aria-live="off">
                    {total}
                </span>
            </p>
            <div class="cells">
                <Cell
                    id=line.cell("title")
                    label=words.what
                    value=line.title
                    error=line.title_error
                    longest=*LINE_TITLE.end()
                    check=move |()| { line.check_title(); }
                />
                <Amounts line />
            </div>
            <Details line />
            <LinePhotos photos=line.photos title=line.title on_remove=remove_from(lines.quote, line.photos) />
            <div class="row">
                {costs.then(|| view! { <LineUploads quote=lines.quote line=line.id place photos=line.photos /> })}
                <button
                    type="button"
                    class="button quiet"
                    aria-label=move || (words.remove_line)(place.get())
                    on:click=move |_| lines.remove(line.key)
                >
                    {t().common.remove}
                </button>
            </div>
        </li>
    }
}

/// How many and at which price.
#[component]
fn Amounts(line: Line) -> impl IntoView {
    let words = &t().quotes;
    let (count, price) = match line.kind {
        LineKind::Labor => (Some(words.hours), words.rate),
        LineKind::Part => (Some(words.quantity), words.unit),
        LineKind::Fee | LineKind::Discount => (None, words.amount),
    };
    view! {
        {count
            .map(|label| {
                view! {
                    <Cell
                        id=line.cell("quantity")
                        label
                        value=line.quantity
                        error=line.quantity_error
                        longest=9
                        mode="decimal"
                        check=move |()| { line.check_quantity(); }
                    />
                }
            })}
        <Cell
            id=line.cell("unit")
            label=price
            value=line.unit
            error=line.unit_error
            longest=12
            mode="decimal"
            check=move |()| { line.check_unit(); }
        />
    }
}

/// What else is said of a line.
#[component]
fn Details(line: Line) -> impl IntoView {
    let words = &t().quotes;
    let conditions = [
        ("", words.condition_none),
        (PartCondition::New.as_str(), words.condition_new),
        (PartCondition::Used.as_str(), words.condition_used),
        (PartCondition::Rebuilt.as_str(), words.condition_rebuilt),
    ];
    let part = (line.kind == LineKind::Part).then(|| {
        view! {
            <Cell
                id=line.cell("number")
                label=words.number
                value=line.number
                error=RwSignal::new(None)
                longest=*PART_NUMBER.end()
                check=move |()| ()
            />
            <Pick id=line.cell("condition") label=words.condition value=line.condition options=conditions.to_vec() />
        }
    });
    let severities = std::iter::once(("", words.severity_none))
        .chain(Severity::ALL.iter().map(|severity| (severity.as_str(), pressing(*severity).0)))
        .collect();
    let severity = (line.kind != LineKind::Discount).then(|| {
        view! { <Pick id=line.cell("severity") label=words.severity value=line.severity options=severities /> }
    });
    view! {
        <div class="cells">
            {part} {severity}
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || line.taxable.get()
                    on:change=move |event| line.taxable.set(event_target_checked(&event))
                />
                <span>{words.taxable}</span>
            </label>
        </div>
    }
}

/// A choice among a few words in a row of several.
#[component]
fn Pick(
    id: String,
    label: &'static str,
    value: RwSignal<String>,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let entries = options
        .into_iter()
        .map(|(own, word)| {
            view! { <option value=own selected=move || value.with(|now| now == own)>{word}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select class="input" id=id on:change=move |event| value.set(event_target_value(&event))>
                {entries}
            </select>
        </div>
    }
}
