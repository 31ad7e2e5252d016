//! What was sent to an address becomes that of the account that confirms it, with everything that follows from it.

use crate::support::shop::{Shop, brakes, draft_for, yes};
use crate::support::{World, refused};
use chrono::TimeDelta;
use pitlane_client::{ApiError, Client};
use pitlane_contract::accounts::{CloseAccount, LogIn, RegisterCustomer, VerifyEmail};
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::RepairStatus::{Completed, InProgress, Ready};
use pitlane_entities::{customer_favorites, provider_customer_relations, review_requests, users};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

const RUTH: &str = "ruth@example.com";
const PASSWORD: &str = "correct-horse-battery";

/// A repair of Ruth's, approved by the link of its quote.
async fn repaired(shop: &Shop) -> (Uuid, Uuid) {
    let olga = &shop.olga.client;
    let quote = olga.create_quote(&draft_for(RUTH, "Ruth Vega", brakes()), None).await.unwrap();
    olga.send_quote(quote.id).await.unwrap();
    let token = super::decisions::link(shop, RUTH).await;
    let approved = shop.world.anyone().approve_linked_quote(&token, &yes(None)).await.unwrap();
    (quote.id, approved.repair_id.unwrap())
}

/// Ruth registers; the token of the mail that confirms the address.
async fn registered(world: &World) -> String {
    let body = RegisterCustomer {
        email: RUTH.to_owned(),
        password: PASSWORD.to_owned(),
        name: "Ruth Vega".to_owned(),
        phone: None,
        locale: None,
        time_zone: None,
    };
    world.anyone().register_customer(&body, None).await.unwrap();
    let mails = world.mails(RUTH).await;
    let text = &mails.iter().rev().find(|mail| mail.1.contains("/verify-email?token=")).unwrap().1;
    let start = text.find("/verify-email?token=").unwrap() + "/verify-email?token=".len();
    text[start..].chars().take_while(char::is_ascii_alphanumeric).collect()
}

async fn confirm(world: &World, token: &str) -> Result<(), ApiError> {
    world.anyone().verify_email(&VerifyEmail { token: token.to_owned() }).await
}

async fn sign_in(client: &Client) {
    let body = LogIn {
        email: RUTH.to_owned(),
        password: PASSWORD.to_owned(),
        two_factor_code: None,
        refresh_token_in_body: true,
    };
    client.log_in_customer(&body).await.unwrap();
}

async fn account(world: &World) -> users::Model {
    let found = users::Entity::find().filter(users::Column::Email.eq(RUTH)).one(&world.state.db).await;
    found.unwrap().unwrap()
}

/// What is kept between Ruth and the workshop.
async fn figures(world: &World) -> (Vec<provider_customer_relations::Model>, Vec<customer_favorites::Model>) {
    let db = &world.state.db;
    let mut relations = provider_customer_relations::Entity::find().all(db).await.unwrap();
    for relation in &mut relations {
        relation.updated_at = relation.created_at;
    }
    (relations, customer_favorites::Entity::find().all(db).await.unwrap())
}

#[actix_web::test]
async fn confirming_the_address_brings_quotes_repairs_and_figures_at_once() {
    let shop = Shop::new().await;
    let world = &shop.world;
    let (_, repair) = repaired(&shop).await;
    shop.go(repair, &[InProgress, Ready, Completed]).await;
    let open = draft_for(RUTH, "Ruth Vega", brakes());
    let open = shop.olga.client.create_quote(&open, None).await.unwrap();
    shop.olga.client.send_quote(open.id).await.unwrap();
    let token = registered(world).await;
    let before = figures(world).await;
    assert!(before.0.iter().all(|relation| relation.customer_id == shop.dana.id));

    confirm(world, &token).await.unwrap();
    let ruth = account(world).await.id;
    let (relations, _) = figures(world).await;
    let hers = relations.iter().find(|relation| relation.customer_id == ruth).unwrap();
    assert_eq!((hers.provider_id, hers.total_bookings), (shop.workshop.provider_id, 1));
    let live = figures(world).await;
    let work = world.state.begin().await.unwrap();
    pitlane_api::features::favorites::service::recompute_all(&work.tx, work.now).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(figures(world).await, live);
    let asked = review_requests::Entity::find().one(&world.state.db).await.unwrap().unwrap();
    assert_eq!((asked.repair_id, asked.customer_id), (Some(repair), Some(ruth)));

    let client = world.anyone();
    sign_in(&client).await;
    let dashboard = client.dashboard().await.unwrap();
    assert_eq!((dashboard.pending_quotes, dashboard.completed_services), (1, 1));
    assert_eq!(dashboard.active_warranties, 1);
    world.pass(TimeDelta::hours(25)).await;
    let mails = world.mails(RUTH).await;
    let asked: Vec<_> = mails.iter().filter(|mail| mail.0 == "How was Harbor Garage?").collect();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].1.contains("/reviews/"), "an account answers there: {}", asked[0].1);
    assert!(world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn an_address_that_nobody_confirmed_brings_nothing() {
    let shop = Shop::new().await;
    let world = &shop.world;
    let (quote, repair) = repaired(&shop).await;
    let token = registered(world).await;
    let client = world.anyone();
    sign_in(&client).await;
    let nothing = async || {
        assert_eq!(client.dashboard().await.unwrap().pending_quotes, 0);
        assert!(client.list_customer_quotes(&CursorQuery::default()).await.unwrap().items.is_empty());
        assert!(client.list_customer_repairs(&CursorQuery::default()).await.unwrap().items.is_empty());
        assert_eq!(refused(client.get_customer_quote(quote).await), (404, Code::NotFound));
        assert_eq!(refused(client.get_customer_repair(repair).await), (404, Code::NotFound));
    };
    nothing().await;
    assert!(confirm(world, "0000").await.is_err());
    nothing().await;
    confirm(world, &token).await.unwrap();
    assert_eq!(client.get_customer_repair(repair).await.unwrap().summary.id, repair);
}

#[actix_web::test]
async fn the_dashboard_counts_what_was_sent_to_the_address_since() {
    let shop = Shop::new().await;
    let world = &shop.world;
    let token = registered(world).await;
    confirm(world, &token).await.unwrap();
    let client = world.anyone();
    sign_in(&client).await;
    assert_eq!(client.dashboard().await.unwrap().pending_quotes, 0);
    let olga = &shop.olga.client;
    let quote = olga.create_quote(&draft_for(RUTH, "Ruth Vega", brakes()), None).await.unwrap();
    olga.send_quote(quote.id).await.unwrap();
    assert_eq!(client.dashboard().await.unwrap().pending_quotes, 1);
    assert_eq!(olga.get_quote(quote.id).await.unwrap().customer_id, Some(account(world).await.id));
}

#[actix_web::test]
async fn closing_the_account_ends_the_links_of_its_repairs() {
    let shop = Shop::new().await;
    let world = &shop.world;
    let (_, repair) = repaired(&shop).await;
    shop.go(repair, &[InProgress, Ready, Completed]).await;
    let link = super::guests::link(&shop, RUTH, "Your repair is completed").await;
    let token = registered(world).await;
    confirm(world, &token).await.unwrap();
    let client = world.anyone();
    sign_in(&client).await;
    assert_eq!(world.anyone().get_linked_repair(&link).await.unwrap().repair.summary.id, repair);
    client.close_account(&CloseAccount { password: PASSWORD.to_owned() }).await.unwrap();
    assert_eq!(refused(world.anyone().get_linked_repair(&link).await), (404, Code::NotFound));
}
