//! What a payment may become, and how its money is booked.

use crate::vocabulary::DisputeStatus;
use crate::vocabulary::PaymentStatus::{
    self, Canceled, Failed, Processing, RequiresCapture, RequiresPayment, Succeeded,
};

/// The states a payment may go to from `from`. News that arrive late or twice ask for something else and change nothing.
pub const fn transitions(from: PaymentStatus) -> &'static [PaymentStatus] {
    match from {
        RequiresPayment => &[Processing, RequiresCapture, Succeeded, Failed, Canceled],
        Processing => &[RequiresCapture, Succeeded, Failed, Canceled],
        // a refused card may be replaced by another one
        Failed => &[Processing, RequiresCapture, Succeeded, Canceled],
        RequiresCapture => &[Succeeded, Canceled],
        Succeeded | Canceled => &[],
    }
}

/// Whether a payment may go from `from` to `to`.
pub fn may_become(from: PaymentStatus, to: PaymentStatus) -> bool {
    transitions(from).contains(&to)
}

/// What a refund of a payment comes to: what was chosen, or all that is left. None where that is nothing, or more than
/// is left. All in minor units.
pub fn refund_amount(amount_cents: i64, refunded_cents: i64, chosen: Option<i64>) -> Option<i64> {
    let left = amount_cents - refunded_cents;
    let cents = chosen.unwrap_or(left);
    (1..=left).contains(&cents).then_some(cents)
}

/// Whether a payment can be given back now: it was charged, and no bank decides about it.
pub fn may_be_refunded(status: PaymentStatus, dispute: Option<DisputeStatus>) -> bool {
    status == Succeeded && dispute.is_none_or(|dispute| dispute == DisputeStatus::Won)
}

/// One side of a booking in the ledger: positive into the account, negative out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The account, for example `gateway_clearing`.
    pub account: String,
    /// Signed, in minor units.
    pub amount_cents: i64,
}

fn entry(account: &str, amount_cents: i64) -> Entry {
    Entry { account: account.to_owned(), amount_cents }
}

/// The entries of a captured payment: the gateway owes us the total, we owe the provider the rest after the fee.
/// They sum to zero.
pub fn capture_entries(total_cents: i64, fee_cents: i64, provider: &str) -> Vec<Entry> {
    vec![
        entry("gateway_clearing", total_cents),
        entry("platform_fees", -fee_cents),
        entry(&payable(provider), fee_cents - total_cents),
    ]
}

/// The entries of a refund: the gateway gives `amount_cents` back, of which `fee_cents` were the platform's. They sum to
/// zero. A dispute that a customer's bank wins for the time being is booked in the same way.
pub fn refund_entries(amount_cents: i64, fee_cents: i64, provider: &str) -> Vec<Entry> {
    reversed(capture_entries(amount_cents, fee_cents, provider))
}

/// The entries of a payout: the gateway owes us less, and we owe the provider less. They sum to zero.
pub fn payout_entries(amount_cents: i64, provider: &str) -> Vec<Entry> {
    vec![entry("gateway_clearing", -amount_cents), entry(&payable(provider), amount_cents)]
}

/// The entries that undo others.
pub fn reversed(entries: Vec<Entry>) -> Vec<Entry> {
    entries.into_iter().map(|one| Entry { amount_cents: -one.amount_cents, ..one }).collect()
}

/// The account of what we owe a provider.
pub fn payable(provider: &str) -> String {
    format!("provider_payable:{provider}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_capture_balances(total in 0i64..10_000_000_000, part in 0i64..=10_000) {
            let entries = capture_entries(total, crate::money::share(total, part), "p");
            prop_assert_eq!(entries.iter().map(|e| e.amount_cents).sum::<i64>(), 0);
            prop_assert!(entries[1].amount_cents <= 0 && entries[2].amount_cents <= 0);
        }
    }

    #[test]
    fn a_refund_balances() {
        let entries = refund_entries(1_000, 150, "p");
        assert_eq!(entries.iter().map(|e| e.amount_cents).collect::<Vec<_>>(), [-1_000, 150, 850]);
    }

    #[test]
    fn a_payout_balances_and_can_be_undone() {
        let entries = payout_entries(850, "p");
        assert_eq!(entries.iter().map(|e| e.amount_cents).collect::<Vec<_>>(), [-850, 850]);
        assert_eq!(reversed(entries).iter().map(|e| e.amount_cents).collect::<Vec<_>>(), [850, -850]);
    }

    #[test]
    fn nothing_goes_back_but_what_is_left_and_nothing_while_a_bank_decides() {
        assert_eq!(refund_amount(1_000, 400, None), Some(600));
        assert_eq!(refund_amount(1_000, 400, Some(600)), Some(600));
        for (refunded, chosen) in [(400, Some(601)), (400, Some(0)), (400, Some(-1)), (1_000, None)] {
            assert_eq!(refund_amount(1_000, refunded, chosen), None);
        }
        assert!(may_be_refunded(Succeeded, None) && may_be_refunded(Succeeded, Some(DisputeStatus::Won)));
        assert!(!may_be_refunded(Processing, None));
        for dispute in [DisputeStatus::NeedsResponse, DisputeStatus::UnderReview, DisputeStatus::Lost] {
            assert!(!may_be_refunded(Succeeded, Some(dispute)));
        }
    }

    #[test]
    fn charged_and_released_are_final() {
        for end in [Succeeded, Canceled] {
            assert!(PaymentStatus::ALL.iter().all(|to| !may_become(end, *to)));
        }
        assert!(may_become(Failed, RequiresCapture));
        assert!(!may_become(RequiresCapture, Failed));
    }
}
