//! Drafts: made, changed as one types, removed.

use super::fields::{self, Terms, counted};
use super::starting::{Subject, subject};
use super::{refused, tell, view};
use crate::features::quotes::queries::quotes::{self, Whose};
use crate::features::quotes::queries::{lines, terms};
use crate::features::repairs;
use crate::http::actor::Mechanic;
use crate::http::etag::IfMatch;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, Utc};
use pitlane_contract::quotes::{NewQuote, Quote, UpdateQuote, WriteLine};
use pitlane_domain::money::CURRENCY;
use pitlane_domain::quotes::{DEFAULT_VALID_DAYS, line_total, totals};
use pitlane_domain::vocabulary::{LineDecision, QuoteStatus};
use pitlane_entities::{quote_lines, repair_quotes};
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Makes a draft under `id`.
pub async fn create(
    state: &AppState,
    mechanic: &Mechanic,
    id: Uuid,
    new: NewQuote,
) -> Result<Quote, ApiError> {
    if let Some(known) = quotes::find(&state.db, id, Whose::Provider(mechanic.provider_id)).await? {
        return view::full(state, known).await;
    }
    let mut check = Check::new();
    let terms = Terms {
        diagnosis_summary: new.diagnosis_summary.as_deref(),
        tax_bps: new.tax_bps,
        warranty_months: new.warranty_months,
        warranty_miles: new.warranty_miles,
        valid_days: new.valid_days,
    };
    fields::terms(&mut check, &terms);
    let given = new.lines.clone();
    fields::lines(&mut check, given.as_deref().unwrap_or_default(), 0);
    check.done()?;
    let mut work = state.begin().await?;
    let mut about = subject(&work.tx, mechanic, &new).await?;
    let mut written = given.or_else(|| about.lines.take()).unwrap_or_default();
    // lines of another quote or of a template are new ones here
    for line in &mut written {
        line.id = None;
    }
    let row = first(&work, mechanic, (id, about), &new, &written).await?;
    let quote = quotes::insert(&work.tx, row).await?;
    let rows = written.iter().enumerate().map(|(place, line)| line_row(work.now, id, place, line));
    lines::insert(&work.tx, rows.collect()).await?;
    tell(&mut work, &quote).await?;
    work.commit().await?;
    super::read(state, mechanic, id).await
}

async fn first(
    work: &Work,
    mechanic: &Mechanic,
    (id, about): (Uuid, Subject),
    new: &NewQuote,
    written: &[WriteLine],
) -> Result<repair_quotes::ActiveModel, ApiError> {
    let whole: Vec<_> = written.iter().map(counted).collect();
    let usual = terms::rates(&work.tx, mechanic.provider_id).await?;
    let tax = new.tax_bps.or(usual.tax_bps).unwrap_or(0);
    let deposit = new.deposit_cents.unwrap_or(0);
    let mut check = Check::new();
    fields::deposit(&mut check, deposit, &whole, tax);
    check.done()?;
    let total = totals(&whole, tax);
    let diagnosis = new.diagnosis_summary.clone().or(about.diagnosis).unwrap_or_default();
    Ok(repair_quotes::ActiveModel {
        id: Set(id),
        number: Set(quotes::next_number(&work.tx, work.now, mechanic.provider_id).await?),
        revision: Set(1),
        replaces_id: Set(None),
        provider_id: Set(mechanic.provider_id),
        created_by: Set(mechanic.user_id),
        customer_id: Set(about.customer_id),
        customer_name: Set(about.customer_name),
        customer_email: Set(about.customer_email),
        vehicle_id: Set(about.vehicle_id),
        vehicle: Set(about.vehicle),
        session_id: Set(new.session_id.filter(|_| new.repair_id.is_none())),
        repair_id: Set(about.repair_id),
        supplement: Set(about.repair_id.is_some()),
        status: Set(QuoteStatus::Draft.as_str().to_owned()),
        diagnosis_summary: Set(diagnosis.trim().to_owned()),
        currency: Set(CURRENCY.to_owned()),
        tax_bps: Set(tax),
        subtotal_cents: Set(total.subtotal_cents),
        discount_cents: Set(total.discount_cents),
        tax_cents: Set(total.tax_cents),
        customer_total_cents: Set(total.total_cents),
        approved_cents: Set(0),
        deposit_cents: Set(deposit),
        warranty_months: Set(new.warranty_months.unwrap_or(0)),
        warranty_miles: Set(new.warranty_miles),
        valid_days: Set(new.valid_days.unwrap_or(DEFAULT_VALID_DAYS)),
        valid_until: Set(None),
        decline_reason: Set(None),
        version: Set(1),
        sent_at: Set(None),
        viewed_at: Set(None),
        decided_at: Set(None),
        created_at: Set(work.now),
        updated_at: Set(work.now),
    })
}

/// A new line of a quote.
pub fn line_row(now: DateTime<Utc>, quote: Uuid, place: usize, line: &WriteLine) -> quote_lines::ActiveModel {
    quote_lines::ActiveModel {
        id: Set(new_id()),
        quote_id: Set(quote),
        position: Set(i32::try_from(place).unwrap_or(i32::MAX)),
        kind: Set(line.kind.as_str().to_owned()),
        title: Set(line.title.trim().to_owned()),
        quantity_thousandths: Set(line.quantity_thousandths),
        unit_cents: Set(line.unit_cents),
        total_cents: Set(line_total(&counted(line))),
        taxable: Set(line.taxable),
        part_number: Set(line.part_number.clone()),
        part_condition: Set(line.part_condition.map(|condition| condition.as_str().to_owned())),
        severity: Set(line.severity.map(|severity| severity.as_str().to_owned())),
        decision: Set(LineDecision::Pending.as_str().to_owned()),
        deferred: Set(None),
        snoozed_until: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    }
}

/// The draft of a provider, locked.
async fn lock_draft(work: &Work, provider: Uuid, id: Uuid) -> Result<repair_quotes::Model, ApiError> {
    let found = quotes::lock(&work.tx, id).await?.filter(|quote| quote.provider_id == provider);
    let quote = found.ok_or_else(ApiError::not_found)?;
    let status: QuoteStatus = quote.status.parse()?;
    if status != QuoteStatus::Draft {
        return Err(refused(status, "What was sent stays as it is; make a new revision."));
    }
    Ok(quote)
}

/// A quote of a provider of which nothing is decided yet, locked.
pub async fn lock_undecided(work: &Work, provider: Uuid, id: Uuid) -> Result<(), ApiError> {
    let found = quotes::lock(&work.tx, id).await?.filter(|quote| quote.provider_id == provider);
    let status: QuoteStatus = found.ok_or_else(ApiError::not_found)?.status.parse()?;
    if matches!(status, QuoteStatus::Draft | QuoteStatus::Sent) {
        return Ok(());
    }
    Err(refused(status, "This quote is decided, so it stays as it was."))
}

/// Changes a draft, unless somebody else did since the version that `known` names.
pub async fn update(
    state: &AppState,
    mechanic: &Mechanic,
    id: Uuid,
    known: IfMatch,
    body: UpdateQuote,
) -> Result<Quote, ApiError> {
    let mut check = Check::new();
    let terms = Terms {
        diagnosis_summary: body.diagnosis_summary.as_deref(),
        tax_bps: body.tax_bps,
        warranty_months: body.warranty_months,
        warranty_miles: body.warranty_miles.and_then(|given| given.0),
        valid_days: body.valid_days,
    };
    fields::terms(&mut check, &terms);
    fields::lines(&mut check, body.lines.as_deref().unwrap_or_default(), 0);
    check.done()?;
    let mut work = state.begin().await?;
    let quote = lock_draft(&work, mechanic.provider_id, id).await?;
    known.check(quote.version)?;
    if let Some(wanted) = &body.lines {
        rewrite(&mut work, id, wanted).await?;
    }
    let stored = lines::of_quote(&work.tx, id).await?;
    let whole = stored.iter().map(super::counted).collect::<Result<Vec<_>, _>>()?;
    let tax = body.tax_bps.unwrap_or(quote.tax_bps);
    let deposit = body.deposit_cents.unwrap_or(quote.deposit_cents);
    let mut check = Check::new();
    fields::deposit(&mut check, deposit, &whole, tax);
    check.done()?;
    let total = totals(&whole, tax);
    let row = repair_quotes::ActiveModel {
        id: Set(id),
        diagnosis_summary: Set(body
            .diagnosis_summary
            .map_or(quote.diagnosis_summary, |text| text.trim().to_owned())),
        tax_bps: Set(tax),
        subtotal_cents: Set(total.subtotal_cents),
        discount_cents: Set(total.discount_cents),
        tax_cents: Set(total.tax_cents),
        customer_total_cents: Set(total.total_cents),
        deposit_cents: Set(deposit),
        warranty_months: Set(body.warranty_months.unwrap_or(quote.warranty_months)),
        warranty_miles: Set(body.warranty_miles.map_or(quote.warranty_miles, |given| given.0)),
        valid_days: Set(body.valid_days.unwrap_or(quote.valid_days)),
        version: Set(quote.version + 1),
        updated_at: Set(work.now),
        ..Default::default()
    };
    let quote = quotes::update(&work.tx, row).await?;
    tell(&mut work, &quote).await?;
    work.commit().await?;
    super::read(state, mechanic, id).await
}

/// Brings the stored lines to `wanted`: known ones keep their ids and photos, others come and go.
async fn rewrite(work: &mut Work, quote: Uuid, wanted: &[WriteLine]) -> Result<(), ApiError> {
    let before: BTreeSet<Uuid> =
        lines::of_quote(&work.tx, quote).await?.into_iter().map(|line| line.id).collect();
    let mut fresh = Vec::new();
    let mut kept = BTreeSet::new();
    for (place, line) in wanted.iter().enumerate() {
        let mut row = line_row(work.now, quote, place, line);
        match line.id {
            None => fresh.push(row),
            Some(id) if before.contains(&id) => {
                kept.insert(id);
                row.id = Set(id);
                row.created_at = sea_orm::ActiveValue::NotSet;
                lines::update(&work.tx, row).await?;
            }
            Some(_) => {
                let field = format!("lines.{place}.id");
                return Err(ApiError::field(&field, "unknown", "Name a line of this quote."));
            }
        }
    }
    let gone: Vec<Uuid> = before.difference(&kept).copied().collect();
    let files = lines::delete(&work.tx, &gone).await?;
    repairs::service::drop_files(work, files);
    Ok(lines::insert(&work.tx, fresh).await?)
}

/// Removes a draft.
pub async fn delete(state: &AppState, mechanic: &Mechanic, id: Uuid) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    lock_draft(&work, mechanic.provider_id, id).await?;
    let ids: Vec<Uuid> = lines::of_quote(&work.tx, id).await?.into_iter().map(|line| line.id).collect();
    let files = lines::delete(&work.tx, &ids).await?;
    repairs::service::drop_files(&mut work, files);
    quotes::delete(&work.tx, id).await?;
    Ok(work.commit().await?)
}
