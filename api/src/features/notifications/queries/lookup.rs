//! What was sent to whom, for staff.

use crate::sql::statement;
use pitlane_domain::vocabulary::Channel;
use pitlane_entities::{notification_events, notifications, users};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Value,
};
use std::fmt::Write;
use uuid::Uuid;

/// Which messages.
#[derive(Debug, Default)]
pub struct Filter {
    /// To this address or number, or to the account that has it.
    pub recipient: Option<String>,
    /// Of this kind.
    pub kind: Option<&'static str>,
    /// On this channel.
    pub channel: Option<&'static str>,
    /// That stand there.
    pub status: Option<&'static str>,
}

impl Filter {
    fn conditions(&self) -> (String, Vec<Value>) {
        let (mut text, mut values) = ("TRUE".to_owned(), Vec::new());
        let words = [("kind", self.kind), ("channel", self.channel), ("status", self.status)];
        // writing to a text cannot fail
        for (column, word) in words.into_iter().filter_map(|(column, word)| Some((column, word?))) {
            values.push(word.into());
            let _ = write!(text, " AND n.{column} = ${}", values.len());
        }
        if let Some(recipient) = &self.recipient {
            values.push(recipient.as_str().into());
            let place = values.len();
            let _ = write!(
                text,
                " AND (n.recipient = ${place} OR n.user_id IN \
                 (SELECT id FROM users WHERE email = ${place} OR phone = ${place}))"
            );
        }
        (text, values)
    }
}

/// A message with who it is for.
#[derive(Debug, FromQueryResult)]
pub struct Row {
    /// The message.
    #[sea_orm(nested)]
    pub message: notifications::Model,
    /// What the account is called.
    pub account_name: Option<String>,
    /// Where its mails go.
    pub account_email: Option<String>,
    /// Where its texts go.
    pub account_phone: Option<String>,
}

const ROWS: &str = "SELECT n.*, u.name AS account_name, u.email AS account_email, u.phone AS account_phone \
    FROM notifications n LEFT JOIN users u ON u.id = n.user_id";

/// A page of what a filter finds, by the time it was written.
pub async fn page(
    db: &impl ConnectionTrait,
    filter: &Filter,
    descending: bool,
    (size, offset): (u32, u64),
) -> Result<Vec<Row>, DbErr> {
    let (conditions, mut values) = filter.conditions();
    values.push(i64::from(size).into());
    values.push(i64::try_from(offset).unwrap_or(i64::MAX).into());
    let (last, way) = (values.len(), if descending { "DESC" } else { "ASC" });
    // ids grow with time
    let text = format!("{ROWS} WHERE {conditions} ORDER BY n.id {way} LIMIT ${} OFFSET ${last}", last - 1);
    Row::find_by_statement(statement(db, text, values)).all(db).await
}

#[derive(FromQueryResult)]
struct Count {
    total: i64,
}

/// How many a filter finds.
pub async fn count(db: &impl ConnectionTrait, filter: &Filter) -> Result<u64, DbErr> {
    let (conditions, values) = filter.conditions();
    let text = format!("SELECT COUNT(*) AS total FROM notifications n WHERE {conditions}");
    let found = Count::find_by_statement(statement(db, text, values)).one(db).await?;
    Ok(found.and_then(|count| u64::try_from(count.total).ok()).unwrap_or(0))
}

/// The message `id` with the same on other channels, oldest first: one statement.
pub async fn group(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<Row>, DbErr> {
    let text = format!(
        "{ROWS} WHERE n.id = $1 OR (n.group_key <> '' AND n.group_key = \
         (SELECT group_key FROM notifications WHERE id = $1)) ORDER BY n.id"
    );
    Row::find_by_statement(statement(db, text, [id.into()])).all(db).await
}

/// The message that was written under `key`.
pub async fn by_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<Row>, DbErr> {
    let text = format!("{ROWS} WHERE n.dedup_key = $1");
    Row::find_by_statement(statement(db, text, [key.into()])).one(db).await
}

/// What became of a message, oldest first.
pub async fn events(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<notification_events::Model>, DbErr> {
    notification_events::Entity::find()
        .filter(notification_events::Column::NotificationId.eq(id))
        .order_by_asc(notification_events::Column::Id)
        .all(db)
        .await
}

/// The open accounts whose messages on `channel` go to `address`.
pub async fn accounts_at(
    db: &impl ConnectionTrait,
    channel: Channel,
    address: &str,
) -> Result<Vec<Uuid>, DbErr> {
    let column = if channel == Channel::Sms { users::Column::Phone } else { users::Column::Email };
    let open = users::Entity::find()
        .select_only()
        .column(users::Column::Id)
        .filter(column.eq(address))
        .filter(users::Column::DeletedAt.is_null());
    open.into_tuple().all(db).await
}
