use leptos::prelude::*;
use pitlane_contract::sessions::{PartNeeded, Summary, WriteSummary};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::parts::Parts;
use crate::{
    storage::{self, Key},
    text::t,
    ui::{Field, Form},
};

/// The server takes texts of up to this many characters.
const LONGEST: usize = 4_000;

/// A draft as this browser keeps it until the server has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    session: Uuid,
    body: WriteSummary,
}

/// Everything that is written on the page.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The session.
    pub session: Uuid,
    /// The fields as a form.
    pub form: Form,
    /// What was found.
    pub findings: Field,
    /// What was done.
    pub steps: Field,
    /// What the customer should do next.
    pub next: Field,
    /// Parts that are needed.
    pub parts: Parts,
    /// Pictures that are shown with it.
    pub photos: RwSignal<Vec<Uuid>>,
}

fn not_too_long(value: &str) -> Option<String> {
    (value.trim().chars().count() > LONGEST).then(|| t().editor.too_long.to_owned())
}

fn findings(value: &str) -> Option<String> {
    crate::ui::required(value).or_else(|| not_too_long(value))
}

/// What this browser kept for the session because the server did not have it.
fn kept(session: Uuid) -> Option<WriteSummary> {
    let kept: Kept = serde_json::from_str(&storage::get(Key::SummaryDraft)?).ok()?;
    (kept.session == session).then_some(kept.body)
}

fn written(summary: Summary) -> WriteSummary {
    WriteSummary {
        findings: summary.findings,
        steps_taken: summary.steps_taken,
        parts_needed: summary.parts_needed,
        next_steps: summary.next_steps,
        photo_ids: summary.photos.into_iter().map(|photo| photo.id).collect(),
        submit: false,
    }
}

impl Draft {
    /// The draft as it was left: what this browser kept is newer than what the server has.
    pub fn of(session: Uuid, summary: Option<Summary>) -> Self {
        let body = kept(session).or_else(|| summary.map(written));
        let body = body.unwrap_or_else(|| WriteSummary {
            findings: String::new(),
            steps_taken: String::new(),
            parts_needed: Vec::new(),
            next_steps: String::new(),
            photo_ids: Vec::new(),
            submit: false,
        });
        let form = Form::new();
        Self {
            session,
            form,
            findings: form.field("findings", body.findings, findings),
            steps: form.field("steps_taken", body.steps_taken, not_too_long),
            next: form.field("next_steps", body.next_steps, not_too_long),
            parts: Parts::of(body.parts_needed),
            photos: RwSignal::new(body.photo_ids),
        }
    }

    /// What is written, followed by whoever reads it.
    pub fn watch(self) -> WriteSummary {
        let text = |field: Field| field.value.with(|value| value.trim().to_owned());
        let parts: Vec<PartNeeded> = self.parts.watch();
        WriteSummary {
            findings: text(self.findings),
            steps_taken: text(self.steps),
            parts_needed: parts,
            next_steps: text(self.next),
            photo_ids: self.photos.get(),
            submit: false,
        }
    }

    /// Checks everything and moves the focus to what is wrong.
    pub fn check(self) -> bool {
        let (fields, parts) = (self.form.check(), self.parts.check());
        if !fields || !parts {
            self.form.error.set(Some(t().problems.check_fields.to_owned()));
        }
        fields && parts
    }
}

/// Keeps the draft in this browser until the server has it.
pub fn keep(session: Uuid, body: &WriteSummary) {
    if let Ok(text) = serde_json::to_string(&Kept { session, body: body.clone() }) {
        storage::set(Key::SummaryDraft, &text);
    }
}

/// The server has it: this browser need not keep it.
pub fn drop_kept(session: Uuid) {
    if kept(session).is_some() {
        storage::remove(Key::SummaryDraft);
    }
}
