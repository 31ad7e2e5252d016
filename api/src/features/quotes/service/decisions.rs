//! What the customer says: approvals, whole or in part, and refusals. Each approval is kept as it was given.

use super::sending::replace_approved;
use super::{customer_read, messages, refused, tell, terms};
use crate::features::quotes::queries::{approvals, lines, quotes};
use crate::features::repairs;
use crate::http::actor::Customer;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, Utc};
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{ApproveQuote, DeclineQuote, Quote};
use pitlane_domain::limits;
use pitlane_domain::quotes::{
    Approval, ApprovedLine, approved_totals, canonical, may_be_approved, may_become, sha256,
};
use pitlane_domain::vocabulary::{AuthorizationMethod, LineDecision, LineKind, QuoteStatus};
use pitlane_entities::{authorizations, quote_lines, repair_quotes, repairs as repair_rows};
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Where a browser's request came from, for the proof of an approval.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The address.
    pub ip: Option<String>,
    /// The browser.
    pub user_agent: Option<String>,
}

/// An approval on its way.
#[derive(Debug, Clone)]
pub struct Given {
    /// How it was given.
    pub method: AuthorizationMethod,
    /// The approved lines; none means every line.
    pub line_ids: Option<Vec<Uuid>>,
    /// The name as typed, or as recorded.
    pub name: String,
    /// Who recorded it.
    pub recorded_by: Option<Uuid>,
    /// What was said.
    pub reason: Option<String>,
    /// The total that was shown.
    pub shown_cents: Option<i64>,
    /// When.
    pub at: DateTime<Utc>,
    /// From where.
    pub origin: Origin,
}

impl Given {
    /// What the customer types, checked.
    pub fn typed(
        body: ApproveQuote,
        method: AuthorizationMethod,
        now: DateTime<Utc>,
        origin: Origin,
    ) -> Result<Self, ApiError> {
        let mut check = Check::new();
        let name = check.text("typed_name", &body.typed_name, limits::PERSON_NAME);
        check.done()?;
        Ok(Self {
            method,
            line_ids: body.line_ids,
            name: name.unwrap_or_default(),
            recorded_by: None,
            reason: None,
            shown_cents: body.total_cents,
            at: now,
            origin,
        })
    }
}

/// The customer approves.
pub async fn approve(
    state: &AppState,
    customer: &Customer,
    id: Uuid,
    body: ApproveQuote,
    origin: Origin,
) -> Result<Quote, ApiError> {
    let mut work = state.begin().await?;
    let given = Given::typed(body, AuthorizationMethod::Portal, work.now, origin)?;
    let quote = lock_sent(&work, id).await?;
    if quote.customer_id != Some(customer.id) {
        return Err(ApiError::not_found());
    }
    authorize(&mut work, quote, given).await?;
    work.commit().await?;
    customer_read(state, customer, id).await
}

/// A quote that its customer may see, locked.
pub async fn lock_sent(work: &Work, id: Uuid) -> Result<repair_quotes::Model, ApiError> {
    let found = quotes::lock(&work.tx, id).await?.filter(|quote| quote.sent_at.is_some());
    found.ok_or_else(ApiError::not_found)
}

/// Takes an approval: writes down what was approved, opens the repair or raises what it may cost, and tells everybody.
pub async fn authorize(work: &mut Work, quote: repair_quotes::Model, given: Given) -> Result<(), ApiError> {
    let status: QuoteStatus = quote.status.parse()?;
    if !may_be_approved(status) {
        return Err(refused(status, "This quote cannot be approved any more."));
    }
    if quote.valid_until.is_some_and(|until| until <= work.now) {
        return Err(refused(QuoteStatus::Expired, "This quote has expired; ask for a new one."));
    }
    let stored = lines::of_quote(&work.tx, quote.id).await?;
    let chosen = choose(&stored, given.line_ids.as_deref())?;
    let whole = stored.iter().map(super::counted).collect::<Result<Vec<_>, _>>()?;
    let total =
        approved_totals(&whole, |place| chosen.contains(&stored[place].id), quote.tax_bps).total_cents;
    if given.shown_cents.is_some_and(|shown| shown != total) {
        return Err(ApiError::because(
            Code::Conflict,
            "These lines come to another total; look at them again.",
        ));
    }
    let open = stored.iter().filter(|line| !is_discount(line) && !chosen.contains(&line.id)).count();
    let to = if open == 0 { QuoteStatus::Approved } else { QuoteStatus::PartiallyApproved };
    replace_approved(work, &quote).await?;
    let repair = open_repair(work, &quote).await?;
    let before = repair.authorized_cents;
    let quote = write(work, &quote, (to, total, repair.id), &stored, &chosen).await?;
    let repair = repairs::service::reauthorize(work, repair.id).await?;
    terms::refuse_spoken(work, &repair, given.method).await?;
    let approved: Vec<_> =
        stored.iter().filter(|line| is_discount(line) || chosen.contains(&line.id)).collect();
    let recorder = given.recorded_by;
    let row = proof(work.now, &quote, (&repair, before), &approved, given)?;
    let wording = terms::wording(&work.tx, quote.provider_id).await?;
    let row = authorizations::ActiveModel { tolerance_wording: Set(wording), ..row };
    approvals::insert(&work.tx, row).await?;
    messages::decided(work, &quote, recorder).await?;
    repairs::service::tell(work, &repair).await?;
    tell(work, &quote).await
}

fn is_discount(line: &quote_lines::Model) -> bool {
    line.kind == LineKind::Discount.as_str()
}

/// All lines that are approved after this: those that were, and those that are named.
fn choose(stored: &[quote_lines::Model], named: Option<&[Uuid]>) -> Result<BTreeSet<Uuid>, ApiError> {
    let costs = || stored.iter().filter(|line| !is_discount(line));
    let was: BTreeSet<Uuid> =
        costs().filter(|line| line.decision == LineDecision::Approved.as_str()).map(|line| line.id).collect();
    let wanted: BTreeSet<Uuid> = match named {
        None => costs().map(|line| line.id).collect(),
        Some(ids) => ids.iter().copied().collect(),
    };
    let known: BTreeSet<Uuid> = costs().map(|line| line.id).collect();
    if !wanted.is_subset(&known) {
        return Err(ApiError::field("line_ids", "unknown", "Choose lines of this quote."));
    }
    if wanted.is_subset(&was) {
        return Err(ApiError::field(
            "line_ids",
            "required",
            "Choose at least one line that is not approved yet.",
        ));
    }
    Ok(was.union(&wanted).copied().collect())
}

async fn open_repair(work: &mut Work, quote: &repair_quotes::Model) -> Result<repair_rows::Model, ApiError> {
    if let Some(id) = quote.repair_id {
        let found = repairs::service::lock(&work.tx, id).await?;
        let repair = found.ok_or_else(|| ApiError::unexpected("a quote names no repair"))?;
        if pitlane_domain::repairs::is_over(repair.status.parse()?) {
            return Err(ApiError::because(
                Code::Conflict,
                "The repair is over, so nothing can be added to it.",
            ));
        }
        return Ok(repair);
    }
    repairs::service::open(work, quote).await
}

async fn write(
    work: &Work,
    quote: &repair_quotes::Model,
    (to, total, repair): (QuoteStatus, i64, Uuid),
    stored: &[quote_lines::Model],
    chosen: &BTreeSet<Uuid>,
) -> Result<repair_quotes::Model, ApiError> {
    let (yes, no): (Vec<_>, Vec<_>) =
        stored.iter().partition(|line| is_discount(line) || chosen.contains(&line.id));
    let yes: Vec<Uuid> = yes.into_iter().map(|line| line.id).collect();
    // what was declined before keeps what the customer wants to do about it
    let no: Vec<Uuid> = no
        .into_iter()
        .filter(|line| line.decision == LineDecision::Pending.as_str())
        .map(|line| line.id)
        .collect();
    lines::decide(&work.tx, work.now, &yes, LineDecision::Approved).await?;
    lines::decide(&work.tx, work.now, &no, LineDecision::Declined).await?;
    let row = repair_quotes::ActiveModel {
        id: Set(quote.id),
        status: Set(to.as_str().to_owned()),
        approved_cents: Set(total),
        repair_id: Set(Some(repair)),
        decline_reason: Set(None),
        decided_at: Set(Some(work.now)),
        version: Set(quote.version + 1),
        updated_at: Set(work.now),
        ..Default::default()
    };
    Ok(quotes::update(&work.tx, row).await?)
}

/// The row that proves what was approved, by whom and from where.
fn proof(
    now: DateTime<Utc>,
    quote: &repair_quotes::Model,
    (repair, before): (&repair_rows::Model, i64),
    approved: &[&quote_lines::Model],
    given: Given,
) -> Result<authorizations::ActiveModel, ApiError> {
    let listed = approved.iter().map(|line| {
        Ok(ApprovedLine {
            id: line.id,
            kind: line.kind.parse()?,
            title: &line.title,
            quantity_thousandths: line.quantity_thousandths,
            unit_cents: line.unit_cents,
            taxable: line.taxable,
        })
    });
    let text = canonical(&Approval {
        quote_id: quote.id,
        number: quote.number,
        revision: quote.revision,
        currency: &quote.currency,
        tax_bps: quote.tax_bps,
        total_cents: quote.approved_cents,
        lines: listed.collect::<Result<_, ApiError>>()?,
    });
    let ids: Vec<Uuid> = approved.iter().map(|line| line.id).collect();
    Ok(authorizations::ActiveModel {
        id: Set(new_id()),
        quote_id: Set(quote.id),
        repair_id: Set(repair.id),
        revision: Set(quote.revision),
        customer_id: Set(quote.customer_id),
        method: Set(given.method.as_str().to_owned()),
        line_ids: Set(serde_json::json!(ids)),
        typed_name: Set(given.name),
        recorded_by: Set(given.recorded_by),
        reason: Set(given.reason),
        ip: Set(given.origin.ip),
        user_agent: Set(given.origin.user_agent),
        added_cents: Set(repair.authorized_cents - before),
        total_cents: Set(repair.authorized_cents),
        sha256: Set(sha256(&text)),
        canonical: Set(text),
        at: Set(given.at),
        created_at: Set(now),
        ..Default::default()
    })
}

/// The customer declines every line.
pub async fn decline(
    state: &AppState,
    customer: &Customer,
    id: Uuid,
    body: DeclineQuote,
) -> Result<Quote, ApiError> {
    let mut work = state.begin().await?;
    let quote = lock_sent(&work, id).await?;
    if quote.customer_id != Some(customer.id) {
        return Err(ApiError::not_found());
    }
    refuse(&mut work, quote, body).await?;
    work.commit().await?;
    customer_read(state, customer, id).await
}

/// Takes a refusal of every line. The lines stay on the customer's list.
pub async fn refuse(
    work: &mut Work,
    quote: repair_quotes::Model,
    body: DeclineQuote,
) -> Result<(), ApiError> {
    let mut check = Check::new();
    let reason =
        body.reason.as_deref().and_then(|reason| check.text("reason", reason, limits::DECISION_REASON));
    check.done()?;
    let status: QuoteStatus = quote.status.parse()?;
    if !may_become(status, QuoteStatus::Declined) {
        return Err(refused(status, "This quote is decided already."));
    }
    let stored = lines::of_quote(&work.tx, quote.id).await?;
    let ids: Vec<Uuid> = stored.iter().filter(|line| !is_discount(line)).map(|line| line.id).collect();
    lines::decide(&work.tx, work.now, &ids, LineDecision::Declined).await?;
    let row = repair_quotes::ActiveModel {
        id: Set(quote.id),
        status: Set(QuoteStatus::Declined.as_str().to_owned()),
        decline_reason: Set(reason.filter(|reason| !reason.is_empty())),
        decided_at: Set(Some(work.now)),
        version: Set(quote.version + 1),
        updated_at: Set(work.now),
        ..Default::default()
    };
    let quote = quotes::update(&work.tx, row).await?;
    messages::decided(work, &quote, None).await?;
    tell(work, &quote).await
}
