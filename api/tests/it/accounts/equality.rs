//! Whoever tries addresses learns nothing from how much work an answer takes.

use super::{PASSWORD, dana, log_in, marek, signed_in};
use crate::support::{World, refused};
use pitlane_api::features::accounts::service::staff;
use pitlane_contract::accounts::{ForgotPassword, RegisterProvider};
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::{ProviderType, Role};

/// How many statements and password hashes `action` takes.
async fn work_of<T>(world: &World, action: impl Future<Output = T>) -> (usize, u64) {
    let before = world.state.hashing.begun();
    let (_, statements) = world.statements_of(action).await;
    (statements, world.state.hashing.begun() - before)
}

#[actix_web::test]
async fn registering_a_known_address_takes_the_work_of_a_new_one() {
    let world = World::new().await;
    let client = world.anyone();
    let new = work_of(&world, client.register_customer(&dana(), None)).await;
    let known = work_of(&world, client.register_customer(&dana(), None)).await;
    assert_eq!((new, new.1), (known, 1));
    for (number, kind) in [ProviderType::Independent, ProviderType::Workshop].into_iter().enumerate() {
        let body = RegisterProvider { email: format!("mechanic{number}@example.com"), ..marek(kind) };
        let new = work_of(&world, client.register_provider(&body, None)).await;
        let known = work_of(&world, client.register_provider(&body, None)).await;
        assert_eq!((new, new.1), (known, 1), "{kind:?}");
    }
}

#[actix_web::test]
async fn a_failed_log_in_takes_the_same_work_whatever_is_wrong() {
    let world = World::new().await;
    signed_in(&world).await;
    let client = world.anyone();
    let wrong = work_of(&world, client.log_in_customer(&log_in("dana@example.com", "not the one"))).await;
    let unknown = work_of(&world, client.log_in_customer(&log_in("nobody@example.com", PASSWORD))).await;
    let no_address = work_of(&world, client.log_in_customer(&log_in("nobody", PASSWORD))).await;
    let elsewhere = work_of(&world, client.log_in_provider(&log_in("dana@example.com", PASSWORD))).await;
    assert_eq!(wrong.1, 1);
    assert_eq!([unknown, no_address, elsewhere], [wrong; 3]);
}

#[actix_web::test]
async fn asking_for_a_new_password_takes_the_same_work_for_everybody() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let forgot = |email: &str| ForgotPassword { email: email.to_owned() };
    let known = work_of(&world, client.forgot_password(&forgot("dana@example.com"))).await;
    let unknown = work_of(&world, client.forgot_password(&forgot("nobody@example.com"))).await;
    assert_eq!(known, unknown);
}

#[actix_web::test]
async fn a_failed_try_counts_at_whichever_door_it_was_made() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    for _ in 0..2 {
        let answer = client.log_in_provider(&log_in("dana@example.com", "not the one")).await;
        assert_eq!(refused(answer), (401, Code::InvalidCredentials));
        let answer = client.log_in_admin(&log_in("dana@example.com", "not the one")).await;
        assert_eq!(refused(answer), (401, Code::InvalidCredentials));
    }
    let answer = client.log_in_customer(&log_in("dana@example.com", "not the one")).await;
    assert_eq!(refused(answer), (401, Code::InvalidCredentials));
    let answer = client.log_in_customer(&log_in("dana@example.com", PASSWORD)).await;
    assert_eq!(refused(answer), (429, Code::RateLimited));
}

#[actix_web::test]
async fn the_staff_signs_in_at_a_door_of_its_own() {
    let world = World::new().await;
    staff::create(&world.state, "ada@pitlane.example", "Ada Support", PASSWORD.to_owned()).await.unwrap();
    let client = world.anyone();
    let answer = client.log_in_customer(&log_in("ada@pitlane.example", PASSWORD)).await;
    assert_eq!(refused(answer), (401, Code::InvalidCredentials));
    client.log_in_admin(&log_in("ada@pitlane.example", PASSWORD)).await.unwrap();
    assert_eq!(client.me().await.unwrap().role, Role::Admin);
}
