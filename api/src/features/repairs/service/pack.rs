//! The dispute pack: everything about one repair in one file. It is written to a file on the disk that has no name, one
//! part after the other, so that beside the texts no more than one picture or paper is in memory at a time.

use super::{receipt, view};
use crate::features::quotes::service::number;
use crate::features::repairs::queries::repairs::{self, RepairRow, Whose};
use crate::features::repairs::queries::{events, photos};
use crate::features::sessions::service::Transcript;
use crate::features::{payments, quotes, sessions};
use crate::http::actor::{Customer, Mechanic};
use crate::http::form::unavailable;
use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::web;
use pitlane_contract::quotes::QuoteProof;
use pitlane_contract::repairs::{Receipt, RepairEvent};
use pitlane_domain::vocabulary::RepairStatus;
use pitlane_gateways::files::FileError;
use pitlane_papers::{PaperError, moment};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs::File;
use uuid::Uuid;

/// Most messages of one session in a pack, the last ones.
const MESSAGES: u64 = 5_000;

type Pack = pitlane_papers::Pack<File>;

/// A finished pack.
#[derive(Debug)]
pub struct Made {
    /// The file.
    pub file: File,
    /// What to save it as.
    pub name: String,
}

/// The pack of a repair for its customer.
pub async fn customer_pack(state: &AppState, customer: &Customer, id: Uuid) -> Result<Made, ApiError> {
    let found = repairs::find(&state.db, id, Whose::Customer(customer.id)).await?;
    make(state, found.ok_or_else(ApiError::not_found)?, Some(customer.id)).await
}

/// The pack of a repair for its provider, internal notes and all.
pub async fn pack(state: &AppState, mechanic: &Mechanic, id: Uuid) -> Result<Made, ApiError> {
    let found = repairs::find(&state.db, id, Whose::Provider(mechanic.provider_id)).await?;
    make(state, found.ok_or_else(ApiError::not_found)?, None).await
}

/// What goes into a pack. Papers are made and files fetched when their turn comes.
enum Part {
    Receipt(Box<Receipt>),
    Proof(Box<QuoteProof>),
    Text {
        name: String,
        text: String,
    },
    /// An upload, by its key.
    Stored {
        name: String,
        key: String,
    },
    Lacks {
        name: String,
        why: &'static str,
    },
}

impl Part {
    fn json(name: impl Into<String>, value: &impl Serialize) -> Result<Self, ApiError> {
        let text = serde_json::to_string_pretty(value).map_err(ApiError::unexpected)?;
        Ok(Self::Text { name: name.into(), text })
    }

    fn lines(name: impl Into<String>, lines: impl Iterator<Item = String>) -> Self {
        Self::Text { name: name.into(), text: lines.map(|line| line + "\n").collect() }
    }
}

async fn make(state: &AppState, row: RepairRow, customer: Option<Uuid>) -> Result<Made, ApiError> {
    let name = format!("repair-{}.zip", number(row.repair.number));
    let mut parts = Box::pin(papers(state, &row, customer)).await?;
    parts.extend(Box::pin(pictures(state, row.repair.id, customer.is_none())).await?);
    parts.extend(Box::pin(questions(state, &row, customer)).await?);
    parts.extend(Box::pin(chats(state, &row, customer)).await?);
    let mut pack = begin(state, &row).await?;
    for part in parts {
        pack = Box::pin(add(state, pack, part)).await?;
    }
    let file = blocking(move || pack.finish()).await?;
    Ok(Made { file, name })
}

/// Receipt, proofs, timeline and payments.
async fn papers(state: &AppState, row: &RepairRow, customer: Option<Uuid>) -> Result<Vec<Part>, ApiError> {
    let (id, whose) = (row.repair.id, (row.repair.provider_id, customer));
    let receipt = Box::pin(receipt::of_row(state, row)).await?;
    let mut parts: Vec<Part> = receipt.map(|receipt| Part::Receipt(Box::new(receipt))).into_iter().collect();
    let proofs = Box::pin(quotes::service::proofs_of_repair(state, id, whose)).await?;
    parts.extend(proofs.into_iter().map(|proof| Part::Proof(Box::new(proof))));
    let timeline = events::of_repair(&state.db, id, customer.is_none()).await?;
    let timeline = timeline.into_iter().map(view::event).collect::<Result<Vec<_>, _>>()?;
    parts.push(Part::lines("timeline.txt", timeline.iter().map(told)));
    parts.push(Part::json("timeline.json", &timeline)?);
    // without the secrets of payments that wait for a card, whoever asks
    let paid = Box::pin(payments::service::of_repair(&state.db, id, false)).await?;
    parts.push(Part::json("payments.json", &paid)?);
    Ok(parts)
}

/// Runs what takes a while beside the threads that answer requests.
async fn blocking<T: Send + 'static>(
    action: impl FnOnce() -> Result<T, PaperError> + Send + 'static,
) -> Result<T, ApiError> {
    web::block(action).await.map_err(ApiError::unexpected)?.map_err(ApiError::unexpected)
}

async fn begin(state: &AppState, row: &RepairRow) -> Result<Pack, ApiError> {
    let now = state.clock.now();
    let head = format!(
        "Repair {} of {} for {}, {}\nMade {}\nEach line has the SHA-256 of a file and its name.",
        number(row.repair.number),
        row.repair.vehicle,
        row.repair.customer_name,
        row.provider_name,
        moment(now),
    );
    blocking(move || {
        let file = tempfile::tempfile().map_err(|error| PaperError::File(error.to_string()))?;
        Ok(Pack::new(file, now, &head))
    })
    .await
}

async fn add(state: &AppState, mut pack: Pack, part: Part) -> Result<Pack, ApiError> {
    let fonts = state.fonts.clone();
    match part {
        Part::Receipt(receipt) => {
            let figures = serde_json::to_vec_pretty(&receipt).map_err(ApiError::unexpected)?;
            let paper = move || pitlane_papers::receipt(&fonts, &receipt);
            Box::pin(both(pack, "receipt".to_owned(), figures, paper)).await
        }
        Part::Proof(proof) => {
            let name = format!("authorizations/{}-revision-{}", proof.number, proof.revision);
            let figures = serde_json::to_vec_pretty(&proof).map_err(ApiError::unexpected)?;
            Box::pin(both(pack, name, figures, move || pitlane_papers::proof(&fonts, &proof))).await
        }
        Part::Text { name, text } => blocking(move || pack.add(&name, text.as_bytes()).map(|()| pack)).await,
        Part::Stored { name, key } => match state.files.get(&key).await {
            Ok(bytes) => blocking(move || pack.add(&name, &bytes).map(|()| pack)).await,
            Err(FileError::NotFound) => {
                pack.lacks(&name, "the file is not kept any more");
                Ok(pack)
            }
            Err(error) => Err(unavailable(error)),
        },
        Part::Lacks { name, why } => {
            pack.lacks(&name, why);
            Ok(pack)
        }
    }
}

/// Adds figures and the paper that is made of them.
async fn both(
    mut pack: Pack,
    name: String,
    figures: Vec<u8>,
    paper: impl FnOnce() -> Result<Vec<u8>, PaperError> + Send + 'static,
) -> Result<Pack, ApiError> {
    blocking(move || {
        pack.add(&format!("{name}.json"), &figures)?;
        pack.add(&format!("{name}.pdf"), &paper()?)?;
        Ok(pack)
    })
    .await
}

/// A line of the timeline as a sentence.
fn told(event: &RepairEvent) -> String {
    let status = match event.status {
        RepairStatus::Received => "received",
        RepairStatus::InProgress => "in progress",
        RepairStatus::WaitingForParts => "waiting for parts",
        RepairStatus::Ready => "ready",
        RepairStatus::Completed => "completed",
        RepairStatus::Cancelled => "cancelled",
    };
    let by = event.by.as_ref().map(|name| format!(", by {name}")).unwrap_or_default();
    let internal = if event.internal { ", internal" } else { "" };
    let promised = event.promised_at.map(|at| format!(", promised for {}", moment(at))).unwrap_or_default();
    let reason = event.reason.as_ref().map(|reason| format!(", because: {reason}")).unwrap_or_default();
    let note = if event.note.is_empty() { String::new() } else { format!(": {}", event.note) };
    format!("{}  {status}{by}{internal}{promised}{reason}{note}", moment(event.at))
}

async fn pictures(state: &AppState, repair: Uuid, drafts: bool) -> Result<Vec<Part>, ApiError> {
    let rows = photos::of_repair(&state.db, repair, drafts).await?;
    let (mut parts, mut list) = (Vec::new(), Vec::new());
    for (place, photo) in rows.into_iter().enumerate() {
        let ending = photo.storage_key.rsplit('.').next().unwrap_or("jpg");
        let name = format!("photos/{:03}-{}.{ending}", place + 1, photo.category);
        list.push(json!({
            "file": name, "id": photo.id, "category": photo.category, "caption": photo.caption,
            "before": photo.pair_id, "quote_line_id": photo.quote_line_id, "sha256": photo.sha256,
            "width": photo.width, "height": photo.height,
            "taken_at": photo.taken_at, "uploaded_at": photo.created_at,
        }));
        parts.push(Part::Stored { name, key: photo.storage_key });
    }
    if !list.is_empty() {
        parts.push(Part::json("photos.json", &list)?);
    }
    Ok(parts)
}

/// What the two sides asked and answered about the quotes, whoever had an account then.
async fn questions(state: &AppState, row: &RepairRow, customer: Option<Uuid>) -> Result<Vec<Part>, ApiError> {
    let whose = (row.repair.provider_id, customer);
    let mut parts = Vec::new();
    for (number, thread) in quotes::service::threads_of_repair(&state.db, row.repair.id, whose).await? {
        let lines = thread.iter().map(|m| format!("{}  {}: {}", moment(m.at), m.name, m.text));
        parts.push(Part::lines(format!("messages/quote-{number}.txt"), lines));
        parts.push(Part::json(format!("messages/quote-{number}.json"), &thread)?);
    }
    Ok(parts)
}

/// What customer and mechanic wrote to each other in the sessions that the quotes came from.
async fn chats(state: &AppState, row: &RepairRow, customer: Option<Uuid>) -> Result<Vec<Part>, ApiError> {
    let repair = &row.repair;
    let Some(owner) = repair.customer_id else { return Ok(Vec::new()) };
    let whose = (repair.provider_id, customer);
    let from = Box::pin(quotes::service::sessions_of_repair(&state.db, repair.id, whose)).await?;
    let from: BTreeSet<Uuid> = from.into_iter().collect();
    let mut parts = Vec::new();
    for (place, session) in from.into_iter().enumerate() {
        let pair = (repair.provider_id, owner);
        let chat = Box::pin(sessions::service::transcript(&state.db, session, pair, MESSAGES)).await?;
        if let Some(chat) = chat {
            parts.extend(spoken(&format!("messages/session-{}", place + 1), &chat)?);
        }
    }
    Ok(parts)
}

/// One chat with its files.
fn spoken(folder: &str, chat: &Transcript) -> Result<Vec<Part>, ApiError> {
    let name = |place: usize, key: &str| {
        format!("{folder}/file-{:03}.{}", place + 1, key.rsplit('.').next().unwrap_or("bin"))
    };
    let files = |message: Uuid| {
        let own = chat.files.iter().enumerate().filter(move |(_, file)| file.message_id == Some(message));
        own.map(|(place, file)| name(place, &file.storage_key)).collect::<Vec<_>>()
    };
    let list: Vec<Value> = chat
        .messages
        .iter()
        .map(|m| json!({ "at": m.created_at, "from": m.sender_name, "text": m.text, "files": files(m.id) }))
        .collect();
    let lines = chat.messages.iter().map(|m| {
        let shown: Vec<String> = files(m.id).iter().map(|file| format!(" [{file}]")).collect();
        format!("{}  {}: {}{}", moment(m.created_at), m.sender_name, m.text, shown.concat())
    });
    let json = format!("{folder}/messages.json");
    let mut parts = vec![Part::lines(format!("{folder}/messages.txt"), lines), Part::json(&json, &list)?];
    if chat.cut {
        parts.push(Part::Lacks { name: json, why: "only the last 5,000 messages are here" });
    }
    let stored = chat.files.iter().enumerate();
    parts.extend(stored.map(|(place, file)| {
        let (name, key) = (name(place, &file.storage_key), file.storage_key.clone());
        Part::Stored { name, key }
    }));
    Ok(parts)
}
