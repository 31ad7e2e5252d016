//! Where the money is: the ledger and the revenue for staff, the balance and the payouts for providers.

mod balance;
mod book;
mod revenue;
mod save_csv;
mod setup;

pub use balance::BalancePage;
pub use book::LedgerPage;
pub use revenue::RevenuePage;
