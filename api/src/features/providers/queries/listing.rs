//! SQL that keeps the stored fact of who is listed.

use crate::features::providers::presence;
use crate::sql;
use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use uuid::Uuid;

/// Whose fact is worked out again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sellers {
    /// Those that an account works for, its own one and its workshop.
    OfUser(Uuid),
    /// A workshop's.
    OfWorkshop(Uuid),
    /// Everybody's.
    All,
}

/// Works out again who is listed; rows that are right already are not written.
pub async fn relist(tx: &impl ConnectionTrait, sellers: Sellers) -> Result<(), DbErr> {
    let (which, id) = match sellers {
        Sellers::OfUser(user) => (
            "(p.mechanic_id IN (SELECT id FROM mechanics WHERE user_id = $1) \
             OR p.workshop_id IN (SELECT workshop_id FROM mechanics WHERE user_id = $1))",
            Some(user),
        ),
        Sellers::OfWorkshop(workshop) => ("p.workshop_id = $1", Some(workshop)),
        Sellers::All => ("TRUE", None),
    };
    let statement = |text: String| sql::statement(tx, text, id.map(Into::into));
    if tx.get_database_backend() == DbBackend::Postgres {
        // what somebody else has just changed is seen only by a statement that begins after their commit
        let lock = format!("SELECT p.id FROM providers p WHERE {which} ORDER BY p.id FOR NO KEY UPDATE");
        tx.query_all_raw(statement(lock)).await?;
    }
    let text = format!(
        "UPDATE providers AS p SET listed = NOT p.listed WHERE {which} AND p.listed <> ({})",
        presence::derived()
    );
    tx.execute_raw(statement(text)).await.map(drop)
}
