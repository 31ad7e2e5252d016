//! Where the money is: the ledger and the revenue for staff, the balance and the payouts for providers.

mod balance;
mod book;
mod revenue;

pub use balance::BalancePage;
pub use book::LedgerPage;
pub use revenue::RevenuePage;
