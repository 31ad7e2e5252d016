//! Registering, signing in, staying signed in, and what becomes of an account.

mod closing;
mod cookies;
mod equality;
mod listing;
mod rotation;
mod sweeping;
mod two_factor;
mod workshop_profile;

use super::support::{World, refused, refused_fields};
use chrono::TimeDelta;
use pitlane_client::Client;
use pitlane_contract::accounts::{
    ForgotPassword, LogIn, RegisterCustomer, RegisterProvider, ResetPassword, UpdateMe, VerifyEmail,
};
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::{ProviderType, Role};

const PASSWORD: &str = "under the blue hoist";

fn dana() -> RegisterCustomer {
    RegisterCustomer {
        email: "Dana@Example.com ".to_owned(),
        password: PASSWORD.to_owned(),
        name: "Dana Okafor".to_owned(),
        phone: Some("+1 (555) 010-4477".to_owned()),
        locale: None,
        time_zone: Some("America/Chicago".to_owned()),
    }
}

fn marek(kind: ProviderType) -> RegisterProvider {
    RegisterProvider {
        email: "marek@example.com".to_owned(),
        password: PASSWORD.to_owned(),
        name: "Marek Nowak".to_owned(),
        provider_type: kind,
        workshop_name: (kind == ProviderType::Workshop).then(|| "Harbor Garage".to_owned()),
        phone: None,
        specialties: vec!["Brakes".to_owned(), "brakes".to_owned(), "Electrics".to_owned()],
        years_experience: 12,
        time_zone: None,
    }
}

fn log_in(email: &str, password: &str) -> LogIn {
    LogIn {
        email: email.to_owned(),
        password: password.to_owned(),
        two_factor_code: None,
        refresh_token_in_body: true,
    }
}

/// The tokens in the links to `page` that were mailed to `recipient`.
async fn tokens(world: &World, recipient: &str, page: &str) -> Vec<String> {
    let mails = world.mails(recipient).await;
    let links = mails.iter().filter_map(|(_, text)| text.split(&format!("{page}?token=")).nth(1));
    links.map(|link| link.chars().take_while(char::is_ascii_hexdigit).collect()).collect()
}

async fn token(world: &World, recipient: &str, page: &str) -> String {
    tokens(world, recipient, page).await.pop().expect("a mail with a link was sent")
}

async fn signed_in(world: &World) -> Client {
    let client = world.anyone();
    client.register_customer(&dana(), None).await.unwrap();
    client.log_in_customer(&log_in("dana@example.com", PASSWORD)).await.unwrap();
    client
}

#[actix_web::test]
async fn a_customer_registers_confirms_and_is_known() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let me = client.me().await.unwrap();
    assert_eq!((me.email.as_str(), me.role, me.email_verified), ("dana@example.com", Role::Customer, false));
    assert_eq!(me.phone.as_deref(), Some("+15550104477"));
    let token = token(&world, "dana@example.com", "/verify-email").await;
    client.verify_email(&VerifyEmail { token: token.clone() }).await.unwrap();
    assert!(client.me().await.unwrap().email_verified);
    let again = client.verify_email(&VerifyEmail { token }).await;
    assert_eq!(refused(again), (422, Code::InvalidLink));
    let changed =
        UpdateMe { name: Some("Dana  O.".to_owned()), phone: Some(String::new()), ..UpdateMe::default() };
    let me = client.update_me(&changed).await.unwrap();
    assert_eq!((me.name.as_str(), me.phone, me.time_zone.as_str()), ("Dana O.", None, "America/Chicago"));
    let bio = UpdateMe { bio: Some("Hello".to_owned()), ..UpdateMe::default() };
    assert_eq!(refused_fields(client.update_me(&bio).await), [("bio".into(), "not_expected".into())]);
}

#[actix_web::test]
async fn providers_register_alone_and_with_a_workshop() {
    for kind in [ProviderType::Independent, ProviderType::Workshop] {
        let world = World::new().await;
        let client = world.anyone();
        client.register_provider(&marek(kind), None).await.unwrap();
        client.log_in_provider(&log_in("marek@example.com", PASSWORD)).await.unwrap();
        let mechanic = client.me().await.unwrap().mechanic.unwrap();
        assert_eq!(mechanic.specialties, ["Brakes", "Electrics"]);
        assert_eq!(mechanic.workshop.is_some(), kind == ProviderType::Workshop);
        assert!(mechanic.accepting && !mechanic.is_online);
        let changed = UpdateMe {
            bio: Some("Twelve years of brakes.".to_owned()),
            specialties: Some(vec!["Brakes".to_owned()]),
            years_experience: Some(13),
            ..UpdateMe::default()
        };
        let mechanic = client.update_me(&changed).await.unwrap().mechanic.unwrap();
        assert_eq!((mechanic.bio.as_str(), mechanic.years_experience), ("Twelve years of brakes.", 13));
    }
    let world = World::new().await;
    let without = RegisterProvider { workshop_name: None, ..marek(ProviderType::Workshop) };
    let refusal = refused_fields(world.anyone().register_provider(&without, None).await);
    assert_eq!(refusal, [("workshop_name".to_owned(), "required".to_owned())]);
}

#[actix_web::test]
async fn nobody_learns_whether_an_account_exists() {
    let world = World::new().await;
    let client = world.anyone();
    let first = client.register_customer(&dana(), None).await.unwrap();
    let second = client.register_customer(&dana(), None).await.unwrap();
    assert_eq!(first, second);
    let mails: Vec<_> = world.mails("dana@example.com").await.into_iter().map(|mail| mail.0).collect();
    assert_eq!(mails.len(), 2, "one link, and one word that the account exists: {mails:?}");
    let forgot = |email: &str| ForgotPassword { email: email.to_owned() };
    let known = client.forgot_password(&forgot("dana@example.com")).await.unwrap();
    assert_eq!(known, client.forgot_password(&forgot("nobody@example.com")).await.unwrap());
    assert_eq!(world.mails("dana@example.com").await.len(), 3);
    assert!(world.mails("nobody@example.com").await.is_empty());
    let wrong = "not the password";
    for (email, password) in
        [("dana@example.com", wrong), ("nobody@example.com", wrong), ("no address", wrong)]
    {
        let answer = client.log_in_customer(&log_in(email, password)).await;
        assert_eq!(refused(answer), (401, Code::InvalidCredentials), "{email}");
    }
    let elsewhere = client.log_in_provider(&log_in("dana@example.com", PASSWORD)).await;
    assert_eq!(refused(elsewhere), (401, Code::InvalidCredentials));
}

#[actix_web::test]
async fn guessing_is_slowed_down_with_and_without_an_account() {
    let world = World::new().await;
    let client = world.anyone();
    client.register_customer(&dana(), None).await.unwrap();
    for email in ["dana@example.com", "nobody@example.com"] {
        for _ in 0..5 {
            let answer = client.log_in_customer(&log_in(email, "not the password")).await;
            assert_eq!(refused(answer), (401, Code::InvalidCredentials));
        }
        // now even the right password has to wait
        let answer = client.log_in_customer(&log_in(email, PASSWORD)).await;
        assert_eq!(refused(answer), (429, Code::RateLimited));
    }
    world.state.clock.advance(TimeDelta::seconds(31));
    client.log_in_customer(&log_in("dana@example.com", PASSWORD)).await.unwrap();
    let unknown = client.log_in_customer(&log_in("nobody@example.com", PASSWORD)).await;
    assert_eq!(refused(unknown), (401, Code::InvalidCredentials));
}

#[actix_web::test]
async fn weak_and_wrong_fields_are_told_all_at_once() {
    let world = World::new().await;
    let wrong = RegisterCustomer {
        email: "dana".to_owned(),
        password: "short".to_owned(),
        name: " ".to_owned(),
        phone: Some("555".to_owned()),
        locale: Some("english!".to_owned()),
        time_zone: Some("/".to_owned()),
    };
    let fields: Vec<_> = refused_fields(world.anyone().register_customer(&wrong, None).await)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(fields, ["email", "name", "phone", "locale", "time_zone", "password"]);
}

#[actix_web::test]
async fn a_refresh_token_works_once_and_its_return_ends_the_sign_in() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let stolen = client.refresh_token();
    client.refresh().await.unwrap();
    assert_ne!(client.refresh_token(), stolen);
    client.me().await.unwrap();
    let thief = world.anyone();
    thief.set_tokens(None, stolen);
    assert_eq!(refused(thief.refresh().await), (401, Code::InvalidRefreshToken));
    assert_eq!(refused(client.clone().refresh().await), (401, Code::InvalidRefreshToken));
    client.set_tokens(client.access_token(), None);
    assert_eq!(refused(client.me().await).0, 401);
}

#[actix_web::test]
async fn a_sign_in_ends_after_a_month_without_use() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    world.state.clock.advance(TimeDelta::days(29));
    client.refresh().await.unwrap();
    world.state.clock.advance(TimeDelta::days(31));
    assert_eq!(refused(client.refresh().await), (401, Code::InvalidRefreshToken));
}

#[actix_web::test]
async fn one_sees_and_ends_ones_sign_ins() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let other = world.anyone();
    other.log_in_customer(&log_in("dana@example.com", PASSWORD)).await.unwrap();
    let sign_ins = client.list_sign_ins().await.unwrap().items;
    assert_eq!(sign_ins.iter().map(|s| s.current).filter(|current| *current).count(), 1);
    let theirs = sign_ins.iter().find(|s| !s.current).unwrap().id;
    client.end_sign_in(theirs).await.unwrap();
    assert_eq!(refused(client.end_sign_in(theirs).await), (404, Code::NotFound));
    assert_eq!(refused(other.me().await).0, 401);
    assert_eq!(client.list_sign_ins().await.unwrap().items.len(), 1);
    client.log_out().await.unwrap();
    assert_eq!(refused(client.me().await), (401, Code::Unauthenticated));
}

#[actix_web::test]
async fn a_reset_ends_every_sign_in_and_works_once() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    client.forgot_password(&ForgotPassword { email: "dana@example.com".to_owned() }).await.unwrap();
    let token = token(&world, "dana@example.com", "/reset-password").await;
    let reset = |password: &str| ResetPassword { token: token.clone(), password: password.to_owned() };
    let weak = client.reset_password(&reset("short")).await;
    assert_eq!(refused_fields(weak), [("password".into(), "too_short".into())]);
    client.reset_password(&reset("over the green lift")).await.unwrap();
    assert_eq!(refused(client.me().await).0, 401);
    assert_eq!(refused(client.reset_password(&reset("over the red lift")).await), (422, Code::InvalidLink));
    let old = client.log_in_customer(&log_in("dana@example.com", PASSWORD)).await;
    assert_eq!(refused(old), (401, Code::InvalidCredentials));
    client.log_in_customer(&log_in("dana@example.com", "over the green lift")).await.unwrap();
    assert!(client.me().await.unwrap().email_verified, "the link came to the address");
}

#[actix_web::test]
async fn links_end_with_time() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let verify = token(&world, "dana@example.com", "/verify-email").await;
    client.forgot_password(&ForgotPassword { email: "dana@example.com".to_owned() }).await.unwrap();
    let reset = token(&world, "dana@example.com", "/reset-password").await;
    world.state.clock.advance(TimeDelta::minutes(61));
    let answer = client
        .reset_password(&ResetPassword { token: reset, password: "over the red lift".to_owned() })
        .await;
    assert_eq!(refused(answer), (422, Code::InvalidLink));
    world.state.clock.advance(TimeDelta::hours(24));
    assert_eq!(
        refused(client.verify_email(&VerifyEmail { token: verify.clone() }).await),
        (422, Code::InvalidLink)
    );
    client.resend_verification().await.unwrap();
    let links = tokens(&world, "dana@example.com", "/verify-email").await;
    let fresh = links.into_iter().find(|link| *link != verify).unwrap();
    client.verify_email(&VerifyEmail { token: fresh }).await.unwrap();
}
