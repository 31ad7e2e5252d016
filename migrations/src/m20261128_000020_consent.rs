//! Until when messages are of use, which mail gathers them, how many somebody got, and every reason for which nothing goes
//! to an address.
//!
//! An address had one reason for a topic; now each reason stands for itself, so that lifting one leaves the others.

use crate::sql;
use sea_orm_migration::prelude::*;

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // one connection: others of the pool may still know the tables as they were
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, UP).await?;
        let table = SUPPRESSIONS.replace("{unique}", "channel, address, topic, cause");
        sql::run(manager, &table).await?;
        sql::run(manager, ALL).await?;
        sql::run(manager, SWAP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = SUPPRESSIONS.replace("{unique}", "channel, address, topic");
        sql::run(manager, &table).await?;
        sql::run(manager, STRONGEST).await?;
        sql::run(manager, SWAP).await?;
        sql::drop_tables(manager, &["message_counts"]).await?;
        sql::run(manager, DOWN).await
    }
}

// `expires_at` is when a message is of no more use and is not sent; `urgent` is what staff marked so; `digest_id` is the mail
// that gathers the message, with which it is settled.
// `hour` of a count is the number of hours since 1970; `taken` is how many went, or are on their way, in it. For browsers the
// recipient is the account.
const UP: &str = "
ALTER TABLE notifications ADD COLUMN expires_at {time};
ALTER TABLE notifications ADD COLUMN urgent {bool} NOT NULL DEFAULT {false};
ALTER TABLE notifications ADD COLUMN digest_id {uuid};
CREATE INDEX notifications_digest ON notifications (digest_id) WHERE digest_id IS NOT NULL;
CREATE TABLE message_counts (
    channel text NOT NULL CHECK (channel IN ('email', 'sms', 'push')),
    recipient text NOT NULL,
    hour bigint NOT NULL,
    taken bigint NOT NULL,
    PRIMARY KEY (channel, recipient, hour)
);
";

const SUPPRESSIONS: &str = "
CREATE TABLE suppressions_anew (
    id {uuid} NOT NULL PRIMARY KEY,
    channel text NOT NULL CHECK (channel IN ('email', 'sms', 'push')),
    address text NOT NULL,
    topic text NOT NULL,
    cause text NOT NULL CHECK (cause IN ('text', 'link', 'support', 'bounce')),
    created_at {time} NOT NULL,
    UNIQUE ({unique})
);
";

const ALL: &str = "
INSERT INTO suppressions_anew (id, channel, address, topic, cause, created_at)
    SELECT id, channel, address, topic, cause, created_at FROM suppressions;
";

// somebody's own word before an address that came back, the newest first
const STRONGEST: &str = "
INSERT INTO suppressions_anew (id, channel, address, topic, cause, created_at)
    SELECT id, channel, address, topic, cause, created_at FROM suppressions s WHERE NOT EXISTS (
        SELECT 1 FROM suppressions o WHERE o.channel = s.channel AND o.address = s.address AND o.topic = s.topic
        AND ((o.cause <> 'bounce' AND s.cause = 'bounce')
            OR ((o.cause = 'bounce') = (s.cause = 'bounce') AND o.id > s.id)));
";

const SWAP: &str = "
DROP TABLE suppressions;
ALTER TABLE suppressions_anew RENAME TO suppressions;
";

const DOWN: &str = "
DROP INDEX notifications_digest;
ALTER TABLE notifications DROP COLUMN digest_id;
ALTER TABLE notifications DROP COLUMN urgent;
ALTER TABLE notifications DROP COLUMN expires_at;
";
