//! Migrations on a database with data: what is there stays there, forward and back.

use crate::support::World;
use crate::support::database::connect_anew;
use pitlane_entities::{fee_rules, ledger_entries, payments, suppressions};
use pitlane_migrations::{Migrator, MigratorTrait};
use sea_orm::{ActiveValue::Set, EntityTrait};
use secrecy::ExposeSecret;

#[actix_web::test]
async fn payments_and_their_ledger_survive_the_way_back_and_forward() {
    let world = World::new().await;
    let (customer, mechanic) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    world.book(&customer, None).await;
    let offer = mechanic.client.list_offers().await.unwrap().items.remove(0);
    let session = mechanic.client.accept_offer(offer.id).await.unwrap().session_id;
    mechanic.client.start_session(session).await.unwrap();
    world.run_jobs().await;
    let db = &world.state.db;
    let paid = payments::Entity::find().all(db).await.unwrap();
    let booked = ledger_entries::Entity::find().all(db).await.unwrap();
    assert_eq!((paid.len(), booked.len()), (1, 3));
    let anew = connect_anew(world.state.config.database.url.expose_secret()).await;
    // back to before there were quotes
    let steps = u32::try_from(Migrator::migrations().len() - 6).unwrap();
    Migrator::down(&anew, Some(steps)).await.unwrap();
    Migrator::up(&anew, None).await.unwrap();
    let without_rule = |mut rows: Vec<payments::Model>| {
        for row in &mut rows {
            row.fee_rule_id = None;
        }
        rows
    };
    assert_eq!(without_rule(payments::Entity::find().all(db).await.unwrap()), without_rule(paid));
    assert_eq!(ledger_entries::Entity::find().all(db).await.unwrap().len(), booked.len());
    assert_eq!(fee_rules::Entity::find().all(db).await.unwrap().len(), 2);
}

#[actix_web::test]
async fn what_somebody_ended_stays_ended_on_the_way_back_and_forward() {
    let world = World::new().await;
    let db = &world.state.db;
    for cause in ["bounce", "support", "text"] {
        let row = suppressions::ActiveModel {
            id: Set(pitlane_platform::new_id()),
            channel: Set("sms".to_owned()),
            address: Set("+15551230100".to_owned()),
            topic: Set(String::new()),
            cause: Set(cause.to_owned()),
            created_at: Set(world.now()),
        };
        suppressions::Entity::insert(row).exec(db).await.unwrap();
    }
    let anew = connect_anew(world.state.config.database.url.expose_secret()).await;
    let all = Migrator::migrations();
    let place = all.iter().position(|migration| migration.name() == "m20261128_000020_consent").unwrap();
    Migrator::down(&anew, Some(u32::try_from(all.len() - place).unwrap())).await.unwrap();
    // there is room for one reason: somebody's own word is kept, and of several the last
    Migrator::up(&anew, None).await.unwrap();
    let kept = suppressions::Entity::find().all(&anew).await.unwrap();
    assert_eq!(kept.iter().map(|row| row.cause.as_str()).collect::<Vec<_>>(), ["text"]);
}
