//! The command, as a mail server runs it.

use super::reports::Report;
use super::{marks, row, summary};
use crate::messages::tell;
use crate::support::World;
use pitlane_api::features::notifications::Notification;

const GUEST: &str = "guest@example.org";

/// Runs the command on a mail: how it ends and what it says.
async fn piped(world: &World, values: &[(&str, &str)], mail: &[u8]) -> (Option<i32>, String) {
    let ended = world.command_reading(&["bounce"], values, mail).await;
    assert!(ended.stdout.is_empty(), "{}", String::from_utf8_lossy(&ended.stdout));
    (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
}

#[actix_web::test]
async fn the_command_takes_what_a_mail_server_pipes_into_it() {
    let world = World::of_processes().await;
    tell(&world, vec![Notification::to_address(GUEST, "a", summary())]).await;
    world.run_jobs().await;
    let mail = row(&world, "a:email").await.gateway_id.unwrap();
    let good = Report::unknown(&mail, GUEST).by_postfix();
    let large = format!("{good}{}", " ".repeat(1_000_000));
    let vacation = "Subject: I am away\n\nUntil Monday.\n";
    for (input, why) in [
        (large.as_bytes(), "more than 1 MB"),
        (b"", "it reports nothing about a delivery"),
        (b"\r\x00\xff\xfe", "it cannot be read as a mail"),
        (vacation.as_bytes(), "it reports nothing about a delivery"),
        (Report::unknown("1@pitlane.example", GUEST).by_exim().as_bytes(), "no mail of ours"),
        (Report::unknown(&mail, "eve@example.org").by_exchange().as_bytes(), "no failure at the address"),
    ] {
        let (code, said) = piped(&world, &[], input).await;
        assert_eq!(code, Some(0), "a mail server would send it back: {said}");
        assert!(said.starts_with("pitlane: nothing changed: ") && said.contains(why), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    assert!(marks(&world, GUEST).await.is_empty());

    let id = row(&world, "a:email").await.id;
    let (code, said) = piped(&world, &[], good.as_bytes()).await;
    assert_eq!((code, said), (Some(0), format!("pitlane: the message {id} came back: 550 5.1.1\n")));
    assert_eq!(row(&world, "a:email").await.status, "failed");
    assert_eq!(marks(&world, GUEST).await, ["bounce"]);
    let (code, said) = piped(&world, &[], good.as_bytes()).await;
    assert!(code == Some(0) && said.contains("it was told before"), "{said}");
}

#[actix_web::test]
async fn the_mail_server_tries_again_while_the_database_is_away() {
    let world = World::of_processes().await;
    let folder = tempfile::tempdir().unwrap();
    let away = format!("sqlite://{}/not/there.sqlite", folder.path().display());
    let empty = format!("sqlite://{}/empty.sqlite", folder.path().display());
    let report = Report::unknown(&format!("{}@pitlane.example", pitlane_platform::new_id().simple()), GUEST)
        .by_postfix();
    for (name, value) in [
        ("PITLANE__DATABASE__URL", away.as_str()),
        ("PITLANE__DATABASE__URL", "postgres://nobody@127.0.0.1:1/none"),
        // nothing is made where a database should be
        ("PITLANE__DATABASE__URL", empty.as_str()),
        // a wrong value is put right, and nothing is lost until then
        ("PITLANE__MAIL__TLS", "perhaps"),
    ] {
        let (code, said) = piped(&world, &[(name, value)], report.as_bytes()).await;
        assert_eq!(code, Some(75), "{value}: {said}");
        assert!(said.starts_with("pitlane: "), "{said}");
    }
    // what is no report needs no database
    let (code, _) = piped(&world, &[("PITLANE__DATABASE__URL", away.as_str())], b"Hello").await;
    assert_eq!(code, Some(0));
}
