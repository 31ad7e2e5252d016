//! From quote to finished repair.

use crate::support::refused;
use crate::support::shop::{Shop, brakes, draft, line, rest, to, yes};
use chrono::TimeDelta;
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::{NewRefund, NewRepairPayment, RepairQuery, UpdateRepairStatus};
use pitlane_domain::vocabulary::RepairStatus::{Completed, InProgress, Ready, Received, WaitingForParts};
use pitlane_domain::vocabulary::{
    AuthorizationMethod, LineKind, NotificationKind, PaymentPart, QuoteStatus, RefundStatus,
    RepairPaymentStatus,
};
use pitlane_entities::ledger_entries;
use sea_orm::EntityTrait;

#[actix_web::test]
async fn from_a_quote_to_a_finished_and_paid_repair() {
    let shop = Shop::new().await;
    let (dana, olga) = (&shop.dana.client, &shop.olga.client);
    let quote = shop.sent(brakes()).await;
    assert_eq!(
        (quote.number.as_str(), quote.status, quote.total_cents),
        ("Q-1001", QuoteStatus::Sent, 52_062)
    );
    let mails = shop.world.mails(&shop.dana.email).await;
    assert_eq!(mails[0].0, "Your quote from Harbor Garage");
    assert_eq!(dana.dashboard().await.unwrap().pending_quotes, 1);

    let seen = dana.get_customer_quote(quote.id).await.unwrap();
    assert!(seen.viewed_at.is_some());
    let two: Vec<_> = seen.lines[..2].iter().map(|line| line.id).collect();
    let partly = dana.approve_quote(quote.id, &yes(Some(two.clone()))).await.unwrap();
    assert_eq!((partly.status, partly.approved_cents), (QuoteStatus::PartiallyApproved, 44_062));
    let proof = &partly.authorizations[0];
    assert_eq!(
        (proof.method, proof.total_cents, &proof.line_ids),
        (AuthorizationMethod::Portal, 44_062, &two)
    );
    assert_eq!(proof.sha256.len(), 64);
    let repair = partly.repair_id.unwrap();

    let deposit = NewRepairPayment { part: PaymentPart::Deposit, amount_cents: None };
    shop.pay(repair, &deposit).await.unwrap();
    let paid = shop.repair(repair).await;
    assert_eq!((paid.account.charged_cents, paid.account.due_cents), (10_000, 34_062));
    assert_eq!(paid.summary.payment_status, RepairPaymentStatus::Partial);
    assert_eq!(refused(shop.pay(repair, &deposit).await), (409, Code::NotAuthorized));

    shop.go(repair, &[InProgress, WaitingForParts, InProgress]).await;
    let more = pitlane_contract::quotes::NewQuote {
        repair_id: Some(repair),
        customer_id: None,
        vehicle_id: None,
        deposit_cents: None,
        ..draft(&shop.dana, vec![line(LineKind::Part, "Brake hose", 1_000, 4_000)])
    };
    let supplement = olga.create_quote(&more, None).await.unwrap();
    olga.send_quote(supplement.id).await.unwrap();
    assert_eq!(olga.list_repairs(&RepairQuery::default()).await.unwrap().items[0].open_quotes, 1);
    dana.approve_quote(supplement.id, &yes(None)).await.unwrap();
    assert_eq!(shop.repair(repair).await.account.authorized_cents, 44_062 + 4_330);

    let promised = shop.world.now() + TimeDelta::hours(5);
    let promise = UpdateRepairStatus { promised_at: Some(promised), status: None, ..to(Ready) };
    olga.update_repair_status(repair, &promise).await.unwrap();
    shop.pay(repair, &rest()).await.unwrap();
    let done = shop.go(repair, &[Ready, Completed]).await;
    assert_eq!(done.summary.payment_status, RepairPaymentStatus::Paid);
    assert_eq!(done.warranty_expires_at, Some("2027-11-20T12:00:00Z".parse().unwrap()));

    let receipt = dana.get_receipt(repair).await.unwrap();
    assert_eq!((receipt.total_cents, receipt.paid_cents, receipt.due_cents), (48_392, 48_392, 0));
    assert_eq!(receipt.parts.iter().map(|part| part.total_cents).sum::<i64>(), receipt.total_cents);
    assert_eq!(receipt.payments.iter().map(|payment| payment.amount_cents).sum::<i64>(), 48_392);
    assert!(receipt.payments.iter().all(|payment| payment.fee_rule.as_ref().unwrap().ends_with(" v1")));
    let entries = ledger_entries::Entity::find().all(&shop.world.state.db).await.unwrap();
    assert_eq!(entries.iter().map(|entry| entry.amount_cents).sum::<i64>(), 0);
    let fees: i64 =
        entries.iter().filter(|entry| entry.account == "platform_fees").map(|entry| entry.amount_cents).sum();
    assert_eq!(fees, -(1_000 + 3_839));
    let figures = dana.dashboard().await.unwrap();
    assert_eq!((figures.completed_services, figures.active_warranties, figures.spent_cents), (1, 1, 48_392));
    let history = dana.list_services(&CursorQuery::default()).await.unwrap().items;
    let entry = &history[0];
    assert_eq!((history.len(), entry.repair_id, entry.session_id), (1, Some(repair), None));
    assert_eq!((entry.quote_id, entry.paid_cents, entry.reviewed), (Some(quote.id), 48_392, false));
    assert_eq!((entry.service, entry.warranty_until), (None, done.warranty_expires_at));
    assert!(shop.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_day_after_the_completion_one_review_is_asked_for() {
    let shop = Shop::new().await;
    shop.world.favorite(&shop.dana, shop.workshop.provider_id).await;
    let repair = shop.approved().await.repair_id.unwrap();
    shop.pay(repair, &rest()).await.unwrap();
    shop.go(repair, &[InProgress, Ready, Completed]).await;
    let favorite = shop.dana.client.list_favorites().await.unwrap().items.remove(0);
    assert_eq!((favorite.total_services, favorite.total_spent_cents), (1, 52_062));
    let asked = async || {
        let notices = shop.dana.client.list_notices(&CursorQuery::default()).await.unwrap();
        notices.items.into_iter().filter(|notice| notice.kind == NotificationKind::ReviewRequested).count()
    };
    shop.world.pass(TimeDelta::hours(23)).await;
    assert_eq!(asked().await, 0);
    shop.world.pass(TimeDelta::hours(2)).await;
    assert_eq!(asked().await, 1);
}

#[actix_web::test]
async fn refunds_never_pass_what_was_paid_and_correct_the_figures() {
    let shop = Shop::new().await;
    shop.world.favorite(&shop.dana, shop.workshop.provider_id).await;
    let repair = shop.approved().await.repair_id.unwrap();
    let payment = shop.pay(repair, &rest()).await.unwrap().payment.id;
    shop.go(repair, &[InProgress, Ready, Completed]).await;
    let back = |amount_cents| NewRefund { amount_cents, reason: "The flush was not needed".to_owned() };
    let olga = &shop.olga.client;
    let first = olga.refund_payment(payment, &back(Some(8_000)), None).await.unwrap();
    assert_eq!(first.status, RefundStatus::Pending);
    shop.world.run_jobs().await;
    assert_eq!(
        refused(olga.refund_payment(payment, &back(Some(44_063)), None).await),
        (409, Code::NotAuthorized)
    );
    assert_eq!(
        refused(shop.dana.client.refund_payment(payment, &back(None), None).await),
        (403, Code::Forbidden)
    );
    let seen = shop.repair(repair).await;
    assert_eq!(
        (seen.account.refunded_cents, seen.summary.payment_status),
        (8_000, RepairPaymentStatus::Paid)
    );
    assert_eq!(seen.payments[0].refunds[0].status, RefundStatus::Succeeded);
    let favorite = shop.dana.client.list_favorites().await.unwrap().items.remove(0);
    assert_eq!(favorite.total_spent_cents, 44_062);
    olga.refund_payment(payment, &back(None), None).await.unwrap();
    shop.world.run_jobs().await;
    assert_eq!(shop.repair(repair).await.summary.payment_status, RepairPaymentStatus::Refunded);
    let entries = ledger_entries::Entity::find().all(&shop.world.state.db).await.unwrap();
    for account in ["gateway_clearing", "platform_fees"] {
        let of = entries.iter().filter(|entry| entry.account == account);
        assert_eq!(of.map(|entry| entry.amount_cents).sum::<i64>(), 0, "{account}");
    }
    let mails = shop.world.mails(&shop.dana.email).await;
    assert_eq!(mails.iter().filter(|mail| mail.0 == "You get money back").count(), 2);
    assert_eq!(mails.iter().filter(|mail| mail.0 == "Your receipt").count(), 1);
    assert!(shop.world.failed_jobs().await.is_empty());
}

#[actix_web::test]
async fn a_repair_goes_only_where_it_may_and_a_slip_needs_a_reason() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    let olga = &shop.olga.client;
    let error = olga.update_repair_status(repair, &to(Completed)).await.unwrap_err();
    let problem = error.problem().unwrap();
    assert_eq!((problem.status, problem.code), (409, Code::InvalidTransition));
    assert_eq!(problem.allowed, Some(vec!["in_progress".to_owned(), "cancelled".to_owned()]));
    let promise = |hours, reason: Option<&str>| UpdateRepairStatus {
        status: None,
        promised_at: Some(shop.world.now() + TimeDelta::hours(hours)),
        reason: reason.map(str::to_owned),
        ..to(Received)
    };
    olga.update_repair_status(repair, &promise(4, None)).await.unwrap();
    let late = olga.update_repair_status(repair, &promise(8, None)).await;
    assert_eq!(crate::support::refused_fields(late), [("reason".to_owned(), "required".to_owned())]);
    olga.update_repair_status(repair, &promise(8, Some("The hose is late"))).await.unwrap();
    let hidden = UpdateRepairStatus {
        note: Some("Customer is in a hurry".to_owned()),
        internal: true,
        ..to(InProgress)
    };
    let inside = olga.update_repair_status(repair, &hidden).await.unwrap();
    assert!(inside.timeline.iter().any(|event| event.internal));
    let outside = shop.dana.client.get_customer_repair_status(repair).await.unwrap();
    assert_eq!(outside.status, InProgress);
    assert_eq!(outside.timeline.last().unwrap().status, InProgress);
    assert!(outside.timeline.iter().all(|event| !event.internal && event.note.is_empty()));
    let mails = shop.world.mails(&shop.dana.email).await;
    assert!(
        mails.iter().any(|mail| mail.0 == "Your repair takes longer" && mail.1.contains("The hose is late"))
    );
    assert!(!mails.iter().any(|mail| mail.1.contains("hurry")));
}
