//! The catalogue and the directory.

use crate::features::providers::presence::words;
use crate::features::providers::queries::directory::{self, Card, Filter, Order};
use crate::http::paging::{limit, page};
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use pitlane_contract::paging::Page;
use pitlane_contract::providers::{DirectoryQuery, ProviderCard, Service};
use pitlane_domain::catalogue::SERVICES;
use pitlane_domain::money::CURRENCY;
use pitlane_domain::presence::seen_after;
use pitlane_domain::vocabulary::ProviderType;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Words that one search looks for at most.
const MOST_WORDS: usize = 6;

/// What can be booked.
pub fn catalogue() -> Vec<Service> {
    let services = SERVICES.iter().map(|service| Service {
        kind: service.kind,
        price_cents: service.price_cents,
        currency: CURRENCY.to_owned(),
        minutes: service.minutes,
        bookable: service.price_cents.is_some(),
    });
    services.collect()
}

/// One page of the directory.
pub async fn list(state: &AppState, query: DirectoryQuery) -> Result<Page<ProviderCard>, ApiError> {
    let page_size = limit("page_size", query.page_size)?;
    let page = page(query.page)?;
    let (filter, order) = read(state, &query)?;
    let total = directory::count(&state.db, &filter).await?;
    let offset = u64::from(page - 1) * u64::from(page_size);
    let rows = directory::page(&state.db, &filter, order, (page_size, offset)).await?;
    let workshops: Vec<Uuid> = rows
        .iter()
        .filter(|row| row.kind == ProviderType::Workshop.as_str())
        .map(|row| row.profile_id)
        .collect();
    let mut words = directory::specialties_of(&state.db, &workshops).await?;
    let items = rows.into_iter().map(|row| card(row, &mut words)).collect::<Result<_, _>>()?;
    Ok(Page { items, page, page_size, total })
}

fn read(state: &AppState, query: &DirectoryQuery) -> Result<(Filter, (Order, bool)), ApiError> {
    let mut check = Check::new();
    let text = query.text.as_deref().and_then(|text| check.text("text", text, 0..=100));
    let specialty = query.specialty.as_deref().and_then(|word| check.text("specialty", word, 0..=40));
    if query.min_rating.is_some_and(|rating| !(1.0..=5.0).contains(&rating)) {
        check.refuse("min_rating", "out_of_range", "Use a number from 1 to 5.");
    }
    let order = order(query.ordering.as_deref());
    if order.is_none() {
        check.refuse("ordering", "invalid", "Use name, rating or reviews, with - before it for descending.");
    }
    check.done()?;
    let filter = Filter {
        words: text.unwrap_or_default().split_whitespace().take(MOST_WORDS).map(str::to_owned).collect(),
        specialty: specialty.filter(|word| !word.is_empty()),
        min_rating: query.min_rating,
        online: query.online,
        kind: query.kind,
        seen_after: seen_after(state.clock.now()),
    };
    Ok((filter, order.unwrap_or((Order::Name, false))))
}

fn order(asked: Option<&str>) -> Option<(Order, bool)> {
    let asked = asked.unwrap_or("name");
    let (field, descending) = asked.strip_prefix('-').map_or((asked, false), |field| (field, true));
    let order = match field {
        "name" => Order::Name,
        "rating" => Order::Rating,
        "reviews" => Order::Reviews,
        _ => return None,
    };
    Some((order, descending))
}

fn card(row: Card, of_workshops: &mut BTreeMap<Uuid, Vec<String>>) -> Result<ProviderCard, ApiError> {
    let specialties = match row.specialties {
        Some(own) => words(Some(&own)),
        None => of_workshops.remove(&row.profile_id).unwrap_or_default(),
    };
    Ok(ProviderCard {
        provider_id: row.provider_id,
        provider_type: row.kind.parse()?,
        profile_id: row.profile_id,
        name: row.name,
        specialties,
        avg_rating: row.avg_rating,
        total_reviews: row.total_reviews,
        is_online: row.is_online,
        last_seen_at: row.last_seen_at,
    })
}
