//! The life of a repair, what may be charged for it, and what its payments make it.

use crate::vocabulary::RepairStatus::{
    self, Cancelled, Completed, InProgress, Ready, Received, WaitingForParts,
};
use crate::vocabulary::{PaymentPart, RepairPaymentStatus};
use chrono::{DateTime, Months, Utc};

/// Minutes that an amount stays set aside for a payment that nobody finishes.
pub const PAYMENT_MINUTES: i64 = 30;

/// Days that a link to a repair opens it.
pub const LINK_DAYS: i64 = 90;

/// Days before the end of a warranty at which the customer is reminded.
pub const WARRANTY_REMINDER_DAYS: i64 = 14;

/// The states a repair may go to from `from`.
pub const fn transitions(from: RepairStatus) -> &'static [RepairStatus] {
    match from {
        Received | WaitingForParts => &[InProgress, Cancelled],
        InProgress => &[WaitingForParts, Ready, Cancelled],
        Ready => &[Completed, Cancelled],
        Completed | Cancelled => &[],
    }
}

/// Whether a repair may go from `from` to `to`.
pub fn may_become(from: RepairStatus, to: RepairStatus) -> bool {
    transitions(from).contains(&to)
}

/// Whether there is nothing more to come.
pub fn is_over(status: RepairStatus) -> bool {
    transitions(status).is_empty()
}

/// The money of a repair, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Account {
    /// Authorised by the customer.
    pub authorized_cents: i64,
    /// What the jurisdiction lets a provider charge above that.
    pub tolerance_cents: i64,
    /// Set aside for payments that are under way.
    pub reserved_cents: i64,
    /// Charged so far.
    pub charged_cents: i64,
    /// Given back.
    pub refunded_cents: i64,
}

impl Account {
    /// What the customer still owes of what was authorised. The tolerance is not owed.
    pub fn due_cents(&self) -> i64 {
        (self.authorized_cents - self.charged_cents).max(0)
    }

    /// What is owed and not on its way yet.
    pub fn open_cents(&self) -> i64 {
        (self.authorized_cents - self.charged_cents - self.reserved_cents).max(0)
    }

    /// What a new payment may come to: what is open, and the tolerance of the jurisdiction.
    pub fn payable_cents(&self) -> i64 {
        (self.authorized_cents + self.tolerance_cents - self.charged_cents - self.reserved_cents).max(0)
    }

    /// What the customer still owes of a deposit.
    pub fn deposit_due_cents(&self, deposit_cents: i64) -> i64 {
        (deposit_cents - self.charged_cents).clamp(0, self.due_cents())
    }

    /// How far it is paid.
    pub fn status(&self) -> RepairPaymentStatus {
        if self.charged_cents == 0 {
            RepairPaymentStatus::Unpaid
        } else if self.refunded_cents >= self.charged_cents {
            RepairPaymentStatus::Refunded
        } else if self.charged_cents >= self.authorized_cents {
            RepairPaymentStatus::Paid
        } else {
            RepairPaymentStatus::Partial
        }
    }
}

/// The amount of a payment: the rest of the deposit, what the customer chose, or the rest. None where nothing is left
/// of that part, or where the amount is above what may be paid. Only what the customer chooses may use the tolerance.
pub fn amount(account: &Account, part: PaymentPart, deposit_cents: i64, chosen: Option<i64>) -> Option<i64> {
    let open = account.open_cents();
    let amount = match part {
        PaymentPart::Deposit => account.deposit_due_cents(deposit_cents) - account.reserved_cents,
        PaymentPart::Part => chosen?,
        PaymentPart::Rest => open,
    };
    (1..=account.payable_cents()).contains(&amount).then_some(amount)
}

/// The end of a warranty of `months` from the completion; none without one.
pub fn warranty_until(completed_at: DateTime<Utc>, months: i32) -> Option<DateTime<Utc>> {
    let months = u32::try_from(months).ok().filter(|months| *months > 0)?;
    completed_at.checked_add_months(Months::new(months))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_repair_goes_its_way() {
        for end in [Completed, Cancelled] {
            assert!(is_over(end) && RepairStatus::ALL.iter().all(|to| !may_become(end, *to)));
        }
        assert!(may_become(InProgress, WaitingForParts) && may_become(WaitingForParts, InProgress));
        assert!(!may_become(WaitingForParts, Ready) && !may_become(Received, Completed));
        assert!(RepairStatus::ALL.iter().all(|from| is_over(*from) || may_become(*from, Cancelled)));
    }

    #[test]
    fn the_warranty_ends_on_the_same_day_or_the_last_of_the_month() {
        let end = warranty_until("2026-08-31T10:00:00Z".parse().unwrap(), 6);
        assert_eq!(end, Some("2027-02-28T10:00:00Z".parse().unwrap()));
        assert_eq!(warranty_until("2026-08-31T10:00:00Z".parse().unwrap(), 0), None);
    }

    #[test]
    fn the_status_follows_the_money() {
        let account = |charged_cents, refunded_cents| Account {
            authorized_cents: 500,
            charged_cents,
            refunded_cents,
            ..Account::default()
        };
        assert_eq!(account(0, 0).status(), RepairPaymentStatus::Unpaid);
        assert_eq!(account(200, 0).status(), RepairPaymentStatus::Partial);
        assert_eq!(account(500, 100).status(), RepairPaymentStatus::Paid);
        assert_eq!(account(500, 500).status(), RepairPaymentStatus::Refunded);
    }

    proptest! {
        #[test]
        fn no_payment_passes_what_is_authorised(
            authorized in 0i64..1_000_000, tolerance in 0i64..100_000, charged in 0i64..1_000_000,
            reserved in 0i64..1_000_000, deposit in 0i64..1_000_000,
            chosen in proptest::option::of(-10i64..2_000_000), part in 0usize..3,
        ) {
            let account = Account {
                authorized_cents: authorized, tolerance_cents: tolerance, charged_cents: charged,
                reserved_cents: reserved, ..Account::default()
            };
            let part = PaymentPart::ALL[part];
            if let Some(amount) = amount(&account, part, deposit, chosen) {
                let above = if part == PaymentPart::Part { tolerance } else { 0 };
                prop_assert!(amount > 0 && charged + reserved + amount <= authorized + above);
                prop_assert!(part != PaymentPart::Deposit || charged + reserved + amount <= deposit);
            }
        }
    }
}
