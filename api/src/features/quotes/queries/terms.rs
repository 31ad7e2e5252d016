//! What a seller's region asks of quotes, and the seller's usual rates.

use crate::sql::statement;
use pitlane_entities::jurisdiction_rules::{Column, Entity, Model};
use pitlane_entities::providers;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// The region of the rule that holds where a seller names none, or one without a rule.
pub const DEFAULT: &str = "default";

/// The rule that holds for a seller.
pub async fn rule(db: &impl ConnectionTrait, provider: Uuid) -> Result<Option<Model>, DbErr> {
    let text = "SELECT j.* FROM providers p JOIN jurisdiction_rules j ON j.region = p.region OR j.region = 'default' \
        WHERE p.id = $1 ORDER BY CASE WHEN j.region = p.region THEN 0 ELSE 1 END LIMIT 1";
    Entity::find().from_raw_sql(statement(db, text, [provider.into()])).one(db).await
}

/// The rules of every region by name, the one of all others last.
pub async fn rules(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    let (others, named): (Vec<_>, Vec<_>) = Entity::find()
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Region)
        .all(db)
        .await?
        .into_iter()
        .partition(|rule| rule.region == DEFAULT);
    Ok(named.into_iter().chain(others).collect())
}

/// Whether there is a rule of this region.
pub async fn has_rule(db: &impl ConnectionTrait, region: &str) -> Result<bool, DbErr> {
    Ok(Entity::find().filter(Column::Region.eq(region)).one(db).await?.is_some())
}

/// The usual rates of a seller.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    /// Where it works.
    pub region: Option<String>,
    /// Price of an hour, in minor units.
    pub labor_rate_cents: Option<i64>,
    /// Tax in basis points.
    pub tax_bps: Option<i64>,
}

/// The usual rates of a seller.
pub async fn rates(db: &impl ConnectionTrait, provider: Uuid) -> Result<Rates, DbErr> {
    let found = providers::Entity::find_by_id(provider).one(db).await?;
    Ok(found.map_or_else(Rates::default, |row| Rates {
        region: row.region,
        labor_rate_cents: row.labor_rate_cents,
        tax_bps: row.tax_bps,
    }))
}

/// Sets the usual rates of a seller.
pub async fn set_rates(tx: &impl ConnectionTrait, provider: Uuid, rates: Rates) -> Result<(), DbErr> {
    let row = providers::ActiveModel {
        id: Set(provider),
        region: Set(rates.region),
        labor_rate_cents: Set(rates.labor_rate_cents),
        tax_bps: Set(rates.tax_bps),
        ..Default::default()
    };
    providers::Entity::update(row).exec(tx).await.map(drop)
}
