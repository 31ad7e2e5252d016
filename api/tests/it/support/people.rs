//! The people of a world, put straight into the database: signed in, confirmed, ready to act.

use super::World;
use pitlane_api::features::accounts::passwords;
use pitlane_api::features::providers::service::{Sellers, relist};
use pitlane_api::http::tokens;
use pitlane_client::Client;
use pitlane_contract::accounts::{CloseAccount, UpdateMe};
use pitlane_contract::messages::UpdateMessagePreferences;
use pitlane_entities::{
    customer_favorites, mechanics, provider_customer_relations, providers, sign_ins, users, vehicles,
    workshop_members, workshops,
};
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// A customer with one vehicle.
pub struct Customer {
    pub client: Client,
    pub id: Uuid,
    pub email: String,
    pub vehicle: Uuid,
}

/// A mechanic who accepts requests and is online.
pub struct Mechanic {
    pub client: Client,
    pub user_id: Uuid,
    pub email: String,
    pub id: Uuid,
    pub provider_id: Uuid,
}

/// A workshop with its seller.
pub struct Workshop {
    pub id: Uuid,
    pub provider_id: Uuid,
}

/// Gives somebody a number and has them agree to texts.
pub async fn agree_to_texts(person: &Customer, phone: &str) {
    let numbered = UpdateMe { phone: Some(phone.to_owned()), ..UpdateMe::default() };
    person.client.update_me(&numbered).await.unwrap();
    let now = person.client.get_message_preferences().await.unwrap();
    let agreed = UpdateMessagePreferences {
        topics: Vec::new(),
        quiet_hours: now.quiet_hours,
        urgent_anyway: now.urgent_anyway,
        digest: now.digest,
        texts_agreed: true,
        time_zone: None,
    };
    person.client.update_message_preferences(&agreed).await.unwrap();
}

impl World {
    /// Puts in a person and signs them in.
    pub async fn person(&self, role: &str, name: &str) -> (Client, Uuid, String) {
        let (id, now) = (new_id(), self.now());
        let email = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
        users::ActiveModel {
            id: Set(id),
            role: Set(role.to_owned()),
            email: Set(email.clone()),
            password_hash: Set("none".to_owned()),
            name: Set(name.to_owned()),
            phone: Set(None),
            locale: Set("en-US".to_owned()),
            time_zone: Set("UTC".to_owned()),
            email_verified_at: Set(Some(now)),
            phone_verified_at: Set(None),
            deleted_at: Set(None),
            two_factor_at: Set((role == "admin").then_some(now)),
            created_at: Set(now),
            updated_at: Set(now),
        }
        .insert(&self.state.db)
        .await
        .unwrap();
        (self.sign_in(id).await, id, email)
    }

    /// Signs a person in once more.
    pub async fn sign_in(&self, user: Uuid) -> Client {
        let (id, now) = (new_id(), self.now());
        sign_ins::ActiveModel {
            id: Set(id),
            user_id: Set(user),
            user_agent: Set("test".to_owned()),
            last_used_at: Set(now),
            revoked_at: Set(None),
            created_at: Set(now),
        }
        .insert(&self.state.db)
        .await
        .unwrap();
        let client = self.anyone();
        client.set_tokens(Some(tokens::issue(&self.state, user, id).unwrap()), None);
        client
    }

    /// A customer with one vehicle.
    pub async fn customer(&self, name: &str) -> Customer {
        let (client, id, email) = self.person("customer", name).await;
        let vehicle = new_id();
        vehicles::ActiveModel {
            id: Set(vehicle),
            customer_id: Set(id),
            year: Set(2019),
            make: Set("Subaru".to_owned()),
            model: Set("Outback".to_owned()),
            vin: Set(None),
            vin_warning: Set(false),
            plate: Set(None),
            mileage: Set(Some(64_210)),
            removed_at: Set(None),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        }
        .insert(&self.state.db)
        .await
        .unwrap();
        Customer { client, id, email, vehicle }
    }

    /// A customer with a number who agreed to texts, and was told so.
    pub async fn texting(&self, name: &str, phone: &str) -> Customer {
        let person = self.customer(name).await;
        agree_to_texts(&person, phone).await;
        self.run_jobs().await;
        person
    }

    /// What a person who was put in says to close the account: a password that is theirs from now on.
    pub async fn goodbye(&self, user: Uuid) -> CloseAccount {
        let password = "under the blue hoist".to_owned();
        let hash = passwords::hash(&self.state, password.clone()).await.unwrap();
        let row = users::ActiveModel { id: Set(user), password_hash: Set(hash), ..Default::default() };
        row.update(&self.state.db).await.unwrap();
        CloseAccount { password }
    }

    /// The platform's staff.
    pub async fn admin(&self, name: &str) -> Client {
        self.person("admin", name).await.0
    }

    /// An independent mechanic, online and accepting.
    pub async fn mechanic(&self, name: &str) -> Mechanic {
        self.mechanic_of(name, None).await
    }

    /// A workshop without members.
    pub async fn workshop(&self, name: &str) -> Workshop {
        let (id, provider_id, now) = (new_id(), new_id(), self.now());
        workshops::ActiveModel {
            id: Set(id),
            name: Set(name.to_owned()),
            slug: Set(id.to_string()),
            bio: Set(String::new()),
            address: Set(None),
            time_zone: Set("UTC".to_owned()),
            phone: Set(None),
            avg_rating: Set(None),
            total_reviews: Set(0),
            closed_at: Set(None),
            created_at: Set(now),
            updated_at: Set(now),
        }
        .insert(&self.state.db)
        .await
        .unwrap();
        self.provider(provider_id, "workshop", None, Some(id), name).await;
        Workshop { id, provider_id }
    }

    /// A mechanic of `workshop` with a role in it.
    pub async fn member(&self, name: &str, workshop: &Workshop, role: &str) -> Mechanic {
        let mechanic = self.mechanic_of(name, Some(workshop)).await;
        workshop_members::ActiveModel {
            id: Set(new_id()),
            workshop_id: Set(workshop.id),
            user_id: Set(mechanic.user_id),
            role: Set(role.to_owned()),
            created_at: Set(self.now()),
        }
        .insert(&self.state.db)
        .await
        .unwrap();
        mechanic
    }

    async fn mechanic_of(&self, name: &str, workshop: Option<&Workshop>) -> Mechanic {
        let (client, user_id, email) = self.person("provider", name).await;
        let (id, own, now) = (new_id(), new_id(), self.now());
        mechanics::ActiveModel {
            id: Set(id),
            user_id: Set(user_id),
            workshop_id: Set(workshop.map(|w| w.id)),
            display_name: Set(name.to_owned()),
            slug: Set(id.to_string()),
            bio: Set(String::new()),
            specialties: Set(serde_json::json!(["brakes"])),
            years_experience: Set(8),
            response_target_minutes: Set(5),
            response_median_minutes: Set(None),
            avg_rating: Set(None),
            total_reviews: Set(0),
            accepting: Set(true),
            is_online: Set(true),
            missed_in_a_row: Set(0),
            last_seen_at: Set(Some(now)),
            time_zone: Set("UTC".to_owned()),
            closed_at: Set(None),
            offers_chat: Set(true),
            offers_video: Set(true),
            offers_in_person: Set(true),
            created_at: Set(now),
            updated_at: Set(now),
        }
        .insert(&self.state.db)
        .await
        .unwrap();
        if workshop.is_none() {
            self.provider(own, "independent", Some(id), None, name).await;
        }
        relist(&self.state.db, Sellers::OfUser(user_id)).await.unwrap();
        Mechanic { client, user_id, email, id, provider_id: workshop.map_or(own, |w| w.provider_id) }
    }

    async fn provider(
        &self,
        id: Uuid,
        kind: &str,
        mechanic: Option<Uuid>,
        workshop: Option<Uuid>,
        name: &str,
    ) {
        providers::ActiveModel {
            id: Set(id),
            kind: Set(kind.to_owned()),
            mechanic_id: Set(mechanic),
            workshop_id: Set(workshop),
            name: Set(name.to_owned()),
            closed_at: Set(None),
            listed: Set(false),
            created_at: Set(self.now()),
            region: Set(None),
            labor_rate_cents: Set(None),
            tax_bps: Set(None),
        }
        .insert(&self.state.db)
        .await
        .unwrap();
    }

    /// Shows a mechanic as online now, or as gone since an hour.
    pub async fn set_online(&self, mechanic: &Mechanic, online: bool) {
        let seen = if online { self.now() } else { self.now() - chrono::TimeDelta::hours(1) };
        mechanics::Entity::update_many()
            .col_expr(mechanics::Column::IsOnline, Expr::value(online))
            .col_expr(mechanics::Column::LastSeenAt, Expr::value(seen))
            .filter(mechanics::Column::Id.eq(mechanic.id))
            .exec(&self.state.db)
            .await
            .unwrap();
    }

    /// Has a provider block a customer.
    pub async fn block(&self, provider: Uuid, customer: Uuid) {
        self.related(provider, customer, true).await;
    }

    /// Has a provider know a customer.
    pub async fn knows(&self, provider: Uuid, customer: Uuid) {
        self.related(provider, customer, false).await;
    }

    async fn related(&self, provider: Uuid, customer: Uuid, blocked: bool) {
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
            is_blocked: Set(blocked),
            favorite_asked_at: Set(None),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        }
        .insert(&self.state.db)
        .await
        .unwrap();
    }

    /// Has a customer save a provider.
    pub async fn favorite(&self, customer: &Customer, provider: Uuid) -> Uuid {
        let id = new_id();
        customer_favorites::ActiveModel {
            id: Set(id),
            customer_id: Set(customer.id),
            provider_id: Set(provider),
            label: Set(None),
            added_at: Set(self.now()),
            last_service_at: Set(None),
            total_services: Set(0),
            total_spent_cents: Set(0),
            created_at: Set(self.now()),
        }
        .insert(&self.state.db)
        .await
        .unwrap();
        id
    }
}
