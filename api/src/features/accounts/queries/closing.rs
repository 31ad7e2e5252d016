//! SQL that closes an account: what names the person goes, what belongs to the other side's history stays without a name.

use crate::sql;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use uuid::Uuid;

/// What is shown where a name was.
const NOBODY: &str = "Closed account";

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Whether a session of the person, as customer or mechanic, waits or is under way, or a repair of theirs, as customer or
/// as who answers for the seller, is not over.
pub async fn has_open_work(tx: &impl ConnectionTrait, user: Uuid) -> Result<bool, DbErr> {
    let text = "SELECT EXISTS (SELECT 1 FROM sessions s JOIN mechanics m ON m.id = s.mechanic_id \
        WHERE (s.customer_id = $1 OR m.user_id = $1) AND s.status IN ('waiting', 'live')) \
        OR EXISTS (SELECT 1 FROM repairs WHERE customer_id = $1 AND status NOT IN ('completed', 'cancelled')) \
        OR EXISTS (SELECT 1 FROM repairs r JOIN providers p ON p.id = r.provider_id \
        LEFT JOIN mechanics m ON m.id = p.mechanic_id \
        LEFT JOIN workshop_members w ON w.workshop_id = p.workshop_id AND w.role = 'owner' \
        WHERE (m.user_id = $1 OR w.user_id = $1) AND r.status NOT IN ('completed', 'cancelled')) AS found";
    let row = Found::find_by_statement(sql::statement(tx, text, [user.into()])).one(tx).await?;
    Ok(row.is_some_and(|row| row.found))
}

/// What ends with every account. `$1` is the account, `$2` the present.
const EVERYBODY: [&str; 18] = [
    "DELETE FROM refresh_tokens WHERE sign_in_id IN (SELECT id FROM sign_ins WHERE user_id = $1)",
    "UPDATE sign_ins SET revoked_at = COALESCE(revoked_at, $2), user_agent = '' WHERE user_id = $1",
    "DELETE FROM one_time_tokens WHERE user_id = $1",
    "DELETE FROM two_factors WHERE user_id = $1",
    "DELETE FROM recovery_codes WHERE user_id = $1",
    // one that is still queued is suppressed, without its content, by the job that would send it
    "DELETE FROM notifications WHERE user_id = $1 AND status <> 'queued'",
    "DELETE FROM push_subscriptions WHERE user_id = $1",
    "DELETE FROM notification_preferences WHERE user_id = $1",
    "DELETE FROM message_settings WHERE user_id = $1",
    // that somebody agreed stays provable; who they are and where they were reached goes
    "UPDATE consents SET address = '', proof = '{}' WHERE user_id = $1",
    "DELETE FROM user_events WHERE user_id = $1",
    "DELETE FROM customer_favorites WHERE customer_id = $1",
    "UPDATE vehicles SET vin = NULL, vin_warning = FALSE, plate = NULL, removed_at = COALESCE(removed_at, $2), \
     updated_at = $2 WHERE customer_id = $1",
    "UPDATE mechanic_reviews SET customer_id = NULL, updated_at = $2 WHERE customer_id = $1",
    "DELETE FROM quote_links WHERE quote_id IN (SELECT id FROM repair_quotes WHERE customer_id = $1)",
    "DELETE FROM repair_links WHERE repair_id IN (SELECT id FROM repairs WHERE customer_id = $1)",
    "UPDATE review_requests SET status = 'skipped', updated_at = $2 WHERE customer_id = $1 AND status <> 'completed'",
    "UPDATE users SET deleted_at = $2, updated_at = $2, password_hash = '', phone = NULL, email_verified_at = NULL, \
     phone_verified_at = NULL, two_factor_at = NULL WHERE id = $1",
];

/// Removes the person from everything that names them.
pub async fn close_user(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    email: &str,
) -> Result<(), DbErr> {
    let both = |text: &str| {
        let mut values = vec![user.into()];
        if text.contains("$2") {
            values.push(now.into());
        }
        sql::statement(tx, text, values)
    };
    for text in EVERYBODY {
        tx.execute_raw(both(text)).await?;
    }
    let named = [
        ("UPDATE users SET name = $2, email = $3 WHERE id = $1", true),
        ("UPDATE mechanics SET display_name = $2 WHERE user_id = $1", false),
        ("UPDATE request_events SET actor_name = $2 WHERE actor_user_id = $1", false),
        // the account stays in these rows, which the books and the proof of an approval need
        ("UPDATE repair_quotes SET customer_name = $2, customer_email = NULL WHERE customer_id = $1", false),
        ("UPDATE repairs SET customer_name = $2, customer_email = NULL WHERE customer_id = $1", false),
        (
            "UPDATE authorizations SET typed_name = $2, ip = NULL, user_agent = NULL \
             WHERE quote_id IN (SELECT id FROM repair_quotes WHERE customer_id = $1)",
            false,
        ),
    ];
    for (text, address) in named {
        let mut values = vec![user.into(), NOBODY.into()];
        if address {
            values.push(format!("closed-{}@pitlane.invalid", user.simple()).into());
        }
        tx.execute_raw(sql::statement(tx, text, values)).await?;
    }
    let scope = format!("{user}:%");
    let texts = [
        ("DELETE FROM idempotency_keys WHERE scope LIKE $1", scope.as_str()),
        ("DELETE FROM outbox_messages WHERE recipient = $1", email),
        ("DELETE FROM notifications WHERE recipient = $1 AND status <> 'queued'", email),
    ];
    for (text, value) in texts {
        tx.execute_raw(sql::statement(tx, text, [value.into()])).await?;
    }
    Ok(())
}

/// Closes the mechanic behind an account.
pub async fn close_mechanic(tx: &impl ConnectionTrait, now: DateTime<Utc>, user: Uuid) -> Result<(), DbErr> {
    let text = "UPDATE mechanics SET closed_at = $2, updated_at = $2, is_online = FALSE, accepting = FALSE, bio = '' \
        WHERE user_id = $1";
    tx.execute_raw(sql::statement(tx, text, [user.into(), now.into()])).await?;
    let leave = "DELETE FROM workshop_members WHERE user_id = $1";
    tx.execute_raw(sql::statement(tx, leave, [user.into()])).await.map(drop)
}

/// Closes a seller. A person's own name goes; a workshop's stays, and so does its address, which receipts show.
pub async fn close_provider(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    provider: Uuid,
) -> Result<(), DbErr> {
    let text = "UPDATE providers SET closed_at = $2, name = CASE WHEN kind = 'independent' THEN $3 ELSE name END \
        WHERE id = $1";
    tx.execute_raw(sql::statement(tx, text, [provider.into(), now.into(), NOBODY.into()])).await?;
    let text = "UPDATE workshops SET closed_at = $2, updated_at = $2, bio = '', phone = NULL \
        WHERE id = (SELECT workshop_id FROM providers WHERE id = $1)";
    tx.execute_raw(sql::statement(tx, text, [provider.into(), now.into()])).await.map(drop)
}
