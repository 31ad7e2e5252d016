//! The second factor: the codes of an authenticator app, and what stands in their place when it is lost.

use super::{PASSWORD, log_in, signed_in};
use crate::support::{World, refused, refused_fields};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chrono::TimeDelta;
use pitlane_api::features::accounts::service::{staff, two_factor};
use pitlane_client::Client;
use pitlane_contract::accounts::{LogIn, StartTwoFactor, StopTwoFactor, TwoFactorCode};
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_entities::{recovery_codes, two_factors};
use sea_orm::EntityTrait;
use totp_rs::Totp;

const DANA: &str = "dana@example.com";

fn password() -> StartTwoFactor {
    StartTwoFactor { password: PASSWORD.to_owned() }
}

fn code(code: &str) -> TwoFactorCode {
    TwoFactorCode { code: code.to_owned() }
}

fn with_code(email: &str, code: &str) -> LogIn {
    LogIn { two_factor_code: Some(code.to_owned()), ..log_in(email, PASSWORD) }
}

/// What the app shows at the world's present time.
fn shown(world: &World, app: &Totp) -> String {
    app.generate(u64::try_from(world.now().timestamp()).unwrap()).to_string()
}

/// Sets a second factor up as a person does, and answers the app with the recovery codes.
async fn set_up(world: &World, client: &Client) -> (Totp, Vec<String>) {
    let proposed = client.start_two_factor(&password()).await.unwrap();
    let app = Totp::from_url(&proposed.otpauth_uri).unwrap();
    let codes = client.confirm_two_factor(&code(&shown(world, &app))).await.unwrap().codes;
    (app, codes)
}

fn next_code(world: &World) {
    world.state.clock.advance(TimeDelta::seconds(30));
}

#[actix_web::test]
async fn a_log_in_asks_for_a_code_and_takes_each_once() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let wrong = StartTwoFactor { password: "not the one".to_owned() };
    let refusal = refused_fields(client.start_two_factor(&wrong).await);
    assert_eq!(refusal, [("password".into(), "wrong_password".into())]);
    let (app, codes) = set_up(&world, &client).await;
    assert_eq!(codes.len(), 10);
    let known = client.two_factor().await.unwrap();
    assert_eq!((known.since.is_some(), known.required, known.recovery_codes_left), (true, false, 10));

    let other = world.anyone();
    let answer = other.log_in_customer(&log_in(DANA, PASSWORD)).await;
    assert_eq!(refused(answer), (401, Code::TwoFactorRequired));
    let used = shown(&world, &app);
    let answer = other.log_in_customer(&with_code(DANA, &used)).await;
    assert_eq!(refused(answer), (401, Code::InvalidTwoFactorCode), "the code of the confirmation is used");
    next_code(&world);
    let fresh = shown(&world, &app);
    other.log_in_customer(&with_code(DANA, &format!("{} {}", &fresh[..3], &fresh[3..]))).await.unwrap();
    let answer = world.anyone().log_in_customer(&with_code(DANA, &fresh)).await;
    assert_eq!(refused(answer), (401, Code::InvalidTwoFactorCode), "each code signs in once");
    // a guess without the password learns nothing about the second factor
    let answer = world.anyone().log_in_customer(&log_in(DANA, "not the one")).await;
    assert_eq!(refused(answer), (401, Code::InvalidCredentials));
}

#[actix_web::test]
async fn wrong_codes_are_counted_like_wrong_passwords() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let (app, _) = set_up(&world, &client).await;
    next_code(&world);
    let right = shown(&world, &app);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        let answer = world.anyone().log_in_customer(&with_code(DANA, wrong)).await;
        assert_eq!(refused(answer), (401, Code::InvalidTwoFactorCode));
    }
    let answer = world.anyone().log_in_customer(&with_code(DANA, &right)).await;
    assert_eq!(refused(answer), (429, Code::RateLimited));
}

#[actix_web::test]
async fn many_log_ins_at_once_with_one_code_let_one_in() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let (app, _) = set_up(&world, &client).await;
    next_code(&world);
    let body = with_code(DANA, &shown(&world, &app));
    let tries = (0..4).map(|_| {
        let (anyone, body) = (world.anyone(), body.clone());
        async move { anyone.log_in_customer(&body).await.is_ok() }
    });
    let let_in = futures::future::join_all(tries).await;
    assert_eq!(let_in.into_iter().filter(|good| *good).count(), 1);
}

#[actix_web::test]
async fn confirming_ends_the_sign_ins_that_began_without_it() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let elsewhere = world.anyone();
    elsewhere.log_in_customer(&log_in(DANA, PASSWORD)).await.unwrap();
    let proposed = client.start_two_factor(&password()).await.unwrap();
    let refusal = refused_fields(client.confirm_two_factor(&code("12345")).await);
    assert_eq!(refusal, [("code".into(), "wrong_code".into())]);
    elsewhere.me().await.unwrap();
    let app = Totp::from_url(&proposed.otpauth_uri).unwrap();
    client.confirm_two_factor(&code(&shown(&world, &app))).await.unwrap();
    client.me().await.unwrap();
    assert_eq!(refused(elsewhere.me().await).0, 401);
    // a second one does not take its place unseen
    assert_eq!(refused(client.start_two_factor(&password()).await), (409, Code::Conflict));
    next_code(&world);
    let answer = client.confirm_two_factor(&code(&shown(&world, &app))).await;
    assert_eq!(refused(answer), (409, Code::Conflict));
}

#[actix_web::test]
async fn a_recovery_code_signs_in_once_and_new_ones_end_the_old() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let (app, codes) = set_up(&world, &client).await;
    world.anyone().log_in_customer(&with_code(DANA, &codes[0].to_uppercase())).await.unwrap();
    let answer = world.anyone().log_in_customer(&with_code(DANA, &codes[0])).await;
    assert_eq!(refused(answer), (401, Code::InvalidTwoFactorCode));
    assert_eq!(client.two_factor().await.unwrap().recovery_codes_left, 9);
    next_code(&world);
    let renewed = client.renew_recovery_codes(&code(&shown(&world, &app))).await.unwrap().codes;
    let answer = world.anyone().log_in_customer(&with_code(DANA, &codes[1])).await;
    assert_eq!(refused(answer), (401, Code::InvalidTwoFactorCode));
    world.anyone().log_in_customer(&with_code(DANA, &renewed[0])).await.unwrap();
    // giving it up takes the password and a code
    let stop = |code: &str| StopTwoFactor { password: PASSWORD.to_owned(), code: code.to_owned() };
    let refusal = refused_fields(client.stop_two_factor(&stop("000")).await);
    assert_eq!(refusal, [("code".into(), "wrong_code".into())]);
    client.stop_two_factor(&stop(&renewed[1])).await.unwrap();
    world.anyone().log_in_customer(&log_in(DANA, PASSWORD)).await.unwrap();
    assert!(client.two_factor().await.unwrap().since.is_none());
}

#[actix_web::test]
async fn neither_secrets_nor_recovery_codes_can_be_read_in_the_database() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let proposed = client.start_two_factor(&password()).await.unwrap();
    let app = Totp::from_url(&proposed.otpauth_uri).unwrap();
    let codes = client.confirm_two_factor(&code(&shown(&world, &app))).await.unwrap().codes;
    let kept = two_factors::Entity::find().one(&world.state.db).await.unwrap().unwrap();
    let sealed = STANDARD_NO_PAD.decode(&kept.secret).unwrap();
    let secret = app.secret().as_bytes();
    assert!(!sealed.windows(secret.len()).any(|window| window == secret));
    assert!(!kept.secret.contains(&proposed.secret));
    for row in recovery_codes::Entity::find().all(&world.state.db).await.unwrap() {
        assert!(codes.iter().all(|code| !row.hash.contains(&code.replace('-', ""))));
    }
    let exported = serde_json::to_string(&client.export_me().await.unwrap()).unwrap();
    assert!(!exported.contains(&kept.secret) && !exported.contains(&proposed.secret));
}

#[actix_web::test]
async fn the_staff_sets_one_up_before_anything_else() {
    let world = World::new().await;
    let ada = "ada@pitlane.example";
    staff::create(&world.state, ada, "Ada Support", PASSWORD.to_owned()).await.unwrap();
    let client = world.anyone();
    client.log_in_admin(&log_in(ada, PASSWORD)).await.unwrap();
    assert!(client.me().await.unwrap().two_factor_missing);
    assert!(client.two_factor().await.unwrap().required);
    assert_eq!(refused(client.list_fee_rules(&CursorQuery::default()).await), (403, Code::TwoFactorMissing));
    assert_eq!(refused(client.list_sign_ins().await), (403, Code::TwoFactorMissing));
    assert_eq!(refused(client.export_me().await), (403, Code::TwoFactorMissing));
    let (_, codes) = set_up(&world, &client).await;
    assert!(!client.me().await.unwrap().two_factor_missing);
    client.list_fee_rules(&CursorQuery::default()).await.unwrap();
    // whoever lost it is helped on the server, and is asked to set up another
    assert!(two_factor::reset(&world.state, ada).await.unwrap());
    assert_eq!(refused(client.me().await).0, 401);
    client.log_in_admin(&with_code(ada, &codes[0])).await.unwrap();
    assert_eq!(refused(client.list_fee_rules(&CursorQuery::default()).await), (403, Code::TwoFactorMissing));
    assert!(two_factor::reset(&world.state, DANA).await.is_err());
}
