//! What gateways call our users.

use chrono::{DateTime, Utc};
use pitlane_entities::gateway_customers::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

/// What a gateway calls a user, if it knows them.
pub async fn of_user(db: &impl ConnectionTrait, gateway: &str, user: Uuid) -> Result<Option<String>, DbErr> {
    let found = Entity::find_by_id((user, gateway.to_owned())).one(db).await?;
    Ok(found.map(|row| row.customer_id))
}

/// Every gateway that knows a user, with what it calls them.
pub async fn all_of_user(db: &impl ConnectionTrait, user: Uuid) -> Result<Vec<(String, String)>, DbErr> {
    let rows = Entity::find().filter(Column::UserId.eq(user)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.gateway, row.customer_id)).collect())
}

/// Keeps what a gateway calls a user; who came first stays, and the gateway answers everybody the same.
pub async fn keep(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    (user, gateway): (Uuid, &str),
    customer: &str,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        user_id: Set(user),
        gateway: Set(gateway.to_owned()),
        customer_id: Set(customer.to_owned()),
        created_at: Set(now),
    };
    let known = OnConflict::columns([Column::UserId, Column::Gateway]).do_nothing().to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(db).await?;
    Ok(())
}

/// Removes what is known of a user.
pub async fn remove(tx: &impl ConnectionTrait, user: Uuid) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::UserId.eq(user)).exec(tx).await?;
    Ok(())
}
