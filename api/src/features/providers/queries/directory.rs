//! SQL of the directory: one statement counts, one reads the page, one the words of its workshops.

use crate::features::providers::presence::{self, WORKS_FOR};
use crate::sql;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::ProviderType;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How the page is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By name.
    Name,
    /// By average rating; whoever has none comes last.
    Rating,
    /// By number of reviews.
    Reviews,
}

/// Which sellers.
#[derive(Debug)]
pub struct Filter {
    /// Each must be found somewhere.
    pub words: Vec<String>,
    /// One specialty, exactly.
    pub specialty: Option<String>,
    /// Least average rating.
    pub min_rating: Option<f64>,
    /// Only who is online, or only who is not.
    pub online: Option<bool>,
    /// Which kind.
    pub kind: Option<ProviderType>,
    /// Whoever was seen after this is online.
    pub seen_after: DateTime<Utc>,
}

/// A seller as the directory lists it.
#[derive(Debug, FromQueryResult)]
pub struct Card {
    /// The seller.
    pub provider_id: Uuid,
    /// The word of its kind.
    pub kind: String,
    /// The mechanic or the workshop.
    pub profile_id: Uuid,
    /// The name.
    pub name: String,
    /// An independent mechanic's words.
    pub specialties: Option<serde_json::Value>,
    /// Average rating.
    pub avg_rating: Option<f64>,
    /// How many reviews.
    pub total_reviews: i64,
    /// Online now.
    pub is_online: bool,
    /// When last seen.
    pub last_seen_at: Option<DateTime<Utc>>,
}

const FROM: &str = "FROM providers p LEFT JOIN mechanics m ON m.id = p.mechanic_id \
    LEFT JOIN workshops w ON w.id = p.workshop_id";

/// The conditions of a filter, with their values; `$1` is the time after which somebody must have been seen.
fn conditions(backend: DbBackend, filter: &Filter) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![filter.seen_after.into()];
    let mut bind = |value: Value| {
        values.push(value);
        values.len()
    };
    // the engines want each value used in every statement
    let mut all = vec![presence::LISTED.to_owned(), "$1 IS NOT NULL".replace("$1", cast_time(backend))];
    for word in &filter.words {
        let n = bind(sql::contains(word).into());
        all.push(format!(
            "(lower(p.name) LIKE ${n} ESCAPE '\\' OR lower(COALESCE(w.bio, '')) LIKE ${n} ESCAPE '\\' \
             OR EXISTS (SELECT 1 FROM mechanics o WHERE {WORKS_FOR} AND (lower(o.bio) LIKE ${n} ESCAPE '\\' \
             OR lower(CAST(o.specialties AS text)) LIKE ${n} ESCAPE '\\')))"
        ));
    }
    if let Some(specialty) = &filter.specialty {
        let n = bind(specialty.to_lowercase().into());
        let word = match backend {
            DbBackend::Postgres => {
                format!(
                    "EXISTS (SELECT 1 FROM jsonb_array_elements_text(o.specialties) AS s (value) WHERE lower(s.value) = ${n})"
                )
            }
            _ => format!("EXISTS (SELECT 1 FROM json_each(o.specialties) AS s WHERE lower(s.value) = ${n})"),
        };
        all.push(format!("EXISTS (SELECT 1 FROM mechanics o WHERE {WORKS_FOR} AND {word})"));
    }
    if let Some(rating) = filter.min_rating {
        let n = bind(rating.into());
        all.push(format!("COALESCE(m.avg_rating, w.avg_rating) >= ${n}"));
    }
    if let Some(kind) = filter.kind {
        let n = bind(kind.as_str().into());
        all.push(format!("p.kind = ${n}"));
    }
    if let Some(online) = filter.online {
        all.push(format!("{}{}", if online { "" } else { "NOT " }, presence::online(1)));
    }
    (all.join(" AND "), values)
}

/// PostgreSQL wants to know the type of a value that it does not compare.
fn cast_time(backend: DbBackend) -> &'static str {
    if backend == DbBackend::Postgres { "CAST($1 AS timestamptz)" } else { "$1" }
}

/// How many sellers a filter finds.
pub async fn count(db: &impl ConnectionTrait, filter: &Filter) -> Result<u64, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        total: i64,
    }
    let (conditions, values) = conditions(db.get_database_backend(), filter);
    // profiles are read only where a filter looks into them: most counts are one pass over who is listed
    let from = if filter.words.is_empty() && filter.min_rating.is_none() { "FROM providers p" } else { FROM };
    let counted = sql::statement(db, format!("SELECT COUNT(*) AS total {from} WHERE {conditions}"), values);
    let row = Row::find_by_statement(counted).one(db).await?;
    Ok(row.and_then(|row| u64::try_from(row.total).ok()).unwrap_or_default())
}

/// One page of what a filter finds.
pub async fn page(
    db: &impl ConnectionTrait,
    filter: &Filter,
    (order, descending): (Order, bool),
    (limit, offset): (u32, u64),
) -> Result<Vec<Card>, DbErr> {
    let (conditions, mut values) = conditions(db.get_database_backend(), filter);
    values.push(i64::from(limit).into());
    values.push(i64::try_from(offset).unwrap_or(i64::MAX).into());
    let way = if descending { "DESC" } else { "ASC" };
    let order = match order {
        Order::Name => format!("lower(p.name) {way}"),
        Order::Rating => format!(
            "COALESCE(m.avg_rating, w.avg_rating) IS NULL, COALESCE(m.avg_rating, w.avg_rating) {way}, lower(p.name)"
        ),
        Order::Reviews => format!("COALESCE(m.total_reviews, w.total_reviews, 0) {way}, lower(p.name)"),
    };
    let text = format!(
        "SELECT p.id AS provider_id, p.kind, COALESCE(p.mechanic_id, p.workshop_id) AS profile_id, p.name, \
         m.specialties, COALESCE(m.avg_rating, w.avg_rating) AS avg_rating, \
         COALESCE(m.total_reviews, w.total_reviews, 0) AS total_reviews, {online} AS is_online, \
         {last_seen} AS last_seen_at {FROM} WHERE {conditions} ORDER BY {order}, p.id LIMIT ${limit} OFFSET ${offset}",
        online = presence::online(1),
        last_seen = presence::last_seen(),
        limit = values.len() - 1,
        offset = values.len(),
    );
    Card::find_by_statement(sql::statement(db, text, values)).all(db).await
}

/// What the mechanics of workshops are good at, by workshop.
pub async fn specialties_of(
    db: &impl ConnectionTrait,
    workshops: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<String>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        workshop_id: Uuid,
        specialties: serde_json::Value,
    }
    let mut found: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    if workshops.is_empty() {
        return Ok(found);
    }
    let places: Vec<_> = (1..=workshops.len()).map(|n| format!("${n}")).collect();
    let text = format!(
        "SELECT workshop_id, specialties FROM mechanics WHERE workshop_id IN ({}) AND closed_at IS NULL ORDER BY id",
        places.join(", ")
    );
    let read = sql::statement(db, text, workshops.iter().map(|id| (*id).into()));
    for row in Row::find_by_statement(read).all(db).await? {
        let known = found.entry(row.workshop_id).or_default();
        for word in presence::words(Some(&row.specialties)) {
            if !known.iter().any(|have| have.to_lowercase() == word.to_lowercase()) {
                known.push(word);
            }
        }
    }
    Ok(found)
}
