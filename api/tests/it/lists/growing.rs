//! A world in which there is as much of everything as a test wants.

use crate::support::booking::wish;
use crate::support::people::Mechanic;
use crate::support::shop::{Shop, brakes, part, picture, yes};
use chrono::TimeDelta;
use pitlane_client::{Client, Upload};
use pitlane_contract::accounts::InviteMember;
use pitlane_contract::fees::NewFeeRule;
use pitlane_contract::payments::ChooseCard;
use pitlane_contract::quotes::WriteTemplate;
use pitlane_contract::repairs::NewPhoto;
use pitlane_contract::reviews::NewReview;
use pitlane_contract::sessions::NewMessage;
use pitlane_domain::vocabulary::RepairStatus::{Completed, InProgress, Ready};
use pitlane_domain::vocabulary::{FeeScope, FeeSubject, WorkshopRole};
use pitlane_entities::{
    gateway_customers, ledger_entries, payouts, request_photos, sandbox_cards, sign_ins, vehicles,
};
use pitlane_platform::new_id;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::ops::Range;
use uuid::Uuid;

/// A workshop and a mechanic with a customer whom both know.
pub struct Hall {
    pub shop: Shop,
    /// Takes sessions.
    pub marek: Mechanic,
    /// Is in a session that goes on.
    ines: Mechanic,
    pub admin: Client,
    pub http: reqwest::Client,
    /// A repair under way.
    pub repair: Uuid,
    /// A session that goes on.
    pub session: Uuid,
    /// The request that it came from.
    pub request: Uuid,
}

fn review(session_id: Option<Uuid>, repair_id: Option<Uuid>) -> NewReview {
    NewReview { session_id, repair_id, rating: 5, text: "Quick, as always.".to_owned() }
}

impl Hall {
    pub async fn new() -> Self {
        let shop = Shop::new().await;
        let (marek, ines) =
            (shop.world.mechanic("Marek Nowak").await, shop.world.mechanic("Ines Duarte").await);
        let admin = shop.world.admin("Staff").await;
        let repair = shop.approved().await.repair_id.unwrap();
        // whoever keeps a card is known to the gateway
        let dana = &shop.dana.client;
        let payment = dana.create_repair_payment(repair, &part(1_000), None).await.unwrap().payment.id;
        dana.choose_card(payment, &ChooseCard { card_id: None, keep: true }, None).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let (session, request) = (Uuid::nil(), Uuid::nil());
        let mut hall = Self { shop, marek, ines, admin, http, repair, session, request };
        hall.session = hall.started(&hall.ines).await;
        hall.request = hall.shop.dana.client.get_session(hall.session).await.unwrap().request_id;
        hall
    }

    /// Puts in rows of everything, one for each number.
    pub async fn grow(&self, numbers: Range<usize>) {
        for number in numbers.clone() {
            self.work(number).await;
            self.sitting().await;
            self.talk(number).await;
            self.people(number).await;
            self.catalogues(number).await;
            self.rows(number).await;
        }
        // asked for last, so that nobody takes them
        for _ in numbers {
            self.shop.world.book(&self.shop.dana, Some(self.marek.provider_id)).await;
        }
    }

    /// A session that has begun.
    async fn started(&self, mechanic: &Mechanic) -> Uuid {
        let wanted = wish(&self.shop.dana, Some(mechanic.provider_id));
        let request = self.shop.world.book_wish(&self.shop.dana, &wanted).await.request.id;
        let offers = mechanic.client.list_offers().await.unwrap().items;
        let offer = offers.iter().find(|offer| offer.request_id == request).unwrap().id;
        let session = mechanic.client.accept_offer(offer).await.unwrap().session_id;
        mechanic.client.start_session(session).await.unwrap();
        self.shop.world.run_jobs().await;
        session
    }

    /// A quote of which one line is approved, its repair, paid, completed and reviewed, and a photo of another repair.
    async fn work(&self, number: usize) {
        let (shop, dana, olga) = (&self.shop, &self.shop.dana.client, &self.shop.olga.client);
        let quote = shop.sent(brakes()).await;
        let about = NewPhoto { quote_line_id: Some(quote.lines[1].id), ..NewPhoto::default() };
        let width = u32::try_from(number).unwrap() + 8;
        olga.add_quote_photo(quote.id, &about, picture(width), None).await.unwrap();
        let approved = dana.approve_quote(quote.id, &yes(Some(vec![quote.lines[0].id]))).await.unwrap();
        let repair = approved.repair_id.unwrap();
        shop.pay(repair, &part(1_000)).await.unwrap();
        shop.go(repair, &[InProgress, Ready, Completed]).await;
        dana.create_review(&review(None, Some(repair)), None).await.unwrap();
        olga.add_repair_photo(self.repair, &NewPhoto::default(), picture(width), None).await.unwrap();
    }

    /// A session that ended and was reviewed.
    async fn sitting(&self) {
        let session = self.started(&self.marek).await;
        self.marek.client.end_session(session).await.unwrap();
        self.shop.dana.client.create_review(&review(Some(session), None), None).await.unwrap();
        self.shop.world.run_jobs().await;
    }

    /// A message with a file in the session that goes on.
    async fn talk(&self, number: usize) {
        let (name, width) = (format!("{number}.png"), u32::try_from(number).unwrap() + 40);
        let upload = Upload { name, ..picture(width) };
        let file = self.shop.dana.client.upload_file(self.session, upload, None).await.unwrap();
        let text = format!("Picture {number}");
        let message = NewMessage { text, file_ids: vec![file.id], client_id: new_id() };
        self.shop.dana.client.send_message(self.session, &message).await.unwrap();
    }

    /// A seller among the favorites, a member of the workshop, an invitation to it, and a customer of it.
    async fn people(&self, number: usize) {
        let world = &self.shop.world;
        let seller = world.mechanic(&format!("Seller {number}")).await;
        world.favorite(&self.shop.dana, seller.provider_id).await;
        world.member(&format!("Member {number}"), &self.shop.workshop, "mechanic").await;
        let invited =
            InviteMember { email: format!("new.{number}@example.com"), role: WorkshopRole::Mechanic };
        self.shop.olga.client.invite_member(&invited, None).await.unwrap();
        let another = world.customer(&format!("Customer {number}")).await;
        world.knows(self.shop.workshop.provider_id, another.id).await;
    }

    /// A template and a rule of fees.
    async fn catalogues(&self, number: usize) {
        let template = WriteTemplate {
            name: format!("Brakes {number}"),
            diagnosis_summary: String::new(),
            lines: brakes(),
        };
        self.shop.olga.client.create_quote_template(&template, None).await.unwrap();
        let rule = NewFeeRule {
            rule_id: None,
            applies_to: FeeSubject::Quote,
            scope: FeeScope::Provider,
            provider_type: None,
            provider_id: Some(self.shop.workshop.provider_id),
            service: None,
            percent_bps: i64::try_from(number).unwrap(),
            fixed_cents: 0,
            min_cents: None,
            max_cents: None,
            priority: 0,
            valid_from: None,
            valid_until: None,
        };
        self.admin.create_fee_rule(&rule, None, None).await.unwrap();
    }

    /// What only a gateway, another browser or another day would bring.
    async fn rows(&self, number: usize) {
        let (db, dana) = (&self.shop.world.state.db, self.shop.dana.id);
        let vehicle = vehicles::Entity::find_by_id(self.shop.dana.vehicle).one(db).await.unwrap().unwrap();
        let another = vehicles::Model { id: new_id(), ..vehicle };
        another.into_active_model().reset_all().insert(db).await.unwrap();
        let browser = sign_ins::Entity::find().filter(sign_ins::Column::UserId.eq(dana));
        let browser = browser.one(db).await.unwrap().unwrap();
        let another = sign_ins::Model { id: new_id(), ..browser };
        another.into_active_model().reset_all().insert(db).await.unwrap();
        let photo = request_photos::Model {
            id: new_id(),
            customer_id: dana,
            request_id: Some(self.request),
            storage_key: format!("request-{number}.png"),
            content_type: "image/png".to_owned(),
            sha256: String::new(),
            size: 1,
            width: 1,
            height: 1,
            created_at: self.shop.world.now(),
        };
        photo.into_active_model().reset_all().insert(db).await.unwrap();
        let known = gateway_customers::Entity::find().one(db).await.unwrap().unwrap();
        let card = sandbox_cards::Model {
            id: format!("pm_{number}"),
            customer_id: known.customer_id,
            number: format!("424242424242{:04}", number + 1_000),
            exp_month: 12,
            exp_year: 2034,
            created_at: self.shop.world.now(),
        };
        card.into_active_model().reset_all().insert(db).await.unwrap();
        let payout = payouts::Model {
            id: new_id(),
            provider_id: self.shop.workshop.provider_id,
            gateway: "sandbox".to_owned(),
            gateway_id: format!("po_{number}"),
            amount_cents: 100,
            currency: "USD".to_owned(),
            status: "paid".to_owned(),
            failure_code: None,
            arrives_at: None,
            created_at: self.shop.world.now(),
            updated_at: self.shop.world.now(),
        };
        payout.into_active_model().reset_all().insert(db).await.unwrap();
        self.booked_before(number).await;
    }

    /// A transaction like the first one, on a day of its own.
    async fn booked_before(&self, number: usize) {
        let db = &self.shop.world.state.db;
        let first = ledger_entries::Entity::find().one(db).await.unwrap().unwrap().transaction_id;
        let like = ledger_entries::Entity::find().filter(ledger_entries::Column::TransactionId.eq(first));
        let (transaction, day) = (new_id(), TimeDelta::days(i64::try_from(number).unwrap() + 1));
        for entry in like.all(db).await.unwrap() {
            let again = ledger_entries::ActiveModel {
                id: Set(new_id()),
                transaction_id: Set(transaction),
                reason: Set("refund".to_owned()),
                created_at: Set(self.shop.world.now() - day),
                ..entry.into_active_model().reset_all()
            };
            again.insert(db).await.unwrap();
        }
    }
}
