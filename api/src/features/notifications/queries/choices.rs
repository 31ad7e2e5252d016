//! What people chose, and the log of it.

use crate::sql;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Channel, ConsentHow, Topic};
use pitlane_entities::{consents, message_settings, notification_preferences, push_subscriptions, users};
use pitlane_platform::new_id;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde_json::Value;
use uuid::Uuid;

/// How many entries of the log a person is shown.
const SHOWN: u64 = 50;

/// Writes down choices by topic and channel.
pub async fn choose(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    changes: &[(Topic, Channel, bool)],
) -> Result<(), DbErr> {
    use notification_preferences::Column as C;
    if changes.is_empty() {
        return Ok(());
    }
    let rows = changes.iter().map(|(topic, channel, enabled)| notification_preferences::ActiveModel {
        id: Set(new_id()),
        user_id: Set(user),
        topic: Set(topic.as_str().to_owned()),
        channel: Set(channel.as_str().to_owned()),
        enabled: Set(*enabled),
        created_at: Set(now),
        updated_at: Set(now),
    });
    let same = OnConflict::columns([C::UserId, C::Topic, C::Channel])
        .update_columns([C::Enabled, C::UpdatedAt])
        .to_owned();
    let insert = notification_preferences::Entity::insert_many(rows).on_conflict(same);
    insert.exec_without_returning(db).await.map(drop)
}

/// What somebody agreed to, or ended.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// About what; none means everything.
    pub topic: Option<Topic>,
    /// On which channel.
    pub channel: Channel,
    /// Whether they agreed.
    pub granted: bool,
    /// How.
    pub how: ConsentHow,
}

/// Adds to the log, which is never changed.
pub async fn log(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    (user, address): (Option<Uuid>, &str),
    entry: Entry,
    wording: &str,
    proof: Value,
) -> Result<(), DbErr> {
    let row = consents::ActiveModel {
        id: Set(new_id()),
        user_id: Set(user),
        channel: Set(entry.channel.as_str().to_owned()),
        address: Set(address.to_owned()),
        topic: Set(entry.topic.map_or("", Topic::as_str).to_owned()),
        granted: Set(entry.granted),
        wording: Set(wording.to_owned()),
        how: Set(entry.how.as_str().to_owned()),
        proof: Set(proof),
        created_at: Set(now),
    };
    consents::Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// The log of `user`, newest first.
pub async fn history(db: &impl ConnectionTrait, user: Uuid) -> Result<Vec<consents::Model>, DbErr> {
    consents::Entity::find()
        .filter(consents::Column::UserId.eq(user))
        .order_by_desc(consents::Column::Id)
        .limit(SHOWN)
        .all(db)
        .await
}

/// The settings of messages beside the choices by topic.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Minutes after midnight at which quiet hours begin and end.
    pub quiet: Option<(i32, i32)>,
    /// Whether what is urgent may disturb all the same.
    pub urgent_anyway: bool,
    /// Whether what can wait comes in one mail a day.
    pub digest: bool,
    /// The number that texts were agreed for.
    pub texts_number: Option<String>,
}

/// Writes the settings of `user`.
pub async fn set(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    settings: Settings,
) -> Result<(), DbErr> {
    use message_settings::Column as C;
    let row = message_settings::ActiveModel {
        id: Set(new_id()),
        user_id: Set(user),
        quiet_from: Set(settings.quiet.map(|(from, _)| from)),
        quiet_until: Set(settings.quiet.map(|(_, until)| until)),
        urgent_anyway: Set(settings.urgent_anyway),
        digest: Set(settings.digest),
        texts_number: Set(settings.texts_number),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let changed = [C::QuietFrom, C::QuietUntil, C::UrgentAnyway, C::Digest, C::TextsNumber, C::UpdatedAt];
    let same = OnConflict::column(C::UserId).update_columns(changed).to_owned();
    message_settings::Entity::insert(row).on_conflict(same).exec_without_returning(db).await.map(drop)
}

/// Writes the number that `user` agreed to texts for, or that they did not.
pub async fn set_texts_number(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    number: Option<&str>,
) -> Result<(), DbErr> {
    let text = "UPDATE message_settings SET texts_number = $2, updated_at = $3 WHERE user_id = $1";
    let values = [user.into(), number.into(), now.into()];
    db.execute_raw(sql::statement(db, text, values)).await.map(drop)
}

/// The accounts that have this number.
pub async fn users_with_phone(db: &impl ConnectionTrait, number: &str) -> Result<Vec<Uuid>, DbErr> {
    let open = users::Entity::find()
        .select_only()
        .column(users::Column::Id)
        .filter(users::Column::Phone.eq(number))
        .filter(users::Column::DeletedAt.is_null());
    open.into_tuple().all(db).await
}

#[derive(FromQueryResult)]
struct Agreed {
    id: Uuid,
}

/// The accounts that have this number and agreed to texts to it once.
pub async fn agreed_to_texts(db: &impl ConnectionTrait, number: &str) -> Result<Vec<Uuid>, DbErr> {
    let text = "SELECT u.id FROM users u WHERE u.phone = $1 AND u.deleted_at IS NULL AND EXISTS (SELECT 1 FROM consents c \
        WHERE c.user_id = u.id AND c.channel = 'sms' AND c.address = $1 AND c.granted AND c.topic = '')";
    let rows = Agreed::find_by_statement(sql::statement(db, text, [number.into()])).all(db).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Keeps a browser that takes messages for `user` as long as its sign-in lives; one that somebody else used before is
/// theirs now.
pub async fn keep_browser(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    (user, sign_in): (Uuid, Uuid),
    (endpoint, p256dh, auth): (String, String, String),
) -> Result<(), DbErr> {
    use push_subscriptions::Column as C;
    let row = push_subscriptions::ActiveModel {
        id: Set(new_id()),
        user_id: Set(user),
        endpoint: Set(endpoint),
        p256dh: Set(p256dh),
        auth: Set(auth),
        sign_in_id: Set(Some(sign_in)),
        created_at: Set(now),
    };
    let same = OnConflict::column(C::Endpoint)
        .update_columns([C::UserId, C::P256dh, C::Auth, C::SignInId])
        .to_owned();
    push_subscriptions::Entity::insert(row).on_conflict(same).exec_without_returning(db).await.map(drop)
}

/// Forgets a browser of `user`.
pub async fn drop_browser(db: &impl ConnectionTrait, user: Uuid, endpoint: &str) -> Result<(), DbErr> {
    push_subscriptions::Entity::delete_many()
        .filter(push_subscriptions::Column::UserId.eq(user))
        .filter(push_subscriptions::Column::Endpoint.eq(endpoint))
        .exec(db)
        .await
        .map(drop)
}
