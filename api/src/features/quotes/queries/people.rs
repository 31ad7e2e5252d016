//! Who a quote is for, and who works for its provider.

use crate::sql::statement;
use pitlane_domain::vocabulary::Role;
use pitlane_entities::{providers, users, vehicles};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter};
use uuid::Uuid;

/// A customer that a provider has worked with or written to before; anybody else is as good as absent.
pub async fn known_customer(
    db: &impl ConnectionTrait,
    provider: Uuid,
    customer: Uuid,
) -> Result<Option<users::Model>, DbErr> {
    let text = "SELECT u.* FROM users u WHERE u.id = $1 AND u.deleted_at IS NULL AND u.role = 'customer' AND ( \
          EXISTS (SELECT 1 FROM sessions s WHERE s.customer_id = u.id AND s.provider_id = $2) \
          OR EXISTS (SELECT 1 FROM provider_customer_relations r WHERE r.customer_id = u.id AND r.provider_id = $2) \
          OR EXISTS (SELECT 1 FROM repair_quotes q WHERE q.customer_id = u.id AND q.provider_id = $2))";
    users::Entity::find().from_raw_sql(statement(db, text, [customer.into(), provider.into()])).one(db).await
}

/// A vehicle of a customer.
pub async fn vehicle(
    db: &impl ConnectionTrait,
    customer: Uuid,
    id: Uuid,
) -> Result<Option<vehicles::Model>, DbErr> {
    vehicles::Entity::find_by_id(id)
        .filter(vehicles::Column::CustomerId.eq(customer))
        .filter(vehicles::Column::RemovedAt.is_null())
        .one(db)
        .await
}

/// A seller.
pub async fn provider(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<providers::Model>, DbErr> {
    providers::Entity::find_by_id(id).one(db).await
}

/// An account.
#[derive(Debug, FromQueryResult)]
struct Person {
    user_id: Uuid,
}

const MEMBERS: &str = "SELECT m.user_id FROM providers p \
    JOIN mechanics m ON (m.id = p.mechanic_id OR m.workshop_id = p.workshop_id) AND m.closed_at IS NULL \
    LEFT JOIN workshop_members w ON w.user_id = m.user_id WHERE p.id = $1";

/// Everybody who works for a provider.
pub async fn members(db: &impl ConnectionTrait, provider: Uuid) -> Result<Vec<Uuid>, DbErr> {
    let text = format!("{MEMBERS} ORDER BY m.user_id");
    let rows = Person::find_by_statement(statement(db, text, [provider.into()])).all(db).await?;
    Ok(rows.into_iter().map(|row| row.user_id).collect())
}

/// Who is written to about a provider's quotes: who runs it, and who wrote this one.
pub async fn responsible(
    db: &impl ConnectionTrait,
    provider: Uuid,
    author: Uuid,
) -> Result<Vec<Uuid>, DbErr> {
    let text = format!(
        "{MEMBERS} AND (p.kind = 'independent' OR w.role IN ('owner', 'manager') OR m.user_id = $2) ORDER BY m.user_id"
    );
    let rows =
        Person::find_by_statement(statement(db, text, [provider.into(), author.into()])).all(db).await?;
    Ok(rows.into_iter().map(|row| row.user_id).collect())
}

/// The confirmed address of a customer.
pub async fn confirmed_email(db: &impl ConnectionTrait, user: Uuid) -> Result<Option<String>, DbErr> {
    let found = users::Entity::find_by_id(user).one(db).await?;
    let confirmed = |user: &users::Model| {
        user.email_verified_at.is_some() && user.deleted_at.is_none() && user.role == Role::Customer.as_str()
    };
    Ok(found.filter(confirmed).map(|user| user.email))
}
