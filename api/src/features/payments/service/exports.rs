//! The ledger and the revenue as files for spreadsheets.

use super::ledger::{entry, filter, revenue};
use crate::features::payments::queries::ledger as queries;
use crate::http::csv::{Cell, row};
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::web::Bytes;
use futures::{Stream, stream};
use pitlane_contract::ledger::{LedgerEntry, LedgerQuery, RevenueQuery};
use uuid::Uuid;

/// How many entries are read at a time.
const STRETCH: u32 = 1_000;

/// Where an export goes on.
enum Next {
    Head,
    After(Option<Uuid>),
    End,
}

/// The entries that a filter finds, the newest first, a stretch at a time, so that a large ledger takes little memory.
pub fn ledger(state: AppState, query: LedgerQuery) -> impl Stream<Item = Result<Bytes, ApiError>> {
    let filter = filter(query);
    stream::try_unfold((state, filter, Next::Head), |(state, filter, next)| async move {
        let mut text = String::new();
        let before = match next {
            Next::Head => {
                row(&mut text, &HEAD.map(Cell::Text));
                return Ok(Some((Bytes::from(text), (state, filter, Next::After(None)))));
            }
            Next::After(before) => before,
            Next::End => return Ok(None),
        };
        let cursor = Cursor { limit: STRETCH, before };
        let rows = queries::entries(&state.db, &filter, cursor).await?;
        let feed = cursor.feed(rows.into_iter().map(entry).collect::<Result<Vec<_>, _>>()?, |entry| entry.id);
        for entry in &feed.items {
            line(&mut text, entry);
        }
        let last = feed.items.last().map(|entry| entry.id);
        let next = if feed.next_cursor.is_some() { Next::After(last) } else { Next::End };
        Ok(Some((Bytes::from(text), (state, filter, next))))
    })
}

const HEAD: [&str; 11] = [
    "booked_at",
    "transaction_id",
    "account",
    "amount_cents",
    "currency",
    "reason",
    "provider_name",
    "payment_id",
    "refund_id",
    "dispute_id",
    "payout_id",
];

fn line(text: &mut String, entry: &LedgerEntry) {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let (payment, refund) = (id(entry.payment_id), id(entry.refund_id));
    let (dispute, payout) = (id(entry.dispute_id), id(entry.payout_id));
    row(
        text,
        &[
            Cell::Text(&entry.created_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)),
            Cell::Text(&entry.transaction_id.to_string()),
            Cell::Text(&entry.account),
            Cell::Number(entry.amount_cents),
            Cell::Text(&entry.currency),
            Cell::Text(entry.reason.as_str()),
            Cell::Text(entry.provider_name.as_deref().unwrap_or_default()),
            Cell::Text(&payment),
            Cell::Text(&refund),
            Cell::Text(&dispute),
            Cell::Text(&payout),
        ],
    );
}

/// The platform's revenue by day or month, the newest first.
pub async fn revenue_rows(state: &AppState, query: RevenueQuery) -> Result<String, ApiError> {
    let mut text = String::new();
    let head = [
        "period",
        "currency",
        "charged_cents",
        "refunded_cents",
        "disputed_cents",
        "fees_cents",
        "net_cents",
    ];
    row(&mut text, &head.map(Cell::Text));
    for period in revenue(state, query).await?.items {
        row(
            &mut text,
            &[
                Cell::Text(&period.period),
                Cell::Text(&period.currency),
                Cell::Number(period.charged_cents),
                Cell::Number(period.refunded_cents),
                Cell::Number(period.disputed_cents),
                Cell::Number(period.fees_cents),
                Cell::Number(period.net_cents),
            ],
        );
    }
    Ok(text)
}
