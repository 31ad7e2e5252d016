//! Every list of the API takes as many statements for many rows as for few.

mod growing;

use crate::support::scene::operations;
use growing::Hall;
use pitlane_client::Client;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Who reads a list.
#[derive(Debug, Clone, Copy)]
enum Reader {
    Customer,
    /// The owner of the workshop that writes quotes.
    Owner,
    /// The mechanic who takes sessions.
    Mechanic,
    Staff,
    Anybody,
}

/// What stands in the path or in the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Nothing,
    /// `?limit=100`: there are more from the start than a stretch has unasked.
    Hundred,
    /// The same of a table: `?page_size=100`
    LargePage,
    /// `?status=completed`
    Completed,
    Vehicle,
    Repair,
    Session,
    /// The request that the session came from.
    Request,
    /// `?provider_id=` of the mechanic.
    OfMechanic,
}

/// Whether the list has more rows in the bigger world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    Grow,
    /// As many as the program, the jurisdiction or the currency has.
    Stay,
}

use About::{Completed, Hundred, LargePage, Nothing, OfMechanic, Repair, Request, Session, Vehicle};
use Reader::{Anybody, Customer, Mechanic, Owner, Staff};
use Rows::{Grow, Stay};

/// Every list operation: who reads it, about what, and whether it grows.
const LISTS: &[(&str, Reader, About, Rows)] = &[
    ("get_balance", Owner, Nothing, Stay),
    ("get_fee_card", Anybody, Nothing, Stay),
    ("get_service_intervals", Customer, Vehicle, Stay),
    ("get_service_intervals_as_provider", Owner, Vehicle, Stay),
    ("list_cards", Customer, Nothing, Grow),
    ("list_catalogue", Anybody, Nothing, Stay),
    ("list_customer_quotes", Customer, Nothing, Grow),
    ("list_customer_repair_photos", Customer, Repair, Grow),
    ("list_customer_repairs", Customer, Nothing, Grow),
    ("list_declined_lines", Customer, Nothing, Grow),
    ("list_favorites", Customer, Nothing, Grow),
    ("list_fee_rules", Staff, Nothing, Grow),
    ("list_files", Customer, Session, Grow),
    ("list_invitations", Owner, Nothing, Grow),
    ("list_members", Owner, Nothing, Grow),
    ("list_message_templates", Staff, Nothing, Stay),
    ("list_messages", Customer, Session, Grow),
    ("list_notices", Customer, Nothing, Grow),
    ("list_offers", Mechanic, Nothing, Grow),
    ("list_outbox", Anybody, Hundred, Grow),
    ("list_payouts", Owner, Nothing, Grow),
    ("list_providers", Anybody, Nothing, Grow),
    ("list_quote_customers", Owner, Nothing, Grow),
    ("list_quote_templates", Owner, Nothing, Grow),
    ("list_quotes", Owner, Nothing, Grow),
    ("list_repairs", Owner, Completed, Grow),
    ("list_request_photos", Customer, Request, Grow),
    ("list_reviews", Anybody, OfMechanic, Grow),
    ("list_sent_messages", Staff, LargePage, Grow),
    ("list_services", Customer, Nothing, Grow),
    ("list_session_requests", Customer, Nothing, Grow),
    ("list_sessions", Customer, Nothing, Grow),
    ("list_sign_ins", Customer, Nothing, Grow),
    ("list_vehicles", Customer, Nothing, Grow),
    ("read_ledger", Staff, Nothing, Grow),
    ("read_revenue", Staff, Nothing, Grow),
];

/// The lists of the API's own document: what is read and answers `items`.
fn documented() -> BTreeSet<String> {
    let document = pitlane_api::openapi::document();
    let schema = |answer: &Value| {
        let content = &answer["content"]["application/json"]["schema"];
        let name = content["$ref"].as_str().and_then(|name| name.rsplit('/').next());
        name.map_or_else(|| content.clone(), |name| document["components"]["schemas"][name].clone())
    };
    let paths = document["paths"].as_object().unwrap().values();
    let reads = paths.filter_map(|methods| methods.get("get"));
    let lists = reads.filter(|read| schema(&read["responses"]["200"])["properties"]["items"].is_object());
    lists.map(|read| read["operationId"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_list_has_its_row() {
    let rows: BTreeSet<String> = LISTS.iter().map(|row| row.0.to_owned()).collect();
    assert_eq!(rows.len(), LISTS.len(), "a row is there twice");
    assert_eq!(rows, documented());
}

impl Hall {
    fn reader(&self, reader: Reader) -> Client {
        match reader {
            Customer => self.shop.dana.client.clone(),
            Owner => self.shop.olga.client.clone(),
            Mechanic => self.marek.client.clone(),
            Staff => self.admin.clone(),
            Anybody => self.shop.world.anyone(),
        }
    }

    fn address(&self, path: &str, about: About) -> String {
        let id = match about {
            Nothing => return path.to_owned(),
            LargePage => return format!("{path}?page_size=100"),
            Hundred => return format!("{path}?limit=100"),
            Completed => return format!("{path}?status=completed"),
            OfMechanic => return format!("{path}?provider_id={}", self.marek.provider_id),
            Vehicle => self.shop.dana.vehicle,
            Repair => self.repair,
            Session => self.session,
            Request => self.request,
        };
        path.replace("{id}", &id.to_string())
    }

    /// How many rows each list has, and how many statements it took.
    async fn measure(&self) -> BTreeMap<&'static str, (usize, usize)> {
        let all = operations();
        let mut measured = BTreeMap::new();
        for (name, reader, about, _) in LISTS {
            let operation = all.iter().find(|operation| operation.id == *name).unwrap();
            let url = format!("{}{}", self.shop.world.base, self.address(&operation.path, *about));
            let mut request = self.http.get(url);
            if let Some(token) = self.reader(*reader).access_token() {
                request = request.bearer_auth(token);
            }
            let (answer, statements) = self.shop.world.statements_of(request.send()).await;
            let body = answer.unwrap().text().await.unwrap();
            let body: Value = serde_json::from_str(&body).unwrap();
            let rows = body["items"].as_array().unwrap_or_else(|| panic!("{name}: {body}")).len();
            measured.insert(*name, (rows, statements));
        }
        measured
    }
}

#[actix_web::test]
async fn twenty_rows_take_as_many_statements_as_two() {
    let hall = Hall::new().await;
    hall.grow(0..2).await;
    let few = hall.measure().await;
    hall.grow(2..20).await;
    let many = hall.measure().await;
    let mut wrong = Vec::new();
    for (name, .., rows) in LISTS {
        let ((few, asked_few), (many, asked_many)) = (few[name], many[name]);
        if asked_few != asked_many {
            wrong.push(format!("{name}: {asked_few} statements for {few} rows, {asked_many} for {many}"));
        }
        if *rows == Grow && (few < 2 || many < 20 || many <= few) || *rows == Stay && few != many {
            wrong.push(format!("{name}: {few} rows, then {many}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
