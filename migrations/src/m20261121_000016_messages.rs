//! What people want to be told, where nothing may be sent any more, and what became of each message.

use crate::sql;
use sea_orm_migration::prelude::*;

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // one connection: others of the pool may still know the table as it was
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "notification_events",
            "push_subscriptions",
            "suppressions",
            "consents",
            "notification_preferences",
            "message_settings",
        ];
        sql::drop_tables(manager, &tables).await?;
        sql::run(manager, DOWN).await
    }
}

// `group_key` is shared by the rows of one message on its channels; `not_before` holds a message back until then, `digest`
// until the mail of the next morning; `handed_at` is the last time that the gateway was given it, so that after a crash one
// can ask the gateway; `short_code` is the end of the short address that a text carries.
// A suppression without topic, '', is for all of them.
const UP: &str = "
ALTER TABLE notifications ADD COLUMN topic text NOT NULL DEFAULT 'account';
ALTER TABLE notifications ADD COLUMN group_key text NOT NULL DEFAULT '';
ALTER TABLE notifications ADD COLUMN not_before {time};
ALTER TABLE notifications ADD COLUMN digest {bool} NOT NULL DEFAULT {false};
ALTER TABLE notifications ADD COLUMN handed_at {time};
ALTER TABLE notifications ADD COLUMN delivered_at {time};
ALTER TABLE notifications ADD COLUMN short_code text;
CREATE INDEX notifications_group ON notifications (group_key);
CREATE INDEX notifications_gateway ON notifications (gateway_id);
CREATE INDEX notifications_recent ON notifications (recipient, channel, sent_at);
CREATE UNIQUE INDEX notifications_short_code ON notifications (short_code);
CREATE TABLE message_settings (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} NOT NULL UNIQUE REFERENCES users (id),
    quiet_from integer CHECK (quiet_from BETWEEN 0 AND 1439),
    quiet_until integer CHECK (quiet_until BETWEEN 0 AND 1439),
    urgent_anyway {bool} NOT NULL,
    digest {bool} NOT NULL,
    texts_number text,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);
CREATE TABLE notification_preferences (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES users (id),
    topic text NOT NULL CHECK (topic IN ('bookings', 'requests', 'quotes', 'repairs', 'money', 'reviews', 'reminders', 'favorites')),
    channel text NOT NULL CHECK (channel IN ('email', 'sms', 'push')),
    enabled {bool} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    UNIQUE (user_id, topic, channel)
);
CREATE TABLE consents (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} REFERENCES users (id),
    channel text NOT NULL CHECK (channel IN ('email', 'sms', 'push')),
    address text NOT NULL,
    topic text NOT NULL,
    granted {bool} NOT NULL,
    wording text NOT NULL,
    how text NOT NULL CHECK (how IN ('settings', 'text', 'link', 'support')),
    proof {json} NOT NULL,
    created_at {time} NOT NULL
);
CREATE INDEX consents_user ON consents (user_id, id);
CREATE INDEX consents_address ON consents (channel, address);
CREATE TABLE suppressions (
    id {uuid} NOT NULL PRIMARY KEY,
    channel text NOT NULL CHECK (channel IN ('email', 'sms', 'push')),
    address text NOT NULL,
    topic text NOT NULL,
    cause text NOT NULL CHECK (cause IN ('text', 'link', 'support', 'bounce')),
    created_at {time} NOT NULL,
    UNIQUE (channel, address, topic)
);
CREATE TABLE push_subscriptions (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES users (id),
    endpoint text NOT NULL UNIQUE,
    p256dh text NOT NULL,
    auth text NOT NULL,
    created_at {time} NOT NULL
);
CREATE INDEX push_subscriptions_user ON push_subscriptions (user_id);
CREATE TABLE notification_events (
    id {uuid} NOT NULL PRIMARY KEY,
    notification_id {uuid} NOT NULL REFERENCES notifications (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('held_back', 'tried', 'sent', 'delivered', 'failed', 'suppressed', 'fell_back', 'gathered')),
    detail text NOT NULL,
    created_at {time} NOT NULL
);
CREATE INDEX notification_events_notification ON notification_events (notification_id, id);
";

const DOWN: &str = "
DROP INDEX notifications_short_code;
DROP INDEX notifications_recent;
DROP INDEX notifications_gateway;
DROP INDEX notifications_group;
ALTER TABLE notifications DROP COLUMN short_code;
ALTER TABLE notifications DROP COLUMN delivered_at;
ALTER TABLE notifications DROP COLUMN handed_at;
ALTER TABLE notifications DROP COLUMN digest;
ALTER TABLE notifications DROP COLUMN not_before;
ALTER TABLE notifications DROP COLUMN group_key;
ALTER TABLE notifications DROP COLUMN topic;
";
