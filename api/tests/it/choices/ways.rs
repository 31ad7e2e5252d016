//! Texts, browsers, and which channel takes over when one fails.

use super::{PHONE, Seen, asked_first, choose, life, only, row, subjects, summary, tell, unchanged};
use crate::support::{World, refused_fields};
use chrono::TimeDelta;
use pitlane_api::features::notifications::stopping::{Started, start_texts, stop_texts};
use pitlane_api::features::notifications::{Content, Notification, delivered, notify};
use pitlane_contract::accounts::UpdateMe;
use pitlane_contract::messages::{PushEndpoint, PushSubscription, UpdateMessagePreferences};
use pitlane_domain::vocabulary::{Channel, ConsentHow, NotificationStatus, SuppressionCause, Topic};
use pitlane_gateways::mail::MailError;
use pitlane_gateways::sms::Delivery;
use std::sync::Arc;

#[actix_web::test]
async fn texts_need_a_number_and_consent_and_end_with_stop() {
    let world = World::new().await;
    let omar = world.customer("Omar Haddad").await;
    let agree = UpdateMessagePreferences {
        texts_agreed: true,
        ..unchanged(&omar.client.get_message_preferences().await.unwrap())
    };
    let refusal = refused_fields(omar.client.update_message_preferences(&agree).await);
    assert_eq!(refusal, [("texts_agreed".to_owned(), "no_phone".to_owned())]);

    let dana = world.texting("Dana Okafor", PHONE).await;
    let first = world.texts().await;
    assert!(first.len() == 1 && first[0].contains("STOP") && first[0].contains("HELP"), "{first:?}");
    tell(&world, dana.id, "asked", asked_first()).await;
    let texts = world.texts().await;
    assert!(texts[1].starts_with("Pitlane: Dana asks for you first. "), "{texts:?}");
    // the address in it leads to the page
    let short = texts[1].rsplit(' ').next().unwrap();
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let leads = http.get(short).send().await.unwrap();
    assert_eq!(
        (leads.status().as_u16(), &leads.headers()["location"]),
        (302, &"/provider/offers".parse().unwrap())
    );
    let unknown = http.get(format!("{}/m/nobody0000", world.base)).send().await.unwrap();
    assert_eq!(unknown.headers()["location"], "/");

    stop_texts(&world.state, PHONE, "STOP").await.unwrap();
    tell(&world, dana.id, "asked again", asked_first()).await;
    assert_eq!(world.texts().await.len(), 2);
    let now = dana.client.get_message_preferences().await.unwrap();
    assert!(!now.texts.agreed);
    assert_eq!((now.ended[0].channel, now.ended[0].cause), (Channel::Sms, SuppressionCause::Text));
    assert_eq!((now.history[0].how, now.history[0].granted), (ConsentHow::Text, false));
    let refusal = refused_fields(dana.client.update_message_preferences(&agree).await);
    assert_eq!(refusal, [("texts_agreed".to_owned(), "ended_by_text".to_owned())]);

    assert_eq!(start_texts(&world.state, PHONE, "START").await.unwrap(), Started::Again);
    tell(&world, dana.id, "once more", asked_first()).await;
    assert_eq!(world.texts().await.len(), 3);
    // who never agreed does not begin to get texts by a word
    assert_eq!(start_texts(&world.state, "+15551239999", "START").await.unwrap(), Started::NeverAgreed);
}

#[actix_web::test]
async fn another_number_needs_consent_of_its_own() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let other = UpdateMe { phone: Some("+15551230199".to_owned()), ..UpdateMe::default() };
    dana.client.update_me(&other).await.unwrap();
    tell(&world, dana.id, "asked", asked_first()).await;
    assert_eq!(world.texts().await.len(), 1);
    assert!(!dana.client.get_message_preferences().await.unwrap().texts.agreed);
}

#[actix_web::test]
async fn a_text_takes_over_when_the_mail_comes_back_and_the_address_is_marked() {
    let mut world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let good = world.state.mailer.clone();
    let refusal = MailError::Refused("550".to_owned());
    world.state.mailer = Arc::new(Seen(Arc::default(), Some(refusal)));
    tell(&world, dana.id, "one", summary()).await;
    assert_eq!(row(&world, "one:email").await.status, NotificationStatus::Failed.as_str());
    assert_eq!(life(&world, "one:email").await, ["failed", "fell_back"]);
    assert_eq!(world.texts().await.len(), 2);

    // the address is marked: it is not tried again, and the next message is a text at once
    world.state.mailer = good;
    tell(&world, dana.id, "two", summary()).await;
    assert!(subjects(&world, &dana).await.is_empty());
    assert_eq!(life(&world, "two:email").await, ["suppressed", "fell_back"]);
    assert_eq!(world.texts().await.len(), 3);
    let now = dana.client.get_message_preferences().await.unwrap();
    assert_eq!((now.ended[0].channel, now.ended[0].cause), (Channel::Email, SuppressionCause::Bounce));

    // what they ask for themselves is tried, and lifts the mark when it arrives
    tell(&world, dana.id, "reset", Content::ResetPassword { token: "abc".to_owned() }).await;
    tell(&world, dana.id, "three", summary()).await;
    assert_eq!(subjects(&world, &dana).await, ["Choose a new password", "Your summary is ready"]);
}

#[actix_web::test]
async fn what_the_gateway_says_later_counts_once_and_the_next_channel_takes_over() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    choose(&dana, |body| body.topics = only(Topic::Bookings, false, true)).await;
    tell(&world, dana.id, "one", summary()).await;
    let text = row(&world, "one:sms").await;
    assert_eq!(text.status, NotificationStatus::Sent.as_str());
    for _ in 0..3 {
        delivered(
            &world.state,
            Channel::Sms,
            None,
            text.gateway_id.as_deref().unwrap(),
            &Delivery::Delivered,
        )
        .await
        .unwrap();
    }
    assert_eq!(life(&world, "one:sms").await, ["delivered"]);
    assert_eq!(row(&world, "one:sms").await.delivered_at, Some(world.now()));
    // too late to fail
    let failure = Delivery::Failed { reason: "undelivered 30003".to_owned(), marks_the_number: true };
    delivered(&world.state, Channel::Sms, Some(text.id), "", &failure).await.unwrap();
    assert_eq!(row(&world, "one:sms").await.status, NotificationStatus::Delivered.as_str());

    choose(&dana, |body| body.topics = only(Topic::Bookings, true, true)).await;
    tell(&world, dana.id, "asked", asked_first()).await;
    let text = row(&world, "asked:sms").await;
    for _ in 0..2 {
        delivered(&world.state, Channel::Sms, Some(text.id), "", &failure).await.unwrap();
    }
    // it went by mail as well: there is nothing left to try
    assert_eq!(life(&world, "asked:sms").await, ["failed"]);
    tell(&world, dana.id, "asked again", asked_first()).await;
    assert_eq!(row(&world, "asked again:sms").await.status, NotificationStatus::Suppressed.as_str());
    // a text is not told by the gateway of another channel
    delivered(&world.state, Channel::Email, Some(text.id), "", &Delivery::Delivered).await.unwrap();
    assert_eq!(row(&world, "asked:sms").await.status, NotificationStatus::Failed.as_str());
}

#[actix_web::test]
async fn nobody_gets_more_texts_in_an_hour_than_a_person_can_read() {
    let world = World::with(|config| config.messages.texts_per_hour = 3).await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    choose(&dana, |body| body.topics = only(Topic::Bookings, false, true)).await;
    for number in 0..4 {
        tell(&world, dana.id, &format!("summary {number}"), summary()).await;
    }
    assert_eq!(world.texts().await.len(), 3);
    world.pass(TimeDelta::minutes(90)).await;
    assert_eq!(world.texts().await.len(), 5);
}

pub fn browser(endpoint: &str) -> PushSubscription {
    PushSubscription {
        endpoint: endpoint.to_owned(),
        // the receiver's keys of RFC 8291, appendix A
        p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
            .to_owned(),
        auth: "BTBZMqHH6r4Tts7J_aSIgg".to_owned(),
    }
}

#[actix_web::test]
async fn browsers_that_ask_for_it_get_messages_until_they_are_forgotten() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let one = browser("https://push.example/send/one");
    for _ in 0..2 {
        dana.client.add_push_subscription(&one).await.unwrap();
    }
    assert_eq!(dana.client.get_message_preferences().await.unwrap().push_browsers, 1);
    tell(&world, dana.id, "summary", summary()).await;
    let pushed = world.kept(Channel::Push).await;
    assert!(pushed.len() == 1 && pushed[0].text_body.contains("Marek Nowak"), "{pushed:?}");
    assert_eq!(row(&world, "summary:push").await.status, NotificationStatus::Sent.as_str());

    let gone = PushEndpoint { endpoint: one.endpoint.clone() };
    let omar = world.customer("Omar Haddad").await;
    omar.client.remove_push_subscription(&gone).await.unwrap();
    assert_eq!(dana.client.get_message_preferences().await.unwrap().push_browsers, 1);
    // whoever signs in on that browser next has it
    omar.client.add_push_subscription(&one).await.unwrap();
    assert_eq!(dana.client.get_message_preferences().await.unwrap().push_browsers, 0);
    omar.client.remove_push_subscription(&gone).await.unwrap();
    tell(&world, omar.id, "to omar", summary()).await;
    assert_eq!(world.kept(Channel::Push).await.len(), 1);

    for endpoint in ["http://push.example/x", "push.example", ""] {
        let refusal = refused_fields(dana.client.add_push_subscription(&browser(endpoint)).await);
        assert_eq!(refusal, [("endpoint".to_owned(), "invalid".to_owned())], "{endpoint}");
    }
}

#[actix_web::test]
async fn messages_to_a_browser_end_with_the_sign_in_that_asked_for_them() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    dana.client.add_push_subscription(&browser("https://push.example/send/one")).await.unwrap();
    tell(&world, dana.id, "while it lives", summary()).await;
    assert_eq!(world.kept(Channel::Push).await.len(), 1);

    // one that waits when the sign-in ends does not go there either
    let mut work = world.state.begin().await.unwrap();
    notify(&mut work, vec![Notification::to_user(dana.id, "waiting", summary())]).await.unwrap();
    work.commit().await.unwrap();
    let sign_in = dana.client.list_sign_ins().await.unwrap().items.remove(0).id;
    dana.client.end_sign_in(sign_in).await.unwrap();
    tell(&world, dana.id, "afterwards", summary()).await;
    assert_eq!(world.kept(Channel::Push).await.len(), 1);
    assert_eq!(row(&world, "waiting:push").await.status, NotificationStatus::Suppressed.as_str());
    assert!(subjects(&world, &dana).await.len() >= 2, "by mail they come all the same");
}
