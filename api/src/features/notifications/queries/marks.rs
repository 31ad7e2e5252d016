//! The addresses to which something is sent no more, and why.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Channel, SuppressionCause, Topic};
use pitlane_entities::suppressions::{ActiveModel, Column, Entity, Model};
use pitlane_platform::new_id;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// What is sent no more to one address on one channel.
#[derive(Debug, Default)]
pub struct Marks(Vec<(Option<Topic>, SuppressionCause)>);

impl Marks {
    /// Those of `rows` that are about `channel`.
    pub fn on(channel: Channel, rows: &[Model]) -> Self {
        let own = rows.iter().filter(|row| row.channel == channel.as_str());
        Self(own.filter_map(|row| Some((row.topic.parse().ok(), row.cause.parse().ok()?))).collect())
    }

    fn has(&self, which: impl Fn(Option<Topic>, SuppressionCause) -> bool) -> bool {
        self.0.iter().any(|(topic, cause)| which(*topic, *cause))
    }

    /// Whether somebody ended what is about `topic`, or everything.
    pub fn ended(&self, topic: Topic) -> bool {
        self.has(|about, cause| cause != SuppressionCause::Bounce && about.is_none_or(|about| about == topic))
    }

    /// Whether somebody ended everything.
    pub fn all_ended(&self) -> bool {
        self.has(|about, cause| cause != SuppressionCause::Bounce && about.is_none())
    }

    /// Whether somebody ended what is about `topic` and nothing else.
    pub fn topic_ended(&self, topic: Topic) -> bool {
        self.has(|about, cause| cause != SuppressionCause::Bounce && about == Some(topic))
    }

    /// Whether everything is ended, for `cause`.
    pub fn all_ended_by(&self, cause: SuppressionCause) -> bool {
        self.has(|about, other| other == cause && about.is_none())
    }

    /// Whether the address came back.
    pub fn bounced(&self) -> bool {
        self.has(|_, cause| cause == SuppressionCause::Bounce)
    }
}

/// What is sent no more to `address` on `channel`: one statement.
pub async fn of(db: &impl ConnectionTrait, channel: Channel, address: &str) -> Result<Marks, DbErr> {
    let rows = Entity::find()
        .filter(Column::Channel.eq(channel.as_str()))
        .filter(Column::Address.eq(address))
        .all(db)
        .await?;
    Ok(Marks::on(channel, &rows))
}

/// What is sent no more to `addresses`, on any channel, oldest first.
pub async fn all(db: &impl ConnectionTrait, addresses: &[String]) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::Address.is_in(addresses)).order_by_asc(Column::Id).all(db).await
}

/// Nothing goes to the address any more, about `topic` or, without one, at all. Each cause stands for itself.
pub async fn suppress(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    channel: Channel,
    address: &str,
    topic: Option<Topic>,
    cause: SuppressionCause,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(new_id()),
        channel: Set(channel.as_str().to_owned()),
        address: Set(address.to_owned()),
        topic: Set(topic.map_or("", Topic::as_str).to_owned()),
        cause: Set(cause.as_str().to_owned()),
        created_at: Set(now),
    };
    let same = OnConflict::columns([Column::Channel, Column::Address, Column::Topic, Column::Cause])
        .do_nothing()
        .to_owned();
    Entity::insert(row).on_conflict(same).exec_without_returning(db).await.map(drop)
}

/// Messages may go to the address again; only what `causes` ended, whatever it was about.
pub async fn lift(
    db: &impl ConnectionTrait,
    channel: Channel,
    address: &str,
    causes: &[SuppressionCause],
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::Channel.eq(channel.as_str()))
        .filter(Column::Address.eq(address))
        .filter(Column::Cause.is_in(causes.iter().map(|cause| cause.as_str())))
        .exec(db)
        .await
        .map(drop)
}

/// The same for what was ended about `topic` alone or, without one, about everything at once.
pub async fn lift_about(
    db: &impl ConnectionTrait,
    channel: Channel,
    address: &str,
    topic: Option<Topic>,
    causes: &[SuppressionCause],
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::Channel.eq(channel.as_str()))
        .filter(Column::Address.eq(address))
        .filter(Column::Topic.eq(topic.map_or("", Topic::as_str)))
        .filter(Column::Cause.is_in(causes.iter().map(|cause| cause.as_str())))
        .exec(db)
        .await
        .map(drop)
}
