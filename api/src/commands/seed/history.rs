//! What happened before the demo began: finished sessions with their money, summaries and reviews.

use super::people::{Customer, Mechanic, People};
use crate::work::Transaction;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_domain::catalogue::service;
use pitlane_domain::fees::{SESSION_DEFAULT, fee};
use pitlane_domain::money::CURRENCY;
use pitlane_domain::payments::capture_entries;
use pitlane_domain::vocabulary::{RequestEventKind, ServiceKind};
use pitlane_entities::{
    dispatch_offers, ledger_entries, mechanic_reviews, payments, request_events, sandbox_intents,
    session_messages, session_requests, session_summaries, sessions,
};
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DbErr};
use serde_json::json;
use uuid::Uuid;

/// One finished session.
struct Past {
    customer: &'static str,
    mechanic: &'static str,
    kind: ServiceKind,
    days: i64,
    concern: &'static str,
    findings: &'static str,
    next_steps: &'static str,
    review: Option<(i32, &'static str)>,
}

const fn past(
    (customer, mechanic, kind, days): (&'static str, &'static str, ServiceKind, i64),
    (concern, findings, next_steps): (&'static str, &'static str, &'static str),
    review: Option<(i32, &'static str)>,
) -> Past {
    Past { customer, mechanic, kind, days, concern, findings, next_steps, review }
}

use ServiceKind::{Chat, Video};

const SQUEAL: (&str, &str, &str) = (
    "The brakes squeal when I slow down in the morning.",
    "Surface rust on the front discs after wet nights; the pads have 6 mm left.",
    "Drive it for a week. If the squeal stays, have the pads measured.",
);
const SHAKE: (&str, &str, &str) = (
    "The steering wheel shakes between 55 and 65 mph.",
    "Front wheels out of balance, one weight is missing on the right.",
    "Have both front wheels balanced and the tires checked for flat spots.",
);
const LIGHT: (&str, &str, &str) = (
    "The check engine light came on, the car drives as always.",
    "Code P0456, a small leak in the fuel vapour system; the seal of the cap is cracked.",
    "Replace the fuel cap and clear the code.",
);
const CLUNK: (&str, &str, &str) = (
    "A clunk from the front left over speed bumps.",
    "Worn stabiliser link, both ends have play.",
    "Replace both stabiliser links within a month.",
);
const GEARS: (&str, &str, &str) = (
    "The automatic shifts hard from second to third.",
    "Fluid is dark and low; no codes stored.",
    "Change the transmission fluid and filter before going further.",
);
const CHARGE: (&str, &str, &str) = (
    "Charging stops at 80 percent at home.",
    "The limit was set in the car's own timer.",
    "Set the departure timer to 100 percent on long trips only.",
);
const COLD: (&str, &str, &str) = (
    "The air conditioning blows warm at idle.",
    "The condenser fan does not start; fuse and relay are good.",
    "Replace the condenser fan; until then drive with the windows open.",
);
const SMOKE: (&str, &str, &str) = (
    "White smoke on a cold start, gone after a minute.",
    "Condensation, the coolant level is steady.",
    "Nothing to do; look at the coolant again in two weeks.",
);

const PASTS: [Past; 15] = [
    past(("lee", "tomas", Chat, 160), SMOKE, Some((4, "Calm and clear, saved me a trip."))),
    past(("priya", "ana", Video, 150), CHARGE, Some((5, "Found it in five minutes."))),
    past(("dana", "marek", Chat, 140), SQUEAL, Some((5, "Told me what can wait. Will ask again."))),
    past(("lee", "marek", Video, 118), CLUNK, Some((5, "Heard the noise over video and was right."))),
    past(("dana", "ken", Chat, 96), GEARS, Some((4, "Good advice, answered a little late."))),
    past(("priya", "june", Chat, 90), COLD, Some((4, "Friendly and to the point."))),
    past(("priya", "ruth", Chat, 82), SHAKE, Some((5, "Short questions, clear answer."))),
    past(("dana", "marek", Video, 75), CLUNK, Some((5, "Showed me the part to order."))),
    past(("lee", "ruth", Chat, 63), SHAKE, Some((5, "Exactly the missing weight."))),
    past(("priya", "marek", Chat, 55), SQUEAL, Some((4, "Honest about what I do not need."))),
    past(("dana", "ken", Video, 43), GEARS, Some((5, "Ken walked me through the fluid check."))),
    past(("priya", "ana", Chat, 34), LIGHT, None),
    past(("lee", "marek", Chat, 29), SHAKE, Some((5, "Quick, as always."))),
    past(("dana", "ana", Chat, 13), LIGHT, Some((5, "It was the fuel cap."))),
    past(("dana", "marek", Chat, 6), SHAKE, None),
];

/// Makes the whole history.
pub async fn make(tx: &Transaction, now: DateTime<Utc>, people: &People<'_>) -> Result<(), DbErr> {
    for (number, past) in PASTS.iter().enumerate() {
        let (Some(customer), Some(mechanic)) =
            (people.customer(past.customer), people.mechanic(past.mechanic))
        else {
            continue;
        };
        let Some(vehicle) = customer.vehicle else { continue };
        let day = now - TimeDelta::days(past.days);
        let one = One { tx, past, customer, mechanic, vehicle, day, number };
        let request = one.request().await?;
        one.payment(request).await?;
        one.timeline(request).await?;
        let session = one.session(request).await?;
        one.talk(session).await?;
        one.summary(session).await?;
        one.review(session).await?;
    }
    Ok(())
}

/// One finished session while it is being written.
struct One<'a> {
    tx: &'a Transaction,
    past: &'a Past,
    customer: &'a Customer,
    mechanic: &'a Mechanic,
    vehicle: Uuid,
    day: DateTime<Utc>,
    number: usize,
}

impl One<'_> {
    fn at(&self, minutes: i64) -> DateTime<Utc> {
        self.day + TimeDelta::minutes(minutes)
    }

    fn price(&self) -> i64 {
        service(self.past.kind).price_cents.unwrap_or_default()
    }

    fn minutes(&self) -> i32 {
        service(self.past.kind).minutes.unwrap_or_default()
    }

    async fn request(&self) -> Result<Uuid, DbErr> {
        let id = new_id();
        session_requests::ActiveModel {
            id: Set(id),
            customer_id: Set(self.customer.id),
            vehicle_id: Set(self.vehicle),
            service: Set(self.past.kind.to_string()),
            concern: Set(self.past.concern.to_owned()),
            price_cents: Set(self.price()),
            currency: Set(CURRENCY.to_owned()),
            planned_minutes: Set(self.minutes()),
            status: Set("accepted".to_owned()),
            routing_type: Set("priority_broadcast".to_owned()),
            preferred_provider_id: Set(Some(self.mechanic.provider_id)),
            notify_and_wait: Set(false),
            window_open: Set(false),
            priority_window_minutes: Set(Some(10)),
            priority_notified_at: Set(Some(self.at(1))),
            priority_expires_at: Set(Some(self.at(11))),
            fallback_broadcast_at: Set(None),
            broadcast_cause: Set(None),
            broadcast_round: Set(0),
            broadcast_expires_at: Set(None),
            payment_due_at: Set(self.at(30)),
            accepted_at: Set(Some(self.at(3))),
            mechanic_id: Set(Some(self.mechanic.id)),
            started_at: Set(Some(self.at(4))),
            parent_session_id: Set(None),
            follow_up_type: Set(None),
            created_at: Set(self.day),
            updated_at: Set(self.at(4)),
        }
        .insert(self.tx)
        .await?;
        dispatch_offers::ActiveModel {
            id: Set(new_id()),
            request_id: Set(id),
            mechanic_id: Set(self.mechanic.id),
            kind: Set("priority".to_owned()),
            sent_at: Set(self.at(1)),
            attempts: Set(1),
            delivered_at: Set(Some(self.at(1))),
            seen_at: Set(Some(self.at(2))),
            response: Set(Some("accepted".to_owned())),
            reason: Set(None),
            responded_at: Set(Some(self.at(3))),
            created_at: Set(self.at(1)),
        }
        .insert(self.tx)
        .await?;
        Ok(id)
    }

    async fn payment(&self, request: Uuid) -> Result<(), DbErr> {
        let (id, gateway_id) = (new_id(), format!("pi_demo_{:03}", self.number + 1));
        payments::ActiveModel {
            id: Set(id),
            session_request_id: Set(Some(request)),
            customer_id: Set(self.customer.id),
            provider_id: Set(Some(self.mechanic.provider_id)),
            amount_cents: Set(self.price()),
            refunded_cents: Set(0),
            fee_cents: Set(Some(fee(SESSION_DEFAULT, self.price()))),
            currency: Set(CURRENCY.to_owned()),
            status: Set("succeeded".to_owned()),
            gateway: Set("sandbox".to_owned()),
            gateway_id: Set(Some(gateway_id.clone())),
            client_secret: Set(None),
            failure_code: Set(None),
            authorized_at: Set(Some(self.at(1))),
            paid_at: Set(Some(self.at(4))),
            created_at: Set(self.day),
            updated_at: Set(self.at(4)),
            ..Default::default()
        }
        .insert(self.tx)
        .await?;
        sandbox_intents::ActiveModel {
            id: Set(gateway_id.clone()),
            idempotency_key: Set(id.to_string()),
            client_secret: Set(format!("{gateway_id}_secret")),
            amount_cents: Set(self.price()),
            amount_received_cents: Set(self.price()),
            currency: Set(CURRENCY.to_owned()),
            status: Set("succeeded".to_owned()),
            last_error: Set(None),
            created_at: Set(self.day),
            updated_at: Set(self.at(4)),
            ..Default::default()
        }
        .insert(self.tx)
        .await?;
        let transaction = new_id();
        let (fee, provider) = (fee(SESSION_DEFAULT, self.price()), self.mechanic.provider_id.to_string());
        for entry in capture_entries(self.price(), fee, &provider) {
            ledger_entries::ActiveModel {
                id: Set(new_id()),
                transaction_id: Set(transaction),
                account: Set(entry.account),
                amount_cents: Set(entry.amount_cents),
                currency: Set(CURRENCY.to_owned()),
                payment_id: Set(Some(id)),
                reason: Set("capture".to_owned()),
                created_at: Set(self.at(4)),
                ..Default::default()
            }
            .insert(self.tx)
            .await?;
        }
        Ok(())
    }

    async fn timeline(&self, request: Uuid) -> Result<(), DbErr> {
        let mechanic = Some((self.mechanic.user_id, self.mechanic.name));
        let lines = [
            (RequestEventKind::Created, 0, None),
            (RequestEventKind::Paid, 1, None),
            (RequestEventKind::PriorityStarted, 1, None),
            (RequestEventKind::OfferSent, 1, mechanic),
            (RequestEventKind::OfferSeen, 2, mechanic),
            (RequestEventKind::Accepted, 3, mechanic),
            (RequestEventKind::SessionStarted, 4, mechanic),
            (RequestEventKind::SessionEnded, 4 + i64::from(self.minutes()), mechanic),
        ];
        for (kind, minute, actor) in lines {
            request_events::ActiveModel {
                id: Set(new_id()),
                request_id: Set(request),
                at: Set(self.at(minute)),
                kind: Set(kind.to_string()),
                actor_user_id: Set(actor.map(|(id, _)| id)),
                actor_name: Set(actor.map(|(_, name)| name.to_owned())),
                detail: Set(json!({})),
                created_at: Set(self.at(minute)),
            }
            .insert(self.tx)
            .await?;
        }
        Ok(())
    }

    async fn session(&self, request: Uuid) -> Result<Uuid, DbErr> {
        let (id, end) = (new_id(), self.at(4 + i64::from(self.minutes())));
        sessions::ActiveModel {
            id: Set(id),
            request_id: Set(request),
            customer_id: Set(self.customer.id),
            mechanic_id: Set(self.mechanic.id),
            workshop_id: Set(self.mechanic.workshop_id),
            provider_id: Set(self.mechanic.provider_id),
            kind: Set(self.past.kind.to_string()),
            status: Set("ended".to_owned()),
            planned_minutes: Set(self.minutes()),
            price_cents: Set(self.price()),
            currency: Set(CURRENCY.to_owned()),
            nudged_at: Set(None),
            support_alerted_at: Set(None),
            customer_in_room_at: Set(Some(self.at(3))),
            mechanic_in_room_at: Set(Some(self.at(3))),
            started_at: Set(Some(self.at(4))),
            ended_at: Set(Some(end)),
            ended_by: Set(Some(self.mechanic.user_id)),
            created_at: Set(self.at(3)),
            updated_at: Set(end),
            starts_at: Set(None),
        }
        .insert(self.tx)
        .await?;
        Ok(id)
    }

    async fn talk(&self, session: Uuid) -> Result<(), DbErr> {
        let said = [
            (self.customer.id, self.past.concern, 4),
            (self.mechanic.user_id, "Thank you, I have read it. Since when, and what was done last?", 6),
            (self.customer.id, "About a week. Nothing was done since the last service.", 8),
            (self.mechanic.user_id, self.past.findings, 24),
        ];
        for (sender, text, minute) in said {
            session_messages::ActiveModel {
                id: Set(new_id()),
                session_id: Set(session),
                sender_id: Set(sender),
                client_id: Set(new_id()),
                text: Set(text.to_owned()),
                created_at: Set(self.at(minute)),
            }
            .insert(self.tx)
            .await?;
        }
        Ok(())
    }

    async fn summary(&self, session: Uuid) -> Result<(), DbErr> {
        let at = self.at(50);
        session_summaries::ActiveModel {
            id: Set(new_id()),
            session_id: Set(session),
            findings: Set(self.past.findings.to_owned()),
            steps_taken: Set("Talked through the symptoms\nLooked at pictures and sounds".to_owned()),
            parts_needed: Set(json!([])),
            next_steps: Set(self.past.next_steps.to_owned()),
            photo_ids: Set(json!([])),
            submitted_at: Set(Some(at)),
            first_viewed_at: Set(Some(self.at(90))),
            created_at: Set(at),
            updated_at: Set(at),
        }
        .insert(self.tx)
        .await?;
        Ok(())
    }

    async fn review(&self, session: Uuid) -> Result<(), DbErr> {
        let Some((rating, text)) = self.past.review else { return Ok(()) };
        let at = self.at(24 * 60);
        mechanic_reviews::ActiveModel {
            id: Set(new_id()),
            session_id: Set(Some(session)),
            repair_id: Set(None),
            mechanic_id: Set(Some(self.mechanic.id)),
            workshop_id: Set(self.mechanic.workshop_id),
            provider_id: Set(self.mechanic.provider_id),
            customer_id: Set(Some(self.customer.id)),
            rating: Set(rating),
            text: Set(text.to_owned()),
            helpful_count: Set(0),
            reply: Set(None),
            replied_at: Set(None),
            flagged_at: Set(None),
            hidden_by: Set(None),
            created_at: Set(at),
            updated_at: Set(at),
        }
        .insert(self.tx)
        .await?;
        Ok(())
    }
}
