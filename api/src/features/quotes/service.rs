//! Use cases of quotes.

mod claiming;
mod closing;
mod conversation;
mod decisions;
mod declined;
mod drafts;
mod fields;
mod known;
mod links;
mod messages;
mod proof;
mod recording;
mod sending;
mod starting;
mod templates;
mod terms;
mod view;

pub use claiming::{claim, claim_within};
pub use closing::{Side, call_off};
pub use conversation::{answer, ask, ask_by_link, threads_of_repair};
pub use decisions::{Origin, approve, decline};
pub use declined::{defer, list_declined, remind};
pub use drafts::{create, delete, lock_undecided, update};
pub use known::list_customers;
pub use links::{approve_by_link, decline_by_link, read_by_link};
pub use proof::{customer_proof, proof, proofs_of_repair};
pub use recording::record;
pub use sending::{cancel, expire, revise, send};
pub use templates::{create_template, delete_template, list_templates, update_template};
pub use terms::{selling_terms, set_selling_terms, tolerance_rule};
pub use view::{
    approved_parts, customer_list, customer_read, number, of_repair, of_repair_by_link, read, search,
    sessions_of_repair,
};

use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_contract::realtime::Event;
use pitlane_domain::quotes::Line;
use pitlane_domain::vocabulary::QuoteStatus;
use pitlane_entities::{quote_lines, repair_quotes};

pub use super::queries::people::{members, responsible};
pub use super::queries::quotes::approved_of_repair;

/// A line as the rules count it.
fn counted(line: &quote_lines::Model) -> Result<Line, ApiError> {
    Ok(Line {
        kind: line.kind.parse()?,
        quantity_thousandths: line.quantity_thousandths,
        unit_cents: line.unit_cents,
        taxable: line.taxable,
    })
}

/// Tells the customer and the provider's people that a quote changed.
async fn tell(work: &mut Work, quote: &repair_quotes::Model) -> Result<(), ApiError> {
    let status: QuoteStatus = quote.status.parse()?;
    let (quote_id, repair_id) = (quote.id, quote.repair_id);
    let customer = quote.customer_id.filter(|_| quote.sent_at.is_some());
    let people = members(&work.tx, quote.provider_id).await?;
    for person in people.into_iter().chain(customer) {
        work.emit(person, Event::QuoteUpdated { quote_id, status, repair_id });
    }
    Ok(())
}

/// Refuses a step that the present status does not allow.
fn refused(status: QuoteStatus, detail: &str) -> ApiError {
    ApiError::transition(detail, pitlane_domain::quotes::transitions(status))
}
