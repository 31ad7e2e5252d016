//! Sending, revising, taking back, and the end of what nobody decided.

use super::drafts::line_row;
use super::{fields, messages, read, refused, tell, view};
use crate::features::quotes::jobs;
use crate::features::quotes::queries::quotes::{self, Whose};
use crate::features::quotes::queries::{approvals, lines};
use crate::features::repairs;
use crate::http::actor::Mechanic;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::sql::hashed;
use crate::state::AppState;
use crate::work::Work;
use chrono::TimeDelta;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::Quote;
use pitlane_domain::quotes::may_become;
use pitlane_domain::repairs::is_over;
use pitlane_domain::vocabulary::LineKind;
use pitlane_domain::vocabulary::QuoteStatus::{
    self, Approved, Cancelled, Declined, Draft, Expired, PartiallyApproved, Sent, Superseded,
};
use pitlane_entities::quote_links;
use pitlane_entities::repair_quotes::{ActiveModel, Model};
use pitlane_platform::ids::new_secret;
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use std::collections::BTreeMap;
use uuid::Uuid;

async fn lock(work: &Work, provider: Uuid, id: Uuid) -> Result<(Model, QuoteStatus), ApiError> {
    let found = quotes::lock(&work.tx, id).await?.filter(|quote| quote.provider_id == provider);
    let quote = found.ok_or_else(ApiError::not_found)?;
    let status = quote.status.parse()?;
    Ok((quote, status))
}

async fn refuse_when_over(work: &Work, repair: Option<Uuid>) -> Result<(), ApiError> {
    let Some(id) = repair else { return Ok(()) };
    let repair = repairs::service::lock(&work.tx, id).await?.ok_or_else(ApiError::not_found)?;
    if is_over(repair.status.parse()?) {
        return Err(ApiError::because(Code::Conflict, "The repair is over, so nothing can be added to it."));
    }
    Ok(())
}

/// Sends a draft: from now on it stays as it is, and the customer may decide.
pub async fn send(state: &AppState, mechanic: &Mechanic, id: Uuid) -> Result<Quote, ApiError> {
    let mut work = state.begin().await?;
    let (quote, status) = lock(&work, mechanic.provider_id, id).await?;
    if !may_become(status, Sent) {
        return Err(refused(status, "Only a draft can be sent."));
    }
    check_complete(&work, &quote).await?;
    refuse_when_over(&work, quote.repair_id).await?;
    let valid_until = work.now + TimeDelta::days(i64::from(quote.valid_days));
    let row = ActiveModel {
        id: Set(id),
        status: Set(Sent.as_str().to_owned()),
        sent_at: Set(Some(work.now)),
        valid_until: Set(Some(valid_until)),
        version: Set(quote.version + 1),
        updated_at: Set(work.now),
        ..Default::default()
    };
    let quote = quotes::update(&work.tx, row).await?;
    for old in quotes::supersede(&work.tx, work.now, &quote, &[Sent, Declined, Expired]).await? {
        tell(&mut work, &old).await?;
    }
    let token = new_secret();
    let link = quote_links::ActiveModel {
        id: Set(new_id()),
        quote_id: Set(id),
        hash: Set(hashed(&token)),
        expires_at: Set(valid_until),
        created_at: Set(work.now),
    };
    approvals::insert_link(&work.tx, link).await?;
    work.enqueue(jobs::expiry(id, valid_until));
    messages::received(&mut work, &quote, token).await?;
    tell(&mut work, &quote).await?;
    work.commit().await?;
    read(state, mechanic, id).await
}

/// What goes to a customer says what each line is, and costs something to do.
async fn check_complete(work: &Work, quote: &Model) -> Result<(), ApiError> {
    let stored = lines::of_quote(&work.tx, quote.id).await?;
    let mut check = Check::new();
    if stored.iter().all(|line| line.kind == LineKind::Discount.as_str()) {
        check.refuse("lines", "required", "Write at least one line.");
    }
    let written = stored.into_iter().map(view::written).collect::<Result<Vec<_>, _>>()?;
    fields::lines(&mut check, &written, 1);
    check.done()
}

/// Makes the next revision as a draft. The approval of what is approved stays until the new one is approved; it does not
/// carry over.
pub async fn revise(state: &AppState, mechanic: &Mechanic, new: Uuid, id: Uuid) -> Result<Quote, ApiError> {
    if let Some(known) = quotes::find(&state.db, new, Whose::Provider(mechanic.provider_id)).await? {
        return view::full(state, known).await;
    }
    let mut work = state.begin().await?;
    let (quote, status) = lock(&work, mechanic.provider_id, id).await?;
    if !may_become(status, Superseded) {
        return Err(refused(status, "This quote cannot be revised."));
    }
    refuse_when_over(&work, quote.repair_id).await?;
    let latest = quotes::latest(&work.tx, &quote).await?.unwrap_or_else(|| quote.clone());
    if latest.status == Draft.as_str() {
        return Err(ApiError::because(Code::Conflict, "The next revision is being written already."));
    }
    let row = ActiveModel {
        id: Set(new),
        revision: Set(latest.revision + 1),
        replaces_id: Set(Some(latest.id)),
        created_by: Set(mechanic.user_id),
        status: Set(Draft.as_str().to_owned()),
        approved_cents: Set(0),
        valid_until: Set(None),
        decline_reason: Set(None),
        version: Set(1),
        sent_at: Set(None),
        viewed_at: Set(None),
        decided_at: Set(None),
        created_at: Set(work.now),
        updated_at: Set(work.now),
        ..copied(&quote)
    };
    let draft = quotes::insert(&work.tx, row).await?;
    copy_lines(&work, id, new).await?;
    tell(&mut work, &draft).await?;
    work.commit().await?;
    read(state, mechanic, new).await
}

/// Writes the lines of a quote, with their photos, as those of its next revision.
async fn copy_lines(work: &Work, from: Uuid, to: Uuid) -> Result<(), ApiError> {
    let old = lines::of_quote(&work.tx, from).await?;
    let (mut rows, mut places) = (Vec::new(), BTreeMap::new());
    for (place, line) in old.into_iter().enumerate() {
        let row = line_row(work.now, to, place, &view::written(line.clone())?);
        places.insert(line.id, row.id.clone().unwrap());
        rows.push(row);
    }
    lines::insert(&work.tx, rows).await?;
    repairs::service::copy_to_lines(work, &places).await
}

/// What a revision takes over from the one before.
fn copied(quote: &Model) -> ActiveModel {
    let quote = quote.clone();
    ActiveModel {
        number: Set(quote.number),
        provider_id: Set(quote.provider_id),
        customer_id: Set(quote.customer_id),
        customer_name: Set(quote.customer_name),
        customer_email: Set(quote.customer_email),
        vehicle_id: Set(quote.vehicle_id),
        vehicle: Set(quote.vehicle),
        session_id: Set(quote.session_id),
        repair_id: Set(quote.repair_id),
        supplement: Set(quote.supplement),
        diagnosis_summary: Set(quote.diagnosis_summary),
        currency: Set(quote.currency),
        tax_bps: Set(quote.tax_bps),
        subtotal_cents: Set(quote.subtotal_cents),
        discount_cents: Set(quote.discount_cents),
        tax_cents: Set(quote.tax_cents),
        customer_total_cents: Set(quote.customer_total_cents),
        deposit_cents: Set(quote.deposit_cents),
        warranty_months: Set(quote.warranty_months),
        warranty_miles: Set(quote.warranty_miles),
        valid_days: Set(quote.valid_days),
        ..Default::default()
    }
}

/// Takes back a draft, or what the customer has not decided on.
pub async fn cancel(state: &AppState, mechanic: &Mechanic, id: Uuid) -> Result<Quote, ApiError> {
    let mut work = state.begin().await?;
    let (quote, status) = lock(&work, mechanic.provider_id, id).await?;
    if !may_become(status, Cancelled) {
        return Err(refused(status, "This quote is decided, so it cannot be taken back."));
    }
    let quote = end(&work, quote, Cancelled).await?;
    tell(&mut work, &quote).await?;
    work.commit().await?;
    read(state, mechanic, id).await
}

async fn end(work: &Work, quote: Model, status: QuoteStatus) -> Result<Model, ApiError> {
    let row = ActiveModel {
        id: Set(quote.id),
        status: Set(status.as_str().to_owned()),
        version: Set(quote.version + 1),
        updated_at: Set(work.now),
        ..Default::default()
    };
    Ok(quotes::update(&work.tx, row).await?)
}

/// Ends a quote that nobody decided on in time; one that was decided stays.
pub async fn expire(state: &AppState, id: Uuid) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let Some(quote) = quotes::lock(&work.tx, id).await? else { return Ok(()) };
    let overdue = quote.valid_until.is_some_and(|until| until <= work.now);
    if quote.status != Sent.as_str() || !overdue {
        return Ok(());
    }
    let quote = end(&work, quote, Expired).await?;
    messages::expired(&mut work, &quote).await?;
    tell(&mut work, &quote).await?;
    Ok(work.commit().await?)
}

/// Ends the revisions before one that was approved: their approval does not carry over.
pub async fn replace_approved(work: &mut Work, quote: &Model) -> Result<(), ApiError> {
    let statuses = [Approved, PartiallyApproved, Sent, Declined, Expired];
    for old in quotes::supersede(&work.tx, work.now, quote, &statuses).await? {
        tell(work, &old).await?;
    }
    Ok(())
}
