//! Who is listed is stored, and is always what the accounts say.

use super::{PASSWORD, log_in, marek, token};
use crate::support::World;
use chrono::TimeDelta;
use pitlane_api::features::providers::service::{Sellers, relist};
use pitlane_client::Client;
use pitlane_contract::accounts::{
    AcceptInvitation, CloseAccount, ForgotPassword, InviteMember, RegisterProvider, ResetPassword,
    VerifyEmail,
};
use pitlane_contract::providers::DirectoryQuery;
use pitlane_domain::vocabulary::{ProviderType, WorkshopRole};
use pitlane_entities::{mechanics, providers, users};
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Numbers that look random and are the same in every run (Knuth's constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// A provider's account that is open.
struct Account {
    client: Client,
    email: String,
    confirmed: bool,
    runs_workshop: bool,
}

/// What is stored of each seller, and what the accounts say of it.
async fn stored_and_derived(world: &World) -> (Vec<(Uuid, bool)>, Vec<(Uuid, bool)>) {
    let db = &world.state.db;
    let people = users::Entity::find().all(db).await.unwrap();
    let confirmed: BTreeMap<Uuid, bool> =
        people.into_iter().map(|user| (user.id, user.email_verified_at.is_some())).collect();
    let mechanics = mechanics::Entity::find().all(db).await.unwrap();
    let sellers = providers::Entity::find().order_by_asc(providers::Column::Id).all(db).await.unwrap();
    let derived = sellers.iter().map(|seller| {
        let works = mechanics.iter().filter(|m| m.closed_at.is_none()).filter(|m| {
            Some(m.id) == seller.mechanic_id
                || (m.workshop_id.is_some() && m.workshop_id == seller.workshop_id)
        });
        (seller.id, seller.closed_at.is_none() && works.into_iter().any(|m| confirmed[&m.user_id]))
    });
    (sellers.iter().map(|seller| (seller.id, seller.listed)).collect(), derived.collect())
}

async fn register(world: &World, number: usize, kind: ProviderType) -> Account {
    let email = format!("mechanic{number}@example.com");
    let client = world.anyone();
    let body = RegisterProvider { email: email.clone(), name: format!("Mechanic {number}"), ..marek(kind) };
    client.register_provider(&body, None).await.unwrap();
    client.log_in_provider(&log_in(&email, PASSWORD)).await.unwrap();
    Account { client, email, confirmed: false, runs_workshop: kind == ProviderType::Workshop }
}

async fn confirm(world: &World, account: &mut Account) {
    let token = token(world, &account.email, "/verify-email").await;
    account.client.verify_email(&VerifyEmail { token }).await.unwrap();
    account.confirmed = true;
}

async fn set_password_anew(world: &World, account: &mut Account) {
    account.client.forgot_password(&ForgotPassword { email: account.email.clone() }).await.unwrap();
    let token = token(world, &account.email, "/reset-password").await;
    let reset = ResetPassword { token, password: PASSWORD.to_owned() };
    account.client.reset_password(&reset).await.unwrap();
    account.client.log_in_provider(&log_in(&account.email, PASSWORD)).await.unwrap();
    account.confirmed = true;
}

async fn join(world: &World, owner: &Account, number: usize) -> Account {
    let email = format!("mechanic{number}@example.com");
    let invitation = InviteMember { email: email.clone(), role: WorkshopRole::Mechanic };
    owner.client.invite_member(&invitation, None).await.unwrap();
    let token = token(world, &email, "/invitations/accept").await;
    let client = world.anyone();
    let body = AcceptInvitation { token, name: format!("Mechanic {number}"), password: PASSWORD.to_owned() };
    client.accept_invitation(&body, None).await.unwrap();
    client.log_in_provider(&log_in(&email, PASSWORD)).await.unwrap();
    Account { client, email, confirmed: true, runs_workshop: false }
}

/// Lets the member go who joined last.
async fn let_go(owner: &Account) {
    let last = owner.client.list_members().await.unwrap().items.pop().unwrap();
    if last.role != WorkshopRole::Owner {
        owner.client.remove_member(last.mechanic_id).await.unwrap();
    }
}

#[actix_web::test]
async fn after_any_series_of_operations_those_are_listed_whom_the_accounts_say() {
    let world = World::new().await;
    let mut dice = Dice(20_261_121);
    let mut accounts: Vec<Account> = Vec::new();
    for number in 0..60 {
        // three links to a new password an hour, and a day for the first one
        world.state.clock.advance(TimeDelta::minutes(20));
        let any = dice.below(accounts.len().max(1));
        match (dice.below(8), accounts.get_mut(any)) {
            (0, _) | (_, None) => accounts.push(register(&world, number, ProviderType::Independent).await),
            (1, _) => accounts.push(register(&world, number, ProviderType::Workshop).await),
            (2, Some(account)) if !account.confirmed => confirm(&world, account).await,
            (3, Some(account)) => set_password_anew(&world, account).await,
            (4 | 5, Some(owner)) if owner.runs_workshop => {
                let joined = join(&world, owner, number).await;
                accounts.push(joined);
            }
            (6, Some(owner)) if owner.runs_workshop => let_go(owner).await,
            (7, Some(account)) => {
                let goodbye = CloseAccount { password: PASSWORD.to_owned() };
                account.client.close_account(&goodbye).await.unwrap();
                accounts.remove(any);
            }
            _ => continue,
        }
        let (stored, derived) = stored_and_derived(&world).await;
        assert_eq!(stored, derived, "after step {number}");
        let listed = derived.iter().filter(|(_, listed)| *listed).count();
        let shown = world.anyone().list_providers(&DirectoryQuery::default()).await.unwrap().total;
        assert_eq!(shown, listed as u64, "after step {number}");
    }
    let (stored, _) = stored_and_derived(&world).await;
    assert!(stored.iter().any(|(_, listed)| *listed) && stored.iter().any(|(_, listed)| !*listed));

    providers::Entity::update_many()
        .col_expr(providers::Column::Listed, Expr::cust("NOT listed"))
        .filter(Expr::cust("1 = 1"))
        .exec(&world.state.db)
        .await
        .unwrap();
    relist(&world.state.db, Sellers::All).await.unwrap();
    assert_eq!(stored_and_derived(&world).await.0, stored);
}
