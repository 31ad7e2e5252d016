//! Migrations on a database with data: what is there stays there, forward and back.

use crate::support::World;
use crate::support::database::connect_anew;
use pitlane_entities::{fee_rules, ledger_entries, payments};
use pitlane_migrations::{Migrator, MigratorTrait};
use sea_orm::EntityTrait;
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
