//! Photos that show a problem: uploaded before the booking, and part of the request that names them.

use crate::sql;
use sea_orm_migration::prelude::*;

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::drop_tables(manager, &["request_photos"]).await
    }
}

const UP: &str = "
CREATE TABLE request_photos (
    id {uuid} NOT NULL PRIMARY KEY,
    customer_id {uuid} NOT NULL REFERENCES users (id),
    request_id {uuid} REFERENCES session_requests (id),
    storage_key text NOT NULL UNIQUE,
    content_type text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    created_at {time} NOT NULL
);
CREATE INDEX request_photos_request ON request_photos (request_id);
CREATE INDEX request_photos_customer ON request_photos (customer_id);
CREATE INDEX request_photos_loose ON request_photos (created_at) WHERE request_id IS NULL;
";
