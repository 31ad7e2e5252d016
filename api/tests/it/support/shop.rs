//! Quotes, repairs and paying for them, as the web app does it.

use super::World;
use super::booking::GOOD_CARD;
use super::people::{Customer, Mechanic, Workshop};
use pitlane_client::{ApiError, Client, Upload};
use pitlane_contract::payments::{Payment, SandboxAnswer, SandboxCard};
use pitlane_contract::quotes::{ApproveQuote, NewQuote, Quote, UpdateQuote, WriteLine};
use pitlane_contract::repairs::{NewRepairPayment, Repair, RepairPayment, UpdateRepairStatus};
use pitlane_domain::vocabulary::{LineKind, PaymentPart, RepairStatus, Severity};
use pitlane_entities::provider_customer_relations;
use pitlane_platform::new_id;
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// A workshop with its owner and a customer that it knows.
pub struct Shop {
    pub world: World,
    pub dana: Customer,
    pub workshop: Workshop,
    pub olga: Mechanic,
}

/// A line that costs.
pub fn line(kind: LineKind, title: &str, quantity_thousandths: i64, unit_cents: i64) -> WriteLine {
    WriteLine {
        id: None,
        kind,
        title: title.to_owned(),
        quantity_thousandths,
        unit_cents,
        taxable: kind == LineKind::Part,
        part_number: None,
        part_condition: None,
        severity: (kind != LineKind::Discount).then_some(Severity::Soon),
    }
}

/// Brakes: labor 300.00, pads 129.90 and a fluid flush 80.00; the parts taxed at 8.25%: 520.62 in all.
pub fn brakes() -> Vec<WriteLine> {
    vec![
        line(LineKind::Labor, "Replace the front pads", 2_500, 12_000),
        line(LineKind::Part, "Front brake pads", 2_000, 6_495),
        line(LineKind::Labor, "Flush the brake fluid", 1_000, 8_000),
    ]
}

/// A quote for the brakes of `customer`.
pub fn draft(customer: &Customer, lines: Vec<WriteLine>) -> NewQuote {
    NewQuote {
        customer_id: Some(customer.id),
        customer_email: None,
        customer_name: None,
        vehicle_id: Some(customer.vehicle),
        vehicle: None,
        session_id: None,
        repair_id: None,
        template_id: None,
        diagnosis_summary: Some("The front pads are worn".to_owned()),
        tax_bps: Some(825),
        deposit_cents: Some(10_000),
        warranty_months: Some(12),
        warranty_miles: Some(12_000),
        valid_days: None,
        lines: Some(lines),
    }
}

/// A quote for the brakes of somebody with this address.
pub fn draft_for(email: &str, name: &str, lines: Vec<WriteLine>) -> NewQuote {
    NewQuote {
        customer_id: None,
        customer_email: Some(email.to_owned()),
        customer_name: Some(name.to_owned()),
        vehicle_id: None,
        vehicle: Some("2011 Honda Fit".to_owned()),
        session_id: None,
        repair_id: None,
        template_id: None,
        diagnosis_summary: Some("The front pads are worn".to_owned()),
        tax_bps: Some(825),
        deposit_cents: None,
        warranty_months: Some(12),
        warranty_miles: None,
        valid_days: None,
        lines: Some(lines),
    }
}

/// A change of nothing but the lines of a draft.
pub fn lines_of(lines: Vec<WriteLine>) -> UpdateQuote {
    UpdateQuote {
        diagnosis_summary: None,
        tax_bps: None,
        deposit_cents: None,
        warranty_months: None,
        warranty_miles: None,
        valid_days: None,
        lines: Some(lines),
    }
}

/// An approval of some lines, or of all.
pub fn yes(line_ids: Option<Vec<Uuid>>) -> ApproveQuote {
    ApproveQuote { line_ids, typed_name: "Dana Okafor".to_owned(), total_cents: None }
}

/// A payment of a part.
pub fn part(amount_cents: i64) -> NewRepairPayment {
    NewRepairPayment { part: PaymentPart::Part, amount_cents: Some(amount_cents) }
}

/// A payment of all that is left.
pub fn rest() -> NewRepairPayment {
    NewRepairPayment { part: PaymentPart::Rest, amount_cents: None }
}

/// A move to a status.
pub fn to(status: RepairStatus) -> UpdateRepairStatus {
    UpdateRepairStatus { status: Some(status), note: None, internal: false, promised_at: None, reason: None }
}

/// A grey picture of a width of its own.
pub fn picture(width: u32) -> Upload {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(width, 4).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    Upload { name: "brake.png".to_owned(), content_type: "image/png".to_owned(), bytes: bytes.into_inner() }
}

/// Hands a card to the sandbox gateway.
pub async fn pay(client: &Client, payment: &Payment, number: &str) -> Result<SandboxAnswer, ApiError> {
    let card = SandboxCard {
        client_secret: payment.client_secret.clone().expect("an unpaid payment has its secret"),
        number: number.to_owned(),
        expiry: "12/34".to_owned(),
        cvc: "123".to_owned(),
    };
    let gateway_id = payment.gateway_id.clone().expect("the gateway knows the payment");
    client.sandbox_confirm(&format!("{}/sandbox", client.base()), &gateway_id, &card).await
}

impl World {
    /// Has a provider know a customer.
    pub async fn acquaint(&self, provider: Uuid, customer: Uuid) {
        provider_customer_relations::ActiveModel {
            id: Set(new_id()),
            provider_id: Set(provider),
            customer_id: Set(customer),
            total_bookings: Set(0),
            total_spent_cents: Set(0),
            average_rating: Set(None),
            first_booking_at: Set(None),
            last_booking_at: Set(None),
            is_favorite_customer: Set(false),
            is_blocked: Set(false),
            favorite_asked_at: Set(None),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        }
        .insert(&self.state.db)
        .await
        .unwrap();
    }
}

impl Shop {
    /// An empty workshop with its owner and a customer that it knows.
    pub async fn new() -> Self {
        Self::on(World::new().await).await
    }

    /// The same in a world of one's own.
    pub async fn on(world: World) -> Self {
        let dana = world.customer("Dana Okafor").await;
        let workshop = world.workshop("Harbor Garage").await;
        let olga = world.member("Olga Petrova", &workshop, "owner").await;
        world.acquaint(workshop.provider_id, dana.id).await;
        Self { world, dana, workshop, olga }
    }

    /// A quote of `lines` that the customer was sent.
    pub async fn sent(&self, lines: Vec<WriteLine>) -> Quote {
        let quote = self.olga.client.create_quote(&draft(&self.dana, lines), None).await.unwrap();
        self.olga.client.send_quote(quote.id).await.unwrap()
    }

    /// A quote for the brakes that the customer approved whole: 520.62.
    pub async fn approved(&self) -> Quote {
        let quote = self.sent(brakes()).await;
        self.dana.client.approve_quote(quote.id, &yes(None)).await.unwrap()
    }

    /// Asks for a payment and makes it with a good card.
    pub async fn pay(&self, repair: Uuid, body: &NewRepairPayment) -> Result<RepairPayment, ApiError> {
        let made = self.dana.client.create_repair_payment(repair, body, None).await?;
        pay(&self.dana.client, &made.payment, GOOD_CARD).await?;
        self.world.run_jobs().await;
        Ok(made)
    }

    /// The repair as its customer sees it.
    pub async fn repair(&self, id: Uuid) -> Repair {
        self.dana.client.get_customer_repair(id).await.unwrap()
    }

    /// Moves a repair along.
    pub async fn go(&self, id: Uuid, way: &[RepairStatus]) -> Repair {
        for status in way {
            self.olga.client.update_repair_status(id, &to(*status)).await.unwrap();
        }
        self.olga.client.get_repair(id).await.unwrap()
    }
}
