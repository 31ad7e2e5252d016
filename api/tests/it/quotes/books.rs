//! The books after many operations on repairs and sessions: every transaction sums to zero, the totals are what the
//! payments, refunds, fees, disputes and payouts say, and the gateway's own lists say the same of each of them.

mod agree;

use super::money::Dice;
use super::stripe::settle;
use crate::support::booking::{DECLINED_CARD, GOOD_CARD, wish};
use crate::support::people::Mechanic;
use crate::support::shop::{Shop, draft, line, part, pay, rest, yes};
use crate::support::stripe::{Stripe, post_signed};
use chrono::TimeDelta;
use pitlane_client::ApiError;
use pitlane_contract::payments::Payment;
use pitlane_contract::quotes::NewQuote;
use pitlane_contract::repairs::NewRefund;
use pitlane_domain::vocabulary::{DisputeStatus, LineKind, PaymentStatus};
use pitlane_entities::payments;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use secrecy::ExposeSecret;
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Most repairs that are paid for side by side.
const REPAIRS: usize = 5;

/// A workshop with repairs and a mechanic with sessions, who are both paid by the gateway.
struct Walk {
    shop: Shop,
    marek: Mechanic,
    /// None for the sandbox.
    stripe: Option<Stripe>,
    dice: Dice,
    /// How many operations were accepted.
    done: u32,
    repairs: Vec<Uuid>,
    sessions: u32,
    /// Disputes without a decision, each with its payment.
    open: Vec<(String, payments::Model)>,
    /// What banks took from the sandbox's charges and did not give back: it has no list of its own for that.
    taken: BTreeMap<String, i64>,
    accounts: Vec<String>,
    payouts: u32,
}

impl Walk {
    async fn new(stripe: Option<Stripe>, seed: u64) -> Self {
        let shop = match &stripe {
            Some(stripe) => Shop::on(stripe.world().await).await,
            None => Shop::new().await,
        };
        let marek = shop.world.mechanic("Marek Nowak").await;
        let mut accounts = Vec::new();
        for seller in [&shop.olga.client, &marek.client] {
            seller.start_onboarding(None).await.unwrap();
            accounts.extend(stripe.as_ref().map(Stripe::answer_questions));
        }
        let mut walk = Self {
            shop,
            marek,
            stripe,
            dice: Dice(seed),
            done: 0,
            repairs: Vec::new(),
            sessions: 0,
            open: Vec::new(),
            taken: BTreeMap::new(),
            accounts,
            payouts: 0,
        };
        walk.settle().await;
        walk.authorize().await;
        walk
    }

    fn took<T>(&mut self, answer: Result<T, ApiError>) -> Option<T> {
        self.done += u32::from(answer.is_ok());
        answer.ok()
    }

    fn of(&mut self, count: usize) -> usize {
        usize::try_from(self.dice.below(count as u64)).unwrap()
    }

    fn some_repair(&mut self) -> Uuid {
        let at = self.of(self.repairs.len());
        self.repairs[at]
    }

    /// Has either side hear what the other has to say.
    async fn settle(&mut self) {
        match &self.stripe {
            Some(stripe) => settle(&self.shop, stripe).await,
            None => self.shop.world.run_jobs().await,
        }
    }

    /// The customer approves a quote: for a new repair, or for more work on one of them.
    async fn authorize(&mut self) {
        let more = self.repairs.len() == REPAIRS || (!self.repairs.is_empty() && self.dice.below(2) == 0);
        let repair = if more { Some(self.some_repair()) } else { None };
        let lines = vec![
            line(LineKind::Labor, "Work", self.dice.cents(4_000), self.dice.cents(20_000)),
            line(LineKind::Part, "Parts", self.dice.cents(3_000), self.dice.cents(9_000)),
        ];
        let new = NewQuote { repair_id: repair, deposit_cents: None, ..draft(&self.shop.dana, lines) };
        let quote = self.shop.olga.client.create_quote(&new, None).await.unwrap();
        self.shop.olga.client.send_quote(quote.id).await.unwrap();
        let some = if self.dice.below(3) == 0 { Some(vec![quote.lines[0].id]) } else { None };
        let approved = self.shop.dana.client.approve_quote(quote.id, &yes(some)).await.unwrap();
        self.done += 3;
        if repair.is_none() {
            self.repairs.push(approved.repair_id.unwrap());
        }
    }

    /// What the customer's browser does with a card, now and then one that is refused.
    async fn card(&mut self, payment: &Payment) {
        let good = self.dice.below(6) > 0;
        let (Some(id), Some(secret)) = (&payment.gateway_id, &payment.client_secret) else { return };
        if let Some(stripe) = &self.stripe {
            stripe.confirm(id, secret, if good { "visa" } else { "declined" });
        } else {
            let number = if good { GOOD_CARD } else { DECLINED_CARD };
            pay(&self.shop.dana.client, payment, number).await.unwrap();
        }
        self.done += u32::from(good);
    }

    /// The customer pays a part of a repair, or the rest; now and then they think better of it.
    async fn pay(&mut self) {
        let repair = self.some_repair();
        let body = if self.dice.below(5) == 0 { rest() } else { part(self.dice.cents(15_000)) };
        let made = self.shop.dana.client.create_repair_payment(repair, &body, None).await;
        let Some(made) = self.took(made) else { return };
        if self.dice.below(8) == 0 {
            let left = self.shop.dana.client.give_up_payment(made.payment.id).await;
            self.took(left);
        } else {
            self.card(&made.payment).await;
        }
    }

    /// The customer books a session, which is held and ends, or is called off before.
    async fn session(&mut self) {
        self.shop.world.set_online(&self.marek, true).await;
        let dana = &self.shop.dana;
        let wanted = wish(dana, Some(self.marek.provider_id));
        let booked = dana.client.create_session_request(&wanted, None).await;
        let Some(booked) = self.took(booked) else { return };
        self.card(&booked.payment).await;
        self.settle().await;
        let offers = self.marek.client.list_offers().await.unwrap().items;
        let offer = offers.into_iter().find(|offer| offer.request_id == booked.request.id);
        let Some(offer) = offer.filter(|_| self.dice.below(4) > 0) else {
            let left = self.shop.dana.client.cancel_session_request(booked.request.id).await;
            self.took(left);
            return;
        };
        let accepted = self.marek.client.accept_offer(offer.id).await;
        let Some(accepted) = self.took(accepted) else { return };
        let started = self.marek.client.start_session(accepted.session_id).await;
        self.took(started);
        self.settle().await;
        let ended = self.marek.client.end_session(accepted.session_id).await;
        self.took(ended);
        self.sessions += 1;
    }

    /// A charge of which something is left.
    async fn charge(&mut self) -> Option<payments::Model> {
        let charged = payments::Column::Status.eq(PaymentStatus::Succeeded.as_str());
        let rows = payments::Entity::find().filter(charged).order_by_asc(payments::Column::Id);
        let mut rows = rows.all(&self.shop.world.state.db).await.unwrap();
        rows.retain(|row| row.refunded_cents < row.amount_cents);
        if rows.is_empty() { None } else { Some(rows.swap_remove(self.of(rows.len()))) }
    }

    /// The seller gives a charge back, in part or whole.
    async fn refund(&mut self) {
        let Some(charge) = self.charge().await else { return };
        let cents = if self.dice.below(4) == 0 { None } else { Some(self.dice.cents(6_000)) };
        let body = NewRefund { amount_cents: cents, reason: "Goodwill".to_owned() };
        let seller = if charge.repair_id.is_some() { &self.shop.olga.client } else { &self.marek.client };
        let given = seller.refund_payment(charge.id, &body, None).await;
        self.took(given);
    }

    /// A customer's bank takes a charge, or decides about one that it took.
    async fn dispute(&mut self) {
        if self.open.len() > 1 {
            let (id, charge) = self.open.remove(0);
            let won = self.dice.below(2) == 0;
            self.decide(&id, &charge, won).await;
            self.done += 1;
            return;
        }
        let Some(charge) = self.charge().await.filter(|charge| charge.dispute_status.is_none()) else {
            return;
        };
        let intent = charge.gateway_id.clone().unwrap();
        let id = if let Some(stripe) = &self.stripe {
            stripe.dispute(&intent)
        } else {
            let id = format!("dp_{}", self.done);
            self.taken.insert(intent, charge.amount_cents - charge.refunded_cents);
            for kind in ["created", "funds_withdrawn"] {
                self.tell(&id, kind, &charge, "needs_response").await;
            }
            id
        };
        self.open.push((id, charge));
        self.done += 1;
    }

    async fn decide(&mut self, id: &str, charge: &payments::Model, won: bool) {
        if let Some(stripe) = &self.stripe {
            return stripe.decide(id, won);
        }
        let status = if won { DisputeStatus::Won } else { DisputeStatus::Lost };
        self.tell(id, "closed", charge, status.as_str()).await;
        if won {
            self.tell(id, "funds_reinstated", charge, status.as_str()).await;
            self.taken.remove(charge.gateway_id.as_deref().unwrap());
        }
    }

    /// Tells of a dispute as a gateway would; nobody disputes anything in the sandbox by themselves.
    async fn tell(&self, id: &str, kind: &str, charge: &payments::Model, status: &str) {
        let event = json!({
            "id": format!("evt_{id}_{kind}"), "type": format!("charge.dispute.{kind}"), "created": 1,
            "data": { "object": {
                "id": id, "object": "dispute", "payment_intent": charge.gateway_id, "status": status,
                "amount": charge.amount_cents - charge.refunded_cents, "reason": "fraudulent",
            } },
        });
        let world = &self.shop.world;
        let secret = world.state.secrets.webhook.expose_secret();
        assert_eq!(post_signed(world, secret, &event).await, 200);
    }

    /// A bank is sent what an account holds; now and then it sends that back.
    async fn payout(&mut self) {
        let Some(stripe) = self.stripe.clone() else {
            // the sandbox pays out by itself
            return self.shop.world.pass(TimeDelta::days(2)).await;
        };
        let at = self.of(self.accounts.len());
        let account = self.accounts[at].clone();
        self.payouts += 1;
        let (id, cents) = (format!("po_{}", self.payouts), self.dice.cents(4_000));
        let last = if self.dice.below(4) == 0 { "failed" } else { "paid" };
        stripe.payout(&account, (&id, cents), &["created", last]);
        self.done += 1;
    }

    /// Time passes, or the way to the gateway is bad.
    async fn weather(&mut self) {
        match (self.dice.below(4), &self.stripe) {
            (0, Some(stripe)) => stripe.in_trouble(&[503]),
            (1, Some(stripe)) => stripe.lose_next_answer(),
            (2, Some(stripe)) => stripe.deliver_in_disorder(&self.shop.world).await,
            _ => self.shop.world.pass(TimeDelta::minutes(31)).await,
        }
    }

    async fn step(&mut self) {
        match self.dice.below(16) {
            0 | 1 => self.authorize().await,
            2..=6 => self.pay().await,
            7..=9 => self.session().await,
            10 | 11 => self.refund().await,
            12 | 13 => self.dispute().await,
            14 => self.payout().await,
            _ => self.weather().await,
        }
        // news of the gateway may wait for those of the next step
        if self.dice.below(3) > 0 {
            self.settle().await;
        }
    }
}

async fn walked(stripe: Option<Stripe>, seed: u64, operations: u32) {
    let mut walk = Walk::new(stripe, seed).await;
    let mut checked = 0;
    while walk.done < operations {
        walk.step().await;
        if walk.done >= checked + 50 {
            checked = walk.done;
            walk.sums_to_zero().await;
        }
    }
    // an answer that got lost is asked for again, and what nobody paid is free again
    for _ in 0..3 {
        walk.settle().await;
        walk.shop.world.pass(TimeDelta::hours(12)).await;
    }
    walk.settle().await;
    walk.agree().await;
    assert!(walk.repairs.len() > 2 && walk.sessions > 2, "{} {}", walk.repairs.len(), walk.sessions);
    let failed = walk.shop.world.failed_jobs().await;
    assert!(failed.iter().all(|job| job.kind == "payments.release"), "{failed:?}");
}

#[actix_web::test]
async fn five_hundred_accepted_operations_leave_the_books_as_the_sandbox_has_them() {
    walked(None, 0x243F_6A88_85A3_08D3, 500).await;
}

#[actix_web::test]
async fn many_accepted_operations_leave_the_books_as_stripe_has_them() {
    walked(Some(Stripe::start()), 0x1319_8A2E_0370_7344, 200).await;
}
