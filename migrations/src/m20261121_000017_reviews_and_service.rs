//! Review requests for sessions and repairs with the pages they lead to, answers to reviews, the planned start of a
//! session, service intervals of vehicles, and who was told that a favorite is back.

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
        sql::run(manager, DOWN).await?;
        sql::drop_tables(
            manager,
            &[
                "favorite_tellings",
                "mileage_readings",
                "service_intervals",
                "review_flags",
                "review_votes",
                "review_clicks",
                "review_links",
            ],
        )
        .await
    }
}

// One customer may look at several pages, so clicks are rows and no longer a column. Intervals are stored once somebody
// changed them or said when the work was last done; until then the defaults of the rules hold.
const UP: &str = "
CREATE TABLE review_links (
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    platform text NOT NULL CHECK (platform IN ('google', 'yelp', 'facebook')),
    url text NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    PRIMARY KEY (provider_id, platform)
);
CREATE TABLE review_clicks (
    request_id {uuid} NOT NULL REFERENCES review_requests (id),
    platform text NOT NULL CHECK (platform IN ('google', 'yelp', 'facebook')),
    created_at {time} NOT NULL,
    PRIMARY KEY (request_id, platform)
);
CREATE TABLE review_votes (
    review_id {uuid} NOT NULL REFERENCES mechanic_reviews (id),
    user_id {uuid} NOT NULL REFERENCES users (id),
    created_at {time} NOT NULL,
    PRIMARY KEY (review_id, user_id)
);
CREATE TABLE review_flags (
    review_id {uuid} NOT NULL REFERENCES mechanic_reviews (id),
    user_id {uuid} NOT NULL REFERENCES users (id),
    reason text NOT NULL,
    created_at {time} NOT NULL,
    PRIMARY KEY (review_id, user_id)
);
ALTER TABLE review_requests DROP COLUMN platform_clicked;
CREATE INDEX review_requests_provider ON review_requests (provider_id, status);
UPDATE jobs SET kind = 'reviews.ask' WHERE kind = 'repairs.ask_review';
ALTER TABLE sessions ADD COLUMN starts_at {time};
CREATE TABLE service_intervals (
    id {uuid} NOT NULL PRIMARY KEY,
    vehicle_id {uuid} NOT NULL REFERENCES vehicles (id),
    item text NOT NULL,
    every_months integer CHECK (every_months BETWEEN 1 AND 240),
    every_miles integer CHECK (every_miles BETWEEN 100 AND 500000),
    last_done_on {date},
    last_done_miles integer CHECK (last_done_miles >= 0),
    source text NOT NULL CHECK (source IN ('owner', 'provider', 'default')),
    reminded_at {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    UNIQUE (vehicle_id, item)
);
CREATE INDEX service_intervals_waiting ON service_intervals (vehicle_id) WHERE reminded_at IS NULL;
CREATE TABLE mileage_readings (
    vehicle_id {uuid} NOT NULL REFERENCES vehicles (id),
    read_at {time} NOT NULL,
    miles integer NOT NULL CHECK (miles >= 0),
    created_at {time} NOT NULL,
    PRIMARY KEY (vehicle_id, read_at)
);
INSERT INTO mileage_readings (vehicle_id, read_at, miles, created_at) SELECT id, updated_at, mileage, updated_at FROM vehicles WHERE mileage IS NOT NULL;
CREATE TABLE favorite_tellings (
    customer_id {uuid} NOT NULL REFERENCES users (id),
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    request_id {uuid} NOT NULL REFERENCES session_requests (id),
    told_at {time} NOT NULL,
    created_at {time} NOT NULL,
    PRIMARY KEY (customer_id, provider_id)
);
CREATE INDEX session_requests_fallen ON session_requests (preferred_provider_id, created_at) WHERE broadcast_cause = 'window_ended';
";

const DOWN: &str = "
DROP INDEX session_requests_fallen;
ALTER TABLE sessions DROP COLUMN starts_at;
UPDATE jobs SET kind = 'repairs.ask_review' WHERE kind = 'reviews.ask';
DROP INDEX review_requests_provider;
ALTER TABLE review_requests ADD COLUMN platform_clicked text;
";
