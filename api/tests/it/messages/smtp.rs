//! Mails against a real mail server: put off, refused, silent; and what a mail looks like when it arrives.

use super::tell;
use crate::support::World;
use crate::support::smtp::{MailServer, Taken};
use chrono::TimeDelta;
use pitlane_api::features::notifications::{Content, Notification};
use pitlane_entities::{notifications, suppressions, users};
use pitlane_platform::config::MailConfig;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

fn assigned(mechanic: &str) -> Content {
    Content::MechanicAssigned {
        session_id: Uuid::from_u128(7),
        mechanic: mechanic.to_owned(),
        vehicle: "2019 Subaru Outback".to_owned(),
    }
}

async fn tell_of(world: &World, user: Uuid, key: &str, mechanic: &str) {
    tell(world, vec![Notification::to_user(user, key, assigned(mechanic))]).await;
}

async fn mail_of(world: &World, user: Uuid) -> notifications::Model {
    let own = notifications::Entity::find().filter(notifications::Column::UserId.eq(user));
    own.filter(notifications::Column::Channel.eq("email")).one(&world.state.db).await.unwrap().unwrap()
}

#[actix_web::test]
async fn a_mail_that_is_put_off_twice_arrives_once() {
    let mut server = MailServer::start().await;
    let world = World::with(|config| server.plain(&mut config.mail)).await;
    let dana = world.customer("Dana Okafor").await;
    server.greylist(&dana.email, 2);
    tell_of(&world, dana.id, "a", "Marek Nowak").await;
    world.run_jobs().await;
    assert_eq!((server.asked(&dana.email), server.taken().len()), (1, 0));
    assert_eq!(mail_of(&world, dana.id).await.status, "queued");

    world.pass(TimeDelta::minutes(10)).await;
    let taken = server.taken();
    assert_eq!((server.asked(&dana.email), taken.len()), (3, 1));
    assert_eq!(taken[0].to, [dana.email.as_str()]);
    assert_eq!(mail_of(&world, dana.id).await.status, "sent");

    world.pass(TimeDelta::hours(2)).await;
    assert_eq!((server.asked(&dana.email), server.taken().len()), (3, 0));
    assert!(world.failed_jobs().await.is_empty());
}

async fn marks(world: &World, address: &str) -> Vec<String> {
    let of = suppressions::Entity::find().filter(suppressions::Column::Address.eq(address));
    of.all(&world.state.db).await.unwrap().into_iter().map(|mark| mark.cause).collect()
}

#[actix_web::test]
async fn a_mailbox_that_is_not_there_is_marked_and_left_alone() {
    let mut server = MailServer::start().await;
    let world = World::with(|config| server.plain(&mut config.mail)).await;
    let dana = world.customer("Dana Okafor").await;
    server.reject(&dana.email, "550 5.1.1 no such mailbox");
    tell_of(&world, dana.id, "a", "Marek Nowak").await;
    world.run_jobs().await;
    let mail = mail_of(&world, dana.id).await;
    assert_eq!((mail.status.as_str(), server.asked(&dana.email)), ("failed", 1));
    assert!(!mail.error.unwrap().contains(&dana.email), "the reason names nobody");
    assert_eq!(marks(&world, &dana.email).await, ["bounce"]);

    tell_of(&world, dana.id, "b", "Marek Nowak").await;
    world.pass(TimeDelta::hours(2)).await;
    assert_eq!((server.asked(&dana.email), server.taken().len()), (1, 0));
}

#[actix_web::test]
async fn a_refusal_that_is_not_the_mailboxs_marks_nobody() {
    let server = MailServer::start().await;
    let world = World::with(|config| server.plain(&mut config.mail)).await;
    for (name, answer) in [
        ("Dana Okafor", "552 5.2.2 mailbox full"),
        ("Omar Haddad", "554 5.7.1 looks like spam"),
        ("Ines Duarte", "550 5.7.1 your server is on a list"),
    ] {
        let person = world.customer(name).await;
        server.reject(&person.email, answer);
        tell_of(&world, person.id, name, "Marek Nowak").await;
        world.run_jobs().await;
        assert_eq!(mail_of(&world, person.id).await.status, "failed", "{answer}");
        assert!(marks(&world, &person.email).await.is_empty(), "{answer}");
    }
}

#[actix_web::test]
async fn a_silent_server_holds_up_nothing_but_its_own_mail() {
    let mut server = MailServer::start().await;
    let world = World::with(|config| {
        server.plain(&mut config.mail);
        config.mail.timeout_seconds = 45;
        config.jobs.enabled = true;
    })
    .await;
    let (omar, dana) = (world.customer("Omar Haddad").await, world.customer("Dana Okafor").await);
    server.hang(&omar.email);
    tell_of(&world, omar.id, "silent", "Marek Nowak").await;
    for n in 0..20 {
        tell_of(&world, dana.id, &format!("n{n}"), "Marek Nowak").await;
    }
    for _ in 0..20 {
        assert_eq!(server.next().await.to, [dana.email.as_str()]);
    }
    assert_eq!(server.asked(&omar.email), 1);
    assert_eq!(mail_of(&world, omar.id).await.status, "queued");
}

#[actix_web::test]
async fn a_silent_server_is_left_after_a_while_and_asked_again() {
    let mut server = MailServer::start().await;
    let world = World::with(|config| {
        server.plain(&mut config.mail);
        config.mail.timeout_seconds = 1;
    })
    .await;
    let omar = world.customer("Omar Haddad").await;
    server.hang(&omar.email);
    tell_of(&world, omar.id, "silent", "Marek Nowak").await;
    world.run_jobs().await;
    assert_eq!((server.asked(&omar.email), server.taken().len()), (1, 0));
    assert_eq!(mail_of(&world, omar.id).await.status, "queued");
    server.answer_again(&omar.email);
    world.pass(TimeDelta::minutes(5)).await;
    assert_eq!(server.taken().len(), 1);
    assert_eq!(mail_of(&world, omar.id).await.status, "sent");
}

#[actix_web::test]
async fn the_way_is_kept_private_and_the_account_is_used() {
    let mut server = MailServer::start().await;
    let world = World::with(|config| server.private(&mut config.mail)).await;
    let dana = world.customer("Dana Okafor").await;
    tell_of(&world, dana.id, "a", "Marek Nowak").await;
    world.run_jobs().await;
    let taken = server.next().await;
    assert_eq!((taken.over_tls, taken.user.as_deref()), (true, Some("pitlane")));
}

#[actix_web::test]
async fn a_server_may_speak_tls_from_the_first_byte() {
    let mut server = MailServer::start().await;
    let world = World::with(|config| server.closed(&mut config.mail)).await;
    let dana = world.customer("Dana Okafor").await;
    tell_of(&world, dana.id, "a", "Marek Nowak").await;
    world.run_jobs().await;
    let taken = server.next().await;
    assert_eq!((taken.over_tls, taken.user.as_deref()), (true, Some("pitlane")));
    assert_eq!(mail_of(&world, dana.id).await.status, "sent");
}

#[actix_web::test]
async fn tls_from_the_first_byte_needs_a_certificate_of_that_name_that_somebody_vouches_for() {
    for wrong in [
        (|mail: &mut MailConfig| mail.ca_file.clear()) as fn(&mut MailConfig),
        // the certificate is for the name, not for the address
        |mail| "127.0.0.1".clone_into(&mut mail.host),
    ] {
        let mut server = MailServer::start().await;
        let world = World::with(|config| {
            server.closed(&mut config.mail);
            wrong(&mut config.mail);
        })
        .await;
        let dana = world.customer("Dana Okafor").await;
        tell_of(&world, dana.id, "a", "Marek Nowak").await;
        world.run_jobs().await;
        assert_eq!((server.named(), server.taken().len()), (0, 0));
        assert_eq!(mail_of(&world, dana.id).await.status, "queued", "somebody may still put it right");
    }
}

#[actix_web::test]
async fn a_certificate_that_nobody_vouches_for_gets_no_mail() {
    let mut server = MailServer::start().await;
    let world = World::with(|config| {
        server.private(&mut config.mail);
        config.mail.ca_file.clear();
    })
    .await;
    let dana = world.customer("Dana Okafor").await;
    tell_of(&world, dana.id, "a", "Marek Nowak").await;
    world.run_jobs().await;
    assert_eq!((server.asked(&dana.email), server.taken().len()), (0, 0));
    assert_eq!(mail_of(&world, dana.id).await.status, "queued", "somebody may still put it right");
}

#[actix_web::test]
async fn a_wrong_password_loses_no_mail() {
    let server = MailServer::start().await;
    let world = World::with(|config| {
        server.private(&mut config.mail);
        config.mail.password = "wrong".into();
    })
    .await;
    let dana = world.customer("Dana Okafor").await;
    tell_of(&world, dana.id, "a", "Marek Nowak").await;
    world.run_jobs().await;
    assert_eq!(mail_of(&world, dana.id).await.status, "queued");
    assert!(marks(&world, &dana.email).await.is_empty());
}

#[actix_web::test]
async fn mails_come_back_to_an_address_of_their_own_where_there_is_one() {
    for (bounces, envelope) in
        [("", "hello@pitlane.example"), ("bounces@pitlane.example", "bounces@pitlane.example")]
    {
        let mut server = MailServer::start().await;
        let world = World::with(|config| {
            server.plain(&mut config.mail);
            bounces.clone_into(&mut config.mail.bounce_address);
        })
        .await;
        let dana = world.customer("Dana Okafor").await;
        tell_of(&world, dana.id, "a", "Marek Nowak").await;
        world.run_jobs().await;
        let mail = server.next().await;
        assert_eq!((mail.from.as_str(), mail.to.as_slice()), (envelope, [dana.email.clone()].as_slice()));
        assert_eq!(mail.header("From"), ["Pitlane <hello@pitlane.example>"]);
    }
}

/// Sends one mail about a mechanic of this name to a customer of this name.
async fn sent(customer: &str, mechanic: &str) -> (World, Taken) {
    let mut server = MailServer::start().await;
    let world = World::with(|config| server.plain(&mut config.mail)).await;
    let (_, user, _) = world.person("customer", "Dana Okafor").await;
    let named = users::ActiveModel { id: Set(user), name: Set(customer.to_owned()), ..Default::default() };
    named.update(&world.state.db).await.unwrap();
    tell_of(&world, user, "a", mechanic).await;
    world.run_jobs().await;
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    (world, taken.into_iter().next().unwrap())
}

#[actix_web::test]
async fn a_mail_has_two_parts_and_a_way_to_stop_it() {
    let (world, mail) = sent("Dana Okafor", "Marek Nowak").await;
    assert_eq!(mail.header("Subject"), ["Marek Nowak takes your request"]);
    assert_eq!(mail.header("To"), ["dana.okafor@example.com"]);
    assert_eq!(mail.header("Auto-Submitted"), ["auto-generated"]);
    assert!(mail.parsed().ctype.mimetype == "multipart/alternative");
    for part in ["text/plain", "text/html"] {
        assert!(mail.part(part).contains("2019 Subaru Outback"), "{part}");
    }
    assert_eq!(mail.header("List-Unsubscribe-Post"), ["List-Unsubscribe=One-Click"]);
    let link = mail.header("List-Unsubscribe").remove(0);
    let link = link.strip_prefix('<').unwrap().strip_suffix('>').unwrap();
    assert!(link.starts_with(&world.base), "{link}");

    // what a mail program does when its reader presses the button (RFC 8058)
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let pressed = client.post(link).form(&[("List-Unsubscribe", "One-Click")]).send().await.unwrap();
    assert!(pressed.status().is_success(), "{}", pressed.status());
}

#[actix_web::test]
async fn names_are_escaped_in_the_part_that_shows_them_as_html() {
    let (_, mail) =
        sent("Zo\u{eb} <b>\"Zee\"</b> O'Brien & Sons", "\u{738b}\u{5c0f}\u{660e} <script>alert(1)</script>")
            .await;
    assert_eq!(
        mail.header("Subject"),
        ["\u{738b}\u{5c0f}\u{660e} <script>alert(1)</script> takes your request"]
    );
    let html = mail.part("text/html");
    assert!(!html.contains("<script>alert") && !html.contains("<b>\"Zee\""), "{html}");
    assert!(html.contains("\u{738b}\u{5c0f}\u{660e}") && html.contains("&lt;script&gt;"), "{html}");
    let text = mail.part("text/plain");
    assert!(text.contains("Zo\u{eb} <b>\"Zee\"</b> O'Brien & Sons"), "{text}");
}

#[actix_web::test]
async fn no_name_gets_a_header_or_a_recipient_in() {
    for evil in [
        "Eve\r\nBcc: eve@example.org",
        "Eve\nBcc: eve@example.org\n\nHello",
        "Eve\r\n.\r\nMAIL FROM:<eve@example.org>\r\nRCPT TO:<eve@example.org>",
        "Eve\u{2028}Bcc: eve@example.org\u{7f}",
    ] {
        let (_, mail) = sent(evil, evil).await;
        assert_eq!(mail.to, ["dana.okafor@example.com"]);
        assert!(mail.header("Bcc").is_empty(), "{}", mail.text);
        assert_eq!(mail.header("To").len(), 1);
        assert!(mail.header("Subject")[0].contains("takes your request"), "{}", mail.text);
    }
}
