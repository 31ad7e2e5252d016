//! The schema of SQLite and that of PostgreSQL: the same tables, columns and promises.

use crate::support::World;
use crate::support::database::{connect_anew, is_postgres};
use pitlane_migrations::{Migrator, MigratorTrait};
use sea_orm::{DatabaseConnection, FromQueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// What both engines call each type of a column: PostgreSQL's name, SQLite's.
const TYPES: [(&str, &str); 9] = [
    ("uuid", "uuid_text"),
    ("timestamp with time zone", "timestamp_with_timezone_text"),
    ("date", "date_text"),
    ("jsonb", "json_text"),
    ("double precision", "double"),
    ("boolean", "boolean"),
    ("integer", "integer"),
    ("bigint", "bigint"),
    ("text", "text"),
];

/// One table: its columns (type, whether it may be empty), what is unique, and where rows point to.
#[derive(Debug, Default, PartialEq)]
struct Table {
    columns: BTreeMap<String, (String, bool)>,
    uniques: BTreeSet<String>,
    references: BTreeSet<String>,
}

type Schema = BTreeMap<String, Table>;

#[derive(FromQueryResult)]
struct Column {
    table_name: String,
    name: String,
    kind: String,
    nullable: bool,
}

#[derive(FromQueryResult)]
struct Rule {
    table_name: String,
    rule: String,
}

async fn rows<T: FromQueryResult>(db: &DatabaseConnection, sql: &str) -> Vec<T> {
    T::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await.unwrap()
}

/// The tables of the product: not those in which an engine or the migrations keep their own books.
const OURS: &str = "NOT IN ('seaql_migrations', 'sqlite_sequence')";

async fn sqlite() -> Schema {
    let folder = tempfile::tempdir().unwrap();
    let db = connect_anew(&format!("sqlite://{}/schema.sqlite?mode=rwc", folder.path().display())).await;
    Migrator::up(&db, None).await.unwrap();
    let tables = format!("sqlite_schema s WHERE s.type = 'table' AND s.name {OURS}");
    let from = |pragma: &str| tables.replace("sqlite_schema s", &format!("sqlite_schema s, {pragma}"));
    let columns = format!(
        "SELECT s.name AS table_name, c.name AS name, lower(c.type) AS kind, c.\"notnull\" = 0 AS nullable FROM {}",
        from("pragma_table_info(s.name) c")
    );
    // the columns of an index in their order; an expression has no name
    let uniques = format!(
        "SELECT s.name AS table_name, (SELECT group_concat(COALESCE(name, 'expression'), ', ') \
         FROM (SELECT k.name FROM pragma_index_info(i.name) k ORDER BY k.seqno)) \
         || CASE WHEN i.partial THEN ' where' ELSE '' END AS rule FROM {} AND i.\"unique\"",
        from("pragma_index_list(s.name) i")
    );
    let references = format!(
        "SELECT s.name AS table_name, f.\"from\" || ' -> ' || f.\"table\" AS rule FROM {}",
        from("pragma_foreign_key_list(s.name) f")
    );
    schema(rows(&db, &columns).await, rows(&db, &uniques).await, rows(&db, &references).await)
}

async fn postgres(db: &DatabaseConnection) -> Schema {
    let columns = format!(
        "SELECT table_name::text, column_name::text AS name, data_type::text AS kind, is_nullable = 'YES' AS nullable \
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name {OURS}"
    );
    let uniques = format!(
        "SELECT t.relname::text AS table_name, (SELECT string_agg(COALESCE(a.attname::text, 'expression'), ', ' ORDER BY k.place) \
         FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place) \
         LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number AND k.number > 0) \
         || CASE WHEN i.indpred IS NULL THEN '' ELSE ' where' END AS rule \
         FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace \
         WHERE n.nspname = 'public' AND i.indisunique AND t.relname {OURS}"
    );
    let references = "SELECT t.relname::text AS table_name, a.attname::text || ' -> ' || o.relname::text AS rule \
         FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class o ON o.oid = c.confrelid \
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (c.conkey) WHERE c.contype = 'f'";
    let mut read = schema(rows(db, &columns).await, rows(db, &uniques).await, rows(db, references).await);
    for (kind, _) in read.values_mut().flat_map(|table| table.columns.values_mut()) {
        let (_, named) =
            TYPES.iter().find(|(name, _)| name == kind).unwrap_or_else(|| panic!("{kind} is new"));
        (*named).clone_into(kind);
    }
    read
}

fn schema(columns: Vec<Column>, uniques: Vec<Rule>, references: Vec<Rule>) -> Schema {
    let mut read = Schema::new();
    for column in columns {
        let table = read.entry(column.table_name).or_default();
        table.columns.insert(column.name, (column.kind, column.nullable));
    }
    for unique in uniques {
        read.get_mut(&unique.table_name).unwrap().uniques.insert(unique.rule);
    }
    for reference in references {
        read.get_mut(&reference.table_name).unwrap().references.insert(reference.rule);
    }
    read
}

#[actix_web::test]
async fn both_engines_have_one_schema() {
    let on_sqlite = sqlite().await;
    assert!(on_sqlite.len() > 50 && on_sqlite["users"].uniques.contains("id"), "{on_sqlite:?}");
    if !is_postgres() {
        // the run on PostgreSQL has both to compare
        return;
    }
    let world = World::new().await;
    let on_postgres = postgres(&world.state.db).await;
    let names = |schema: &Schema| schema.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&on_sqlite), names(&on_postgres));
    for (name, table) in &on_sqlite {
        assert_eq!(table, &on_postgres[name], "{name}");
    }
}
