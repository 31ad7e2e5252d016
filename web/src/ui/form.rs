use std::{future::Future, ops::RangeInclusive, pin::Pin, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use pitlane_client::{ApiError, fresh_key};

use super::problem_text;
use crate::{format, text::t};

type Rule = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// One value that a person types, what is wrong with it, and the rule that says so.
#[derive(Clone, Copy)]
pub struct Field {
    /// The name in the request's body, where the server's errors point to.
    pub name: &'static str,
    /// What is typed.
    pub value: RwSignal<String>,
    /// What is wrong with it.
    pub error: RwSignal<Option<String>>,
    kept: StoredValue<Kept>,
}

/// What of a field never changes; kept apart, for fields are handed around by value.
struct Kept {
    id: &'static str,
    rule: Rule,
}

impl Field {
    /// Names its control on the page.
    pub fn id(&self) -> &'static str {
        self.kept.with_value(|kept| kept.id)
    }

    /// Checks the value as the person leaves the field.
    pub fn check(&self) -> bool {
        let value = self.value.get_untracked();
        let error = self.kept.with_value(|kept| (kept.rule)(&value));
        let good = error.is_none();
        self.error.set(error);
        good
    }

    /// The value without spaces around it.
    pub fn text(&self) -> String {
        self.value.with_untracked(|value| value.trim().to_owned())
    }

    /// The value without spaces around it, or nothing.
    pub fn filled(&self) -> Option<String> {
        Some(self.text()).filter(|text| !text.is_empty())
    }
}

/// The fields of a form, whether it is being sent, and what is wrong with it as a whole.
#[derive(Clone, Copy)]
pub struct Form {
    fields: StoredValue<Vec<Field>>,
    /// Whether it is being sent.
    pub busy: RwSignal<bool>,
    /// What is wrong with it as a whole.
    pub error: RwSignal<Option<String>>,
    key: StoredValue<(String, String)>,
}

/// Accepts everything.
pub fn none(_: &str) -> Option<String> {
    None
}

/// Refuses an empty value.
pub fn required(value: &str) -> Option<String> {
    value.trim().is_empty().then(|| t().common.required.to_owned())
}

/// A rule for the length of a text; the shared limits say which.
pub fn within(bounds: RangeInclusive<usize>) -> impl Fn(&str) -> Option<String> + Clone + Send + Sync {
    move |value| match value.trim().chars().count() {
        0 if *bounds.start() > 0 => Some(t().common.required.to_owned()),
        length if length > *bounds.end() => {
            let most = format::number(i64::try_from(*bounds.end()).unwrap_or(i64::MAX));
            Some((t().common.too_long)(&most))
        }
        _ => None,
    }
}

impl Form {
    /// A form without fields.
    pub fn new() -> Self {
        Self {
            fields: StoredValue::new(Vec::new()),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            key: StoredValue::new((String::new(), String::new())),
        }
    }

    /// Adds a field with what is typed in it at first, and the rule that it must keep.
    pub fn field(
        &self,
        name: &'static str,
        initial: impl Into<String>,
        rule: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Field {
        self.field_at(name, name, initial, rule)
    }

    /// Adds a field whose control has an id of its own: where another form of the page has a field of the same name.
    pub fn field_at(
        &self,
        id: &'static str,
        name: &'static str,
        initial: impl Into<String>,
        rule: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Field {
        let field = Field {
            name,
            value: RwSignal::new(initial.into()),
            error: RwSignal::new(None),
            kept: StoredValue::new(Kept { id, rule: Arc::new(rule) }),
        };
        self.fields.update_value(|fields| fields.push(field));
        field
    }

    /// Checks every field and moves the focus to the first that is wrong.
    pub fn check(&self) -> bool {
        self.error.set(None);
        let wrong = self.fields.with_value(|fields| {
            fields.iter().filter(|field| !field.check()).map(Field::id).collect::<Vec<_>>()
        });
        if let Some(first) = wrong.first() {
            focus(first);
        }
        wrong.is_empty()
    }

    /// A key that stays the same as long as the same values are sent again, so that a retry cannot do it twice.
    pub fn key(&self) -> String {
        let values = self.fields.with_value(|fields| {
            fields.iter().map(|field| field.value.get_untracked()).collect::<Vec<_>>().join("\u{1f}")
        });
        self.key.update_value(|key| {
            if key.1 != values || key.0.is_empty() {
                *key = (fresh_key(), values);
            }
        });
        self.key.with_value(|key| key.0.clone())
    }

    /// Shows what the server refused: at the fields where they are known, else above the form.
    pub fn place(&self, problem: &ApiError) {
        let mut first = None;
        for error in problem.problem().map(|problem| problem.errors.as_slice()).unwrap_or_default() {
            let found = self.fields.with_value(|fields| {
                fields
                    .iter()
                    .find(|field| error.field == field.name || error.field.ends_with(field.name))
                    .copied()
            });
            if let Some(field) = found {
                field.error.set(Some(error.message.clone()));
                first = first.or(Some(field.id()));
            }
        }
        if let Some(first) = first {
            self.error.set(Some(t().problems.check_fields.to_owned()));
            focus(first);
        } else {
            self.error.set(Some(problem_text(problem)));
        }
    }

    /// Checks and sends. What was typed stays whatever happens.
    pub fn send<T: 'static>(
        self,
        work: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if !self.busy.get_untracked() && self.check() {
            self.dispatch(Box::pin(work), Box::new(done));
        }
    }

    /// Boxed, so that this code is there once for each answer and not for each form.
    fn dispatch<T: 'static>(
        self,
        work: Pin<Box<dyn Future<Output = Result<T, ApiError>>>>,
        done: Box<dyn FnOnce(T)>,
    ) {
        self.busy.set(true);
        spawn_local(async move {
            let outcome = work.await;
            // the person left the page: what was sent stays sent, and nobody is here to read the answer
            if self.fields.try_with_value(|_| ()).is_none() {
                return;
            }
            self.busy.set(false);
            match outcome {
                Ok(value) => {
                    self.key.set_value((String::new(), String::new()));
                    done(value);
                }
                Err(problem) => self.place(&problem),
            }
        });
    }
}

/// Moves the focus to the element with this id, if it is there and takes it.
pub fn focus(name: &str) {
    let element = document().get_element_by_id(name);
    if let Some(element) =
        element.and_then(|element| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(element).ok())
    {
        // an element that cannot take the focus keeps it where it is
        let _ = element.focus();
    }
}

/// What is wrong with a form as a whole, told at once to screen readers.
#[component]
pub fn FormProblem(
    /// The form.
    form: Form,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || form.error.get().map(|error| view! { <p class="form-problem">{error}</p> })}
        </div>
    }
}
