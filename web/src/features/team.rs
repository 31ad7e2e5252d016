//! A workshop's members, and the invitations to join them.

mod invitations;
mod invite;
mod members;
mod page;

pub use page::Team;

use pitlane_domain::vocabulary::WorkshopRole;

use crate::text::t;

/// What somebody may do, in a word.
fn role_word(role: WorkshopRole) -> &'static str {
    let words = &t().team;
    match role {
        WorkshopRole::Owner => words.owner,
        WorkshopRole::Manager => words.manager,
        WorkshopRole::Mechanic => words.mechanic,
    }
}
