//! What the page of choices says is so: what is ended shows, what is switched on goes out, and where it was chosen is kept.

use super::{PHONE, asked_first, at, choose, go_to, live_in, only, row, subjects, summary, tell, unchanged};
use crate::support::people::Customer;
use crate::support::shop::{Shop, brakes, draft, to, yes};
use crate::support::{World, refused_fields};
use chrono::TimeDelta;
use pitlane_api::features::notifications::Content;
use pitlane_api::features::notifications::stopping::{Started, start_texts, stop_texts};
use pitlane_contract::accounts::UpdateMe;
use pitlane_contract::messages::{MessagePreferences, QuietHours, TopicChannels, UpdateMessagePreferences};
use pitlane_contract::quotes::NewQuote;
use pitlane_contract::repairs::UpdateRepairStatus;
use pitlane_contract::sent_messages::NewSuppression;
use pitlane_domain::vocabulary::{Channel, ConsentHow, DisputeStatus, RepairStatus, SuppressionCause, Topic};
use pitlane_entities::consents;
use sea_orm::{EntityTrait, QueryOrder};
use uuid::Uuid;

async fn support_ends(world: &World, channel: Channel, address: &str, topic: Option<Topic>) {
    let (address, name) = (address.to_owned(), format!("Staff {}", pitlane_platform::new_id().simple()));
    let end = NewSuppression { channel, address, topic };
    world.admin(&name).await.end_messages(&end).await.unwrap();
}

async fn shown(person: &Customer) -> MessagePreferences {
    person.client.get_message_preferences().await.unwrap()
}

fn box_of(page: &MessagePreferences, topic: Topic) -> TopicChannels {
    page.topics.iter().find(|choice| choice.topic == topic).unwrap().clone()
}

fn quote_expired() -> Content {
    Content::QuoteExpired {
        quote_id: Uuid::from_u128(9),
        customer: "Omar".to_owned(),
        number: "7".to_owned(),
    }
}

#[actix_web::test]
async fn what_support_ended_is_shown_as_off_and_begins_again_where_it_is_ticked() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    support_ends(&world, Channel::Email, &dana.email, Some(Topic::Bookings)).await;
    let page = shown(&dana).await;
    assert!(!box_of(&page, Topic::Bookings).email && box_of(&page, Topic::Bookings).push);
    assert!(box_of(&page, Topic::Quotes).email);
    let end = &page.ended[0];
    assert_eq!(
        (end.channel, end.topic, end.cause),
        (Channel::Email, Some(Topic::Bookings), SuppressionCause::Support)
    );
    // saving the page as it is changes nothing
    choose(&dana, |body| body.topics = page.topics.clone()).await;
    tell(&world, dana.id, "one", summary()).await;
    assert!(subjects(&world, &dana).await.is_empty());

    let page = choose(&dana, |body| body.topics = only(Topic::Bookings, true, true)).await;
    assert!(box_of(&page, Topic::Bookings).email && page.ended.is_empty());
    assert_eq!((page.history[0].how, page.history[0].granted), (ConsentHow::Settings, true));
    tell(&world, dana.id, "two", summary()).await;
    assert_eq!(subjects(&world, &dana).await, ["Your summary is ready"]);
}

#[actix_web::test]
async fn after_all_mail_was_ended_only_what_is_ticked_begins_again() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let before = shown(&dana).await;
    support_ends(&world, Channel::Email, &dana.email, None).await;
    let page = shown(&dana).await;
    assert!(page.topics.iter().all(|choice| !choice.email));
    let pushes = |page: &MessagePreferences| page.topics.iter().map(|it| it.push).collect::<Vec<_>>();
    assert_eq!(pushes(&page), pushes(&before));
    let page = choose(&dana, |body| body.topics = only(Topic::Bookings, true, true)).await;
    let on: Vec<_> = page.topics.iter().filter(|choice| choice.email).map(|choice| choice.topic).collect();
    assert_eq!(on, [Topic::Bookings]);
    tell(&world, dana.id, "one", summary()).await;
    tell(&world, dana.id, "quote", quote_expired()).await;
    assert_eq!(subjects(&world, &dana).await, ["Your summary is ready"]);
}

#[actix_web::test]
async fn start_does_not_undo_what_support_ended_and_the_page_does() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    support_ends(&world, Channel::Sms, PHONE, None).await;
    // a STOP after it changes nothing about that
    stop_texts(&world.state, PHONE, "STOP").await.unwrap();
    let before = world.texts().await.len();
    assert_eq!(start_texts(&world.state, PHONE, "START").await.unwrap(), Started::EndedBySupport);
    tell(&world, dana.id, "one", asked_first()).await;
    assert_eq!(world.texts().await.len(), before);
    let page = shown(&dana).await;
    assert!(!page.texts.agreed && page.ended.iter().all(|end| end.cause == SuppressionCause::Support));

    let page = choose(&dana, |body| body.texts_agreed = true).await;
    assert!(page.texts.agreed && page.ended.is_empty());
    tell(&world, dana.id, "two", asked_first()).await;
    assert_eq!(world.texts().await.len(), before + 2, "the first one says that they agreed");
}

#[actix_web::test]
async fn the_page_does_not_undo_a_stop_that_came_before_support_ended_texts() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    stop_texts(&world.state, PHONE, "STOP").await.unwrap();
    support_ends(&world, Channel::Sms, PHONE, None).await;
    let agree = UpdateMessagePreferences { texts_agreed: true, ..unchanged(&shown(&dana).await) };
    let refusal = refused_fields(dana.client.update_message_preferences(&agree).await);
    assert_eq!(refusal, [("texts_agreed".to_owned(), "ended_by_text".to_owned())]);
    assert_eq!(start_texts(&world.state, PHONE, "START").await.unwrap(), Started::EndedBySupport);
    dana.client.update_message_preferences(&agree).await.unwrap();
    assert!(shown(&dana).await.texts.agreed);
}

#[actix_web::test]
async fn texts_about_a_topic_that_support_ended_stay_ended_when_something_else_is_saved() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    support_ends(&world, Channel::Sms, PHONE, Some(Topic::Requests)).await;
    let before = world.texts().await.len();
    let page = choose(&dana, |body| body.digest = true).await;
    assert!(page.texts.agreed && !box_of(&page, Topic::Requests).sms);
    tell(&world, dana.id, "one", asked_first()).await;
    assert_eq!(world.texts().await.len(), before);
    assert_eq!(row(&world, "one:sms").await.error.as_deref(), Some("ended by the person"));
    choose(&dana, |body| body.topics = only(Topic::Requests, true, true)).await;
    tell(&world, dana.id, "two", asked_first()).await;
    assert_eq!(world.texts().await.len(), before + 1);
}

#[actix_web::test]
async fn a_choice_keeps_from_where_it_was_made() {
    let world = World::new().await;
    let dana = world.texting("Dana Okafor", PHONE).await;
    let token = dana.client.access_token().unwrap();
    let mut body = serde_json::to_value(unchanged(&shown(&dana).await)).unwrap();
    body["topics"] = serde_json::to_value(only(Topic::Reviews, false, false)).unwrap();
    let url = format!("{}/api/v1/me/notification-preferences", world.base);
    let put =
        reqwest::Client::new().put(url).bearer_auth(token).header("User-Agent", "Firefox 150").json(&body);
    assert_eq!(put.send().await.unwrap().status(), 200);
    let log = consents::Entity::find().order_by_asc(consents::Column::Id).all(&world.state.db).await.unwrap();
    assert!(log.len() >= 2 && log.iter().all(|entry| entry.proof["ip"] == "127.0.0.1"), "{log:?}");
    assert_eq!(log.last().unwrap().proof["user_agent"], "Firefox 150");
}

#[actix_web::test]
async fn quiet_hours_go_by_the_zone_that_the_person_gives() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let night = || Some(QuietHours { from: "22:00".to_owned(), until: "07:00".to_owned() });
    let page = choose(&dana, |body| {
        (body.quiet_hours, body.time_zone) = (night(), Some("Asia/Tokyo".to_owned()));
    })
    .await;
    assert_eq!(page.time_zone, "Asia/Tokyo");
    assert_eq!(dana.client.me().await.unwrap().time_zone, "Asia/Tokyo");
    // 22:30 there
    go_to(&world, "2026-11-20T13:30:00Z").await;
    tell(&world, dana.id, "one", summary()).await;
    assert_eq!(row(&world, "one:email").await.not_before, Some(at("2026-11-20T22:00:00Z")));
    // left out it stays, and there is no such zone
    assert_eq!(choose(&dana, |body| body.digest = true).await.time_zone, "Asia/Tokyo");
    let odd = UpdateMessagePreferences {
        time_zone: Some("Mars/Olympus".to_owned()),
        ..unchanged(&shown(&dana).await)
    };
    let refusal = refused_fields(dana.client.update_message_preferences(&odd).await);
    assert_eq!(refusal, [("time_zone".to_owned(), "invalid_time_zone".to_owned())]);
}

#[actix_web::test]
async fn promised_times_and_times_of_disputes_are_told_by_the_readers_clock() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    live_in(&dana, "America/New_York").await;
    let slipped = Content::RepairSlipped {
        repair_id: Uuid::from_u128(7),
        provider: "Harbor Garage".to_owned(),
        vehicle: "2019 Honda Civic".to_owned(),
        promised_at: at("2026-11-21T02:30:00Z"),
        time_zone: String::new(),
        reason: "A part is late".to_owned(),
    };
    tell(&world, dana.id, "slipped", slipped).await;
    let disputed = Content::PaymentDisputed {
        repair_id: None,
        amount_cents: 1_500,
        currency: "USD".to_owned(),
        reason: "fraudulent".to_owned(),
        due_at: Some(at("2026-12-01T04:00:00Z")),
        time_zone: String::new(),
        status: DisputeStatus::NeedsResponse,
    };
    tell(&world, dana.id, "disputed", disputed).await;
    let mails = world.mails(&dana.email).await;
    assert!(mails[0].1.contains("20 November 2026, 21:30 (EST)"), "{}", mails[0].1);
    assert!(mails[1].1.contains("30 November 2026, 23:00 (EST)"), "{}", mails[1].1);
}

#[actix_web::test]
async fn somebody_without_an_account_reads_a_promised_time_by_the_sellers_clock() {
    let shop = Shop::new().await;
    let (olga, ruth) = (&shop.olga.client, "ruth@example.com");
    olga.update_me(&UpdateMe { time_zone: Some("America/Los_Angeles".to_owned()), ..UpdateMe::default() })
        .await
        .unwrap();
    let new = NewQuote {
        customer_id: None,
        vehicle_id: None,
        customer_email: Some(ruth.to_owned()),
        customer_name: Some("Ruth Vega".to_owned()),
        vehicle: Some("2011 Honda Fit".to_owned()),
        ..draft(&shop.dana, brakes())
    };
    let quote = olga.create_quote(&new, None).await.unwrap();
    olga.send_quote(quote.id).await.unwrap();
    let text = shop.world.mails(ruth).await.pop().unwrap().1;
    let token = text.split_once("/quote-links/").unwrap().1.lines().next().unwrap();
    let approved = shop.world.anyone().approve_linked_quote(token.trim(), &yes(None)).await.unwrap();
    for (hours, reason) in [(4, None), (8, Some("The hose is late".to_owned()))] {
        let promised_at = Some(shop.world.now() + TimeDelta::hours(hours));
        let body = UpdateRepairStatus { status: None, promised_at, reason, ..to(RepairStatus::Received) };
        olga.update_repair_status(approved.repair_id.unwrap(), &body).await.unwrap();
    }
    let text = shop.world.mails(ruth).await.pop().unwrap().1;
    assert!(text.contains("20 November 2026, 12:00 (PST)"), "{text}");
}
