//! Mechanics, workshops, sellers, favorites and relations.

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
        sql::drop_tables(
            manager,
            &[
                "provider_customer_relations",
                "customer_favorites",
                "providers",
                "mechanics",
                "workshop_invitations",
                "workshop_members",
                "workshops",
            ],
        )
        .await
    }
}

const UP: &str = "
CREATE TABLE workshops (
    id {uuid} NOT NULL PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    bio text NOT NULL,
    address text,
    time_zone text NOT NULL,
    phone text,
    avg_rating {double},
    total_reviews bigint NOT NULL,
    closed_at {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE TABLE workshop_members (
    id {uuid} NOT NULL PRIMARY KEY,
    workshop_id {uuid} NOT NULL REFERENCES workshops (id),
    user_id {uuid} NOT NULL UNIQUE REFERENCES users (id),
    role text NOT NULL CHECK (role IN ('owner', 'manager', 'mechanic')),
    created_at {time} NOT NULL
);
CREATE INDEX workshop_members_workshop ON workshop_members (workshop_id);
CREATE TABLE workshop_invitations (
    id {uuid} NOT NULL PRIMARY KEY,
    workshop_id {uuid} NOT NULL REFERENCES workshops (id),
    email text NOT NULL,
    role text NOT NULL CHECK (role IN ('manager', 'mechanic')),
    hash text NOT NULL UNIQUE,
    invited_by {uuid} NOT NULL REFERENCES users (id),
    expires_at {time} NOT NULL,
    accepted_at {time},
    revoked_at {time},
    created_at {time} NOT NULL
);
CREATE UNIQUE INDEX workshop_invitations_open ON workshop_invitations (workshop_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE TABLE mechanics (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} NOT NULL UNIQUE REFERENCES users (id),
    workshop_id {uuid} REFERENCES workshops (id),
    display_name text NOT NULL,
    slug text NOT NULL UNIQUE,
    bio text NOT NULL,
    specialties {json} NOT NULL,
    years_experience integer NOT NULL CHECK (years_experience BETWEEN 0 AND 70),
    response_target_minutes integer NOT NULL,
    response_median_minutes {double},
    avg_rating {double},
    total_reviews bigint NOT NULL,
    accepting {bool} NOT NULL,
    is_online {bool} NOT NULL,
    missed_in_a_row integer NOT NULL,
    last_seen_at {time},
    time_zone text NOT NULL,
    closed_at {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE INDEX mechanics_online ON mechanics (last_seen_at) WHERE is_online AND accepting AND closed_at IS NULL;
CREATE INDEX mechanics_workshop ON mechanics (workshop_id) WHERE workshop_id IS NOT NULL;
CREATE TABLE providers (
    id {uuid} NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('independent', 'workshop')),
    mechanic_id {uuid} UNIQUE REFERENCES mechanics (id),
    workshop_id {uuid} UNIQUE REFERENCES workshops (id),
    name text NOT NULL,
    closed_at {time},
    created_at {time} NOT NULL,
    CHECK ((kind = 'independent' AND mechanic_id IS NOT NULL AND workshop_id IS NULL) OR (kind = 'workshop' AND workshop_id IS NOT NULL AND mechanic_id IS NULL))
);
CREATE INDEX providers_name ON providers (lower(name), id) WHERE closed_at IS NULL;
CREATE TABLE customer_favorites (
    id {uuid} NOT NULL PRIMARY KEY,
    customer_id {uuid} NOT NULL REFERENCES users (id),
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    label text,
    added_at {time} NOT NULL,
    last_service_at {time},
    total_services bigint NOT NULL,
    total_spent_cents bigint NOT NULL,
    created_at {time} NOT NULL,
    UNIQUE (customer_id, provider_id)
);
CREATE INDEX customer_favorites_provider ON customer_favorites (provider_id);
CREATE TABLE provider_customer_relations (
    id {uuid} NOT NULL PRIMARY KEY,
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    customer_id {uuid} NOT NULL REFERENCES users (id),
    total_bookings bigint NOT NULL,
    total_spent_cents bigint NOT NULL,
    average_rating {double},
    first_booking_at {time},
    last_booking_at {time},
    is_favorite_customer {bool} NOT NULL,
    is_blocked {bool} NOT NULL,
    favorite_asked_at {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    UNIQUE (provider_id, customer_id)
);
CREATE INDEX provider_customer_relations_customer ON provider_customer_relations (customer_id);
";
