//! A card of the board that is dragged with the pointer.

use leptos::prelude::*;
use pitlane_contract::repairs::RepairSummary;
use pitlane_domain::vocabulary::RepairStatus;
use uuid::Uuid;
use wasm_bindgen::JsCast;

use super::{named, standing};
use crate::text::t;

/// What is dragged, and over which column it is.
#[derive(Clone, Copy)]
pub struct Carried {
    repair: RwSignal<Option<RepairSummary>>,
    over: RwSignal<Option<RepairStatus>>,
}

impl Carried {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { repair: RwSignal::new(None), over: RwSignal::new(None) }
    }

    /// Whether this card is dragged.
    pub fn is(self, id: Uuid) -> bool {
        self.repair.with(|repair| repair.as_ref().is_some_and(|repair| repair.id == id))
    }

    /// Whether a card is held over this column.
    pub fn is_over(self, status: RepairStatus) -> bool {
        self.over.get() == Some(status)
    }

    /// A card begins to be dragged.
    pub fn pick_up(self, event: &web_sys::DragEvent, repair: RepairSummary) {
        if let Some(transfer) = event.data_transfer() {
            // some browsers drag nothing that carries no data; one that refuses drags all the same
            let _ = transfer.set_data("text/plain", &repair.number);
            transfer.set_effect_allowed("move");
        }
        self.repair.set(Some(repair));
    }

    /// It is held over a column, where it may be dropped: what is not allowed is explained then.
    pub fn over(self, event: &web_sys::DragEvent, status: RepairStatus) {
        if self.repair.with_untracked(Option::is_some) {
            event.prevent_default();
            if self.over.get_untracked() != Some(status) {
                self.over.set(Some(status));
            }
        }
    }

    /// It left a column, and not only for something inside it.
    pub fn left(self, event: &web_sys::DragEvent, status: RepairStatus) {
        let inside =
            event.related_target().and_then(|it| it.dyn_into::<web_sys::Node>().ok()).is_some_and(|to| {
                let column = event.current_target().and_then(|it| it.dyn_into::<web_sys::Node>().ok());
                column.is_some_and(|column| column.contains(Some(&to)))
            });
        if !inside && self.over.get_untracked() == Some(status) {
            self.over.set(None);
        }
    }

    /// It was let go; answers what it was.
    pub fn put_down(self) -> Option<RepairSummary> {
        // the board may be gone when a drag ends
        let _ = self.over.try_set(None);
        self.repair.try_update(Option::take).flatten()
    }
}

/// Why a repair cannot go to `to`, in a sentence; none where it can. Its own column is no move.
pub fn refusal(repair: &RepairSummary, to: RepairStatus) -> Option<String> {
    if repair.allowed.contains(&to) {
        return None;
    }
    let words = &t().repairs;
    let from = standing(repair.status).0.to_lowercase();
    let ways: Vec<_> = repair.allowed.iter().map(|status| standing(*status).0.to_lowercase()).collect();
    Some(if ways.is_empty() {
        (words.nowhere)(&named(repair), &from)
    } else {
        (words.not_there)(&named(repair), &from, &ways.join(", "))
    })
}
