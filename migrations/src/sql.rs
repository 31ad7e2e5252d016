//! Runs SQL that is written once for both engines.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// What a placeholder stands for on each engine: name, SQLite, PostgreSQL.
const WORDS: [(&str, &str, &str); 8] = [
    ("{uuid}", "uuid_text", "uuid"),
    ("{time}", "timestamp_with_timezone_text", "timestamptz"),
    ("{date}", "date_text", "date"),
    ("{json}", "json_text", "jsonb"),
    ("{bool}", "boolean", "boolean"),
    ("{true}", "TRUE", "TRUE"),
    ("{false}", "FALSE", "FALSE"),
    ("{double}", "double", "double precision"),
];

/// Runs each statement of `script`, separated by `;` at a line's end, after putting in the engine's words.
pub async fn run(manager: &SchemaManager<'_>, script: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let postgres = connection.get_database_backend() == DbBackend::Postgres;
    let script = WORDS.iter().fold(script.to_owned(), |text, (word, sqlite, pg)| {
        text.replace(word, if postgres { pg } else { sqlite })
    });
    for statement in script.split(";\n").map(str::trim).filter(|s| !s.is_empty()) {
        connection.execute_unprepared(statement.trim_end_matches(';')).await?;
    }
    Ok(())
}

/// Drops `tables`, children first.
pub async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        manager.get_connection().execute_unprepared(&format!("DROP TABLE {table}")).await?;
    }
    Ok(())
}
