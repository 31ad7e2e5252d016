//! What the books and the gateway's lists must say alike.

use super::Walk;
use crate::support::stripe::Charge;
use pitlane_contract::ledger::LedgerQuery;
use pitlane_domain::vocabulary::{DisputeStatus, PaymentStatus, PayoutStatus, RefundStatus};
use pitlane_entities::{
    disputes, ledger_entries, payments, payouts, refunds, repairs, sandbox_intents, sandbox_payouts,
    sandbox_refunds,
};
use sea_orm::EntityTrait;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Amounts by account of the ledger, without those that hold nothing.
type Accounts = BTreeMap<String, i64>;

impl Walk {
    /// Each transaction of the ledger sums to zero, and no repair was charged more than was authorised.
    pub async fn sums_to_zero(&self) -> Accounts {
        let db = &self.shop.world.state.db;
        let mut sums: BTreeMap<Uuid, i64> = BTreeMap::new();
        let mut accounts = Accounts::new();
        for entry in ledger_entries::Entity::find().all(db).await.unwrap() {
            *sums.entry(entry.transaction_id).or_default() += entry.amount_cents;
            *accounts.entry(entry.account).or_default() += entry.amount_cents;
        }
        assert!(sums.values().all(|sum| *sum == 0), "{sums:?}");
        for row in repairs::Entity::find().all(db).await.unwrap() {
            let ceiling = row.authorized_cents + row.tolerance_cents;
            assert!(row.charged_cents + row.reserved_cents <= ceiling, "{row:?}");
            assert!(row.refunded_cents <= row.charged_cents, "{row:?}");
        }
        accounts.retain(|_, amount| *amount != 0);
        accounts
    }

    /// When everything has settled: ours is the gateway's, payment by payment and payout by payout, and the ledger's
    /// accounts hold what follows from that.
    pub async fn agree(&self) {
        let booked = self.sums_to_zero().await;
        let (mut charges, payouts) = self.gateways().await;
        let ours = self.our_charges().await;
        // an intent whose answer got lost is nobody's when its payment was given up meanwhile
        charges.retain(|id, charge| ours.contains_key(id) || charge.captured > 0);
        assert_eq!(ours, charges);
        assert_eq!(self.our_payouts().await, payouts);

        let captured = charges.values().filter(|charge| charge.captured > 0).count();
        assert!(captured > 20 && charges.len() > captured, "{captured} of {}", charges.len());
        assert!(charges.values().any(|charge| charge.disputed > 0) && !payouts.is_empty());
        let kept: i64 = charges.values().map(|one| one.captured - one.refunded - one.disputed).sum();
        let paid_out: i64 = payouts.values().filter(|(_, back)| !back).map(|(cents, _)| cents).sum();
        assert_eq!(booked["gateway_clearing"], kept - paid_out);
        assert_eq!(booked, self.expected().await);

        let admin = self.shop.world.admin("Staff").await;
        let told = admin.read_ledger(&LedgerQuery::default()).await.unwrap().totals;
        let of = |account: &str| told.iter().find(|total| total.account == account).unwrap().amount_cents;
        assert_eq!(of("gateway_clearing"), kept - paid_out);
        assert_eq!(of("platform_fees"), booked["platform_fees"]);
        assert_eq!(told.iter().map(|total| total.amount_cents).sum::<i64>(), 0);
    }

    /// What the gateway's own lists say.
    async fn gateways(&self) -> (BTreeMap<String, Charge>, BTreeMap<String, (i64, bool)>) {
        if let Some(stripe) = &self.stripe {
            return (stripe.charges(), stripe.payouts());
        }
        let db = &self.shop.world.state.db;
        let mut given: BTreeMap<String, i64> = BTreeMap::new();
        for refund in sandbox_refunds::Entity::find().all(db).await.unwrap() {
            *given.entry(refund.intent_id).or_default() += refund.amount_cents;
        }
        let intents = sandbox_intents::Entity::find().all(db).await.unwrap().into_iter();
        let charges = intents.map(|intent| {
            let charge = Charge {
                amount: intent.amount_cents,
                captured: intent.amount_received_cents,
                refunded: given.get(&intent.id).copied().unwrap_or_default(),
                disputed: self.taken.get(&intent.id).copied().unwrap_or_default(),
                fee: intent.fee_cents.filter(|_| intent.amount_received_cents > 0),
            };
            (intent.id, charge)
        });
        let payouts = sandbox_payouts::Entity::find().all(db).await.unwrap().into_iter();
        (charges.collect(), payouts.map(|one| (one.id, (one.amount_cents, false))).collect())
    }

    async fn our_charges(&self) -> BTreeMap<String, Charge> {
        let db = &self.shop.world.state.db;
        let (mut given, mut taken) = (BTreeMap::<Uuid, i64>::new(), BTreeMap::<Uuid, i64>::new());
        for refund in refunds::Entity::find().all(db).await.unwrap() {
            assert_ne!(refund.status, RefundStatus::Pending.as_str(), "everything has settled");
            if refund.status == RefundStatus::Succeeded.as_str() {
                *given.entry(refund.payment_id).or_default() += refund.amount_cents;
            }
        }
        for dispute in disputes::Entity::find().all(db).await.unwrap() {
            if dispute.status != DisputeStatus::Won.as_str() {
                *taken.entry(dispute.payment_id).or_default() += dispute.amount_cents;
            }
        }
        let rows = payments::Entity::find().all(db).await.unwrap().into_iter();
        rows.filter_map(|row| {
            let charged = row.status == PaymentStatus::Succeeded.as_str();
            let refunded = given.get(&row.id).copied().unwrap_or_default();
            assert_eq!(row.refunded_cents, refunded);
            let charge = Charge {
                amount: row.amount_cents,
                captured: if charged { row.amount_cents } else { 0 },
                refunded,
                disputed: taken.get(&row.id).copied().unwrap_or_default(),
                fee: row.fee_cents.filter(|_| charged),
            };
            // what the gateway never heard of costs nobody anything
            assert!(row.gateway_id.is_some() || !charged);
            Some((row.gateway_id?, charge))
        })
        .collect()
    }

    async fn our_payouts(&self) -> BTreeMap<String, (i64, bool)> {
        let rows = payouts::Entity::find().all(&self.shop.world.state.db).await.unwrap().into_iter();
        let failed = PayoutStatus::Failed.as_str();
        rows.map(|row| (row.gateway_id, (row.amount_cents, row.status == failed))).collect()
    }

    /// The ledger's accounts, from the payments, refunds, fees, disputes and payouts themselves.
    async fn expected(&self) -> Accounts {
        let db = &self.shop.world.state.db;
        let mut accounts = Accounts::new();
        let mut book = |provider: Uuid, cents: i64, fee: i64| {
            for (account, amount) in [
                ("gateway_clearing".to_owned(), cents),
                ("platform_fees".to_owned(), -fee),
                (format!("provider_payable:{provider}"), fee - cents),
            ] {
                *accounts.entry(account).or_default() += amount;
            }
        };
        let mut sellers: BTreeMap<Uuid, Uuid> = BTreeMap::new();
        for row in payments::Entity::find().all(db).await.unwrap() {
            if row.status == PaymentStatus::Succeeded.as_str() {
                sellers.insert(row.id, row.provider_id.unwrap());
                book(row.provider_id.unwrap(), row.amount_cents, row.fee_cents.unwrap());
            }
        }
        for row in refunds::Entity::find().all(db).await.unwrap() {
            if row.status == RefundStatus::Succeeded.as_str() {
                book(sellers[&row.payment_id], -row.amount_cents, -row.fee_cents);
            }
        }
        for row in disputes::Entity::find().all(db).await.unwrap() {
            if row.status != DisputeStatus::Won.as_str() {
                book(sellers[&row.payment_id], -row.amount_cents, -row.fee_cents);
            }
        }
        for row in payouts::Entity::find().all(db).await.unwrap() {
            if row.status != PayoutStatus::Failed.as_str() {
                book(row.provider_id, -row.amount_cents, 0);
            }
        }
        accounts.retain(|_, amount| *amount != 0);
        accounts
    }
}
