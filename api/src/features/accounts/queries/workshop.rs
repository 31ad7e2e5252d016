//! SQL of a workshop's members and invitations, always for one workshop.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::WorkshopRole;
use pitlane_entities::workshop_members;
use pitlane_platform::new_id;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};
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
