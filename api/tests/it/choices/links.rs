//! The links of mails that end a topic.

use super::{Seen, asked_first, subjects, summary, tell};
use crate::support::{World, refused};
use pitlane_api::features::notifications::Content;
use pitlane_contract::messages::UnsubscribeQuery;
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::{Channel, ConsentHow, Topic};
use std::sync::{Arc, Mutex};

/// The link of a mail that ends its topic.
pub fn token(text: &str) -> String {
    let line =
        text.lines().find(|line| line.contains("/unsubscribe?token=")).expect("the mail says how it ends");
    line.split_once("token=").unwrap().1.to_owned()
}

#[actix_web::test]
async fn the_link_of_a_mail_ends_its_topic_without_signing_in_and_only_when_posted() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    tell(&world, dana.id, "one", summary()).await;
    let query = |token: String, everything| UnsubscribeQuery { token, everything };
    let link = query(token(&world.mails(&dana.email).await[0].1), None);
    let seen = world.anyone().get_subscription(&link).await.unwrap();
    assert_eq!((seen.topic, seen.channel, seen.active), (Topic::Bookings, Channel::Email, true));
    tell(&world, dana.id, "two", summary()).await;
    assert_eq!(subjects(&world, &dana).await.len(), 2);

    for _ in 0..2 {
        world.anyone().unsubscribe(&link).await.unwrap();
    }
    assert!(!world.anyone().get_subscription(&link).await.unwrap().active);
    tell(&world, dana.id, "three", summary()).await;
    tell(&world, dana.id, "asked", asked_first()).await;
    assert_eq!(subjects(&world, &dana).await.len(), 3);
    let now = dana.client.get_message_preferences().await.unwrap();
    assert_eq!((now.history.len(), now.history[0].how), (1, ConsentHow::Link));

    let all = query(link.token.clone(), Some(true));
    world.anyone().unsubscribe(&all).await.unwrap();
    tell(&world, dana.id, "asked again", asked_first()).await;
    assert_eq!(subjects(&world, &dana).await.len(), 3);
    // the account itself goes on
    tell(&world, dana.id, "reset", Content::ResetPassword { token: "abc".to_owned() }).await;
    let mails = world.mails(&dana.email).await;
    assert_eq!(mails.len(), 4);
    assert!(!mails[3].1.contains("unsubscribe"), "{}", mails[3].1);
    for damaged in [format!("{}x", link.token), "x".to_owned(), String::new()] {
        let refusal = refused(world.anyone().unsubscribe(&query(damaged, None)).await);
        assert_eq!(refusal, (404, Code::NotFound));
    }
}

#[actix_web::test]
async fn an_access_token_is_no_link_and_a_link_is_no_access_token() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    tell(&world, dana.id, "one", summary()).await;
    let link = token(&world.mails(&dana.email).await[0].1);
    let http = reqwest::Client::new();
    let as_access = http.get(format!("{}/api/v1/me", world.base)).bearer_auth(&link).send().await.unwrap();
    assert_eq!(as_access.status(), 401);
    let access = dana.client.access_token().unwrap();
    let as_link = UnsubscribeQuery { token: access, everything: None };
    assert_eq!(refused(world.anyone().unsubscribe(&as_link).await), (404, Code::NotFound));
}

#[actix_web::test]
async fn mail_programs_end_a_topic_with_one_click() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut world = World::new().await;
    world.state.mailer = Arc::new(Seen(seen.clone(), None));
    let dana = world.customer("Dana Okafor").await;
    tell(&world, dana.id, "one", summary()).await;
    let mail = seen.lock().unwrap().pop().unwrap();
    let header = |name: &str| {
        let found = mail.headers.iter().find(|(header, _)| header == name);
        found.map_or_else(|| panic!("no {name}"), |(_, value)| value.clone())
    };
    assert_eq!(header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let url = header("List-Unsubscribe");
    let url = url.trim_start_matches('<').trim_end_matches('>');
    let form = [("List-Unsubscribe", "One-Click")];
    let answer = reqwest::Client::new().post(url).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    tell(&world, dana.id, "two", summary()).await;
    assert!(seen.lock().unwrap().is_empty());
}
