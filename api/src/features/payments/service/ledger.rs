//! Reading the ledger: for staff whole, for a provider what they are owed.

use crate::features::payments::queries::ledger::{self as queries, Filter, PeriodRow};
use crate::http::actor::Seller;
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::state::AppState;
use chrono::{Months, TimeDelta};
use pitlane_contract::ledger::{
    AccountTotal, Balance, Ledger, LedgerEntry, LedgerQuery, Payout, Revenue, RevenuePeriod, RevenueQuery,
};
use pitlane_contract::paging::{CursorQuery, Feed, List};
use pitlane_domain::money::CURRENCY;
use pitlane_domain::payments::payable;
use pitlane_domain::vocabulary::Period;
use pitlane_entities::payouts;
use std::collections::BTreeMap;

/// How long the gateway holds what was charged before it can be paid out.
pub(super) const HELD: TimeDelta = TimeDelta::days(2);
/// The longest period of revenue: its days still make a short answer.
const MOST_DAYS: i64 = 3_660;

/// A stretch of the ledger with the totals of all that the filter finds.
pub async fn read(state: &AppState, query: LedgerQuery) -> Result<Ledger, ApiError> {
    let cursor = Cursor::read(&CursorQuery { limit: query.limit, cursor: query.cursor.clone() })?;
    let filter = filter(query);
    let rows = queries::entries(&state.db, &filter, cursor).await?;
    let feed = cursor.feed(rows.into_iter().map(entry).collect::<Result<Vec<_>, _>>()?, |entry| entry.id);
    let totals = queries::totals(&state.db, &filter).await?.into_iter().map(|row| AccountTotal {
        account: row.word,
        currency: row.currency,
        amount_cents: row.amount_cents,
        entries: row.entries,
    });
    Ok(Ledger { items: feed.items, next_cursor: feed.next_cursor, totals: totals.collect() })
}

/// Which entries a query asks for, wherever it reads on.
pub(super) fn filter(query: LedgerQuery) -> Filter {
    Filter {
        account: query.account,
        transaction: query.transaction_id,
        payment: query.payment_id,
        from: query.from,
        until: query.until,
    }
}

pub(super) fn entry(row: queries::EntryRow) -> Result<LedgerEntry, ApiError> {
    Ok(LedgerEntry {
        id: row.entry.id,
        transaction_id: row.entry.transaction_id,
        account: row.entry.account,
        amount_cents: row.entry.amount_cents,
        currency: row.entry.currency,
        reason: row.entry.reason.parse()?,
        payment_id: row.entry.payment_id,
        refund_id: row.entry.refund_id,
        dispute_id: row.entry.dispute_id,
        payout_id: row.entry.payout_id,
        provider_id: row.provider_id,
        provider_name: row.provider_name,
        created_at: row.entry.created_at,
    })
}

/// The platform's revenue by day or month.
pub async fn revenue(state: &AppState, query: RevenueQuery) -> Result<Revenue, ApiError> {
    let by = query.by.unwrap_or(Period::Day);
    // a booking of this very moment counts
    let until = query.until.unwrap_or_else(|| state.clock.now() + TimeDelta::seconds(1));
    let usual = match by {
        Period::Day => until.checked_sub_signed(TimeDelta::days(30)),
        Period::Month => until.checked_sub_months(Months::new(12)),
    };
    let from = query.from.or(usual).unwrap_or(until);
    if until < from || until - from > TimeDelta::days(MOST_DAYS) {
        return Err(ApiError::field("until", "out_of_range", "Choose a period of at most ten years."));
    }
    let items: Vec<_> =
        queries::periods(&state.db, by, (from, until)).await?.into_iter().map(period).collect();
    let mut totals: BTreeMap<String, RevenuePeriod> = BTreeMap::new();
    for item in &items {
        let nothing = || RevenuePeriod {
            period: String::new(),
            currency: item.currency.clone(),
            charged_cents: 0,
            refunded_cents: 0,
            disputed_cents: 0,
            fees_cents: 0,
            net_cents: 0,
        };
        let total = totals.entry(item.currency.clone()).or_insert_with(nothing);
        total.charged_cents += item.charged_cents;
        total.refunded_cents += item.refunded_cents;
        total.disputed_cents += item.disputed_cents;
        total.fees_cents += item.fees_cents;
        total.net_cents += item.net_cents;
    }
    Ok(Revenue { from, until, items, totals: totals.into_values().collect() })
}

fn period(row: PeriodRow) -> RevenuePeriod {
    RevenuePeriod {
        period: row.period,
        currency: row.currency,
        charged_cents: row.charged_cents,
        refunded_cents: row.refunded_cents,
        disputed_cents: row.disputed_cents,
        fees_cents: row.fees_cents,
        net_cents: row.charged_cents - row.refunded_cents - row.disputed_cents,
    }
}

/// What a provider earned, by currency; never empty.
pub async fn balance(state: &AppState, seller: &Seller) -> Result<List<Balance>, ApiError> {
    let account = payable(&seller.provider_id.to_string());
    let rows = queries::balance(&state.db, account, state.clock.now() - HELD).await?;
    let mut items: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let left = row.earned_cents - row.paid_out_cents;
            // what went back is gone at once: it is taken from what is ready
            let pending = row.recent_cents.clamp(0, left.max(0));
            Balance {
                currency: row.currency,
                earned_cents: row.earned_cents,
                paid_out_cents: row.paid_out_cents,
                pending_cents: pending,
                available_cents: left - pending,
            }
        })
        .collect();
    if items.is_empty() {
        items.push(Balance {
            currency: CURRENCY.to_owned(),
            earned_cents: 0,
            paid_out_cents: 0,
            pending_cents: 0,
            available_cents: 0,
        });
    }
    Ok(List { items })
}

/// A provider's payouts, newest first.
pub async fn payouts(state: &AppState, seller: &Seller, cursor: Cursor) -> Result<Feed<Payout>, ApiError> {
    let rows = queries::payouts(&state.db, seller.provider_id, cursor).await?;
    Ok(cursor.feed(rows.into_iter().map(payout).collect::<Result<Vec<_>, _>>()?, |payout| payout.id))
}

fn payout(row: payouts::Model) -> Result<Payout, ApiError> {
    Ok(Payout {
        id: row.id,
        amount_cents: row.amount_cents,
        currency: row.currency,
        status: row.status.parse()?,
        arrives_at: row.arrives_at,
        failure_code: row.failure_code,
        created_at: row.created_at,
    })
}
