//! What holds for all quotes of a seller: the rule of its region, and the rates that new quotes begin with.

use crate::features::quotes::queries::approvals;
use crate::features::quotes::queries::terms::{self, DEFAULT, Rates};
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::quotes::{Jurisdiction, SellingTerms, WriteSellingTerms};
use pitlane_domain::quotes::{MAX_TAX_BPS, MAX_UNIT_CENTS, Tolerance, needs_writing};
use pitlane_domain::vocabulary::AuthorizationMethod;
use pitlane_entities::{jurisdiction_rules, repairs};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

/// What the provider's jurisdiction lets it charge above an authorisation.
pub async fn tolerance_rule(db: &impl ConnectionTrait, provider: Uuid) -> Result<Tolerance, DbErr> {
    let rule = terms::rule(db, provider).await?;
    Ok(rule.map_or_else(Tolerance::default, |rule| Tolerance {
        bps: rule.tolerance_bps,
        cents: rule.tolerance_cents,
    }))
}

/// What the rule of a provider's region says to its customers.
pub async fn wording(db: &impl ConnectionTrait, provider: Uuid) -> Result<Option<String>, DbErr> {
    Ok(terms::rule(db, provider).await?.map(|rule| rule.wording))
}

/// Refuses a spoken approval where the region asks for a written one. `repair` counts it already.
pub async fn refuse_spoken(
    work: &Work,
    repair: &repairs::Model,
    method: AuthorizationMethod,
) -> Result<(), ApiError> {
    let Some(rule) = terms::rule(&work.tx, repair.provider_id).await? else { return Ok(()) };
    let given = approvals::of_repair(&work.tx, repair.id).await?;
    let written = |row: &approvals::Row| {
        row.authorization.method.parse::<AuthorizationMethod>().is_ok_and(AuthorizationMethod::is_written)
    };
    let written_before = given.iter().any(written);
    if !needs_writing(rule.written_above_cents, method, repair.authorized_cents, written_before) {
        return Ok(());
    }
    let above = match rule.written_above_cents.unwrap_or_default() {
        0 => String::new(),
        cents => format!(" of more than ${}.{:02}", cents / 100, cents % 100),
    };
    let message = format!(
        "{} asks for a written approval{above}. Ask the customer to approve by the link or in the account.",
        rule.name
    );
    Err(ApiError::field("method", "writing_required", &message))
}

fn shown(rule: jurisdiction_rules::Model) -> Jurisdiction {
    Jurisdiction {
        region: rule.region,
        name: rule.name,
        written_above_cents: rule.written_above_cents,
        tolerance_bps: rule.tolerance_bps,
        tolerance_cents: rule.tolerance_cents,
        wording: rule.wording,
        source: rule.source,
    }
}

/// What holds for all quotes of a seller, with the regions to choose from.
pub async fn selling_terms(state: &AppState, provider: Uuid) -> Result<SellingTerms, ApiError> {
    let rates = terms::rates(&state.db, provider).await?;
    let rules = terms::rules(&state.db).await?;
    Ok(SellingTerms {
        region: rates.region,
        labor_rate_cents: rates.labor_rate_cents,
        tax_bps: rates.tax_bps,
        regions: rules.into_iter().map(shown).collect(),
    })
}

/// Sets what holds for all quotes of a seller from now on; what is left out is taken away.
pub async fn set_selling_terms(
    state: &AppState,
    provider: Uuid,
    body: WriteSellingTerms,
) -> Result<SellingTerms, ApiError> {
    let mut check = Check::new();
    let region = body.region.filter(|region| region != DEFAULT);
    if let Some(region) = &region
        && !terms::has_rule(&state.db, region).await?
    {
        check.refuse("region", "unknown", "Choose one of the places.");
    }
    if body.labor_rate_cents.is_some_and(|cents| !(0..=MAX_UNIT_CENTS).contains(&cents)) {
        check.refuse("labor_rate_cents", "out_of_range", "Enter up to 1,000,000.00 an hour.");
    }
    if body.tax_bps.is_some_and(|bps| !(0..=MAX_TAX_BPS).contains(&bps)) {
        check.refuse("tax_bps", "out_of_range", "Enter a tax from 0% to 50%.");
    }
    check.done()?;
    let work = state.begin().await?;
    let rates = Rates { region, labor_rate_cents: body.labor_rate_cents, tax_bps: body.tax_bps };
    terms::set_rates(&work.tx, provider, rates).await?;
    work.commit().await?;
    selling_terms(state, provider).await
}
