//! Which fee rule a payment is charged under.

use crate::features::payments::queries::fees;
use crate::http::problem::ApiError;
use chrono::{DateTime, Utc};
use pitlane_domain::fees::{Candidate, FeeRule, QUOTE_DEFAULT, SESSION_DEFAULT, Wanted, choose};
use pitlane_domain::vocabulary::FeeSubject;
use pitlane_entities::fee_rules;
use pitlane_entities::payments::Model;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// A version as the rules of the domain read it.
pub fn candidate(row: fee_rules::Model) -> Result<Candidate, ApiError> {
    Ok(Candidate {
        id: row.id,
        rule_id: row.rule_id,
        version: row.version,
        rule: FeeRule {
            percent_bps: row.percent_bps,
            fixed_cents: row.fixed_cents,
            min_cents: row.min_cents,
            max_cents: row.max_cents,
        },
        applies_to: row.applies_to.parse()?,
        scope: row.scope.parse()?,
        provider_type: row.provider_type.map(|word| word.parse()).transpose()?,
        provider_id: row.provider_id,
        service: row.service.map(|word| word.parse()).transpose()?,
        priority: row.priority,
        active: row.active,
        valid_from: row.valid_from,
        valid_until: row.valid_until,
        created_at: row.created_at,
    })
}

/// The version that holds for a payment at `now`, and how it computes the fee.
pub async fn rule_of(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    payment: &Model,
) -> Result<(Option<Uuid>, FeeRule), ApiError> {
    let subject = if payment.repair_id.is_some() { FeeSubject::Quote } else { FeeSubject::Session };
    rule_for(db, now, (subject, payment.provider_id, payment.session_request_id)).await
}

/// The version that holds at `now` for a payment to a provider; for a session with its request.
pub async fn rule_for(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    (subject, provider, request): (FeeSubject, Option<Uuid>, Option<Uuid>),
) -> Result<(Option<Uuid>, FeeRule), ApiError> {
    let default = if subject == FeeSubject::Quote { QUOTE_DEFAULT } else { SESSION_DEFAULT };
    let Some(provider_id) = provider else { return Ok((None, default)) };
    let Some(kind) = fees::provider_type(db, provider_id).await? else { return Ok((None, default)) };
    let service = match request {
        Some(request) => fees::service(db, request).await?.map(|word| word.parse()).transpose()?,
        None => None,
    };
    let wanted = Wanted { subject, provider_id, provider_type: kind.parse()?, service, at: now };
    let rows = fees::active(db, subject).await?;
    let rules = rows.into_iter().map(candidate).collect::<Result<Vec<_>, _>>()?;
    Ok(choose(&rules, &wanted).map_or((None, default), |chosen| (Some(chosen.id), chosen.rule)))
}
