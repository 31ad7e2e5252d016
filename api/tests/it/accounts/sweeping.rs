//! What is too old to matter is forgotten, and nothing that still does.

use super::{PASSWORD, log_in, signed_in};
use crate::support::{World, refused};
use chrono::TimeDelta;
use pitlane_contract::accounts::ForgotPassword;
use pitlane_contract::problem::Code;
use pitlane_entities::{one_time_tokens, refresh_tokens, sign_ins, throttles};
use sea_orm::{EntityTrait, PaginatorTrait};

/// How many throttles, one-time links, refresh tokens and sign-ins are kept.
async fn kept(world: &World) -> [u64; 4] {
    let db = &world.state.db;
    [
        throttles::Entity::find().count(db).await.unwrap(),
        one_time_tokens::Entity::find().count(db).await.unwrap(),
        refresh_tokens::Entity::find().count(db).await.unwrap(),
        sign_ins::Entity::find().count(db).await.unwrap(),
    ]
}

async fn later(world: &World, time: TimeDelta) -> [u64; 4] {
    world.state.clock.advance(time);
    world.run_jobs().await;
    kept(world).await
}

#[actix_web::test]
async fn old_tokens_and_throttles_are_swept_and_a_stolen_token_is_still_known() {
    let world = World::with(|config| config.auth.access_minutes = 15).await;
    let client = signed_in(&world).await;
    let stolen = client.refresh_token();
    client.refresh().await.unwrap();
    client.forgot_password(&ForgotPassword { email: "dana@example.com".to_owned() }).await.unwrap();
    let unknown = world.anyone().log_in_customer(&log_in("nobody@example.com", PASSWORD)).await;
    assert_eq!(refused(unknown), (401, Code::InvalidCredentials));
    world.run_jobs().await;
    assert_eq!(kept(&world).await, [1, 2, 2, 1]);
    // the links have ended and the failure is forgotten; the family of tokens lives
    assert_eq!(later(&world, TimeDelta::days(2)).await, [0, 0, 2, 1]);
    let thief = world.anyone();
    thief.set_tokens(None, stolen);
    assert_eq!(refused(thief.refresh().await), (401, Code::InvalidRefreshToken));
    assert_eq!(refused(client.refresh().await), (401, Code::InvalidRefreshToken));
    assert_eq!(later(&world, TimeDelta::days(28) + TimeDelta::minutes(10)).await, [0, 0, 0, 1]);
    assert_eq!(later(&world, TimeDelta::hours(1)).await, [0, 0, 0, 0]);
}
