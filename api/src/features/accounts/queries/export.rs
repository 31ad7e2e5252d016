//! SQL of the export: every row about a person, table by table, without what signs them in.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

const SESSIONS: &str = "SELECT s.id FROM sessions s LEFT JOIN mechanics sm ON sm.id = s.mechanic_id \
    WHERE s.customer_id = $1 OR sm.user_id = $1";

/// Each table with the rows of it that are about the person `$1`.
const TABLES: [(&str, &str); 20] = [
    ("users", "id = $1"),
    ("sign_ins", "user_id = $1"),
    ("vehicles", "customer_id = $1"),
    ("customer_favorites", "customer_id = $1"),
    ("session_requests", "customer_id = $1"),
    ("payments", "customer_id = $1"),
    ("mechanics", "user_id = $1"),
    ("workshop_members", "user_id = $1"),
    ("workshop_invitations", "invited_by = $1"),
    ("provider_customer_relations", "customer_id = $1"),
    ("dispatch_offers", "mechanic_id IN (SELECT id FROM mechanics WHERE user_id = $1)"),
    ("request_events", "actor_user_id = $1"),
    ("sessions", "id IN ({sessions})"),
    ("session_messages", "session_id IN ({sessions})"),
    ("session_files", "session_id IN ({sessions})"),
    ("session_summaries", "session_id IN ({sessions})"),
    ("mechanic_reviews", "customer_id = $1 OR mechanic_id IN (SELECT id FROM mechanics WHERE user_id = $1)"),
    ("notifications", "user_id = $1"),
    ("user_events", "user_id = $1"),
    ("audit_log", "actor_user_id = $1"),
];

/// What signs somebody in, what opens a payment or what one side keeps to itself about the other.
const LEFT_OUT: [&str; 5] = ["password_hash", "hash", "client_secret", "storage_key", "is_blocked"];

/// Every row about a person, by the name of its table.
pub async fn rows(db: &impl ConnectionTrait, user: Uuid) -> Result<BTreeMap<String, Vec<Value>>, DbErr> {
    let mut all = BTreeMap::new();
    for (table, condition) in TABLES {
        let condition = condition.replace("{sessions}", SESSIONS);
        let text = format!("SELECT * FROM {table} WHERE {condition} ORDER BY id");
        let mut rows =
            Value::find_by_statement(crate::sql::statement(db, text, [user.into()])).all(db).await?;
        for row in rows.iter_mut().filter_map(Value::as_object_mut) {
            for column in LEFT_OUT {
                row.remove(column);
            }
        }
        all.insert(table.to_owned(), rows);
    }
    Ok(all)
}
