//! The same request again, some of them at once, at one server or at two: it is done once.

use super::money::{Dice, settled};
use crate::support::booking::{DECLINED_CARD, GOOD_CARD};
use crate::support::database::is_postgres;
use crate::support::process::Process;
use crate::support::shop::{Shop, brakes, part, pay, yes};
use crate::support::{World, refused};
use futures::future::join_all;
use pitlane_client::{ApiError, Client};
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::NewRefund;
use pitlane_domain::vocabulary::{PaymentStatus, RefundStatus};
use pitlane_entities::{payments, refunds, repairs};
use pitlane_platform::new_id;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::time::Duration;
use uuid::Uuid;

/// How often a request is sent at once.
const AT_ONCE: usize = 4;

async fn answered<T>(
    door: &Client,
    ask: &impl AsyncFn(&Client) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    loop {
        match ask(door).await {
            Err(error) if error.problem().is_some_and(|p| p.code == Code::RequestInProgress) => {}
            answer => return answer,
        }
    }
}

/// Sends a request with one key several times at once, to each of `doors` in turn, and once more afterwards. All that
/// went well name the same thing; answers its name, or none where all were refused.
async fn insisted(doors: &[&Client], ask: impl AsyncFn(&Client) -> Result<Uuid, ApiError>) -> Option<Uuid> {
    let tries = (0..AT_ONCE).map(|n| answered(doors[n % doors.len()], &ask));
    let named: Vec<Uuid> = join_all(tries).await.into_iter().filter_map(Result::ok).collect();
    let first = named.first().copied();
    assert!(named.iter().all(|name| Some(*name) == first), "{named:?}");
    if first.is_some() {
        assert_eq!(answered(doors[doors.len() - 1], &ask).await.ok(), first);
    }
    first
}

/// How many payments and refunds of a repair there are.
async fn counted(world: &World, repair: Uuid) -> (u64, u64) {
    let db = &world.state.db;
    let mine = payments::Entity::find().filter(payments::Column::RepairId.eq(repair));
    let refunded = refunds::Entity::find().count(db).await.unwrap();
    (mine.count(db).await.unwrap(), refunded)
}

/// The customer asks for a payment again and again under one key, then with another amount, and pays it twice at once.
/// Answers how many operations that were.
pub async fn paid_again(world: &World, repair: Uuid, dana: &[&Client], dice: &mut Dice) -> u32 {
    let (key, body) = (new_id().to_string(), part(dice.cents(20_000)));
    let (before, _) = counted(world, repair).await;
    let ask = async |door: &Client| {
        door.create_repair_payment(repair, &body, Some(&key)).await.map(|made| made.payment.id)
    };
    let made = insisted(dana, ask).await;
    let (after, _) = counted(world, repair).await;
    assert_eq!(after - before, u64::from(made.is_some()));
    if made.is_none() {
        return 4;
    }
    let other = part(body.amount_cents.unwrap() + 1);
    for door in dana {
        let refusal = door.create_repair_payment(repair, &other, Some(&key)).await;
        assert_eq!(refused(refusal), (422, Code::IdempotencyKeyReused));
    }
    let again = dana[0].create_repair_payment(repair, &body, Some(&key)).await.unwrap();
    assert_eq!(again.payment.amount_cents, body.amount_cents.unwrap());
    let card = if dice.below(4) == 0 { DECLINED_CARD } else { GOOD_CARD };
    let twice = [0, 1].map(|n| pay(dana[n % dana.len()], &again.payment, card));
    let _ = join_all(twice).await;
    8
}

/// The provider gives a charge back again and again under one key, then with another amount. Answers how many
/// operations that were.
pub async fn given_back_again(
    world: &World,
    repair: Uuid,
    (dana, olga): (&[&Client], &[&Client]),
    dice: &mut Dice,
) -> u32 {
    let seen = dana[0].get_customer_repair(repair).await.unwrap().payments;
    let charged = |status| status == PaymentStatus::Succeeded;
    let Some(paid) =
        seen.iter().find(|one| charged(one.payment.status) && one.refunded_cents < one.payment.amount_cents)
    else {
        return 0;
    };
    let (key, id) = (new_id().to_string(), paid.payment.id);
    let body = |cents| NewRefund { amount_cents: Some(cents), reason: "Goodwill".to_owned() };
    let some = dice.cents(9_000);
    let (_, before) = counted(world, repair).await;
    let ask =
        async |door: &Client| door.refund_payment(id, &body(some), Some(&key)).await.map(|made| made.id);
    let made = insisted(olga, ask).await;
    let (_, after) = counted(world, repair).await;
    assert_eq!(after - before, u64::from(made.is_some()));
    if made.is_some() {
        let other = olga[0].refund_payment(id, &body(some + 1), Some(&key)).await;
        assert_eq!(refused(other), (422, Code::IdempotencyKeyReused));
    }
    5
}

/// What holds at every moment, even while others work.
async fn ceilings(world: &World, repair: Uuid) {
    let row = repairs::Entity::find_by_id(repair).one(&world.state.db).await.unwrap().unwrap();
    assert!(row.charged_cents + row.reserved_cents <= row.authorized_cents + row.tolerance_cents, "{row:?}");
    assert!(row.refunded_cents <= row.charged_cents, "{row:?}");
}

/// Asks for payments at every server at once, and pays some of them while others are given up and charges go back.
async fn crossed(repair: Uuid, (dana, olga): (&[&Client], &[&Client]), dice: &mut Dice) {
    let door = |n: usize| dana[n % dana.len()];
    let bodies: Vec<_> = (0..AT_ONCE).map(|_| part(dice.cents(12_000))).collect();
    let asked = bodies.iter().enumerate().map(|(n, body)| door(n).create_repair_payment(repair, body, None));
    let made: Vec<_> = join_all(asked).await.into_iter().flatten().collect();
    let paying = made.iter().enumerate().map(|(n, made)| pay(door(n), &made.payment, GOOD_CARD));
    let leaving = made.iter().skip(2).enumerate().map(|(n, made)| door(n).give_up_payment(made.payment.id));
    let seen = door(0).get_customer_repair(repair).await.map(|seen| seen.payments).unwrap_or_default();
    let paid: Vec<_> =
        seen.iter().filter(|one| one.payment.status == PaymentStatus::Succeeded).take(AT_ONCE).collect();
    let some = NewRefund { amount_cents: Some(dice.cents(15_000)), reason: "Goodwill".to_owned() };
    let giving = paid.iter().enumerate().flat_map(|(n, one)| {
        let (id, some) = (one.payment.id, &some);
        (0..2).map(move |m| olga[(n + m) % olga.len()].refund_payment(id, some, None))
    });
    let _ = tokio::join!(join_all(paying), join_all(leaving), join_all(giving));
}

/// Waits until nothing is set aside and no refund is under way.
async fn all_quiet(shop: &Shop, repair: Uuid, dana: &Client) {
    let quiet = async {
        loop {
            let seen = dana.get_customer_repair(repair).await.unwrap();
            let mut refunds = seen.payments.iter().flat_map(|one| &one.refunds);
            if seen.account.reserved_cents == 0
                && refunds.all(|refund| refund.status != RefundStatus::Pending)
            {
                return;
            }
            ceilings(&shop.world, repair).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(2), quiet).await.expect("everything settles");
}

#[actix_web::test]
async fn servers_that_share_a_database_charge_no_more_than_was_authorised_though_one_is_killed() {
    let mut world = World::of_processes().await;
    let one = world.start_process(0).await;
    world.base.clone_from(&one.base);
    // one SQLite file is for one server
    let other = if is_postgres() { Some(world.start_process(0).await) } else { None };
    let shop = Shop::on(world).await;
    let quote = shop.sent(brakes()).await;
    let repair = shop.dana.client.approve_quote(quote.id, &yes(None)).await.unwrap().repair_id.unwrap();
    let mut dice = Dice(0x6A09_E667_F3BC_C909);
    let servers: Vec<&Process> = [Some(&one), other.as_ref()].into_iter().flatten().collect();
    let at = |person: &Client| servers.iter().map(|server| server.client(person)).collect::<Vec<_>>();
    let (dana, olga) = (at(&shop.dana.client), at(&shop.olga.client));
    let (dana, olga): (Vec<&Client>, Vec<&Client>) = (dana.iter().collect(), olga.iter().collect());
    for _ in 0..4 {
        paid_again(&shop.world, repair, &dana, &mut dice).await;
        crossed(repair, (&dana, &olga), &mut dice).await;
        given_back_again(&shop.world, repair, (&dana, &olga), &mut dice).await;
        ceilings(&shop.world, repair).await;
    }
    // the power goes while both work; what the dead one began is finished by the one that starts later
    let (dana, olga) = (dana.as_slice(), olga.as_slice());
    let killed = async {
        shop.world.state.db.ping().await.unwrap();
        one.kill().await;
    };
    let work = crossed(repair, (dana, olga), &mut dice);
    tokio::join!(work, killed);
    if let Some(other) = other {
        other.terminate().await;
    }
    ceilings(&shop.world, repair).await;
    let later = shop.world.start_process(40).await;
    all_quiet(&shop, repair, &later.client(&shop.dana.client)).await;
    later.terminate().await;
    settled(&shop, repair).await;
    assert!(shop.world.failed_jobs().await.iter().all(|job| job.kind == "payments.release"));
}
