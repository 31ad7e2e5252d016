use pitlane_contract::repairs::RepairEvent;
use pitlane_domain::vocabulary::RepairStatus;

use crate::{format, text::t, ui::Entry};

/// The timeline of a repair in plain sentences, oldest first.
pub fn entries(events: &[RepairEvent]) -> Vec<Entry> {
    let mut before = None;
    events
        .iter()
        .map(|event| {
            let what = sentence(event, before != Some(event.status));
            before = Some(event.status);
            Entry { at: event.at, what }
        })
        .collect()
}

fn moved(status: RepairStatus) -> &'static str {
    let words = &t().repairs;
    match status {
        RepairStatus::Received => words.ev_received,
        RepairStatus::InProgress => words.ev_in_progress,
        RepairStatus::WaitingForParts => words.ev_waiting,
        RepairStatus::Ready => words.ev_ready,
        RepairStatus::Completed => words.ev_completed,
        RepairStatus::Cancelled => words.ev_cancelled,
    }
}

fn sentence(event: &RepairEvent, moves: bool) -> String {
    let words = &t().repairs;
    if event.internal {
        return (words.ev_internal)(&event.note);
    }
    let day = |at| format!("{}, {}", format::day(at), format::time(at));
    let mut parts = Vec::new();
    parts.extend(moves.then(|| moved(event.status).to_owned()));
    parts.extend(event.promised_at.map(|at| (words.ev_promised)(&day(at))));
    parts.extend(event.reason.as_ref().map(|reason| (words.ev_because)(reason)));
    parts.extend(Some(event.note.clone()).filter(|note| !note.is_empty()));
    parts.join(" ")
}
