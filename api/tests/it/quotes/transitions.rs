//! Every step at every status of quotes and repairs: what the rules allow is done, the rest is refused with what they
//! allow instead.

use crate::support::refused;
use crate::support::shop::{Shop, brakes, draft, to, yes};
use chrono::TimeDelta;
use pitlane_client::ApiError;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{DeclineQuote, NewQuote, RecordAuthorization, UpdateQuote};
use pitlane_domain::vocabulary::{AuthorizationMethod, QuoteStatus, RepairStatus};
use pitlane_domain::{quotes, repairs};
use serde_json::json;
use uuid::Uuid;

/// What can be done to a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Send,
    Revise,
    Cancel,
    Approve,
    Decline,
    Update,
    Delete,
    Record,
}

impl Step {
    const ALL: [Self; 8] = [
        Self::Send,
        Self::Revise,
        Self::Cancel,
        Self::Approve,
        Self::Decline,
        Self::Update,
        Self::Delete,
        Self::Record,
    ];

    /// Where it leads; none for what only changes a draft.
    fn goal(self) -> Option<QuoteStatus> {
        Some(match self {
            Self::Send => QuoteStatus::Sent,
            Self::Revise => QuoteStatus::Superseded,
            Self::Cancel => QuoteStatus::Cancelled,
            Self::Approve | Self::Record => QuoteStatus::Approved,
            Self::Decline => QuoteStatus::Declined,
            Self::Update | Self::Delete => return None,
        })
    }

    /// Whether it is the customer's, who does not know of drafts.
    fn is_customers(self) -> bool {
        matches!(self, Self::Approve | Self::Decline)
    }
}

fn said(method: AuthorizationMethod, line_ids: Option<Vec<Uuid>>) -> RecordAuthorization {
    RecordAuthorization {
        method,
        line_ids,
        given_by: "Dana Okafor".to_owned(),
        given_at: None,
        reason: Some("At the counter".to_owned()),
    }
}

async fn take(shop: &Shop, step: Step, id: Uuid) -> Result<(), ApiError> {
    let (dana, olga) = (&shop.dana.client, &shop.olga.client);
    match step {
        Step::Send => olga.send_quote(id).await.map(drop),
        Step::Revise => olga.revise_quote(id, None).await.map(drop),
        Step::Cancel => olga.cancel_quote(id).await.map(drop),
        Step::Approve => dana.approve_quote(id, &yes(None)).await.map(drop),
        Step::Decline => dana.decline_quote(id, &DeclineQuote { reason: None }).await.map(drop),
        Step::Update => {
            let body: UpdateQuote = serde_json::from_value(json!({ "valid_days": 3 })).unwrap();
            olga.update_quote(id, &body, None).await.map(drop)
        }
        Step::Delete => olga.delete_quote(id).await,
        Step::Record => {
            olga.record_authorization(id, &said(AuthorizationMethod::Phone, None)).await.map(drop)
        }
    }
}

/// A quote that came to `status`.
async fn quote_at(shop: &Shop, status: QuoteStatus) -> Uuid {
    let (dana, olga) = (&shop.dana.client, &shop.olga.client);
    let new = NewQuote { valid_days: Some(1), ..draft(&shop.dana, brakes()) };
    let quote = olga.create_quote(&new, None).await.unwrap();
    if status == QuoteStatus::Draft {
        return quote.id;
    }
    olga.send_quote(quote.id).await.unwrap();
    match status {
        QuoteStatus::Draft | QuoteStatus::Sent => {}
        QuoteStatus::Approved => drop(dana.approve_quote(quote.id, &yes(None)).await.unwrap()),
        QuoteStatus::PartiallyApproved => {
            dana.approve_quote(quote.id, &yes(Some(vec![quote.lines[0].id]))).await.unwrap();
        }
        QuoteStatus::Declined => {
            dana.decline_quote(quote.id, &DeclineQuote { reason: None }).await.unwrap();
        }
        QuoteStatus::Expired => shop.world.pass(TimeDelta::days(1)).await,
        QuoteStatus::Superseded => {
            let next = olga.revise_quote(quote.id, None).await.unwrap();
            olga.send_quote(next.id).await.unwrap();
        }
        QuoteStatus::Cancelled => drop(olga.cancel_quote(quote.id).await.unwrap()),
    }
    assert_eq!(olga.get_quote(quote.id).await.unwrap().status, status);
    quote.id
}

#[track_caller]
fn allowed_instead(answer: Result<(), ApiError>, about: &str) -> Vec<String> {
    let error = answer.expect_err(about);
    let problem = error.problem().unwrap_or_else(|| panic!("{about}: {error:?}"));
    assert_eq!((problem.status, problem.code), (409, Code::InvalidTransition), "{about}");
    problem.allowed.clone().unwrap_or_else(|| panic!("{about}: says nothing of what is allowed"))
}

#[actix_web::test]
async fn every_step_at_every_status_of_a_quote_is_taken_or_refused_with_the_allowed_ones() {
    let shop = Shop::new().await;
    for status in QuoteStatus::ALL.iter().copied() {
        let allowed: Vec<String> =
            quotes::transitions(status).iter().map(|to| to.as_str().to_owned()).collect();
        for step in Step::ALL {
            let about = format!("{step:?} at {status}");
            let id = quote_at(&shop, status).await;
            let answer = take(&shop, step, id).await;
            if step.is_customers() && status == QuoteStatus::Draft {
                assert_eq!(refused(answer), (404, Code::NotFound), "{about}");
                continue;
            }
            let may = match step.goal() {
                Some(goal) => quotes::may_become(status, goal),
                None => status == QuoteStatus::Draft,
            };
            if may {
                answer.unwrap_or_else(|error| panic!("{about}: {error:?}"));
            } else {
                assert_eq!(allowed_instead(answer, &about), allowed, "{about}");
                let after = shop.olga.client.get_quote(id).await.unwrap();
                assert_eq!(after.status, status, "{about}");
            }
        }
    }
}

#[actix_web::test]
async fn a_quote_past_its_time_cannot_be_approved_even_before_it_is_swept() {
    let shop = Shop::new().await;
    let id = quote_at(&shop, QuoteStatus::Sent).await;
    shop.world.state.clock.advance(TimeDelta::days(1));
    for step in [Step::Approve, Step::Record] {
        let allowed = allowed_instead(take(&shop, step, id).await, "too late");
        assert_eq!(allowed, ["superseded"]);
    }
}

/// A repair that came to `status`.
async fn repair_at(shop: &Shop, status: RepairStatus) -> Uuid {
    use RepairStatus::{Cancelled, Completed, InProgress, Ready, Received, WaitingForParts};
    let way: &[RepairStatus] = match status {
        Received => &[],
        InProgress => &[InProgress],
        WaitingForParts => &[InProgress, WaitingForParts],
        Ready => &[InProgress, Ready],
        Completed => &[InProgress, Ready, Completed],
        Cancelled => &[Cancelled],
    };
    let repair = shop.approved().await.repair_id.unwrap();
    assert_eq!(shop.go(repair, way).await.summary.status, status);
    repair
}

#[actix_web::test]
async fn every_move_from_every_status_of_a_repair_is_made_or_refused_with_the_allowed_ones() {
    let shop = Shop::new().await;
    for from in RepairStatus::ALL.iter().copied() {
        let allowed: Vec<String> =
            repairs::transitions(from).iter().map(|to| to.as_str().to_owned()).collect();
        for target in RepairStatus::ALL.iter().copied() {
            let about = format!("{from} to {target}");
            let repair = repair_at(&shop, from).await;
            let answer = shop.olga.client.update_repair_status(repair, &to(target)).await;
            if repairs::may_become(from, target) {
                let moved = answer.unwrap_or_else(|error| panic!("{about}: {error:?}"));
                assert_eq!(moved.summary.status, target, "{about}");
            } else {
                assert_eq!(allowed_instead(answer.map(drop), &about), allowed, "{about}");
                assert_eq!(shop.repair(repair).await.summary.status, from, "{about}");
            }
        }
    }
}

#[actix_web::test]
async fn what_was_said_in_a_text_or_in_person_is_kept_as_it_was_given() {
    let shop = Shop::new().await;
    let quote = shop.sent(brakes()).await;
    let (text, person) = (AuthorizationMethod::Text, AuthorizationMethod::InPerson);
    let first = said(text, Some(vec![quote.lines[0].id]));
    let partly = shop.olga.client.record_authorization(quote.id, &first).await.unwrap();
    assert_eq!((partly.status, partly.approved_cents), (QuoteStatus::PartiallyApproved, 30_000));
    shop.world.pass(TimeDelta::hours(1)).await;
    let whole = shop.olga.client.record_authorization(quote.id, &said(person, None)).await.unwrap();
    assert_eq!((whole.status, whole.approved_cents), (QuoteStatus::Approved, 52_062));
    let seen = shop.dana.client.get_customer_quote(quote.id).await.unwrap().authorizations;
    let kept: Vec<_> = seen.iter().map(|one| (one.method, one.added_cents, one.total_cents)).collect();
    assert_eq!(kept, [(text, 30_000, 30_000), (person, 22_062, 52_062)]);
    assert!(seen.iter().all(|one| one.recorded_by.as_deref() == Some("Olga Petrova")));
    assert!(seen.iter().all(|one| one.reason.as_deref() == Some("At the counter")));
    assert_ne!(seen[0].sha256, seen[1].sha256);
    let account = shop.repair(whole.repair_id.unwrap()).await.account;
    assert_eq!(account.authorized_cents, 52_062);
}
