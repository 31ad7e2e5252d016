//! Rules of the platform's fee.

use crate::sql::statement;
use pitlane_domain::vocabulary::FeeSubject;
use pitlane_entities::fee_rules::{Column, Entity, Model};
use pitlane_entities::{providers, session_requests};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// The versions that are switched on for a subject: a handful.
pub async fn active(db: &impl ConnectionTrait, subject: FeeSubject) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::Active.eq(true))
        .filter(Column::AppliesTo.eq(subject.as_str()))
        .all(db)
        .await
}

/// The kind of a seller.
pub async fn provider_type(db: &impl ConnectionTrait, provider: Uuid) -> Result<Option<String>, DbErr> {
    providers::Entity::find_by_id(provider)
        .select_only()
        .column(providers::Column::Kind)
        .into_tuple()
        .one(db)
        .await
}

/// The service that a request is for.
pub async fn service(db: &impl ConnectionTrait, request: Uuid) -> Result<Option<String>, DbErr> {
    session_requests::Entity::find_by_id(request)
        .select_only()
        .column(session_requests::Column::Service)
        .into_tuple()
        .one(db)
        .await
}

/// The versions that the payments of a repair were charged under.
pub async fn of_repair(db: &impl ConnectionTrait, repair: Uuid) -> Result<Vec<Model>, DbErr> {
    let text = "SELECT f.* FROM fee_rules f WHERE f.id IN (SELECT p.fee_rule_id FROM payments p WHERE p.repair_id = $1)";
    Entity::find().from_raw_sql(statement(db, text, [repair.into()])).all(db).await
}
