//! All SQL of accounts.

pub mod closing;
pub mod export;
pub mod me;
pub mod sweeping;
pub mod tokens;
pub mod two_factor;
pub mod workshop;
pub mod workshop_profile;

use super::fields::NewAccount;
use chrono::{DateTime, Utc};
use pitlane_domain::accounts::slug;
use pitlane_domain::vocabulary::ProviderType;
use pitlane_entities::{mechanics, providers, users, workshops};
use pitlane_platform::new_id;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

/// The open account with an address.
pub async fn by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<users::Model>, DbErr> {
    users::Entity::find()
        .filter(users::Column::Email.eq(email))
        .filter(users::Column::DeletedAt.is_null())
        .one(db)
        .await
}

/// An open account.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<users::Model>, DbErr> {
    users::Entity::find_by_id(id).filter(users::Column::DeletedAt.is_null()).one(db).await
}

/// Makes an account; a second one with the same address fails as a duplicate.
pub async fn insert_user(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    account: &NewAccount,
    password_hash: String,
    verified: bool,
) -> Result<Uuid, DbErr> {
    let row = users::ActiveModel {
        id: Set(account.id),
        role: Set(account.role.to_string()),
        email: Set(account.email.as_str().to_owned()),
        password_hash: Set(password_hash),
        name: Set(account.name.as_str().to_owned()),
        phone: Set(account.phone.as_ref().map(|phone| phone.as_str().to_owned())),
        locale: Set(account.locale.clone()),
        time_zone: Set(account.time_zone.clone()),
        email_verified_at: Set(verified.then_some(now)),
        phone_verified_at: Set(None),
        deleted_at: Set(None),
        two_factor_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    };
    users::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(account.id)
}

/// Writes an account as it is: work that changes nothing.
pub async fn rewrite(tx: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    let own = Expr::col(users::Column::UpdatedAt);
    users::Entity::update_many()
        .col_expr(users::Column::UpdatedAt, own)
        .filter(users::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
}

/// A name for addresses that nobody else has: the end of the id makes it so.
fn own_slug(name: &str, id: Uuid) -> String {
    let id = id.simple().to_string();
    format!("{}-{}", slug(name), id.get(24..).unwrap_or_default())
}

/// What a mechanic brings along.
#[derive(Debug, Clone, Default)]
pub struct NewMechanic {
    /// What they are good at.
    pub specialties: Vec<String>,
    /// Years at work.
    pub years_experience: i32,
    /// Their workshop.
    pub workshop_id: Option<Uuid>,
}

/// Makes the mechanic behind an account.
pub async fn insert_mechanic(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    account: &NewAccount,
    mechanic: NewMechanic,
) -> Result<Uuid, DbErr> {
    let id = new_id();
    let row = mechanics::ActiveModel {
        id: Set(id),
        user_id: Set(user),
        workshop_id: Set(mechanic.workshop_id),
        display_name: Set(account.name.as_str().to_owned()),
        slug: Set(own_slug(account.name.as_str(), id)),
        bio: Set(String::new()),
        specialties: Set(serde_json::json!(mechanic.specialties)),
        years_experience: Set(mechanic.years_experience),
        response_target_minutes: Set(5),
        response_median_minutes: Set(None),
        avg_rating: Set(None),
        total_reviews: Set(0),
        accepting: Set(true),
        is_online: Set(false),
        missed_in_a_row: Set(0),
        last_seen_at: Set(None),
        time_zone: Set(account.time_zone.clone()),
        closed_at: Set(None),
        offers_chat: Set(true),
        offers_video: Set(true),
        offers_in_person: Set(true),
        created_at: Set(now),
        updated_at: Set(now),
    };
    mechanics::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(id)
}

/// Makes a workshop.
pub async fn insert_workshop(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    name: &str,
    time_zone: &str,
) -> Result<Uuid, DbErr> {
    let id = new_id();
    let row = workshops::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        slug: Set(own_slug(name, id)),
        bio: Set(String::new()),
        address: Set(None),
        time_zone: Set(time_zone.to_owned()),
        phone: Set(None),
        avg_rating: Set(None),
        total_reviews: Set(0),
        closed_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    };
    workshops::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(id)
}

/// Makes the seller of a mechanic or a workshop.
pub async fn insert_provider(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    kind: ProviderType,
    profile: Uuid,
    name: &str,
) -> Result<Uuid, DbErr> {
    let id = new_id();
    let of = |this: ProviderType| (kind == this).then_some(profile);
    let row = providers::ActiveModel {
        id: Set(id),
        kind: Set(kind.to_string()),
        mechanic_id: Set(of(ProviderType::Independent)),
        workshop_id: Set(of(ProviderType::Workshop)),
        name: Set(name.to_owned()),
        closed_at: Set(None),
        // `providers::service::relist` says so once somebody has confirmed an address
        listed: Set(false),
        created_at: Set(now),
        region: Set(None),
        labor_rate_cents: Set(None),
        tax_bps: Set(None),
    };
    providers::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(id)
}
