//! Reviews of repairs: a review was of a session; now it is of a session or a repair, exactly one.
//!
//! Nobody of a workshop did a repair alone, so its review may be the workshop's and no mechanic's. SQLite cannot change a
//! column, so there the table is made anew.

use crate::sql;
use sea_orm::{ConnectionTrait, DbBackend};
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
        if manager.get_connection().get_database_backend() == DbBackend::Postgres {
            return sql::run(manager, UP_POSTGRES).await;
        }
        sql::run(manager, UP_SQLITE).await?;
        sql::run(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_connection().get_database_backend() == DbBackend::Postgres {
            return sql::run(manager, DOWN_POSTGRES).await;
        }
        sql::run(manager, DOWN_SQLITE).await?;
        sql::run(manager, INDEXES).await
    }
}

const INDEXES: &str = "
CREATE INDEX mechanic_reviews_mechanic ON mechanic_reviews (mechanic_id, id);
CREATE INDEX mechanic_reviews_provider ON mechanic_reviews (provider_id, id);
";

const UP_POSTGRES: &str = "
ALTER TABLE mechanic_reviews ALTER COLUMN session_id DROP NOT NULL;
ALTER TABLE mechanic_reviews ALTER COLUMN mechanic_id DROP NOT NULL;
ALTER TABLE mechanic_reviews ADD COLUMN repair_id uuid UNIQUE REFERENCES repairs (id);
ALTER TABLE mechanic_reviews ADD CONSTRAINT mechanic_reviews_one_subject CHECK ((session_id IS NULL) <> (repair_id IS NULL));
ALTER TABLE mechanic_reviews ADD CONSTRAINT mechanic_reviews_whose CHECK (mechanic_id IS NOT NULL OR workshop_id IS NOT NULL);
";

const DOWN_POSTGRES: &str = "
DELETE FROM mechanic_reviews WHERE repair_id IS NOT NULL;
ALTER TABLE mechanic_reviews DROP CONSTRAINT mechanic_reviews_one_subject;
ALTER TABLE mechanic_reviews DROP CONSTRAINT mechanic_reviews_whose;
ALTER TABLE mechanic_reviews DROP COLUMN repair_id;
ALTER TABLE mechanic_reviews ALTER COLUMN session_id SET NOT NULL;
ALTER TABLE mechanic_reviews ALTER COLUMN mechanic_id SET NOT NULL;
";

const UP_SQLITE: &str = "
CREATE TABLE mechanic_reviews_new (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} UNIQUE REFERENCES sessions (id),
    mechanic_id {uuid} REFERENCES mechanics (id),
    workshop_id {uuid} REFERENCES workshops (id),
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    customer_id {uuid} REFERENCES users (id),
    rating integer NOT NULL CHECK (rating BETWEEN 1 AND 5),
    text text NOT NULL,
    helpful_count bigint NOT NULL,
    reply text,
    replied_at {time},
    flagged_at {time},
    hidden_by {uuid} REFERENCES users (id),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    repair_id {uuid} UNIQUE REFERENCES repairs (id),
    CHECK ((session_id IS NULL) <> (repair_id IS NULL)),
    CHECK (mechanic_id IS NOT NULL OR workshop_id IS NOT NULL)
);
INSERT INTO mechanic_reviews_new SELECT id, session_id, mechanic_id, workshop_id, provider_id, customer_id, rating, text, helpful_count, reply, replied_at, flagged_at, hidden_by, created_at, updated_at, NULL FROM mechanic_reviews;
DROP TABLE mechanic_reviews;
ALTER TABLE mechanic_reviews_new RENAME TO mechanic_reviews;
";

const DOWN_SQLITE: &str = "
CREATE TABLE mechanic_reviews_old (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL UNIQUE REFERENCES sessions (id),
    mechanic_id {uuid} NOT NULL REFERENCES mechanics (id),
    workshop_id {uuid} REFERENCES workshops (id),
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    customer_id {uuid} REFERENCES users (id),
    rating integer NOT NULL CHECK (rating BETWEEN 1 AND 5),
    text text NOT NULL,
    helpful_count bigint NOT NULL,
    reply text,
    replied_at {time},
    flagged_at {time},
    hidden_by {uuid} REFERENCES users (id),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
INSERT INTO mechanic_reviews_old SELECT id, session_id, mechanic_id, workshop_id, provider_id, customer_id, rating, text, helpful_count, reply, replied_at, flagged_at, hidden_by, created_at, updated_at FROM mechanic_reviews WHERE session_id IS NOT NULL;
DROP TABLE mechanic_reviews;
ALTER TABLE mechanic_reviews_old RENAME TO mechanic_reviews;
";
