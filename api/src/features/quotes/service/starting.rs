//! Whom and what a new quote is about.

use crate::features::dispatch::service::vehicle_words;
use crate::features::quotes::queries::{people, templates};
use crate::features::{repairs, sessions};
use crate::http::actor::Mechanic;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{NewQuote, WriteLine};
use pitlane_domain::accounts::Email;
use pitlane_domain::limits;
use pitlane_domain::repairs::is_over;
use pitlane_domain::vocabulary::LineKind;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// Whom and what a quote is about, with what is known of it already.
#[derive(Debug, Default)]
pub struct Subject {
    /// The customer's account.
    pub customer_id: Option<Uuid>,
    /// The customer's name.
    pub customer_name: String,
    /// The address it goes to, where there is no account.
    pub customer_email: Option<String>,
    /// The customer's vehicle.
    pub vehicle_id: Option<Uuid>,
    /// The vehicle in words.
    pub vehicle: String,
    /// The repair that it adds to.
    pub repair_id: Option<Uuid>,
    /// What is wrong.
    pub diagnosis: Option<String>,
    /// Lines to begin with.
    pub lines: Option<Vec<WriteLine>>,
}

/// Finds the subject; what is not the provider's to know about is not there.
pub async fn subject(
    db: &impl ConnectionTrait,
    mechanic: &Mechanic,
    new: &NewQuote,
) -> Result<Subject, ApiError> {
    let mut subject = if let Some(id) = new.repair_id {
        of_repair(db, mechanic.provider_id, id).await?
    } else if let Some(id) = new.session_id {
        of_session(db, mechanic.provider_id, id).await?
    } else if let Some(id) = new.customer_id {
        of_customer(db, mechanic.provider_id, id, new).await?
    } else {
        of_address(new)?
    };
    if let Some(id) = new.template_id {
        let found = templates::find(db, mechanic.provider_id, id).await?;
        let template = found.ok_or_else(|| unknown("template_id", "Choose one of your templates."))?;
        subject.lines = Some(serde_json::from_value(template.lines).map_err(ApiError::unexpected)?);
        subject.diagnosis =
            Some(template.diagnosis_summary).filter(|text| !text.is_empty()).or(subject.diagnosis);
    }
    Ok(subject)
}

fn unknown(field: &str, message: &str) -> ApiError {
    ApiError::field(field, "unknown", message)
}

async fn of_repair(db: &impl ConnectionTrait, provider: Uuid, id: Uuid) -> Result<Subject, ApiError> {
    let repair = repairs::service::find(db, provider, id).await?;
    let repair = repair.ok_or_else(|| unknown("repair_id", "Choose one of your repairs."))?;
    if is_over(repair.status.parse()?) {
        return Err(ApiError::because(Code::Conflict, "The repair is over, so nothing can be added to it."));
    }
    Ok(Subject {
        customer_id: repair.customer_id,
        customer_name: repair.customer_name,
        customer_email: repair.customer_email,
        vehicle_id: repair.vehicle_id,
        vehicle: repair.vehicle,
        repair_id: Some(id),
        ..Subject::default()
    })
}

async fn of_session(db: &impl ConnectionTrait, provider: Uuid, id: Uuid) -> Result<Subject, ApiError> {
    let found = sessions::service::for_quote(db, provider, id).await?;
    let facts = found.ok_or_else(|| unknown("session_id", "Choose one of your sessions."))?;
    let lines = facts.parts.into_iter().map(|part| WriteLine {
        id: None,
        kind: LineKind::Part,
        title: part.name,
        quantity_thousandths: i64::from(part.quantity) * 1_000,
        unit_cents: 0,
        taxable: true,
        part_number: part.part_number,
        part_condition: None,
        severity: None,
    });
    Ok(Subject {
        customer_id: Some(facts.customer_id),
        customer_name: facts.customer_name,
        vehicle_id: Some(facts.vehicle_id),
        vehicle: facts.vehicle,
        diagnosis: facts.findings,
        lines: Some(lines.collect()),
        ..Subject::default()
    })
}

async fn of_customer(
    db: &impl ConnectionTrait,
    provider: Uuid,
    id: Uuid,
    new: &NewQuote,
) -> Result<Subject, ApiError> {
    let found = people::known_customer(db, provider, id).await?;
    let customer = found.ok_or_else(|| unknown("customer_id", "Choose one of your customers."))?;
    let mut subject = Subject { customer_id: Some(id), customer_name: customer.name, ..Subject::default() };
    if let Some(vehicle) = new.vehicle_id {
        let found = people::vehicle(db, id, vehicle).await?;
        let found = found.ok_or_else(|| unknown("vehicle_id", "Choose a vehicle of the customer."))?;
        subject.vehicle_id = Some(vehicle);
        subject.vehicle = vehicle_words(found.year, &found.make, &found.model);
    } else {
        subject.vehicle = described(new)?;
    }
    Ok(subject)
}

fn of_address(new: &NewQuote) -> Result<Subject, ApiError> {
    let mut check = Check::new();
    let email = new.customer_email.as_deref().unwrap_or_default();
    let email = check.field("customer_email", Email::parse(email));
    let name =
        check.text("customer_name", new.customer_name.as_deref().unwrap_or_default(), limits::PERSON_NAME);
    check.done()?;
    Ok(Subject {
        customer_email: email.map(|email| email.as_str().to_owned()),
        customer_name: name.unwrap_or_default(),
        vehicle: described(new)?,
        ..Subject::default()
    })
}

fn described(new: &NewQuote) -> Result<String, ApiError> {
    let mut check = Check::new();
    let vehicle = check.text("vehicle", new.vehicle.as_deref().unwrap_or_default(), limits::VEHICLE);
    check.done()?;
    Ok(vehicle.unwrap_or_default())
}
