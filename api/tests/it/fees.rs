//! The platform's fee: rules in versions, what they would have cost, and the card that everybody reads.

use crate::support::shop::{Shop, part, rest};
use crate::support::{World, refused, refused_fields};
use chrono::TimeDelta;
use futures::future::join_all;
use pitlane_contract::fees::{NewFeeRule, SimulateFees};
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::{FeeRuleStatus, FeeScope, FeeSubject, ProviderType, ServiceKind};
use pitlane_entities::{audit_log, payments};
use sea_orm::{EntityTrait, QueryOrder};

/// A rule for repairs, for everybody.
fn rule(percent_bps: i64) -> NewFeeRule {
    NewFeeRule {
        rule_id: None,
        applies_to: FeeSubject::Quote,
        scope: FeeScope::All,
        provider_type: None,
        provider_id: None,
        service: None,
        percent_bps,
        fixed_cents: 0,
        min_cents: None,
        max_cents: None,
        priority: 0,
        valid_from: None,
        valid_until: None,
    }
}

fn all() -> CursorQuery {
    CursorQuery { limit: Some(100), cursor: None }
}

async fn fees(shop: &Shop) -> Vec<i64> {
    let rows = payments::Entity::find().order_by_asc(payments::Column::Id).all(&shop.world.state.db).await;
    rows.unwrap().iter().map(|row| row.fee_cents.unwrap()).collect()
}

#[actix_web::test]
async fn a_change_is_a_new_version_and_what_was_charged_keeps_its_fee() {
    let shop = Shop::new().await;
    let admin = shop.world.admin("Staff").await;
    let repair = shop.approved().await.repair_id.unwrap();
    shop.pay(repair, &part(10_000)).await.unwrap();
    let first = admin.create_fee_rule(&rule(500), None, None).await.unwrap();
    assert_eq!((first.version, first.status), (1, FeeRuleStatus::InForce));
    shop.pay(repair, &part(10_000)).await.unwrap();
    let second = NewFeeRule { rule_id: Some(first.rule_id), max_cents: Some(200), ..rule(300) };
    let second = admin.create_fee_rule(&second, Some(1), None).await.unwrap();
    assert_eq!((second.rule_id, second.version), (first.rule_id, 2));
    assert_eq!(second.created_by.as_deref(), Some("Staff"));
    shop.pay(repair, &part(10_000)).await.unwrap();
    let off = admin.deactivate_fee_rule(second.id, Some(2)).await.unwrap();
    assert_eq!(off.status, FeeRuleStatus::Off);
    assert_eq!(admin.deactivate_fee_rule(second.id, None).await.unwrap().status, FeeRuleStatus::Off);
    shop.pay(repair, &part(10_000)).await.unwrap();
    assert_eq!(fees(&shop).await, [1_000, 500, 200, 1_000], "the version before does not come back");
    let listed = admin.list_fee_rules(&all()).await.unwrap().items;
    assert_eq!(listed.iter().map(|rule| rule.version).collect::<Vec<_>>(), [2, 1, 1, 1]);
    assert!(
        listed[2..].iter().all(|rule| rule.created_by.is_none() && rule.status == FeeRuleStatus::InForce)
    );
    let log = audit_log::Entity::find().order_by_asc(audit_log::Column::Id).all(&shop.world.state.db).await;
    let log = log.unwrap();
    let actions: Vec<_> = log.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["fee_rule.create", "fee_rule.create", "fee_rule.deactivate"]);
    assert_eq!(log[1].before.as_ref().unwrap()["percent_bps"], 500);
    assert_eq!(log[1].after.as_ref().unwrap()["percent_bps"], 300);
}

#[actix_web::test]
async fn of_several_who_change_a_rule_one_is_first_and_the_others_are_told() {
    let world = World::new().await;
    let admin = world.admin("Staff").await;
    let first = admin.create_fee_rule(&rule(500), None, Some("one")).await.unwrap();
    assert_eq!(admin.create_fee_rule(&rule(500), None, Some("one")).await.unwrap().id, first.id);
    let next = NewFeeRule { rule_id: Some(first.rule_id), ..rule(600) };
    let tries = (0..6).map(|_| admin.create_fee_rule(&next, Some(1), None));
    let (done, late): (Vec<_>, Vec<_>) = join_all(tries).await.into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1);
    assert!(late.into_iter().all(|late| refused(late) == (412, Code::PreconditionFailed)));
    assert_eq!(refused(admin.deactivate_fee_rule(first.id, Some(1)).await), (412, Code::PreconditionFailed));
    assert_eq!(admin.list_fee_rules(&all()).await.unwrap().items.len(), 4);
}

#[actix_web::test]
async fn a_rule_to_come_waits_and_can_be_called_off() {
    let shop = Shop::new().await;
    let admin = shop.world.admin("Staff").await;
    let repair = shop.approved().await.repair_id.unwrap();
    let now = shop.world.now();
    let first = admin.create_fee_rule(&rule(500), None, None).await.unwrap();
    let coming = |days, percent| NewFeeRule {
        rule_id: Some(first.rule_id),
        valid_from: Some(now + TimeDelta::days(days)),
        ..rule(percent)
    };
    let second = admin.create_fee_rule(&coming(1, 700), None, None).await.unwrap();
    let third = admin.create_fee_rule(&coming(2, 900), None, None).await.unwrap();
    assert_eq!(second.status, FeeRuleStatus::Scheduled);
    admin.deactivate_fee_rule(third.id, None).await.unwrap();
    shop.pay(repair, &part(10_000)).await.unwrap();
    shop.world.pass(TimeDelta::days(1)).await;
    shop.pay(repair, &part(10_000)).await.unwrap();
    shop.world.pass(TimeDelta::days(2)).await;
    shop.pay(repair, &part(10_000)).await.unwrap();
    assert_eq!(fees(&shop).await, [500, 700, 700]);
    let listed = admin.list_fee_rules(&all()).await.unwrap().items;
    let states: Vec<_> = listed.iter().take(3).map(|rule| rule.status).collect();
    assert_eq!(states, [FeeRuleStatus::Off, FeeRuleStatus::InForce, FeeRuleStatus::Replaced]);
}

#[actix_web::test]
async fn a_rule_that_makes_no_sense_is_refused_field_by_field() {
    let world = World::new().await;
    let admin = world.admin("Staff").await;
    let create = async |rule: NewFeeRule| refused_fields(admin.create_fee_rule(&rule, None, None).await);
    let wrong = NewFeeRule {
        scope: FeeScope::Provider,
        service: Some(ServiceKind::Chat),
        percent_bps: 10_001,
        min_cents: Some(5),
        max_cents: Some(4),
        valid_from: Some(world.now() - TimeDelta::days(1)),
        valid_until: Some(world.now() - TimeDelta::days(2)),
        ..rule(0)
    };
    let fields: Vec<_> = create(wrong).await.into_iter().map(|(field, _)| field).collect();
    let expected = ["provider_id", "service", "percent_bps", "max_cents", "valid_from", "valid_until"]
        .map(str::to_owned);
    assert_eq!(fields, expected);
    let nobody = pitlane_platform::new_id();
    let unknown = NewFeeRule { scope: FeeScope::Provider, provider_id: Some(nobody), ..rule(0) };
    assert_eq!(create(unknown).await, [("provider_id".to_owned(), "unknown".to_owned())]);
    let absent = NewFeeRule { rule_id: Some(nobody), ..rule(0) };
    assert_eq!(create(absent).await, [("rule_id".to_owned(), "unknown".to_owned())]);
    let first = admin.create_fee_rule(&rule(500), None, None).await.unwrap();
    let other = NewFeeRule { rule_id: Some(first.rule_id), applies_to: FeeSubject::Session, ..rule(500) };
    assert_eq!(create(other).await, [("scope".to_owned(), "invalid".to_owned())]);
}

#[actix_web::test]
async fn a_simulation_says_what_a_rule_would_have_cost_and_changes_nothing() {
    let shop = Shop::new().await;
    let admin = shop.world.admin("Staff").await;
    let repair = shop.approved().await.repair_id.unwrap();
    shop.pay(repair, &part(10_000)).await.unwrap();
    let own =
        NewFeeRule { scope: FeeScope::Provider, provider_id: Some(shop.workshop.provider_id), ..rule(200) };
    admin.create_fee_rule(&own, None, None).await.unwrap();
    shop.pay(repair, &rest()).await.unwrap();
    let now = shop.world.now();
    let simulate = async |rule: NewFeeRule| {
        let body = SimulateFees { rule, from: now - TimeDelta::days(1), until: now + TimeDelta::days(1) };
        admin.simulate_fees(&body).await.unwrap()
    };
    let workshops = NewFeeRule {
        scope: FeeScope::ProviderType,
        provider_type: Some(ProviderType::Workshop),
        fixed_cents: 50,
        ..rule(500)
    };
    let said = simulate(workshops).await;
    // 520.62 in two payments: 100.00 at 10%, the rest at the provider's own 2%, which wins over any type
    assert_eq!((said.payments, said.affected, said.affected_cents), (2, 1, 10_000));
    assert_eq!((said.before_cents, said.after_cents, said.difference_cents), (1_841, 550 + 841, -450));
    let sessions = NewFeeRule { applies_to: FeeSubject::Session, ..rule(500) };
    assert_eq!(simulate(sessions).await.payments, 0);
    assert_eq!(fees(&shop).await, [1_000, 841]);
    let long = SimulateFees { rule: rule(0), from: now - TimeDelta::days(367), until: now };
    let refusal = refused_fields(admin.simulate_fees(&long).await);
    assert_eq!(refusal, [("until".to_owned(), "out_of_range".to_owned())]);
}

#[actix_web::test]
async fn everybody_reads_the_card() {
    let world = World::new().await;
    let admin = world.admin("Staff").await;
    let workshop = world.workshop("Harbor Garage").await;
    let workshops = NewFeeRule {
        scope: FeeScope::ProviderType,
        provider_type: Some(ProviderType::Workshop),
        max_cents: Some(700),
        ..rule(800)
    };
    let own = NewFeeRule { scope: FeeScope::Provider, provider_id: Some(workshop.provider_id), ..rule(100) };
    admin.create_fee_rule(&workshops, None, None).await.unwrap();
    admin.create_fee_rule(&own, None, None).await.unwrap();
    let card = world.anyone().fee_card().await.unwrap().items;
    let lines: Vec<_> =
        card.iter().map(|line| (line.applies_to, line.scope, line.example_fee_cents)).collect();
    let expected = [
        (FeeSubject::Session, FeeScope::All, 1_500),
        (FeeSubject::Quote, FeeScope::All, 1_000),
        (FeeSubject::Quote, FeeScope::ProviderType, 700),
    ];
    assert_eq!(lines, expected, "what one provider agreed on is nobody else's business");
}

#[actix_web::test]
async fn rules_are_listed_with_the_same_statements_however_many_they_are() {
    let world = World::new().await;
    let admin = world.admin("Staff").await;
    let (few, asked_few) = world.statements_of(admin.list_fee_rules(&all())).await;
    for percent in 0..5 {
        admin.create_fee_rule(&rule(percent), None, None).await.unwrap();
    }
    let (many, asked_many) = world.statements_of(admin.list_fee_rules(&all())).await;
    assert_eq!((few.unwrap().items.len(), many.unwrap().items.len()), (2, 7));
    // who asks, and the rules
    assert_eq!((asked_few, asked_many), (2, 2));
}
