//! The refresh token in a cookie: whatever the tabs of a browser send, and whatever gets lost, one token works at most.

use super::signed_in;
use crate::support::World;
use chrono::TimeDelta;
use pitlane_entities::refresh_tokens;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Sends a cookie for a new one: the status, and the new one.
async fn exchange(world: &World, cookie: &str) -> (u16, Option<String>) {
    let answer = reqwest::Client::new()
        .post(format!("{}/api/v1/auth/refresh", world.base))
        .header("cookie", format!("pitlane_refresh={cookie}"))
        .send()
        .await
        .unwrap();
    let (status, set) = (answer.status().as_u16(), answer.headers().get("set-cookie").cloned());
    let text = answer.text().await.unwrap();
    assert!(!text.contains("refresh_token\":\""), "a cookie is answered with a cookie: {text}");
    let set = set.map(|value| {
        let value = value.to_str().unwrap();
        assert!(value.contains("HttpOnly") && value.contains("SameSite=Strict"), "{value}");
        value.split(['=', ';']).nth(1).unwrap().to_owned()
    });
    (status, set)
}

/// The cookie of a new sign-in.
async fn log_in(world: &World) -> String {
    let client = world.anyone();
    client.log_in_customer(&super::log_in("dana@example.com", super::PASSWORD)).await.unwrap();
    client.refresh_token().unwrap()
}

/// How many unused tokens there are in sign-ins that live, besides the one of the account's first sign-in.
async fn working(world: &World) -> u64 {
    let unused = refresh_tokens::Entity::find().filter(refresh_tokens::Column::UsedAt.is_null());
    unused.count(&world.state.db).await.unwrap() - 1
}

fn seconds(tenths: i64) -> TimeDelta {
    TimeDelta::milliseconds(tenths * 100)
}

#[actix_web::test]
async fn a_second_tab_is_told_to_send_the_new_cookie_and_gets_none_for_the_old_one() {
    let world = World::new().await;
    signed_in(&world).await;
    let old = log_in(&world).await;
    let (status, new) = exchange(&world, &old).await;
    assert_eq!(status, 200);
    assert_eq!(exchange(&world, &old).await, (409, None));
    let (status, newest) = exchange(&world, &new.unwrap()).await;
    assert_eq!(status, 200);
    // whatever the time, what the old one brought has been used
    for _ in 0..3 {
        world.state.clock.advance(seconds(30));
        assert_eq!(exchange(&world, &old).await, (409, None));
    }
    assert_eq!(exchange(&world, &newest.unwrap()).await.0, 200);
    // and later it is a thief's
    world.state.clock.advance(seconds(10));
    assert_eq!(exchange(&world, &old).await.0, 401);
}

#[actix_web::test]
async fn a_page_that_was_left_before_its_cookie_came_stays_signed_in_by_one_token() {
    let world = World::new().await;
    signed_in(&world).await;
    let old = log_in(&world).await;
    let lost = exchange(&world, &old).await.1.unwrap();
    assert_eq!(exchange(&world, &old).await, (409, None));
    world.state.clock.advance(seconds(11));
    let (status, replacement) = exchange(&world, &old).await;
    assert_eq!((status, working(&world).await), (200, 1));
    // once: who sends it again is told to send the replacement
    world.state.clock.advance(seconds(20));
    assert_eq!(exchange(&world, &old).await, (409, None));
    // the one that got lost was not lost but taken: whoever uses it ends the sign-in
    world.state.clock.advance(seconds(100));
    assert_eq!(exchange(&world, &lost).await.0, 401);
    assert_eq!(exchange(&world, &replacement.unwrap()).await.0, 401);
}

#[actix_web::test]
async fn of_many_tabs_at_once_one_gets_a_cookie() {
    let world = World::new().await;
    signed_in(&world).await;
    let old = log_in(&world).await;
    for wait in [0, 15] {
        world.state.clock.advance(seconds(wait));
        let answers = futures::future::join_all((0..8).map(|_| exchange(&world, &old))).await;
        let won = answers.iter().filter(|answer| answer.0 == 200).count();
        assert_eq!(won, 1, "{answers:?}");
        assert!(answers.iter().all(|answer| [200, 409].contains(&answer.0)), "{answers:?}");
        assert_eq!(working(&world).await, 1);
    }
}

/// One sign-in as the rules have it: each token with the time of its use.
struct Model {
    tokens: Vec<(String, Option<i64>)>,
    lives: bool,
}

impl Model {
    /// What the exchange of the token at `index` at a time in tenths of a second has to answer.
    fn expect(&mut self, index: usize, now: i64) -> u16 {
        if !self.lives {
            return 401;
        }
        let later_used = self.tokens[index + 1..].iter().any(|(_, used)| used.is_some());
        match self.tokens[index].1.map(|used| now - used) {
            None => self.tokens[index].1 = Some(now),
            Some(age) if age < 10 => return 409,
            Some(age) if age >= 100 => {
                self.lives = false;
                return 401;
            }
            Some(_) if later_used => return 409,
            Some(_) => self.tokens.last_mut().unwrap().1 = Some(now),
        }
        200
    }
}

/// Exchanges cookies as `choices` say: how long after the last one, and which of those handed out so far.
async fn play(world: &World, choices: &[(usize, usize)]) {
    const PAUSES: [i64; 5] = [0, 5, 11, 40, 101];
    let mut model = Model { tokens: vec![(log_in(world).await, None)], lives: true };
    let before = working(world).await - 1;
    let mut now = 0;
    for (pause, which) in choices {
        now += PAUSES[*pause];
        world.state.clock.advance(seconds(PAUSES[*pause]));
        // mostly one of the newest
        let index = model.tokens.len().saturating_sub(1 + which % model.tokens.len().min(3));
        let cookie = model.tokens[index].0.clone();
        let expected = model.expect(index, now);
        let (status, set) = exchange(world, &cookie).await;
        assert_eq!((status, set.is_some()), (expected, expected == 200), "{index} of {choices:?}");
        model.tokens.extend(set.map(|token| (token, None)));
        assert!(working(world).await - before <= 1, "two tokens work: {choices:?}");
    }
}

#[actix_web::test]
async fn at_most_one_cookie_of_a_sign_in_works() {
    let world = World::new().await;
    signed_in(&world).await;
    let mut runner = TestRunner::new(Config::with_cases(1));
    let strategy = proptest::collection::vec((0..5_usize, 0..6_usize), 1..14);
    for _ in 0..24 {
        play(&world, &strategy.new_tree(&mut runner).unwrap().current()).await;
    }
}
