//! What `pitlane seed --demo` makes, on either database.

use crate::support::World;
use pitlane_contract::accounts::LogIn;
use pitlane_domain::vocabulary::RepairStatus;
use pitlane_entities::{repair_quotes, repairs};
use sea_orm::EntityTrait;
use std::collections::BTreeSet;

#[actix_web::test]
async fn the_demo_has_work_in_every_state_and_its_people_can_sign_in() {
    let world = World::of_processes().await;
    let made = world.command(&["seed", "--demo"]).await;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let db = &world.state.db;
    let quotes = repair_quotes::Entity::find().all(db).await.unwrap();
    let states: BTreeSet<&str> = quotes.iter().map(|quote| quote.status.as_str()).collect();
    assert_eq!(states, BTreeSet::from(["draft", "sent", "approved", "partially_approved"]));
    let made_later = quotes.iter().filter(|quote| quote.created_at > world.now()).count();
    assert_eq!(made_later, 0, "nothing comes from the future");
    let rows = repairs::Entity::find().all(db).await.unwrap();
    for status in RepairStatus::ALL.iter().filter(|status| **status != RepairStatus::Cancelled) {
        assert_eq!(rows.iter().filter(|row| row.status == status.as_str()).count(), 1, "{status}");
    }
    assert!(rows.iter().all(|row| row.promised_at.is_none_or(|at| at > world.now())));

    let process = world.start_process(0).await;
    let dana = pitlane_client::Client::new(&process.base);
    let log_in = LogIn {
        email: "dana@pitlane.example".to_owned(),
        password: "pitlane-demo-2026".to_owned(),
        two_factor_code: None,
        refresh_token_in_body: true,
    };
    dana.log_in_customer(&log_in).await.unwrap();
    assert_eq!(dana.dashboard().await.unwrap().pending_quotes, 1);
    let again = world.command(&["seed", "--demo"]).await;
    assert!(!again.status.success(), "a database with accounts is left alone");
}
