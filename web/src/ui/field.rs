use leptos::prelude::*;

use super::Field;
use crate::text::t;

/// What a one-line field takes; decides the keyboard of a phone and what password managers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputKind {
    /// Anything.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// The password of an account.
    Password,
    /// A password being chosen.
    NewPassword,
    /// Digits.
    Digits,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A number that is read letter by letter, such as a VIN.
    Code,
}

impl InputKind {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Text | Self::Digits | Self::Code => "text",
            Self::Email => "email",
            Self::Date => "date",
            Self::Time => "time",
            Self::Phone => "tel",
            Self::Password | Self::NewPassword => "password",
        }
    }

    const fn autocomplete(self) -> Option<&'static str> {
        match self {
            Self::Text | Self::Digits | Self::Date | Self::Time | Self::Code => None,
            Self::Email => Some("email"),
            Self::Phone => Some("tel"),
            Self::Password => Some("current-password"),
            Self::NewPassword => Some("new-password"),
        }
    }
}

/// Label, hint and error around a control, tied to it for screen readers.
#[component]
fn Around(
    field: Field,
    #[prop(into)] label: String,
    hint: Option<String>,
    optional: bool,
    children: Children,
) -> impl IntoView {
    let id = field.id();
    view! {
        <div class="field">
            <label for=id>
                {label} {optional.then(|| view! { <span class="soft small">" ("{t().common.optional}")"</span> })}
            </label>
            {hint.map(|hint| view! { <span class="hint" id=format!("{id}-hint")>{hint}</span> })}
            {children()}
            <span class="problem" id=format!("{id}-problem") aria-live="polite">
                {move || field.error.get()}
            </span>
        </div>
    }
}

fn described_by(id: &str, hint: bool) -> String {
    if hint { format!("{id}-hint {id}-problem") } else { format!("{id}-problem") }
}

fn invalid(field: Field) -> impl Fn() -> Option<&'static str> + Clone {
    move || field.error.with(Option::is_some).then_some("true")
}

/// A value being typed: an error goes as soon as the person corrects it.
fn typed(field: Field, value: String) {
    field.value.set(value);
    if field.error.with_untracked(Option::is_some) {
        field.error.set(None);
    }
}

/// A field of one line.
#[component]
pub fn Input(
    /// Its value and rule.
    field: Field,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What it takes.
    #[prop(optional)]
    kind: InputKind,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// What the browser may fill in, where the kind does not say it.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
) -> impl IntoView {
    let described = described_by(field.id(), hint.is_some());
    let mode = (kind == InputKind::Digits).then_some("numeric");
    let check = move |_| {
        // leaving an empty field says nothing yet: the person may be on the way to another one
        if !field.value.with_untracked(String::is_empty) {
            field.check();
        }
    };
    view! {
        <Around field label hint=hint optional>
            <input
                class="input"
                class:figures-font=kind == InputKind::Code
                id=field.id()
                name=field.name
                type=kind.input_type()
                inputmode=mode
                autocomplete=autocomplete.or(kind.autocomplete())
                aria-required=(!optional).then_some("true")
                aria-describedby=described
                aria-invalid=invalid(field)
                prop:value=move || field.value.get()
                on:input=move |event| typed(field, event_target_value(&event))
                on:blur=check
            />
        </Around>
    }
}

/// A field for a day and a time.
#[component]
pub fn DateTimeInput(
    /// Its value and rule.
    field: Field,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let described = described_by(field.id(), hint.is_some());
    view! {
        <Around field label hint=hint optional=false>
            <input
                class="input"
                type="datetime-local"
                id=field.id()
                name=field.name
                aria-describedby=described
                aria-invalid=invalid(field)
                prop:value=move || field.value.get()
                on:input=move |event| typed(field, event_target_value(&event))
            />
        </Around>
    }
}

/// A field of several lines.
#[component]
pub fn AreaInput(
    /// Its value and rule.
    field: Field,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let described = described_by(field.id(), hint.is_some());
    let check = move |_| {
        if !field.value.with_untracked(String::is_empty) {
            field.check();
        }
    };
    view! {
        <Around field label hint=hint optional>
            <textarea
                class="input"
                id=field.id()
                name=field.name
                aria-required=(!optional).then_some("true")
                aria-describedby=described
                aria-invalid=invalid(field)
                prop:value=move || field.value.get()
                on:input=move |event| typed(field, event_target_value(&event))
                on:blur=check
            ></textarea>
        </Around>
    }
}

/// A choice among a few words.
#[component]
pub fn SelectInput(
    /// Its value and rule.
    field: Field,
    /// Its label.
    #[prop(into)]
    label: String,
    /// Values and the words for them.
    options: Vec<(String, String)>,
) -> impl IntoView {
    let entries = options
        .into_iter()
        .map(|(value, word)| {
            let own = value.clone();
            view! { <option value=value selected=move || field.value.with(|now| *now == own)>{word}</option> }
        })
        .collect_view();
    let no_hint: Option<String> = None;
    view! {
        <Around field label hint=no_hint optional=false>
            <select
                class="input"
                id=field.id()
                name=field.name
                aria-describedby=described_by(field.id(), false)
                aria-invalid=invalid(field)
                on:change=move |event| typed(field, event_target_value(&event))
            >
                {entries}
            </select>
        </Around>
    }
}

/// One of several ways, told in a line each: a radio button with a label, an explanation and a figure at the right.
#[component]
pub fn Choice(
    /// The group it belongs to.
    group: &'static str,
    /// What it stands for.
    #[prop(into)]
    value: String,
    /// What is chosen in the group.
    chosen: RwSignal<String>,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What it means.
    #[prop(optional, into)]
    hint: Option<String>,
    /// A figure at the right, such as a price.
    #[prop(optional, into)]
    sum: Option<String>,
) -> impl IntoView {
    let own = StoredValue::new(value.clone());
    let checked = move || chosen.with(|chosen| own.with_value(|own| own == chosen));
    view! {
        <label class="choice">
            <input type="radio" name=group value=value prop:checked=checked on:change=move |_| chosen.set(own.get_value()) />
            <span>{label}</span>
            {hint.map(|hint| view! { <small>{hint}</small> })}
            {sum.map(|sum| view! { <span class="sum">{sum}</span> })}
        </label>
    }
}

/// A box to tick.
#[component]
pub fn Check(
    /// Its label.
    #[prop(into)]
    label: String,
    /// Whether it is ticked.
    on: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || on.get() on:change=move |event| on.set(event_target_checked(&event)) />
            <span>{label}</span>
        </label>
    }
}
