//! The people of the demo.

use crate::work::Transaction;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_domain::accounts::slug;
use pitlane_domain::vocabulary::{ProviderType, Role, WorkshopRole};
use pitlane_entities::{mechanics, providers, users, vehicles, workshop_members, workshops};
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DbErr};
use uuid::Uuid;

/// A customer of the demo.
#[derive(Clone, Copy)]
pub struct Customer {
    /// The part of the address before the `@`.
    pub key: &'static str,
    /// The account.
    pub id: Uuid,
    /// The vehicle that the history is about; none for somebody who has just come.
    pub vehicle: Option<Uuid>,
}

/// A mechanic of the demo.
pub struct Mechanic {
    /// The part of the address before the `@`.
    pub key: &'static str,
    /// The mechanic.
    pub id: Uuid,
    /// The account.
    pub user_id: Uuid,
    /// The name.
    pub name: &'static str,
    /// Who sells the work.
    pub provider_id: Uuid,
    /// The workshop.
    pub workshop_id: Option<Uuid>,
}

/// Makes the people of the demo and remembers them.
pub struct People<'a> {
    tx: &'a Transaction,
    now: DateTime<Utc>,
    hash: String,
    customers: Vec<Customer>,
    mechanics: Vec<Mechanic>,
    log_ins: Vec<(&'static str, String, &'static str)>,
}

struct Trade {
    bio: &'static str,
    specialties: &'static [&'static str],
    years: i32,
    median_minutes: f64,
    video: bool,
}

const MAREK: Trade = Trade {
    bio: "Brakes and suspension for twelve years, most of them on Japanese cars. I ask for a short video of the noise first.",
    specialties: &["Brakes", "Suspension", "Diagnostics"],
    years: 12,
    median_minutes: 2.5,
    video: true,
};
const ANA: Trade = Trade {
    bio: "Hybrid and electric vehicles, charging trouble and everything that blinks on the dashboard.",
    specialties: &["Electrics", "Hybrid", "Diagnostics"],
    years: 8,
    median_minutes: 4.0,
    video: true,
};
const TOMAS: Trade = Trade {
    bio: "Diesel engines, turbochargers and the smoke that comes with them.",
    specialties: &["Engine", "Diesel", "Exhaust"],
    years: 21,
    median_minutes: 6.5,
    video: true,
};
const JUNE: Trade = Trade {
    bio: "Air conditioning and cooling. I explain what can wait and what cannot.",
    specialties: &["Air conditioning", "Cooling"],
    years: 5,
    median_minutes: 3.0,
    video: false,
};
const KEN: Trade = Trade {
    bio: "Transmissions and clutches at Harbor Garage.",
    specialties: &["Transmission", "Clutch"],
    years: 15,
    median_minutes: 3.5,
    video: true,
};
const RUTH: Trade = Trade {
    bio: "Steering, wheels and tires at Harbor Garage.",
    specialties: &["Steering", "Tires", "Brakes"],
    years: 9,
    median_minutes: 4.5,
    video: true,
};
const OLIVIA: Trade = Trade {
    bio: "Runs Harbor Garage and still likes a good electrical fault.",
    specialties: &["Electrics", "Inspection"],
    years: 24,
    median_minutes: 8.0,
    video: true,
};
const VICTOR: Trade = Trade {
    bio: "Runs Northside Auto Works.",
    specialties: &["Engine", "Inspection"],
    years: 18,
    median_minutes: 9.0,
    video: true,
};

/// What a workshop says about itself.
struct Shop {
    name: &'static str,
    bio: &'static str,
    address: &'static str,
    phone: &'static str,
}

// numbers that are kept for fiction
const HARBOR: Shop = Shop {
    name: "Harbor Garage",
    bio: "Twelve bays by the old harbor, open since 1987.",
    address: "118 Dock Street\nPortland, ME 04101",
    phone: "+12075550143",
};
const NORTHSIDE: Shop = Shop {
    name: "Northside Auto Works",
    bio: "A family workshop for everyday cars.",
    address: "2204 Northern Boulevard\nAlbany, NY 12204",
    phone: "+15185550128",
};

impl<'a> People<'a> {
    /// Nobody yet; everybody will have the password of `hash`.
    pub fn new(tx: &'a Transaction, now: DateTime<Utc>, hash: String) -> Self {
        Self { tx, now, hash, customers: Vec::new(), mechanics: Vec::new(), log_ins: Vec::new() }
    }

    /// Makes everybody.
    pub async fn make(&mut self) -> Result<(), DbErr> {
        self.add_customer(
            "dana",
            "Dana Okafor",
            "history, favorites and a quote: book Marek again",
            &[
                (2019, "Subaru", "Outback", Some("4S4BSANC5K3354021"), 64_210),
                (2014, "Ford", "F-150", None, 121_400),
            ],
        )
        .await?;
        self.add_customer("sam", "Sam Rivera", "has just registered", &[]).await?;
        self.add_customer("lee", "Lee Chen", "", &[(2021, "Toyota", "RAV4", None, 30_120)]).await?;
        self.add_customer("priya", "Priya Nair", "", &[(2018, "Nissan", "Leaf", None, 41_900)]).await?;
        self.add_mechanic("marek", "Marek Nowak", &MAREK, None, "Dana's favorite mechanic").await?;
        self.add_mechanic("ana", "Ana Costa", &ANA, None, "an independent mechanic").await?;
        self.add_mechanic("tomas", "Tomas Vogel", &TOMAS, None, "").await?;
        self.add_mechanic("june", "June Park", &JUNE, None, "").await?;
        let harbor = self.add_workshop(&HARBOR).await?;
        let owner = Some((harbor, WorkshopRole::Owner));
        let member = Some((harbor, WorkshopRole::Mechanic));
        self.add_mechanic(
            "olivia",
            "Olivia Brandt",
            &OLIVIA,
            owner,
            "owner of Harbor Garage: quotes, repairs and the board",
        )
        .await?;
        self.add_mechanic("ken", "Ken Ito", &KEN, member, "mechanic at Harbor Garage").await?;
        self.add_mechanic("ruth", "Ruth Adeyemi", &RUTH, member, "").await?;
        let north = self.add_workshop(&NORTHSIDE).await?;
        let owner = Some((north, WorkshopRole::Owner));
        self.add_mechanic("victor", "Victor Lindqvist", &VICTOR, owner, "").await?;
        self.user(Role::Admin, "admin", "Alex Morgan", "the platform's staff", 400).await?;
        Ok(())
    }

    /// A time before the present.
    pub fn days_ago(&self, days: i64) -> DateTime<Utc> {
        self.now - TimeDelta::days(days)
    }

    /// A customer by the part of the address before the `@`.
    pub fn customer(&self, key: &str) -> Option<&Customer> {
        self.customers.iter().find(|customer| customer.key == key)
    }

    /// A mechanic by the part of the address before the `@`.
    pub fn mechanic(&self, key: &str) -> Option<&Mechanic> {
        self.mechanics.iter().find(|mechanic| mechanic.key == key)
    }

    /// Who can sign in: role, address and what there is to see.
    pub fn log_ins(&self) -> &[(&'static str, String, &'static str)] {
        &self.log_ins
    }

    async fn user(
        &mut self,
        role: Role,
        key: &'static str,
        name: &str,
        about: &'static str,
        days: i64,
    ) -> Result<Uuid, DbErr> {
        let (id, at) = (new_id(), self.days_ago(days));
        let email = format!("{key}@pitlane.example");
        if !about.is_empty() {
            self.log_ins.push((role.as_str(), email.clone(), about));
        }
        users::ActiveModel {
            id: Set(id),
            role: Set(role.to_string()),
            email: Set(email),
            password_hash: Set(self.hash.clone()),
            name: Set(name.to_owned()),
            phone: Set(None),
            locale: Set("en-US".to_owned()),
            time_zone: Set("America/New_York".to_owned()),
            email_verified_at: Set(Some(at)),
            phone_verified_at: Set(None),
            deleted_at: Set(None),
            two_factor_at: Set(None),
            created_at: Set(at),
            updated_at: Set(at),
        }
        .insert(self.tx)
        .await?;
        Ok(id)
    }

    async fn add_customer(
        &mut self,
        key: &'static str,
        name: &str,
        about: &'static str,
        garage: &[(i32, &str, &str, Option<&str>, i32)],
    ) -> Result<(), DbErr> {
        let id = self.user(Role::Customer, key, name, about, 200).await?;
        let mut first = None;
        for (year, make, model, vin, mileage) in garage {
            let (vehicle, at) = (new_id(), self.days_ago(200));
            first = first.or(Some(vehicle));
            vehicles::ActiveModel {
                id: Set(vehicle),
                customer_id: Set(id),
                year: Set(*year),
                make: Set((*make).to_owned()),
                model: Set((*model).to_owned()),
                vin: Set(vin.map(str::to_owned)),
                vin_warning: Set(false),
                plate: Set(None),
                mileage: Set(Some(*mileage)),
                removed_at: Set(None),
                created_at: Set(at),
                updated_at: Set(at),
            }
            .insert(self.tx)
            .await?;
        }
        self.customers.push(Customer { key, id, vehicle: first });
        Ok(())
    }

    async fn add_workshop(&self, shop: &Shop) -> Result<(Uuid, Uuid), DbErr> {
        let (id, at) = (new_id(), self.days_ago(300));
        workshops::ActiveModel {
            id: Set(id),
            name: Set(shop.name.to_owned()),
            slug: Set(slug(shop.name)),
            bio: Set(shop.bio.to_owned()),
            address: Set(Some(shop.address.to_owned())),
            time_zone: Set("America/New_York".to_owned()),
            phone: Set(Some(shop.phone.to_owned())),
            avg_rating: Set(None),
            total_reviews: Set(0),
            closed_at: Set(None),
            created_at: Set(at),
            updated_at: Set(at),
        }
        .insert(self.tx)
        .await?;
        let provider = self.add_provider(ProviderType::Workshop, id, shop.name).await?;
        Ok((id, provider))
    }

    async fn add_provider(&self, kind: ProviderType, profile: Uuid, name: &str) -> Result<Uuid, DbErr> {
        let id = new_id();
        let of = |this| (kind == this).then_some(profile);
        providers::ActiveModel {
            id: Set(id),
            kind: Set(kind.to_string()),
            mechanic_id: Set(of(ProviderType::Independent)),
            workshop_id: Set(of(ProviderType::Workshop)),
            name: Set(name.to_owned()),
            closed_at: Set(None),
            listed: Set(false),
            created_at: Set(self.days_ago(300)),
            region: Set(None),
            labor_rate_cents: Set(None),
            tax_bps: Set(None),
        }
        .insert(self.tx)
        .await?;
        Ok(id)
    }

    async fn add_mechanic(
        &mut self,
        key: &'static str,
        name: &'static str,
        trade: &Trade,
        workshop: Option<((Uuid, Uuid), WorkshopRole)>,
        about: &'static str,
    ) -> Result<(), DbErr> {
        let user_id = self.user(Role::Provider, key, name, about, 300).await?;
        let (id, at) = (new_id(), self.days_ago(300));
        let workshop_id = workshop.map(|((id, _), _)| id);
        mechanics::ActiveModel {
            id: Set(id),
            user_id: Set(user_id),
            workshop_id: Set(workshop_id),
            display_name: Set(name.to_owned()),
            slug: Set(slug(name)),
            bio: Set(trade.bio.to_owned()),
            specialties: Set(serde_json::json!(trade.specialties)),
            years_experience: Set(trade.years),
            response_target_minutes: Set(5),
            response_median_minutes: Set(Some(trade.median_minutes)),
            avg_rating: Set(None),
            total_reviews: Set(0),
            accepting: Set(true),
            // whose page is open is seen by its connection: the switch is on
            is_online: Set(true),
            missed_in_a_row: Set(0),
            last_seen_at: Set(Some(self.now - TimeDelta::hours(i64::from(trade.years)))),
            time_zone: Set("America/New_York".to_owned()),
            closed_at: Set(None),
            offers_chat: Set(true),
            offers_video: Set(trade.video),
            offers_in_person: Set(true),
            created_at: Set(at),
            updated_at: Set(at),
        }
        .insert(self.tx)
        .await?;
        let provider_id = match workshop {
            None => self.add_provider(ProviderType::Independent, id, name).await?,
            Some(((workshop, provider), role)) => {
                workshop_members::ActiveModel {
                    id: Set(new_id()),
                    workshop_id: Set(workshop),
                    user_id: Set(user_id),
                    role: Set(role.to_string()),
                    created_at: Set(at),
                }
                .insert(self.tx)
                .await?;
                provider
            }
        };
        self.mechanics.push(Mechanic { key, id, user_id, name, provider_id, workshop_id });
        Ok(())
    }
}
