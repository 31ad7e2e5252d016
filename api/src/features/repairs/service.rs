//! Use cases of repairs.

mod completion;
mod links;
mod messages;
mod money;
mod moves;
mod opening;
mod pack;
mod photos;
mod receipt;
mod view;

pub use completion::{claim, favorite_asked, reviewed, warranty_ending};
pub use links::{read_by_link, receipt_by_link, review_by_link};
pub use messages::{paid, refunded, to_customer};
pub use money::{charge, deposit, refund, release, reserve};
pub use moves::update_status;
pub use opening::{open, reauthorize};
pub use pack::{customer_pack, pack};
pub use photos::{
    add_to_quote, add_to_repair, copy_to_lines, customer_photos, drop_file, drop_files, photo_type,
    photos_of_lines, remove as remove_photo, remove_from_quote,
};
pub use receipt::receipt;
pub use view::{board, counts, customer_list, customer_read, customer_timeline, read};

pub use super::queries::repairs::{lock, of_customer, of_provider as find};

use crate::features::quotes;
use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_contract::realtime::Event;
use pitlane_domain::repairs::Account;
use pitlane_entities::repairs::Model;

/// The money of a repair.
pub const fn account(repair: &Model) -> Account {
    Account {
        authorized_cents: repair.authorized_cents,
        tolerance_cents: repair.tolerance_cents,
        reserved_cents: repair.reserved_cents,
        charged_cents: repair.charged_cents,
        refunded_cents: repair.refunded_cents,
    }
}

/// Tells the customer and the provider's people that a repair changed.
pub async fn tell(work: &mut Work, repair: &Model) -> Result<(), ApiError> {
    let people = quotes::service::members(&work.tx, repair.provider_id).await?;
    let event = Event::RepairUpdated {
        repair_id: repair.id,
        status: repair.status.parse()?,
        payment_status: account(repair).status(),
    };
    for person in people.into_iter().chain(repair.customer_id) {
        work.emit(person, event.clone());
    }
    Ok(())
}
