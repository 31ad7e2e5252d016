//! Who may do what: every operation of `openapi.yaml`, as everybody, on what belongs to the customer and the mechanic
//! of the scene.

mod subjects;

use crate::support::scene::{Operation, Scene, Stage, call, operations};
use Stage::{Ended, Quoted, Waiting, Window};
use Subject::{
    Approved, Card, DeclinedLine, Draft, Favorite, FeeRule, File, Invitation, Kind, LinePhoto, Link,
    Mechanic, Member, None as Nothing, Offer, Paid, Photo, Quote, Repair, RepairLink, Request, RequestPhoto,
    Review, ReviewRequest, Sent, Session, SignIn, Template, Unpaid, Vehicle, Workshop,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use subjects::{Subject, id};

/// One row: operation, how far the story is, what stands in the path, and what each of the seven gets:
/// `+` let in, `1` sign in first, `3` not for this role, `4` not there for them. In the order of
/// [`Scene::everybody`]: nobody, customer, other customer, mechanic, other mechanic, workshop owner, admin.
type Row = (&'static str, Stage, Subject, &'static str);

const EVERYBODY: &str = "+++++++";
const SIGNED_IN: &str = "1++++++";
const CUSTOMERS: &str = "1++3333";
const MECHANICS: &str = "133+++3";
const OWNERS: &str = "13333+3";
const STAFF: &str = "133333+";
const ITS_CUSTOMER: &str = "1+43333";
const ITS_MECHANIC: &str = "133+443";

const ROWS: &[Row] = &[
    // accounts
    ("register_customer", Window, Nothing, EVERYBODY),
    ("register_provider", Window, Nothing, EVERYBODY),
    ("log_in_customer", Window, Nothing, EVERYBODY),
    ("log_in_provider", Window, Nothing, EVERYBODY),
    ("log_in_admin", Window, Nothing, EVERYBODY),
    ("refresh_tokens", Window, Nothing, EVERYBODY),
    ("log_out", Window, Nothing, EVERYBODY),
    ("forgot_password", Window, Nothing, EVERYBODY),
    ("reset_password", Window, Nothing, EVERYBODY),
    ("verify_email", Window, Nothing, EVERYBODY),
    ("accept_invitation", Window, Nothing, EVERYBODY),
    ("resend_verification", Window, Nothing, SIGNED_IN),
    ("get_me", Window, Nothing, SIGNED_IN),
    ("update_me", Window, Nothing, SIGNED_IN),
    ("close_account", Window, Nothing, SIGNED_IN),
    ("export_me", Window, Nothing, SIGNED_IN),
    ("get_two_factor", Window, Nothing, SIGNED_IN),
    ("start_two_factor", Window, Nothing, SIGNED_IN),
    ("confirm_two_factor", Window, Nothing, SIGNED_IN),
    ("renew_recovery_codes", Window, Nothing, SIGNED_IN),
    ("stop_two_factor", Window, Nothing, SIGNED_IN),
    ("list_sign_ins", Window, Nothing, SIGNED_IN),
    ("end_sign_in", Window, SignIn, "1+44444"),
    ("invite_member", Window, Nothing, OWNERS),
    ("list_invitations", Window, Nothing, OWNERS),
    ("revoke_invitation", Window, Invitation, OWNERS),
    ("list_members", Window, Nothing, OWNERS),
    ("remove_member", Window, Member, OWNERS),
    ("get_workshop_profile", Window, Nothing, OWNERS),
    ("update_workshop_profile", Window, Nothing, OWNERS),
    // vehicles
    ("list_vehicles", Window, Nothing, CUSTOMERS),
    ("create_vehicle", Window, Nothing, CUSTOMERS),
    ("get_vehicle", Window, Vehicle, ITS_CUSTOMER),
    ("update_vehicle", Window, Vehicle, ITS_CUSTOMER),
    ("remove_vehicle", Window, Vehicle, ITS_CUSTOMER),
    ("get_service_intervals", Window, Vehicle, ITS_CUSTOMER),
    ("put_service_intervals", Window, Vehicle, ITS_CUSTOMER),
    ("get_service_intervals_as_provider", Quoted, Vehicle, ITS_MECHANIC),
    ("put_service_intervals_as_provider", Quoted, Vehicle, ITS_MECHANIC),
    // providers
    ("list_catalogue", Window, Nothing, EVERYBODY),
    ("list_providers", Window, Nothing, EVERYBODY),
    ("get_mechanic", Window, Mechanic, EVERYBODY),
    ("get_workshop", Window, Workshop, EVERYBODY),
    ("get_mechanic_status", Window, Mechanic, CUSTOMERS),
    ("get_workshop_status", Window, Workshop, CUSTOMERS),
    ("set_presence", Window, Nothing, MECHANICS),
    // favorites, customers, reviews
    ("list_favorites", Window, Nothing, CUSTOMERS),
    ("add_favorite", Window, Nothing, CUSTOMERS),
    ("remove_favorite", Window, Favorite, ITS_CUSTOMER),
    ("mark_favorite_asked", Ended, Session, ITS_CUSTOMER),
    ("get_dashboard", Window, Nothing, CUSTOMERS),
    ("list_services", Window, Nothing, CUSTOMERS),
    ("list_reviews", Window, Nothing, EVERYBODY),
    ("create_review", Ended, Nothing, ITS_CUSTOMER),
    ("get_review_request", Ended, ReviewRequest, ITS_CUSTOMER),
    ("click_review_link", Ended, ReviewRequest, ITS_CUSTOMER),
    ("skip_review_request", Ended, ReviewRequest, ITS_CUSTOMER),
    ("request_reviews", Ended, Nothing, MECHANICS),
    ("get_review_stats", Ended, Nothing, MECHANICS),
    ("get_review_links", Window, Nothing, MECHANICS),
    ("set_review_links", Window, Nothing, MECHANICS),
    ("reply_to_review", Ended, Review, ITS_MECHANIC),
    ("mark_review_helpful", Ended, Review, SIGNED_IN),
    ("flag_review", Ended, Review, SIGNED_IN),
    // dispatch
    ("create_session_request", Window, Nothing, CUSTOMERS),
    ("list_session_requests", Window, Nothing, CUSTOMERS),
    ("get_session_request", Window, Request, ITS_CUSTOMER),
    ("broadcast_session_request_now", Window, Request, ITS_CUSTOMER),
    ("cancel_session_request", Window, Request, ITS_CUSTOMER),
    ("upload_request_photo", Window, Nothing, CUSTOMERS),
    ("remove_request_photo", Window, RequestPhoto, "1+43333"),
    ("list_request_photos", Window, Request, "1+4+44+"),
    ("list_offers", Window, Nothing, MECHANICS),
    ("see_offer", Window, Offer, ITS_MECHANIC),
    ("accept_offer", Window, Offer, ITS_MECHANIC),
    ("decline_offer", Window, Offer, ITS_MECHANIC),
    ("read_session_request_as_admin", Window, Request, "133333+"),
    // sessions: the two participants; what is not theirs is not there
    ("list_sessions", Waiting, Nothing, "1+++++3"),
    ("get_session", Waiting, Session, "1+4+44+"),
    ("start_session", Waiting, Session, "134+443"),
    ("cancel_session", Waiting, Session, "1+4+443"),
    ("end_session", Waiting, Session, "1+4+443"),
    ("rematch_session", Waiting, Session, "1+43443"),
    ("list_messages", Waiting, Session, "1+4+44+"),
    ("send_message", Waiting, Session, "1+4+443"),
    ("list_files", Waiting, Session, "1+4+44+"),
    ("upload_file", Waiting, Session, "1+4+443"),
    ("get_summary", Ended, Session, "1+4+44+"),
    ("put_summary", Ended, Session, "134+443"),
    ("open_file", Waiting, File, "4444444"),
    // quotes
    ("get_selling_terms", Window, Nothing, MECHANICS),
    ("set_selling_terms", Window, Nothing, MECHANICS),
    ("list_quotes", Quoted, Nothing, MECHANICS),
    ("create_quote", Quoted, Nothing, MECHANICS),
    ("get_quote", Quoted, Quote, ITS_MECHANIC),
    ("update_quote", Quoted, Draft, ITS_MECHANIC),
    ("delete_quote", Quoted, Draft, ITS_MECHANIC),
    ("send_quote", Quoted, Draft, ITS_MECHANIC),
    ("revise_quote", Quoted, Quote, ITS_MECHANIC),
    ("cancel_quote", Quoted, Quote, ITS_MECHANIC),
    ("record_authorization", Quoted, Quote, ITS_MECHANIC),
    ("list_quote_customers", Quoted, Nothing, MECHANICS),
    ("list_quote_templates", Quoted, Nothing, MECHANICS),
    ("create_quote_template", Quoted, Nothing, MECHANICS),
    ("update_quote_template", Quoted, Template, ITS_MECHANIC),
    ("delete_quote_template", Quoted, Template, ITS_MECHANIC),
    ("list_customer_quotes", Quoted, Nothing, CUSTOMERS),
    ("get_customer_quote", Quoted, Quote, ITS_CUSTOMER),
    ("approve_quote", Quoted, Quote, ITS_CUSTOMER),
    ("decline_quote", Quoted, Quote, ITS_CUSTOMER),
    ("ask_about_quote", Quoted, Quote, ITS_CUSTOMER),
    ("answer_quote_question", Quoted, Quote, ITS_MECHANIC),
    ("list_declined_lines", Quoted, Nothing, CUSTOMERS),
    ("defer_declined_line", Quoted, DeclinedLine, ITS_CUSTOMER),
    ("get_linked_quote", Quoted, Link, EVERYBODY),
    ("approve_linked_quote", Quoted, Link, EVERYBODY),
    ("decline_linked_quote", Quoted, Link, EVERYBODY),
    ("ask_about_linked_quote", Quoted, Link, EVERYBODY),
    // repairs and their money
    ("list_repairs", Quoted, Nothing, MECHANICS),
    ("count_repairs", Quoted, Nothing, MECHANICS),
    ("get_repair", Quoted, Repair, ITS_MECHANIC),
    ("update_repair_status", Quoted, Repair, ITS_MECHANIC),
    ("add_repair_photo", Quoted, Repair, ITS_MECHANIC),
    ("add_quote_photo", Quoted, Quote, ITS_MECHANIC),
    ("remove_repair_photo", Quoted, Photo, ITS_MECHANIC),
    ("remove_quote_photo", Quoted, LinePhoto, ITS_MECHANIC),
    ("get_linked_repair", Quoted, RepairLink, EVERYBODY),
    ("get_linked_receipt", Quoted, RepairLink, EVERYBODY),
    ("review_linked_repair", Quoted, RepairLink, EVERYBODY),
    ("list_customer_repair_photos", Quoted, Repair, ITS_CUSTOMER),
    ("list_customer_repairs", Quoted, Nothing, CUSTOMERS),
    ("get_customer_repair", Quoted, Repair, ITS_CUSTOMER),
    ("get_customer_repair_status", Quoted, Repair, ITS_CUSTOMER),
    ("get_receipt", Quoted, Repair, ITS_CUSTOMER),
    ("get_customer_dispute_pack", Quoted, Repair, ITS_CUSTOMER),
    ("get_dispute_pack", Quoted, Repair, ITS_MECHANIC),
    ("get_customer_quote_proof", Quoted, Approved, ITS_CUSTOMER),
    ("get_quote_proof", Quoted, Approved, ITS_MECHANIC),
    ("mark_repair_favorite_asked", Quoted, Repair, ITS_CUSTOMER),
    ("create_repair_payment", Quoted, Repair, ITS_CUSTOMER),
    ("give_up_payment", Quoted, Unpaid, ITS_CUSTOMER),
    ("refund_payment", Quoted, Paid, "133+44+"),
    ("list_cards", Quoted, Nothing, CUSTOMERS),
    ("remove_card", Quoted, Card, ITS_CUSTOMER),
    ("choose_card", Quoted, Unpaid, ITS_CUSTOMER),
    // fees, the ledger, what providers are owed
    ("get_fee_card", Window, Nothing, EVERYBODY),
    ("list_fee_rules", Window, Nothing, STAFF),
    ("create_fee_rule", Window, Nothing, STAFF),
    ("simulate_fees", Window, Nothing, STAFF),
    ("deactivate_fee_rule", Window, FeeRule, STAFF),
    ("read_ledger", Window, Nothing, STAFF),
    ("read_revenue", Window, Nothing, STAFF),
    ("export_ledger", Window, Nothing, STAFF),
    ("export_revenue", Window, Nothing, STAFF),
    ("get_balance", Window, Nothing, MECHANICS),
    ("list_payouts", Window, Nothing, MECHANICS),
    ("get_payout_account", Window, Nothing, MECHANICS),
    ("start_onboarding", Window, Nothing, MECHANICS),
    ("refresh_payout_account", Window, Nothing, MECHANICS),
    // payments, notifications, platform
    ("receive_stripe_webhook", Window, Nothing, EVERYBODY),
    // nobody but Twilio can sign them
    ("receive_text_status", Window, Nothing, "3333333"),
    ("receive_text", Window, Nothing, "3333333"),
    // what was sent, for staff
    ("list_sent_messages", Window, Nothing, STAFF),
    ("get_sent_message", Window, Sent, STAFF),
    ("end_messages", Window, Nothing, STAFF),
    ("send_text", Window, Nothing, STAFF),
    ("list_message_templates", Window, Nothing, STAFF),
    ("get_message_template", Window, Kind, STAFF),
    ("list_notices", Window, Nothing, SIGNED_IN),
    ("count_unread_notices", Window, Nothing, SIGNED_IN),
    ("mark_notices_read", Window, Nothing, SIGNED_IN),
    ("get_message_preferences", Window, Nothing, SIGNED_IN),
    ("update_message_preferences", Window, Nothing, SIGNED_IN),
    ("add_push_subscription", Window, Nothing, SIGNED_IN),
    ("remove_push_subscription", Window, Nothing, SIGNED_IN),
    // the signed link is the key, not who has it
    ("get_subscription", Window, Nothing, EVERYBODY),
    ("unsubscribe", Window, Nothing, EVERYBODY),
    ("get_platform", Window, Nothing, EVERYBODY),
    ("list_outbox", Window, Nothing, "4444444"),
    ("open_realtime", Window, Nothing, EVERYBODY),
];

/// A body that is read: the example of the document, with what has to exist in this scene.
fn body(scene: &Scene, operation: &Operation) -> Option<Value> {
    let mut body = operation.body.clone()?;
    let known: [(&str, Value); 8] = [
        ("vehicle_id", json!(scene.dana.vehicle)),
        ("preferred_provider_id", Value::Null),
        ("parent_session_id", Value::Null),
        ("follow_up_type", Value::Null),
        ("session_id", json!(scene.session)),
        ("provider_id", json!(scene.ines.provider_id)),
        ("file_ids", json!([])),
        ("photo_ids", json!([])),
    ];
    for (field, value) in known {
        if let Some(slot) = body.get_mut(field) {
            *slot = value;
        }
    }
    Some(body)
}

/// What an answer means for who asked.
async fn verdict(answer: reqwest::Response) -> (char, String) {
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    let code = serde_json::from_str::<Value>(&text).ok().and_then(|p| p["code"].as_str().map(str::to_owned));
    let verdict = match code.as_deref() {
        Some("unauthenticated") => '1',
        Some("forbidden") => '3',
        Some("not_found") => '4',
        _ => '+',
    };
    assert!(status < 500, "{status}: {text}");
    (verdict, format!("{status} {text}"))
}

#[actix_web::test]
async fn everybody_gets_what_the_table_says() {
    let mut wrong = Vec::new();
    let all = operations();
    for (name, stage, subject, expected) in ROWS {
        let Some(operation) = all.iter().find(|operation| operation.id == *name) else {
            wrong.push(format!("{name}: no such operation"));
            continue;
        };
        let scene = Scene::at(*stage).await;
        let (id, body) = (id(&scene, *subject).await, body(&scene, operation));
        // who is refused goes first: what they try must not change anything for those who are let in
        let mut people: Vec<_> = scene.everybody().into_iter().zip(expected.chars()).collect();
        people.sort_by_key(|(_, expected)| *expected == '+');
        for ((who, client), expected) in people {
            let answer = call(&client, &scene.world.base, operation, &id, body.as_ref()).await;
            let (got, text) = verdict(answer).await;
            if got != expected {
                wrong.push(format!("{name} as {who}: expected {expected}, got {got}: {text}"));
            }
        }
        scene.world.close().await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[actix_web::test]
async fn every_operation_has_its_row() {
    let rows: BTreeSet<&str> = ROWS.iter().map(|row| row.0).collect();
    assert_eq!(rows.len(), ROWS.len(), "a row is there twice");
    let missing: Vec<_> =
        operations().into_iter().map(|o| o.id).filter(|id| !rows.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "operations without a row: {missing:?}");
}
