//! The dispute pack: everything about one repair in one file. It is written to a file on the disk that has no name, one
//! part after the other, so that no more than one picture or paper is in memory at a time.

use super::{receipt, view};
use crate::features::quotes::service::number;
use crate::features::repairs::queries::repairs::{self, RepairRow, Whose};
use crate::features::repairs::queries::{events, photos};
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
use pitlane_papers::{PaperError, day, moment};
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

async fn make(state: &AppState, row: RepairRow, customer: Option<Uuid>) -> Result<Made, ApiError> {
    let (id, number) = (row.repair.id, number(row.repair.number));
    let mut pack = begin(state, &row).await?;
    if let Some(receipt) = receipt::of_row(state, &row).await? {
        pack = add_receipt(state, pack, receipt).await?;
    }
    let whose = (row.repair.provider_id, customer);
    for proof in quotes::service::proofs_of_repair(state, id, whose).await? {
        pack = add_proof(state, pack, proof).await?;
    }
    let timeline = events::of_repair(&state.db, id, customer.is_none()).await?;
    let timeline = timeline.into_iter().map(view::event).collect::<Result<Vec<_>, _>>()?;
    pack = add_text(pack, "timeline.txt", timeline.iter().map(told).collect()).await?;
    pack = add_json(pack, "timeline.json", timeline).await?;
    // without the secrets of payments that wait for a card, whoever asks
    let paid = payments::service::of_repair(&state.db, id, false).await?;
    pack = add_json(pack, "payments.json", paid).await?;
    pack = add_photos(state, pack, id, customer.is_none()).await?;
    pack = add_chats(state, pack, &row, customer).await?;
    let file = blocking(move || pack.finish()).await?;
    Ok(Made { file, name: format!("repair-{number}.zip") })
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

async fn add(
    mut pack: Pack,
    name: String,
    bytes: impl AsRef<[u8]> + Send + 'static,
) -> Result<Pack, ApiError> {
    blocking(move || pack.add(&name, bytes.as_ref()).map(|()| pack)).await
}

async fn add_json(pack: Pack, name: &str, value: impl Serialize) -> Result<Pack, ApiError> {
    let bytes = serde_json::to_vec_pretty(&value).map_err(ApiError::unexpected)?;
    add(pack, name.to_owned(), bytes).await
}

async fn add_text(pack: Pack, name: &str, lines: Vec<String>) -> Result<Pack, ApiError> {
    add(pack, name.to_owned(), format!("{}\n", lines.join("\n"))).await
}

async fn add_receipt(state: &AppState, pack: Pack, receipt: Receipt) -> Result<Pack, ApiError> {
    let pack = add_json(pack, "receipt.json", &receipt).await?;
    let fonts = state.fonts.clone();
    let pdf = blocking(move || pitlane_papers::receipt(&fonts, &receipt)).await?;
    add(pack, "receipt.pdf".to_owned(), pdf).await
}

async fn add_proof(state: &AppState, pack: Pack, proof: QuoteProof) -> Result<Pack, ApiError> {
    let name = format!("authorizations/{}-revision-{}", proof.number, proof.revision);
    let pack = add_json(pack, &format!("{name}.json"), &proof).await?;
    let fonts = state.fonts.clone();
    let pdf = blocking(move || pitlane_papers::proof(&fonts, &proof)).await?;
    add(pack, format!("{name}.pdf"), pdf).await
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

/// Adds a file that was uploaded; one that is not there any more is named in the index.
async fn add_stored(state: &AppState, mut pack: Pack, key: &str, name: String) -> Result<Pack, ApiError> {
    match state.files.get(key).await {
        Ok(bytes) => add(pack, name, bytes).await,
        Err(FileError::NotFound) => {
            pack.lacks(&name, "the file is not kept any more");
            Ok(pack)
        }
        Err(error) => Err(unavailable(error)),
    }
}

async fn add_photos(state: &AppState, mut pack: Pack, repair: Uuid, drafts: bool) -> Result<Pack, ApiError> {
    let rows = photos::of_repair(&state.db, repair, drafts).await?;
    let mut list: Vec<Value> = Vec::with_capacity(rows.len());
    for (place, photo) in rows.into_iter().enumerate() {
        let ending = photo.storage_key.rsplit('.').next().unwrap_or("jpg");
        let name = format!("photos/{:03}-{}.{ending}", place + 1, photo.category);
        pack = add_stored(state, pack, &photo.storage_key, name.clone()).await?;
        list.push(json!({
            "file": name, "id": photo.id, "category": photo.category, "caption": photo.caption,
            "before": photo.pair_id, "quote_line_id": photo.quote_line_id, "sha256": photo.sha256,
            "width": photo.width, "height": photo.height,
            "taken_at": photo.taken_at, "uploaded_at": photo.created_at,
        }));
    }
    if list.is_empty() { Ok(pack) } else { add_json(pack, "photos.json", list).await }
}

/// Adds what customer and mechanic wrote to each other in the sessions that the quotes came from.
async fn add_chats(
    state: &AppState,
    mut pack: Pack,
    row: &RepairRow,
    customer: Option<Uuid>,
) -> Result<Pack, ApiError> {
    let repair = &row.repair;
    let Some(owner) = repair.customer_id else { return Ok(pack) };
    let whose = (repair.provider_id, customer);
    let from: BTreeSet<Uuid> =
        quotes::service::sessions_of_repair(&state.db, repair.id, whose).await?.into_iter().collect();
    for (place, session) in from.into_iter().enumerate() {
        let pair = (repair.provider_id, owner);
        let chat = sessions::service::transcript(&state.db, session, pair, MESSAGES).await?;
        if let Some(chat) = chat {
            pack = add_chat(state, pack, &format!("messages/session-{}", place + 1), chat).await?;
        }
    }
    Ok(pack)
}

async fn add_chat(
    state: &AppState,
    mut pack: Pack,
    folder: &str,
    chat: sessions::service::Transcript,
) -> Result<Pack, ApiError> {
    if chat.cut {
        pack.lacks(&format!("{folder}/messages.json"), "only the last 5,000 messages are here");
    }
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
        let shown = files(m.id).iter().map(|file| format!(" [{file}]")).collect::<String>();
        format!("{}  {}: {}{shown}", moment(m.created_at), m.sender_name, m.text)
    });
    let head = chat.messages.first().map(|m| format!("Chat of {}", day(m.created_at)));
    let lines = head.into_iter().chain(lines).collect();
    pack = add_text(pack, &format!("{folder}/messages.txt"), lines).await?;
    pack = add_json(pack, &format!("{folder}/messages.json"), list).await?;
    for (place, file) in chat.files.iter().enumerate() {
        pack = add_stored(state, pack, &file.storage_key, name(place, &file.storage_key)).await?;
    }
    Ok(pack)
}
