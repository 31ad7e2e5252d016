//! What is due by time: sessions that begin, vehicles that need work, warranties that end, favorites that are back.

use crate::support::people::{Customer, Mechanic};
use crate::support::shop::Shop;
use crate::support::{World, refused, refused_fields};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use pitlane_api::features::sessions::service::plan_start;
use pitlane_api::jobs::Jobs;
use pitlane_contract::problem::Code;
use pitlane_contract::providers::SetPresence;
use pitlane_contract::vehicles::{
    ServiceInterval, ServiceIntervals, UpdateVehicle, WriteServiceInterval, WriteServiceIntervals,
};
use pitlane_domain::vocabulary::RepairStatus::{Completed, InProgress, Ready};
use pitlane_domain::vocabulary::{IntervalSource, ServiceItem, ServiceState};
use pitlane_entities::users;
use pitlane_platform::jobs;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

async fn told(world: &World, address: &str, words: &str) -> Vec<(String, String)> {
    world.mails(address).await.into_iter().filter(|mail| mail.0.contains(words)).collect()
}

async fn lives_in(world: &World, user: Uuid, zone: &str) {
    users::Entity::update_many()
        .col_expr(users::Column::TimeZone, Expr::value(zone))
        .filter(users::Column::Id.eq(user))
        .exec(&world.state.db)
        .await
        .unwrap();
}

/// Moves the clock to `at` without running anything on the way.
fn jump(world: &World, at: &str) {
    let at: DateTime<Utc> = at.parse().unwrap();
    world.state.clock.advance(at - world.now());
}

async fn accepted(world: &World, dana: &Customer, marek: &Mechanic) -> Uuid {
    world.set_online(marek, true).await;
    world.book(dana, Some(marek.provider_id)).await;
    let offer = marek.client.list_offers().await.unwrap().items.remove(0);
    marek.client.accept_offer(offer.id).await.unwrap().session_id
}

async fn plan(world: &World, session: Uuid, at: Option<&str>) {
    let mut work = world.state.begin().await.unwrap();
    plan_start(&mut work, session, at.map(|at| at.parse().unwrap())).await.unwrap();
    work.commit().await.unwrap();
}

#[actix_web::test]
async fn both_sides_are_told_five_minutes_before_in_their_own_time_across_a_change_of_clocks() {
    // clocks go back in New York at 06:00 UTC that day, and forward in Berlin at 01:00 UTC
    let days = [
        ("2026-10-31T12:00:00Z", "2026-11-01T14:00:00Z", "09:00", "15:00"),
        ("2027-03-27T12:00:00Z", "2027-03-28T12:00:00Z", "08:00", "14:00"),
    ];
    for (before, starts_at, in_new_york, in_berlin) in days {
        let world = World::new().await;
        jump(&world, before);
        let (dana, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
        lives_in(&world, dana.id, "America/New_York").await;
        lives_in(&world, marek.user_id, "Europe/Berlin").await;
        let session = accepted(&world, &dana, &marek).await;
        plan(&world, session, Some(starts_at)).await;
        let until = starts_at.parse::<DateTime<Utc>>().unwrap() - TimeDelta::minutes(5) - world.now();
        world.pass(until - TimeDelta::seconds(1)).await;
        assert_eq!(told(&world, &dana.email, "begins soon").await, []);
        world.pass(TimeDelta::seconds(1)).await;
        for (address, with, time) in
            [(&dana.email, "Marek Nowak", in_new_york), (&marek.email, "Dana", in_berlin)]
        {
            let mails = told(&world, address, "begins soon").await;
            assert_eq!(mails.len(), 1);
            let words = format!("{with} expects you at {time}");
            assert!(mails[0].1.contains(&words), "{words} is not in {}", mails[0].1);
        }
        world.pass(TimeDelta::hours(1)).await;
        assert_eq!(told(&world, &dana.email, "begins soon").await.len(), 1);
    }
}

#[actix_web::test]
async fn a_moved_session_is_told_at_its_new_time_and_a_cancelled_one_not_at_all() {
    let world = World::new().await;
    let (dana, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    let session = accepted(&world, &dana, &marek).await;
    plan(&world, session, Some("2026-11-20T14:00:00Z")).await;
    plan(&world, session, Some("2026-11-20T16:00:00Z")).await;
    world.pass(TimeDelta::hours(3)).await;
    assert_eq!(told(&world, &dana.email, "begins soon").await, []);
    // several servers look at the same time
    world.state.clock.advance(TimeDelta::minutes(56));
    let runner = Jobs(world.state.clone());
    let run = || jobs::run_due(&world.state.db, &world.state.clock, &runner);
    let (one, two) = futures::future::join(run(), run()).await;
    assert!(one.unwrap() + two.unwrap() > 0);
    assert_eq!(told(&world, &dana.email, "begins soon").await.len(), 1);

    plan(&world, session, Some("2026-11-20T18:00:00Z")).await;
    dana.client.cancel_session(session).await.unwrap();
    world.pass(TimeDelta::hours(3)).await;
    assert_eq!(told(&world, &dana.email, "begins soon").await.len(), 1);
    assert_eq!(world.failed_jobs().await, []);
}

#[actix_web::test]
async fn a_server_that_was_down_reminds_of_no_session_that_should_have_begun() {
    let mut world = World::new().await;
    let (dana, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    let session = accepted(&world, &dana, &marek).await;
    plan(&world, session, Some("2026-11-20T14:00:00Z")).await;
    jump(&world, "2026-11-20T13:58:00Z");
    world.restart().await;
    // late, and still of use
    assert_eq!(told(&world, &dana.email, "begins soon").await.len(), 1);
    plan(&world, session, Some("2026-11-20T15:00:00Z")).await;
    jump(&world, "2026-11-20T15:00:00Z");
    world.restart().await;
    assert_eq!(told(&world, &dana.email, "begins soon").await.len(), 1);
}

#[actix_web::test]
async fn nudge_and_alert_come_after_a_restart_as_well() {
    let mut world = World::new().await;
    let (dana, marek) = (world.customer("Dana Okafor").await, world.mechanic("Marek Nowak").await);
    accepted(&world, &dana, &marek).await;
    let support = world.state.config.mail.support.clone();
    world.state.clock.advance(TimeDelta::minutes(4));
    world.restart().await;
    assert_eq!(told(&world, &marek.email, "is waiting").await.len(), 1);
    assert_eq!(told(&world, &support, "").await.len(), 0);
    world.state.clock.advance(TimeDelta::minutes(1));
    world.restart().await;
    assert_eq!(told(&world, &support, "").await.len(), 1);
    assert_eq!(told(&world, &marek.email, "is waiting").await.len(), 1);
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An interval as the defaults have it, with when it was last done.
fn done(
    item: ServiceItem,
    now: &ServiceIntervals,
    on: Option<&str>,
    miles: Option<i32>,
) -> WriteServiceInterval {
    let known = of(now, item);
    WriteServiceInterval {
        item,
        every_months: known.every_months,
        every_miles: known.every_miles,
        last_done_on: on.map(day),
        last_done_miles: miles,
    }
}

fn of(intervals: &ServiceIntervals, item: ServiceItem) -> &ServiceInterval {
    intervals.items.iter().find(|row| row.item == item).unwrap()
}

#[actix_web::test]
async fn intervals_are_the_defaults_until_the_owner_or_a_provider_says_otherwise() {
    let shop = Shop::new().await;
    let (dana, id) = (&shop.dana.client, shop.dana.vehicle);
    let first = dana.service_intervals(id).await.unwrap();
    assert_eq!(first.items.len(), ServiceItem::ALL.len());
    for row in &first.items {
        assert_eq!((row.source, row.state), (IntervalSource::Default, ServiceState::Unknown));
    }
    let oil = done(ServiceItem::EngineOil, &first, Some("2026-05-04"), Some(60_100));
    let brakes = WriteServiceInterval {
        every_months: Some(6),
        ..done(ServiceItem::BrakeCheck, &first, Some("2025-12-01"), None)
    };
    let body = WriteServiceIntervals { items: vec![oil, brakes] };
    let second = dana.set_service_intervals(id, &body).await.unwrap();
    let oil = of(&second, ServiceItem::EngineOil);
    assert_eq!((oil.source, oil.state), (IntervalSource::Default, ServiceState::Fine));
    assert_eq!((oil.due_on, oil.due_at_miles), (Some(day("2027-05-04")), Some(67_600)));
    let brakes = of(&second, ServiceItem::BrakeCheck);
    assert_eq!((brakes.source, brakes.state), (IntervalSource::Owner, ServiceState::Due));

    // a provider sees a vehicle that it works on, and no other
    let theirs = WriteServiceIntervals {
        items: vec![WriteServiceInterval {
            every_months: None,
            every_miles: None,
            ..done(ServiceItem::Inspection, &second, None, None)
        }],
    };
    let early = shop.olga.client.set_service_intervals_of_customer(id, &theirs).await;
    assert_eq!(refused(early), (404, Code::NotFound));
    shop.approved().await;
    shop.olga.client.set_service_intervals_of_customer(id, &theirs).await.unwrap();
    let third = dana.service_intervals(id).await.unwrap();
    let inspection = of(&third, ServiceItem::Inspection);
    assert_eq!((inspection.source, inspection.state), (IntervalSource::Provider, ServiceState::Off));
    assert_eq!(shop.olga.client.service_intervals_of_customer(id).await.unwrap(), third);
    assert_eq!(third.vehicle, "2019 Subaru Outback");
    let stranger = shop.world.mechanic("Ines Duarte").await;
    assert_eq!(refused(stranger.client.service_intervals_of_customer(id).await), (404, Code::NotFound));
}

#[actix_web::test]
async fn intervals_that_make_no_sense_are_refused() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let now = dana.client.service_intervals(dana.vehicle).await.unwrap();
    let wrong = WriteServiceInterval {
        every_months: Some(0),
        every_miles: Some(50),
        ..done(ServiceItem::EngineOil, &now, Some("2026-12-24"), Some(-1))
    };
    let put =
        async |items| dana.client.set_service_intervals(dana.vehicle, &WriteServiceIntervals { items }).await;
    let fields: Vec<_> = refused_fields(put(vec![wrong]).await).into_iter().map(|field| field.0).collect();
    let expected = ["every_months", "every_miles", "last_done_miles", "last_done_on"];
    assert_eq!(fields, expected.map(|field| format!("items.0.{field}")));
    let twice = vec![done(ServiceItem::EngineOil, &now, None, None); 2];
    for items in [vec![], twice] {
        assert_eq!(refused_fields(put(items).await), [("items".into(), "invalid".into())]);
    }
}

#[actix_web::test]
async fn owners_are_reminded_once_of_all_that_is_due_by_date_and_again_in_the_next_turn() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let now = dana.client.service_intervals(dana.vehicle).await.unwrap();
    let items = vec![
        done(ServiceItem::EngineOil, &now, Some("2025-11-21"), None),
        done(ServiceItem::BrakeFluid, &now, Some("2024-11-21"), None),
        done(ServiceItem::CabinFilter, &now, Some("2026-11-01"), None),
    ];
    dana.client.set_service_intervals(dana.vehicle, &WriteServiceIntervals { items }).await.unwrap();
    world.pass(TimeDelta::hours(12)).await;
    assert_eq!(told(&world, &dana.email, "is due for service").await, []);
    world.pass(TimeDelta::days(5)).await;
    let mails = told(&world, &dana.email, "is due for service").await;
    assert_eq!(mails.len(), 1);
    let text = &mails[0].1;
    assert!(text.contains("Engine oil and filter, since 21 November 2026"), "{text}");
    assert!(text.contains("Brake fluid, since 21 November 2026") && !text.contains("Cabin"), "{text}");

    // done again: the next turn has its own reminder, also from a server that was down on the day
    let items = vec![done(ServiceItem::EngineOil, &now, Some("2025-11-24"), None)];
    dana.client.set_service_intervals(dana.vehicle, &WriteServiceIntervals { items }).await.unwrap();
    world.pass(TimeDelta::days(2)).await;
    let mails = told(&world, &dana.email, "is due for service").await;
    assert_eq!(mails.len(), 2);
    assert!(!mails[1].1.contains("Brake fluid"));
    assert_eq!(world.failed_jobs().await, []);
}

#[actix_web::test]
async fn owners_are_reminded_by_the_mileage_that_their_driving_lets_expect() {
    let world = World::new().await;
    let dana = world.customer("Dana Okafor").await;
    let now = dana.client.service_intervals(dana.vehicle).await.unwrap();
    let items = vec![done(ServiceItem::EngineOil, &now, Some("2026-08-12"), Some(61_210))];
    dana.client.set_service_intervals(dana.vehicle, &WriteServiceIntervals { items }).await.unwrap();
    // 3,000 miles in 100 days: 64,211 today, so 68,710 after some 150 days
    let today =
        UpdateVehicle { year: None, make: None, model: None, vin: None, plate: None, mileage: Some(64_211) };
    dana.client.update_vehicle(dana.vehicle, &today).await.unwrap();
    let known = dana.client.service_intervals(dana.vehicle).await.unwrap();
    assert_eq!(known.estimated_miles, Some(64_211));
    jump(&world, "2027-03-09T12:00:00Z");
    world.pass(TimeDelta::days(1)).await;
    assert_eq!(told(&world, &dana.email, "is due for service").await, []);
    jump(&world, "2027-04-20T12:00:00Z");
    world.pass(TimeDelta::days(1)).await;
    let mails = told(&world, &dana.email, "is due for service").await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].1.contains("Engine oil and filter, at 68,710 miles"), "{}", mails[0].1);
}

#[actix_web::test]
async fn a_customer_is_told_two_weeks_before_a_warranty_ends() {
    let shop = Shop::new().await;
    let world = &shop.world;
    let repair = shop.approved().await.repair_id.unwrap();
    shop.go(repair, &[InProgress, Ready, Completed]).await;
    world.run_jobs().await;
    // twelve months: the warranty ends on 20 November 2027
    jump(world, "2027-11-06T11:59:59Z");
    assert_eq!(told(world, &shop.dana.email, "warranty ends").await, []);
    world.state.clock.advance(TimeDelta::seconds(1));
    let mails = told(world, &shop.dana.email, "warranty ends").await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].1.contains("20 November 2027") && mails[0].1.contains("Harbor Garage"));
    world.pass(TimeDelta::days(20)).await;
    assert_eq!(told(world, &shop.dana.email, "warranty ends").await.len(), 1);
}

#[actix_web::test]
async fn who_waited_for_a_favorite_in_vain_is_told_once_when_they_are_back() {
    let world = World::new().await;
    let (dana, lee) = (world.customer("Dana Okafor").await, world.customer("Lee Chen").await);
    let marek = world.mechanic("Marek Nowak").await;
    world.favorite(&dana, marek.provider_id).await;
    world.set_online(&marek, false).await;
    for who in [&dana, &lee] {
        let wish = pitlane_contract::dispatch::NewSessionRequest {
            photo_ids: Vec::new(),
            notify_and_wait: true,
            ..crate::support::booking::wish(who, Some(marek.provider_id))
        };
        world.book_wish(who, &wish).await;
    }
    let switch = async |online| {
        marek.client.set_presence(&SetPresence { online }).await.unwrap();
        world.run_jobs().await;
    };
    // the window is over, and everybody else is being asked
    world.pass(TimeDelta::minutes(31)).await;
    switch(true).await;
    assert_eq!(told(&world, &dana.email, "is available again").await, []);
    switch(false).await;
    world.pass(TimeDelta::hours(2)).await;
    switch(true).await;
    assert_eq!(told(&world, &dana.email, "is available again").await.len(), 1);
    // not among the favorites of this one
    assert_eq!(told(&world, &lee.email, "is available again").await, []);
    switch(false).await;
    world.pass(TimeDelta::days(2)).await;
    switch(true).await;
    assert_eq!(told(&world, &dana.email, "is available again").await.len(), 1);
}
