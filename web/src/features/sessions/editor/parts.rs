use leptos::prelude::*;
use pitlane_contract::sessions::PartNeeded;

use crate::{
    text::t,
    ui::{Cell, focus},
};

/// The server takes this many parts.
const MOST: usize = 50;
/// And a name of this many characters.
const LONGEST_NAME: usize = 120;

/// One line of the list of parts, as it is typed.
#[derive(Clone, Copy)]
struct Line {
    key: usize,
    name: RwSignal<String>,
    quantity: RwSignal<String>,
    number: RwSignal<String>,
    name_error: RwSignal<Option<String>>,
    quantity_error: RwSignal<Option<String>>,
}

impl Line {
    fn new(key: usize, part: PartNeeded) -> Self {
        Self {
            key,
            name: RwSignal::new(part.name),
            quantity: RwSignal::new(part.quantity.to_string()),
            number: RwSignal::new(part.part_number.unwrap_or_default()),
            name_error: RwSignal::new(None),
            quantity_error: RwSignal::new(None),
        }
    }

    fn count(self) -> Option<i32> {
        self.quantity.with(|text| text.trim().parse().ok()).filter(|count| (1..=999).contains(count))
    }

    /// The part, once its line is complete; a line that is only begun is not one yet.
    fn part(self) -> Option<PartNeeded> {
        let name = self.name.with(|name| name.trim().to_owned());
        let number =
            self.number.with(|number| Some(number.trim().to_owned()).filter(|number| !number.is_empty()));
        let quantity = self.count();
        (!name.is_empty() && name.chars().count() <= LONGEST_NAME)
            .then_some(())
            .and(quantity)
            .map(|quantity| PartNeeded { name, quantity, part_number: number })
    }

    fn is_empty(self) -> bool {
        self.name.with_untracked(|name| name.trim().is_empty())
            && self.number.with_untracked(|number| number.trim().is_empty())
    }

    fn check_name(self) -> bool {
        let length = self.name.with_untracked(|name| name.trim().chars().count());
        let good = self.is_empty() || (1..=LONGEST_NAME).contains(&length);
        self.name_error.set((!good).then(|| t().editor.part_name_invalid.to_owned()));
        good
    }

    fn check_quantity(self) -> bool {
        let good = self.is_empty() || untrack(|| self.count()).is_some();
        self.quantity_error.set((!good).then(|| t().editor.quantity_invalid.to_owned()));
        good
    }

    fn id(self, what: &str) -> String {
        format!("part-{}-{what}", self.key)
    }
}

/// The list of parts, as it is typed.
#[derive(Clone, Copy)]
pub struct Parts {
    lines: RwSignal<Vec<Line>>,
    next: StoredValue<usize>,
}

impl Parts {
    /// The parts that were listed before.
    pub fn of(parts: Vec<PartNeeded>) -> Self {
        let next = parts.len();
        let lines = parts.into_iter().enumerate().map(|(key, part)| Line::new(key, part)).collect();
        Self { lines: RwSignal::new(lines), next: StoredValue::new(next) }
    }

    /// The complete lines, followed by whoever reads them.
    pub fn watch(self) -> Vec<PartNeeded> {
        self.lines.get().into_iter().filter_map(Line::part).collect()
    }

    /// Checks every line and moves the focus to the first that is wrong.
    pub fn check(self) -> bool {
        let mut wrong = Vec::new();
        for line in self.lines.get_untracked() {
            let (name, quantity) = (line.check_name(), line.check_quantity());
            if !name {
                wrong.push(line.id("name"));
            } else if !quantity {
                wrong.push(line.id("quantity"));
            }
        }
        if let Some(first) = wrong.first() {
            focus(first);
        }
        wrong.is_empty()
    }

    fn add(self) {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        let line = Line::new(key, PartNeeded { name: String::new(), quantity: 1, part_number: None });
        self.lines.update(|lines| lines.push(line));
        // after the new line is in the page
        request_animation_frame(move || focus(&line.id("name")));
    }

    fn remove(self, key: usize) {
        self.lines.update(|lines| lines.retain(|line| line.key != key));
        request_animation_frame(|| focus("add-part"));
    }

    fn position(self, key: usize) -> usize {
        self.lines
            .with(|lines| lines.iter().position(|line| line.key == key))
            .map_or(1, |position| position + 1)
    }
}

/// The parts that are needed: lines to add and to remove.
#[component]
pub fn PartsEditor(
    /// The list.
    parts: Parts,
) -> impl IntoView {
    let words = &t().editor;
    let none = Memo::new(move |_| parts.lines.with(Vec::is_empty));
    let full = Signal::derive(move || parts.lines.with(Vec::len) >= MOST);
    let add = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        if !full.get_untracked() {
            parts.add();
        }
    };
    view! {
        <fieldset class="stack tight">
            <legend>{words.parts}</legend>
            {move || none.get().then(|| view! { <p class="soft small">{words.parts_empty}</p> })}
            <ul class="stack parts">
                <For
                    each=move || parts.lines.get()
                    key=|line| line.key
                    children=move |line| view! { <PartLine parts line /> }
                />
            </ul>
            <p>
                <button
                    type="button"
                    class="button"
                    id="add-part"
                    aria-disabled=move || full.get().then_some("true")
                    on:click=add
                >
                    {words.add_part}
                </button>
            </p>
        </fieldset>
    }
}

#[component]
fn PartLine(parts: Parts, line: Line) -> impl IntoView {
    let words = &t().editor;
    let n = Memo::new(move |_| parts.position(line.key));
    view! {
        <li class="part-line" aria-label=move || (words.part_n)(n.get())>
            <Cell
                id=line.id("name")
                label=words.part
                value=line.name
                error=line.name_error
                longest=LONGEST_NAME
                check=move |()| { line.check_name(); }
            />
            <Cell
                id=line.id("quantity")
                label=words.quantity
                value=line.quantity
                error=line.quantity_error
                longest=3
                mode="numeric"
                check=move |()| { line.check_quantity(); }
            />
            <Cell
                id=line.id("number")
                label=words.number
                value=line.number
                error=RwSignal::new(None)
                longest=60
                check=move |()| ()
            />
            <button
                type="button"
                class="button quiet"
                aria-label=move || (words.remove_part)(n.get())
                on:click=move |_| parts.remove(line.key)
            >
                {t().common.remove}
            </button>
        </li>
    }
}
