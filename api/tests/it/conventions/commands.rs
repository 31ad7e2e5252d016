//! The commands besides `serve`.

use crate::support::World;
use crate::support::booking::wish;
use crate::support::database::{connect_anew, is_postgres};
use crate::support::people::Customer;
use pitlane_client::Client;
use pitlane_entities::{jobs, payments, request_events, session_requests};
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait, PaginatorTrait};
use secrecy::ExposeSecret;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::process::Command;
use uuid::Uuid;

/// Books until told to stop, or a few times at least; answers what the server said that it had written.
async fn book_on(server: &Client, customer: &Customer, stop: &AtomicBool) -> Vec<Uuid> {
    let mut booked = Vec::new();
    while !stop.load(Ordering::Relaxed) || booked.len() < 3 {
        booked.push(server.create_session_request(&wish(customer, None), None).await.unwrap().request.id);
    }
    booked
}

/// Opens a copy: a SQLite file as it is, a dump of PostgreSQL in a database of its own.
async fn open(world: &World, copy: &Path) -> DatabaseConnection {
    if !is_postgres() {
        let db = connect_anew(&format!("sqlite://{}", copy.display())).await;
        let whole = db.query_one_raw(sea_orm::Statement::from_string(
            db.get_database_backend(),
            "PRAGMA integrity_check",
        ));
        assert_eq!(whole.await.unwrap().unwrap().try_get_by_index::<String>(0).unwrap(), "ok");
        return db;
    }
    let (server, name) = world.state.config.database.url.expose_secret().rsplit_once('/').unwrap();
    let restored = format!("{name}_copy");
    let root = connect_anew(&format!("{server}/postgres")).await;
    root.execute_unprepared(&format!("CREATE DATABASE {restored}")).await.unwrap();
    let url = format!("{server}/{restored}");
    let status = Command::new("pg_restore").args(["--exit-on-error", "--dbname", &url]).arg(copy).status();
    assert!(status.await.unwrap().success());
    connect_anew(&url).await
}

#[actix_web::test]
async fn a_copy_made_while_people_book_has_whole_bookings_and_all_from_before() {
    let mut world = World::of_processes().await;
    let server = world.start_process(0).await;
    world.base.clone_from(&server.base);
    let mut customers = Vec::new();
    for number in 0..4 {
        customers.push(world.customer(&format!("Customer {number}")).await);
    }
    let client = |customer: &Customer| server.client(&customer.client);
    let before =
        client(&customers[0]).create_session_request(&wish(&customers[0], None), None).await.unwrap();
    let (stop, folder) = (AtomicBool::new(false), tempfile::tempdir().unwrap());
    let copy = folder.path().join("copy");
    let clients: Vec<_> = customers.iter().map(client).collect();
    let books = customers.iter().zip(&clients).map(|(customer, client)| book_on(client, customer, &stop));
    let (made, booked) = tokio::join!(
        async {
            let made = world.command(&["backup", copy.to_str().unwrap()]).await;
            stop.store(true, Ordering::Relaxed);
            made
        },
        futures::future::join_all(books)
    );
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let booked: BTreeSet<Uuid> = booked.into_iter().flatten().chain([before.request.id]).collect();

    let db = open(&world, &copy).await;
    let copied = session_requests::Entity::find().all(&db).await.unwrap();
    let ids: BTreeSet<Uuid> = copied.iter().map(|request| request.id).collect();
    assert!(ids.contains(&before.request.id) && ids.is_subset(&booked), "{ids:?}");
    // each with everything that was written with it
    let paid: BTreeSet<Uuid> = payments::Entity::find()
        .all(&db)
        .await
        .unwrap()
        .into_iter()
        .filter_map(|p| p.session_request_id)
        .collect();
    let told: BTreeSet<Uuid> =
        request_events::Entity::find().all(&db).await.unwrap().into_iter().map(|e| e.request_id).collect();
    assert_eq!((&paid, &told), (&ids, &ids));
    assert!(jobs::Entity::find().count(&db).await.unwrap() >= u64::try_from(ids.len()).unwrap());

    let again = world.command(&["backup", copy.to_str().unwrap()]).await;
    assert!(!again.status.success(), "a copy is never written over");
}

#[actix_web::test]
async fn the_configuration_is_printed_without_its_secrets() {
    const SECRET: &str = "do-not-print-me-0123456789-0123456789";
    let asked = async |values: &[(String, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pitlane"));
        let output = command.arg("config").envs(values.iter().cloned()).output().await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    };
    let printed = asked(&[]).await;
    assert!(printed.lines().any(|line| line == "auth.access_minutes = 15  [default]"), "{printed}");
    let names: Vec<&str> =
        printed.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name).collect();
    let secret = |name: &&&str| {
        let key = name.rsplit('.').next().unwrap();
        ["secret", "password", "token", "private_key", "secret_key"].iter().any(|word| key.contains(word))
    };
    let mut values: Vec<(String, &str)> = names
        .iter()
        .filter(secret)
        .map(|name| (format!("PITLANE__{}", name.to_uppercase().replace('.', "__")), SECRET))
        .collect();
    assert!(values.len() >= 7, "{values:?}");
    // addresses that carry a password
    let (database, redis) = (format!("postgres://u:{SECRET}@db/p"), format!("redis://:{SECRET}@cache/"));
    values.push(("PITLANE__DATABASE__URL".to_owned(), &database));
    values.push(("PITLANE__REDIS__URL".to_owned(), &redis));
    let printed = asked(&values).await;
    assert!(!printed.contains(SECRET), "{printed}");
    for (variable, _) in &values {
        let line = printed.lines().find(|line| line.ends_with(&format!("[environment {variable}]")));
        assert!(line.is_some_and(|line| line.contains(" = (masked)")), "{variable}: {line:?}");
    }
}
