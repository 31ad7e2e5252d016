//! SQL of a workshop's members and invitations, always for one workshop.

use crate::sql::{self, hashed};
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{ProviderType, WorkshopRole};
use pitlane_entities::workshop_invitations::{ActiveModel, Column, Entity, Model};
use pitlane_entities::{mechanics, workshop_members, workshops};
use pitlane_platform::new_id;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

/// Makes a person a member; whoever is one already fails as a duplicate.
pub async fn insert_member(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    workshop: Uuid,
    user: Uuid,
    role: WorkshopRole,
) -> Result<(), DbErr> {
    let row = workshop_members::ActiveModel {
        id: Set(new_id()),
        workshop_id: Set(workshop),
        user_id: Set(user),
        role: Set(role.to_string()),
        created_at: Set(now),
    };
    workshop_members::Entity::insert(row).exec_without_returning(tx).await.map(drop)
}

/// A member of a workshop.
#[derive(Debug, FromQueryResult)]
pub struct Member {
    /// The mechanic.
    pub mechanic_id: Uuid,
    /// The account.
    pub user_id: Uuid,
    /// The name.
    pub name: String,
    /// The word of what they may do.
    pub role: String,
    /// Online now.
    pub is_online: Option<bool>,
    /// Since when.
    pub joined_at: DateTime<Utc>,
}

/// The members of a workshop, the longest there first.
pub async fn members(
    db: &impl ConnectionTrait,
    workshop: Uuid,
    seen_after: DateTime<Utc>,
) -> Result<Vec<Member>, DbErr> {
    let text = "SELECT m.id AS mechanic_id, m.user_id, m.display_name AS name, wm.role, \
        (m.is_online AND m.last_seen_at > $2) AS is_online, wm.created_at AS joined_at \
        FROM workshop_members wm JOIN mechanics m ON m.user_id = wm.user_id AND m.closed_at IS NULL \
        WHERE wm.workshop_id = $1 ORDER BY wm.created_at, wm.id";
    let read = sql::statement(db, text, [workshop.into(), seen_after.into()]);
    Member::find_by_statement(read).all(db).await
}

/// Lets a mechanic go: they work alone from then on, with a seller of their own.
pub async fn let_go(tx: &impl ConnectionTrait, now: DateTime<Utc>, member: &Member) -> Result<(), DbErr> {
    workshop_members::Entity::delete_many()
        .filter(workshop_members::Column::UserId.eq(member.user_id))
        .exec(tx)
        .await?;
    mechanics::Entity::update_many()
        .col_expr(mechanics::Column::WorkshopId, Expr::value(None::<Uuid>))
        .col_expr(mechanics::Column::UpdatedAt, Expr::value(now))
        .filter(mechanics::Column::Id.eq(member.mechanic_id))
        .exec(tx)
        .await?;
    super::insert_provider(tx, now, ProviderType::Independent, member.mechanic_id, &member.name)
        .await
        .map(drop)
}

/// A workshop's name.
pub async fn name(db: &impl ConnectionTrait, workshop: Uuid) -> Result<String, DbErr> {
    let found = workshops::Entity::find_by_id(workshop).one(db).await?;
    Ok(found.map(|workshop| workshop.name).unwrap_or_default())
}

/// The invitations that wait for an answer, the newest first.
pub async fn invitations(
    db: &impl ConnectionTrait,
    workshop: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::WorkshopId.eq(workshop))
        .filter(Column::AcceptedAt.is_null())
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .order_by_desc(Column::Id)
        .all(db)
        .await
}

/// Takes back what was sent to an address before, so that there is one open invitation.
pub async fn replace(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    workshop: Uuid,
    email: &str,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::WorkshopId.eq(workshop))
        .filter(Column::Email.eq(email))
        .filter(Column::AcceptedAt.is_null())
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await
        .map(drop)
}

/// Writes an invitation.
pub async fn insert_invitation(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::insert(row).exec_with_returning(tx).await
}

/// An invitation of a workshop by its id.
pub async fn invitation(db: &impl ConnectionTrait, workshop: Uuid, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::WorkshopId.eq(workshop)).one(db).await
}

/// Takes an invitation back; false when there is no open one.
pub async fn revoke(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    workshop: Uuid,
    id: Uuid,
) -> Result<bool, DbErr> {
    let revoked = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::WorkshopId.eq(workshop))
        .filter(Column::AcceptedAt.is_null())
        .filter(Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(revoked.rows_affected == 1)
}

/// Takes the invitation of a token, once, if it is open and its workshop is too.
pub async fn take(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    token: &str,
) -> Result<Option<Model>, DbErr> {
    let open = Entity::find()
        .filter(Column::Hash.eq(hashed(token)))
        .filter(Column::AcceptedAt.is_null())
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .one(tx)
        .await?;
    let Some(found) = open else { return Ok(None) };
    let workshop = workshops::Entity::find_by_id(found.workshop_id).one(tx).await?;
    if workshop.is_none_or(|workshop| workshop.closed_at.is_some()) {
        return Ok(None);
    }
    let accepted = Entity::update_many()
        .col_expr(Column::AcceptedAt, Expr::value(now))
        .filter(Column::Id.eq(found.id))
        .filter(Column::AcceptedAt.is_null())
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok((accepted.rows_affected == 1).then_some(found))
}
