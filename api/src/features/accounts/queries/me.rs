//! SQL of one's own account.

use crate::features::providers::offered::{COLUMNS, Offered, column};
use crate::sql;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::ServiceKind;
use pitlane_entities::{mechanics, providers, users};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter};
use serde_json::Value;
use uuid::Uuid;

/// An account with the mechanic and the workshop behind it.
#[derive(Debug, FromQueryResult)]
pub struct Row {
    /// The address.
    pub email: String,
    /// Whether it is confirmed.
    pub email_verified: bool,
    /// The name.
    pub name: String,
    /// The number.
    pub phone: Option<String>,
    /// BCP 47.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
    /// The word of its role.
    pub role: String,
    /// Whether it has a second factor.
    pub two_factor: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The mechanic.
    pub mechanic_id: Option<Uuid>,
    /// Who sells their work.
    pub provider_id: Option<Uuid>,
    /// What customers read.
    pub bio: Option<String>,
    /// What they are good at.
    pub specialties: Option<Value>,
    /// Years at work.
    pub years_experience: Option<i32>,
    /// What of the catalogue they offer.
    #[sea_orm(nested)]
    pub offered: Offered,
    /// Whether they take requests.
    pub accepting: Option<bool>,
    /// Whether they are online.
    pub is_online: Option<bool>,
    /// Their workshop.
    pub workshop_id: Option<Uuid>,
    /// Its name.
    pub workshop_name: Option<String>,
    /// The word of what they may do in it.
    pub workshop_role: Option<String>,
}

/// Finds an account; `seen_since` is the time after which a mechanic counts as online.
pub async fn find(
    db: &impl ConnectionTrait,
    user: Uuid,
    seen_since: DateTime<Utc>,
) -> Result<Option<Row>, DbErr> {
    let text = format!(
        "SELECT u.email, u.email_verified_at IS NOT NULL AS email_verified, u.name, u.phone, u.locale, u.time_zone, \
                u.role, u.two_factor_at IS NOT NULL AS two_factor, u.created_at, m.id AS mechanic_id, p.id AS provider_id, m.bio, m.specialties, \
                m.years_experience, {COLUMNS}, m.accepting, (m.is_online AND m.last_seen_at > $2) AS is_online, \
                w.id AS workshop_id, w.name AS workshop_name, wm.role AS workshop_role \
         FROM users u \
         LEFT JOIN mechanics m ON m.user_id = u.id AND m.closed_at IS NULL \
         LEFT JOIN workshop_members wm ON wm.user_id = u.id \
         LEFT JOIN workshops w ON w.id = wm.workshop_id \
         LEFT JOIN providers p ON p.mechanic_id = m.id OR p.workshop_id = m.workshop_id \
         WHERE u.id = $1 AND u.deleted_at IS NULL"
    );
    let found = sql::statement(db, text, [user.into(), seen_since.into()]);
    Row::find_by_statement(found).one(db).await
}

/// What changes on the account; what is none stays.
#[derive(Debug, Default)]
#[expect(clippy::option_option, reason = "a number may stay, change or be removed")]
pub struct Changes {
    /// The name.
    pub name: Option<String>,
    /// The number; the inner none removes it.
    pub phone: Option<Option<String>>,
    /// BCP 47.
    pub locale: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    /// What customers read.
    pub bio: Option<String>,
    /// What they are good at.
    pub specialties: Option<Vec<String>>,
    /// Years at work.
    pub years_experience: Option<i32>,
    /// What of the catalogue they offer.
    pub services: Option<Vec<ServiceKind>>,
}

/// Writes changes to the account, its mechanic and, where the mechanic works alone, the seller's name.
pub async fn update(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    mechanic: Option<Uuid>,
    changes: Changes,
) -> Result<(), DbErr> {
    let mut account = users::Entity::update_many().col_expr(users::Column::UpdatedAt, Expr::value(now));
    for (column, value) in [
        (users::Column::Name, &changes.name),
        (users::Column::Locale, &changes.locale),
        (users::Column::TimeZone, &changes.time_zone),
    ] {
        if let Some(value) = value {
            account = account.col_expr(column, Expr::value(value.clone()));
        }
    }
    if let Some(phone) = changes.phone {
        account = account.col_expr(users::Column::Phone, Expr::value(phone));
    }
    account.filter(users::Column::Id.eq(user)).exec(tx).await?;
    let Some(mechanic) = mechanic else { return Ok(()) };
    let mut profile =
        mechanics::Entity::update_many().col_expr(mechanics::Column::UpdatedAt, Expr::value(now));
    for (column, value) in [
        (mechanics::Column::DisplayName, &changes.name),
        (mechanics::Column::TimeZone, &changes.time_zone),
        (mechanics::Column::Bio, &changes.bio),
    ] {
        if let Some(value) = value {
            profile = profile.col_expr(column, Expr::value(value.clone()));
        }
    }
    if let Some(specialties) = changes.specialties {
        profile =
            profile.col_expr(mechanics::Column::Specialties, Expr::value(serde_json::json!(specialties)));
    }
    if let Some(years) = changes.years_experience {
        profile = profile.col_expr(mechanics::Column::YearsExperience, Expr::value(years));
    }
    for kind in ServiceKind::ALL.iter().filter(|_| changes.services.is_some()) {
        let is_offered = changes.services.iter().flatten().any(|offered| offered == kind);
        profile = profile.col_expr(column(*kind), Expr::value(is_offered));
    }
    profile.filter(mechanics::Column::Id.eq(mechanic)).exec(tx).await?;
    if let Some(name) = changes.name {
        providers::Entity::update_many()
            .col_expr(providers::Column::Name, Expr::value(name))
            .filter(providers::Column::MechanicId.eq(mechanic))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Sets a new password.
pub async fn set_password(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    hash: String,
) -> Result<(), DbErr> {
    users::Entity::update_many()
        .col_expr(users::Column::PasswordHash, Expr::value(hash))
        .col_expr(users::Column::UpdatedAt, Expr::value(now))
        .filter(users::Column::Id.eq(user))
        .exec(tx)
        .await
        .map(drop)
}

/// Notes that the address is confirmed, the first time.
pub async fn set_verified(tx: &impl ConnectionTrait, now: DateTime<Utc>, user: Uuid) -> Result<(), DbErr> {
    users::Entity::update_many()
        .col_expr(users::Column::EmailVerifiedAt, Expr::value(now))
        .col_expr(users::Column::UpdatedAt, Expr::value(now))
        .filter(users::Column::Id.eq(user))
        .filter(users::Column::EmailVerifiedAt.is_null())
        .exec(tx)
        .await
        .map(drop)
}
