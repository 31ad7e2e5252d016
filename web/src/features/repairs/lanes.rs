//! The columns of the board: each is read by itself, stretch by stretch, and counted by the server.

use leptos::prelude::*;
use pitlane_client::ApiError;
use pitlane_contract::{
    realtime::Event,
    repairs::{RepairCounts, RepairQuery, RepairSummary},
};
use pitlane_domain::{
    repairs::transitions,
    vocabulary::RepairStatus::{self, InProgress, Ready, Received, WaitingForParts},
};

use crate::{
    account::api,
    realtime::Realtime,
    ui::{Load, load},
};

/// The columns, in the order of the work.
pub const COLUMNS: [RepairStatus; 4] = [Received, InProgress, WaitingForParts, Ready];
/// A column shows so many, and so many more each time.
const STRETCH: usize = 20;
/// The server answers at most so many at once.
const AT_ONCE: usize = 100;

/// The part of a column that is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Newest first.
    pub items: Vec<RepairSummary>,
    /// Whether the server has more.
    pub more: bool,
}

async fn fetch(status: RepairStatus, wanted: usize) -> Result<Stretch, ApiError> {
    let (mut items, mut cursor) = (Vec::new(), None);
    loop {
        let limit = u32::try_from((wanted - items.len()).min(AT_ONCE)).ok();
        let query = RepairQuery { status: Some(status), limit, cursor };
        let feed = api().list_repairs(&query).await?;
        items.extend(feed.items);
        cursor = feed.next_cursor;
        if cursor.is_none() || items.len() >= wanted {
            return Ok(Stretch { items, more: cursor.is_some() });
        }
    }
}

/// One column.
#[derive(Clone, Copy)]
pub struct Lane {
    /// Where its repairs stand.
    pub status: RepairStatus,
    /// What is shown of it.
    pub shown: Load<Stretch>,
    wanted: StoredValue<usize>,
    /// Whether more of it is on its way.
    pub busy: RwSignal<bool>,
}

impl Lane {
    fn new(status: RepairStatus, realtime: Realtime) -> Self {
        let (wanted, busy) = (StoredValue::new(STRETCH), RwSignal::new(false));
        let shown = load(move || {
            realtime.resumed.track();
            let wanted = wanted.get_value();
            async move {
                let answer = fetch(status, wanted).await;
                busy.set(false);
                answer
            }
        });
        Self { status, shown, wanted, busy }
    }

    /// Reads one stretch more.
    pub fn more(self) {
        self.busy.set(true);
        self.wanted.update_value(|wanted| *wanted += STRETCH);
        self.shown.reload();
    }

    fn has(self, id: uuid::Uuid) -> bool {
        let found = |shown: &Option<Stretch>| shown.iter().flat_map(|it| &it.items).any(|it| it.id == id);
        self.shown.value().with_untracked(found)
    }
}

/// All columns, and how many repairs stand where.
#[derive(Clone, Copy)]
pub struct Lanes {
    all: StoredValue<[Lane; 4]>,
    /// How many stand where.
    pub counts: Load<RepairCounts>,
}

fn slot(counts: &mut RepairCounts, status: RepairStatus) -> &mut i64 {
    match status {
        Received => &mut counts.received,
        InProgress => &mut counts.in_progress,
        WaitingForParts => &mut counts.waiting_for_parts,
        Ready => &mut counts.ready,
        RepairStatus::Completed => &mut counts.completed,
        RepairStatus::Cancelled => &mut counts.cancelled,
    }
}

impl Lanes {
    /// The columns, read anew whenever one of their repairs moves.
    pub fn new(counts: Load<RepairCounts>) -> Self {
        let realtime = Realtime::get();
        let all = COLUMNS.map(|status| Lane::new(status, realtime));
        let lanes = Self { all: StoredValue::new(all), counts };
        realtime.on_event(move |event| {
            if let Event::RepairUpdated { repair_id, status, .. } = event {
                for lane in lanes.all().filter(|it| it.status == *status || it.has(*repair_id)) {
                    lane.shown.reload();
                }
            }
        });
        lanes
    }

    /// The columns; none once the board is gone.
    pub fn all(self) -> impl Iterator<Item = Lane> {
        self.all.try_get_value().into_iter().flatten()
    }

    /// Shows a repair in another column before the server has moved it, or back where it was.
    pub fn put(self, repair: &RepairSummary, from: RepairStatus, to: RepairStatus) {
        let mut card = repair.clone();
        card.status = to;
        card.allowed = transitions(to).to_vec();
        for lane in self.all() {
            let _ = lane.shown.value().try_update(|shown| {
                let Some(Stretch { items, .. }) = shown else { return };
                items.retain(|it| it.id != card.id);
                if lane.status == to {
                    let place = items.partition_point(|it| it.id > card.id);
                    items.insert(place, card.clone());
                }
            });
        }
        let _ = self.counts.value().try_update(|counts| {
            if let Some(counts) = counts {
                *slot(counts, from) -= 1;
                *slot(counts, to) += 1;
            }
        });
    }

    /// Reads the columns that a move concerns anew, and how many stand where.
    pub fn moved(self, from: RepairStatus, to: RepairStatus) {
        for lane in self.all().filter(|lane| lane.status == from || lane.status == to) {
            lane.shown.reload();
        }
        self.counts.reload();
    }
}
