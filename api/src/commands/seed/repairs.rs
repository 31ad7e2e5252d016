//! Work at Harbor Garage: quotes in every state, repairs on the board and templates, made by the same use cases as in an
//! installation, on a clock that begins in the past.

use super::people::{self, People};
use crate::features::quotes::service::{self as quotes, Origin};
use crate::features::repairs::service as repairs;
use crate::http::actor::{Customer, Mechanic};
use crate::http::problem::ApiError;
use crate::state::AppState;
use anyhow::{Context, Result};
use chrono::TimeDelta;
use pitlane_contract::quotes::{ApproveQuote, NewQuote, Quote, WriteLine, WriteTemplate};
use pitlane_contract::repairs::UpdateRepairStatus;
use pitlane_domain::vocabulary::RepairStatus::{self, Completed, InProgress, Ready, WaitingForParts};
use pitlane_domain::vocabulary::{LineKind, PartCondition, Severity};
use pitlane_platform::{Clock, new_id};
use uuid::Uuid;

const TAX_BPS: i64 = 825;
const HOUR_CENTS: i64 = 12_500;

/// One job: what is wrong, then its lines.
type Job = (&'static str, &'static [Line]);
/// A line: hours or pieces in thousandths, cents for one, what it is.
type Line = (LineKind, &'static str, i64, i64, Severity);

use LineKind::{Fee, Labor, Part};
use Severity::{Later, Soon, Unsafe};

const LINKS: Job = (
    "Both ends of the front left stabiliser link have play; the right one is close.",
    &[
        (Labor, "Replace both stabiliser links", 1_200, HOUR_CENTS, Soon),
        (Part, "Stabiliser link", 2_000, 4_890, Soon),
        (Labor, "Measure and adjust the front axle", 1_000, HOUR_CENTS, Later),
    ],
);
const BRAKES: Job = (
    "The front pads have 2 mm left and the discs are below their minimum.",
    &[
        (Labor, "Replace the front pads and discs", 1_800, HOUR_CENTS, Unsafe),
        (Part, "Front brake pads, set", 1_000, 8_950, Unsafe),
        (Part, "Front brake disc", 2_000, 7_240, Unsafe),
        (Labor, "Flush the brake fluid", 800, HOUR_CENTS, Later),
        (Fee, "Disposal of used fluid", 1_000, 450, Later),
    ],
);
const GEARBOX: Job = (
    "Transmission fluid is dark and low; the pan gasket weeps.",
    &[
        (Labor, "Change transmission fluid, filter and gasket", 2_000, HOUR_CENTS, Soon),
        (Part, "Filter and gasket kit", 1_000, 6_400, Soon),
        (Part, "Transmission fluid, quart", 7_000, 1_190, Soon),
    ],
);
const FAN: Job = (
    "The condenser fan does not start; fuse and relay are good.",
    &[
        (Labor, "Replace the condenser fan", 1_500, HOUR_CENTS, Soon),
        (Part, "Condenser fan", 1_000, 18_900, Soon),
    ],
);
const CAP: Job = ("The seal of the fuel cap is cracked.", &[(Part, "Fuel cap", 1_000, 2_350, Later)]);

/// Harbor Garage, its owner's desk and its customers.
pub struct Shop {
    state: AppState,
    olivia: Mechanic,
    dana: people::Customer,
    lee: people::Customer,
    priya: people::Customer,
}

impl Shop {
    /// Finds everybody; the work begins in the past.
    pub fn of(people: &People<'_>, state: &AppState) -> Result<Self> {
        let olivia = people.mechanic("olivia").context("the demo has Harbor Garage's owner")?;
        let customer = |key: &str| people.customer(key).copied().context("the demo has this customer");
        let mut state = state.clone();
        state.clock = Clock::manual(people.days_ago(45));
        Ok(Self {
            state,
            olivia: Mechanic {
                user_id: olivia.user_id,
                name: olivia.name.to_owned(),
                id: olivia.id,
                provider_id: olivia.provider_id,
                workshop_id: olivia.workshop_id,
            },
            dana: customer("dana")?,
            lee: customer("lee")?,
            priya: customer("priya")?,
        })
    }

    /// Makes everything. What follows from it, such as mails, waits as jobs for the server's start.
    pub async fn work(&self) -> Result<(), ApiError> {
        let (dana, lee, priya) = (&self.dana, &self.lee, &self.priya);
        self.template("Front brakes", BRAKES).await?;
        self.template("Transmission service", GEARBOX).await?;
        let finished = self.approved(lee, CAP, 1).await?;
        self.go(finished, &[InProgress, Ready, Completed], 5).await?;
        self.pass(TimeDelta::days(30));
        let fan = self.approved(priya, FAN, 2).await?;
        self.go(fan, &[InProgress, WaitingForParts], 20).await?;
        let links = self.approved(lee, LINKS, 3).await?;
        self.go(links, &[InProgress, Ready], 22).await?;
        self.pass(TimeDelta::days(9));
        // Dana wants the brakes done, and the fluid another time
        let brakes = self.approved(dana, BRAKES, 3).await?;
        self.promise(brakes, 30, None).await?;
        self.go(brakes, &[InProgress], 4).await?;
        self.promise(brakes, 54, Some("The discs come a day later than ordered.")).await?;
        self.pass(TimeDelta::hours(20));
        self.sent(dana, GEARBOX).await?;
        self.approved(priya, CAP, 1).await?;
        self.draft(lee, GEARBOX).await?;
        Ok(())
    }

    fn pass(&self, time: TimeDelta) {
        self.state.clock.advance(time);
    }

    async fn draft(&self, customer: &people::Customer, (wrong, lines): Job) -> Result<Quote, ApiError> {
        let new = NewQuote {
            customer_id: Some(customer.id),
            customer_email: None,
            customer_name: None,
            vehicle_id: customer.vehicle,
            vehicle: None,
            session_id: None,
            repair_id: None,
            template_id: None,
            diagnosis_summary: Some(wrong.to_owned()),
            tax_bps: Some(TAX_BPS),
            deposit_cents: None,
            warranty_months: Some(24),
            warranty_miles: Some(24_000),
            valid_days: None,
            lines: Some(written(lines)),
        };
        let quote = quotes::create(&self.state, &self.olivia, new_id(), new).await?;
        self.pass(TimeDelta::minutes(20));
        Ok(quote)
    }

    async fn sent(&self, customer: &people::Customer, job: Job) -> Result<Quote, ApiError> {
        let quote = self.draft(customer, job).await?;
        quotes::send(&self.state, &self.olivia, quote.id).await
    }

    /// A quote whose first `yes` lines its customer approves, two hours later; answers the repair.
    async fn approved(&self, customer: &people::Customer, job: Job, yes: usize) -> Result<Uuid, ApiError> {
        let quote = self.sent(customer, job).await?;
        self.pass(TimeDelta::hours(2));
        let body = ApproveQuote {
            line_ids: Some(quote.lines.iter().take(yes).map(|line| line.id).collect()),
            typed_name: quote.customer_name.clone(),
            total_cents: None,
        };
        let by = Customer { id: customer.id, name: quote.customer_name.clone(), email_verified: true };
        let origin = Origin { ip: None, user_agent: None };
        let decided = quotes::approve(&self.state, &by, quote.id, body, origin).await?;
        decided.repair_id.ok_or_else(|| ApiError::unexpected("an approval opens a repair"))
    }

    /// Moves a repair along, some hours for each step.
    async fn go(&self, repair: Uuid, way: &[RepairStatus], hours: i64) -> Result<(), ApiError> {
        for status in way {
            self.pass(TimeDelta::hours(hours));
            let body = UpdateRepairStatus { status: Some(*status), ..nothing() };
            repairs::update_status(&self.state, &self.olivia, repair, body).await?;
        }
        Ok(())
    }

    async fn promise(&self, repair: Uuid, hours: i64, reason: Option<&str>) -> Result<(), ApiError> {
        let promised_at = Some(self.state.clock.now() + TimeDelta::hours(hours));
        let body = UpdateRepairStatus { promised_at, reason: reason.map(str::to_owned), ..nothing() };
        repairs::update_status(&self.state, &self.olivia, repair, body).await?;
        Ok(())
    }

    async fn template(&self, name: &str, (wrong, lines): Job) -> Result<(), ApiError> {
        let body = WriteTemplate {
            name: name.to_owned(),
            diagnosis_summary: wrong.to_owned(),
            lines: written(lines),
        };
        quotes::create_template(&self.state, &self.olivia, new_id(), body).await?;
        Ok(())
    }
}

const fn nothing() -> UpdateRepairStatus {
    UpdateRepairStatus { status: None, note: None, internal: false, promised_at: None, reason: None }
}

fn written(lines: &[Line]) -> Vec<WriteLine> {
    let line = |(kind, title, quantity_thousandths, unit_cents, severity): &Line| WriteLine {
        id: None,
        kind: *kind,
        title: (*title).to_owned(),
        quantity_thousandths: *quantity_thousandths,
        unit_cents: *unit_cents,
        taxable: *kind == Part,
        part_number: None,
        part_condition: (*kind == Part).then_some(PartCondition::New),
        severity: Some(*severity),
    };
    lines.iter().map(line).collect()
}
