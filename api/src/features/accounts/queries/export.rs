//! SQL of the export: every row about a person, table by table, without what signs them in.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

const SESSIONS: &str = "SELECT s.id FROM sessions s LEFT JOIN mechanics sm ON sm.id = s.mechanic_id \
    WHERE s.customer_id = $1 OR sm.user_id = $1";

// a draft is the seller's until it is sent; a member of a workshop has what they wrote, its owner has all of it
const SELLERS: &str = "SELECT p.id FROM providers p LEFT JOIN mechanics pm ON pm.id = p.mechanic_id \
    LEFT JOIN workshop_members pw ON pw.workshop_id = p.workshop_id AND pw.role = 'owner' \
    WHERE pm.user_id = $1 OR pw.user_id = $1";
const QUOTES: &str = "SELECT q.id FROM repair_quotes q WHERE (q.customer_id = $1 AND q.sent_at IS NOT NULL) \
    OR q.created_by = $1 OR q.provider_id IN ({sellers})";
const REPAIRS: &str = "SELECT x.id FROM repairs x WHERE x.customer_id = $1 OR x.provider_id IN ({sellers})";
const PAYMENTS: &str = "SELECT y.id FROM payments y WHERE y.customer_id = $1 OR y.provider_id IN ({sellers})";

/// Each table with the rows of it that are about the person `$1`.
const TABLES: [(&str, &str); 36] = [
    ("users", "id = $1"),
    ("sign_ins", "user_id = $1"),
    ("vehicles", "customer_id = $1"),
    ("service_intervals", "vehicle_id IN (SELECT id FROM vehicles WHERE customer_id = $1)"),
    ("customer_favorites", "customer_id = $1"),
    ("session_requests", "customer_id = $1"),
    ("request_photos", "customer_id = $1"),
    ("payments", "id IN ({payments})"),
    ("refunds", "payment_id IN ({payments})"),
    ("repair_quotes", "id IN ({quotes})"),
    ("quote_lines", "quote_id IN ({quotes})"),
    ("quote_messages", "quote_id IN ({quotes})"),
    ("quote_templates", "created_by = $1 OR provider_id IN ({sellers})"),
    // where the approval of somebody else came from is theirs
    (
        "authorizations",
        "customer_id = $1 OR quote_id IN (SELECT a.id FROM repair_quotes a WHERE a.customer_id = $1)",
    ),
    ("repairs", "id IN ({repairs})"),
    (
        "repair_status_events",
        "(repair_id IN ({repairs}) AND NOT internal) OR repair_id IN (SELECT z.id FROM repairs z WHERE z.provider_id IN ({sellers}))",
    ),
    ("mechanics", "user_id = $1"),
    ("workshops", "id IN (SELECT workshop_id FROM workshop_members WHERE user_id = $1 AND role = 'owner')"),
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
    ("review_requests", "customer_id = $1"),
    ("notifications", "user_id = $1"),
    ("message_settings", "user_id = $1"),
    ("notification_preferences", "user_id = $1"),
    ("consents", "user_id = $1"),
    ("push_subscriptions", "user_id = $1"),
    ("user_events", "user_id = $1"),
    ("audit_log", "actor_user_id = $1"),
];

/// What signs somebody in, what opens a payment or what one side keeps to itself about the other.
const LEFT_OUT: [&str; 6] = ["password_hash", "hash", "client_secret", "storage_key", "is_blocked", "auth"];

/// Every row about a person, by the name of its table.
pub async fn rows(db: &impl ConnectionTrait, user: Uuid) -> Result<BTreeMap<String, Vec<Value>>, DbErr> {
    let mut all = BTreeMap::new();
    for (table, condition) in TABLES {
        let condition = condition
            .replace("{sessions}", SESSIONS)
            .replace("{quotes}", QUOTES)
            .replace("{repairs}", REPAIRS)
            .replace("{payments}", PAYMENTS)
            .replace("{sellers}", SELLERS);
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
