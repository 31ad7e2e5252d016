//! Fills an empty database with a demo: people, workshops, and a history that looks lived in.

mod afterwards;
mod history;
mod people;
mod repairs;

use crate::features::accounts::passwords;
use crate::features::providers::service::{self as providers, Sellers};
use crate::features::{favorites, reviews};
use crate::state::AppState;
use crate::work::Transaction;
use anyhow::{Result, anyhow, bail};
use people::People;
use pitlane_entities::{customer_favorites, users};
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, PaginatorTrait};

/// The password of everybody in the demo.
const PASSWORD: &str = "pitlane-demo-2026";

/// Fills the database and prints who can sign in. Refuses one that has accounts.
pub(super) async fn run(state: &AppState) -> Result<()> {
    if users::Entity::find().count(&state.db).await? > 0 {
        bail!("the database has accounts already; the demo wants an empty one");
    }
    let hash = passwords::hash(state, PASSWORD.to_owned()).await?;
    let work = state.begin().await?;
    let mut people = People::new(&work.tx, work.now, hash);
    people.make().await?;
    history::make(&work.tx, work.now, &people).await?;
    save_favorites(&work.tx, &people).await?;
    favorites::service::recompute_all(&work.tx, work.now).await?;
    reviews::service::recompute_all(&work.tx).await?;
    providers::relist(&work.tx, Sellers::All).await?;
    let table = table(&people);
    let shop = repairs::Shop::of(&people, state)?;
    let after = afterwards::Afterwards::of(&people, state)?;
    work.commit().await?;
    shop.work().await.map_err(|error| anyhow!("{error:?}"))?;
    after.make().await.map_err(|error| anyhow!("{error:?}"))?;
    print!("{table}");
    Ok(())
}

async fn save_favorites(tx: &Transaction, people: &People<'_>) -> Result<(), DbErr> {
    let saved = [
        ("dana", "marek", Some("My brake guy"), 70),
        ("dana", "ken", None, 41),
        ("dana", "ana", None, 12),
        ("lee", "marek", None, 30),
    ];
    for (customer, mechanic, label, days) in saved {
        let (Some(customer), Some(mechanic)) = (people.customer(customer), people.mechanic(mechanic)) else {
            continue;
        };
        let at = people.days_ago(days);
        customer_favorites::ActiveModel {
            id: Set(new_id()),
            customer_id: Set(customer.id),
            provider_id: Set(mechanic.provider_id),
            label: Set(label.map(str::to_owned)),
            added_at: Set(at),
            last_service_at: Set(None),
            total_services: Set(0),
            total_spent_cents: Set(0),
            created_at: Set(at),
        }
        .insert(tx)
        .await?;
    }
    Ok(())
}

fn table(people: &People<'_>) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    let _ = writeln!(text, "{:<10} {:<26} {:<20} what to see", "role", "e-mail", "password");
    for (role, email, about) in people.log_ins() {
        let _ = writeln!(text, "{role:<10} {email:<26} {PASSWORD:<20} {about}");
    }
    text.push_str("Mechanics are online while their page is open: sign one in in a second window.\n");
    text
}
