//! One scene with everything in it, for tests that try every operation as everybody.

use super::World;
use super::booking::GOOD_CARD;
use super::people::{Customer, Mechanic};
use super::shop::{brakes, draft, part, pay, picture, yes};
use chrono::TimeDelta;
use pitlane_client::Client;
use pitlane_contract::quotes::{DeclineQuote, WriteTemplate};
use pitlane_contract::repairs::NewPhoto;
use pitlane_contract::reviews::NewReview;
use pitlane_contract::sessions::WriteSummary;
use pitlane_entities::{repair_links, review_requests};
use pitlane_platform::new_id;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use uuid::Uuid;

/// How far the story of the scene's request has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The preferred mechanic is being asked alone.
    Window,
    /// The session waits.
    Waiting,
    /// The session is over.
    Ended,
    /// As in the window; and the mechanic has written quotes to the customer, who approved and paid one of them.
    Quoted,
}

/// What there is from [`Stage::Quoted`] on, all between the customer and the mechanic.
#[derive(Debug, Clone, Default)]
pub struct Work {
    pub draft: Uuid,
    /// A quote that waits for the customer.
    pub quote: Uuid,
    /// A quote that the customer approved.
    pub approved: Uuid,
    /// The secret of its link.
    pub link: String,
    /// A line that the customer declined.
    pub declined_line: Uuid,
    pub template: Uuid,
    pub repair: Uuid,
    /// The secret of a link to it.
    pub repair_link: String,
    /// A photo of the repair.
    pub photo: Uuid,
    /// A photo of a line of the quote.
    pub line_photo: Uuid,
    /// A payment that is charged.
    pub paid: Uuid,
    /// A payment that waits for a card.
    pub unpaid: Uuid,
}

/// Everybody, and what belongs to whom.
pub struct Scene {
    pub world: World,
    /// The customer whose things they are.
    pub dana: Customer,
    /// Another customer.
    pub sam: Customer,
    /// The mechanic who is asked first and takes the session.
    pub marek: Mechanic,
    /// Another mechanic, online and eligible.
    pub ines: Mechanic,
    /// The owner of a workshop that has nothing to do with it.
    pub olga: Mechanic,
    pub admin: Client,
    pub request: Uuid,
    pub offer: Uuid,
    /// A photo of the customer that belongs to no request.
    pub photo: Uuid,
    /// Set from [`Stage::Waiting`] on.
    pub session: Option<Uuid>,
    pub favorite: Uuid,
    /// What the customer said of the session, once it ended.
    pub review: Uuid,
    /// The request for it.
    pub review_request: Uuid,
    pub work: Work,
    /// The workshop of the owner.
    pub harbor: Uuid,
}

impl Scene {
    /// Plays the story up to `stage`.
    pub async fn at(stage: Stage) -> Self {
        let world = World::with(|config| config.demo.show_outbox = false).await;
        let (dana, sam) = (world.customer("Dana Okafor").await, world.customer("Sam Rivera").await);
        let (marek, ines) = (world.mechanic("Marek Nowak").await, world.mechanic("Ines Duarte").await);
        let harbor = world.workshop("Harbor Garage").await;
        let olga = world.member("Olga Petrova", &harbor, "owner").await;
        let admin = world.admin("Staff").await;
        let favorite = world.favorite(&dana, marek.provider_id).await;
        let photo = dana.client.upload_request_photo(picture(8), None).await.unwrap().id;
        let request = world.book(&dana, Some(marek.provider_id)).await.request.id;
        let offer = marek.client.list_offers().await.unwrap().items[0].id;
        let mut session = None;
        let (mut review, mut review_request) = (Uuid::nil(), Uuid::nil());
        if matches!(stage, Stage::Waiting | Stage::Ended) {
            let id = marek.client.accept_offer(offer).await.unwrap().session_id;
            session = Some(id);
            if stage == Stage::Ended {
                marek.client.start_session(id).await.unwrap();
                world.run_jobs().await;
                marek.client.end_session(id).await.unwrap();
                let summary = WriteSummary {
                    findings: "Front pads are worn".to_owned(),
                    steps_taken: String::new(),
                    parts_needed: Vec::new(),
                    next_steps: String::new(),
                    photo_ids: Vec::new(),
                    submit: true,
                };
                marek.client.put_summary(id, &summary).await.unwrap();
                world.run_jobs().await;
                (review, review_request) = reviewed(&world, &dana, id).await;
            }
        }
        let work = if stage == Stage::Quoted { work(&world, &dana, &marek).await } else { Work::default() };
        Self {
            world,
            work,
            dana,
            sam,
            marek,
            ines,
            olga,
            admin,
            request,
            offer,
            photo,
            session,
            favorite,
            review,
            review_request,
            harbor: harbor.id,
        }
    }

    /// Everybody in the order of the tables: nobody, the customer, another one, the mechanic, another one, the owner
    /// of a workshop, staff.
    pub fn everybody(&self) -> [(&'static str, Client); 7] {
        [
            ("nobody", self.world.anyone()),
            ("customer", self.dana.client.clone()),
            ("other customer", self.sam.client.clone()),
            ("mechanic", self.marek.client.clone()),
            ("other mechanic", self.ines.client.clone()),
            ("workshop owner", self.olga.client.clone()),
            ("admin", self.admin.clone()),
        ]
    }
}

/// What the customer says of a session, and the request for it.
async fn reviewed(world: &World, dana: &Customer, session: Uuid) -> (Uuid, Uuid) {
    let said =
        NewReview { session_id: Some(session), repair_id: None, rating: 5, text: "Clear words.".to_owned() };
    let review = dana.client.create_review(&said, None).await.unwrap().id;
    let request = review_requests::Entity::find().one(&world.state.db).await.unwrap().unwrap();
    (review, request.id)
}

async fn work(world: &World, dana: &Customer, marek: &Mechanic) -> Work {
    world.acquaint(marek.provider_id, dana.id).await;
    let (theirs, mine) = (&dana.client, &marek.client);
    let write = async || mine.create_quote(&draft(dana, brakes()), None).await.unwrap();
    let sent = async || mine.send_quote(write().await.id).await.unwrap();
    let declined = sent().await;
    theirs.decline_quote(declined.id, &DeclineQuote { reason: None }).await.unwrap();
    let approved = theirs.approve_quote(sent().await.id, &yes(None)).await.unwrap();
    let repair = approved.repair_id.unwrap();
    let paid = theirs.create_repair_payment(repair, &part(1_000), None).await.unwrap().payment;
    pay(theirs, &paid, GOOD_CARD).await.unwrap();
    let unpaid = theirs.create_repair_payment(repair, &part(1_000), None).await.unwrap().payment;
    let quote = sent().await;
    let of_line = NewPhoto { quote_line_id: Some(quote.lines[0].id), ..NewPhoto::default() };
    let mails = world.mails(&dana.email).await;
    let text = &mails.iter().rev().find(|mail| mail.1.contains("/quote-links/")).unwrap().1;
    let start = text.find("/quote-links/").unwrap() + "/quote-links/".len();
    let template =
        WriteTemplate { name: "Brakes".to_owned(), diagnosis_summary: String::new(), lines: brakes() };
    let repair_link = "0123456789abcdef".to_owned();
    repair_links::ActiveModel {
        id: Set(new_id()),
        repair_id: Set(repair),
        hash: Set(pitlane_api::sql::hashed(&repair_link)),
        expires_at: Set(world.now() + TimeDelta::days(1)),
        created_at: Set(world.now()),
    }
    .insert(&world.state.db)
    .await
    .unwrap();
    Work {
        repair_link,
        draft: write().await.id,
        quote: quote.id,
        line_photo: mine.add_quote_photo(quote.id, &of_line, picture(5), None).await.unwrap().id,
        approved: approved.id,
        link: text[start..].chars().take_while(char::is_ascii_hexdigit).collect(),
        declined_line: declined.lines[0].id,
        template: mine.create_quote_template(&template, None).await.unwrap().id,
        photo: mine.add_repair_photo(repair, &NewPhoto::default(), picture(4), None).await.unwrap().id,
        repair,
        paid: paid.id,
        unpaid: unpaid.id,
    }
}

/// One operation of the API's own document.
#[derive(Debug, Clone)]
pub struct Operation {
    pub id: String,
    pub method: String,
    /// With its parameters in braces.
    pub path: String,
    /// The example of its body.
    pub body: Option<serde_json::Value>,
    /// Whether it takes a form with files instead of JSON.
    pub multipart: bool,
    /// What it can be asked for behind the question mark: names with their schemas.
    pub query: Vec<(String, serde_json::Value)>,
}

/// Every operation that the document names.
pub fn operations() -> Vec<Operation> {
    let document = pitlane_api::openapi::document();
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let content = &operation["requestBody"]["content"];
            all.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                body: content["application/json"].get("example").cloned(),
                multipart: content.get("multipart/form-data").is_some(),
                query: queried(operation),
            });
        }
    }
    all
}

fn queried(operation: &serde_json::Value) -> Vec<(String, serde_json::Value)> {
    let all = operation["parameters"].as_array().into_iter().flatten();
    let queried = all.filter(|parameter| parameter["in"] == "query");
    queried.map(|p| (p["name"].as_str().unwrap().to_owned(), p["schema"].clone())).collect()
}

/// Puts `id` into a path; what stands after a slash goes into the next parameter, the last into all that follow.
fn fill(path: &str, id: &str) -> String {
    let mut ids = id.split('/');
    let mut id = ids.next().unwrap_or_default();
    let mut filled = String::new();
    let mut rest = path;
    while let (Some(start), Some(end)) = (rest.find('{'), rest.find('}')) {
        filled.push_str(&rest[..start]);
        filled.push_str(id);
        id = ids.next().unwrap_or(id);
        rest = &rest[end + 1..];
    }
    filled + rest
}

/// Calls an operation as somebody, with `id` in its path.
pub async fn call(
    who: &Client,
    base: &str,
    operation: &Operation,
    id: &str,
    body: Option<&serde_json::Value>,
) -> reqwest::Response {
    let path = fill(&operation.path, id);
    let method = operation.method.parse().unwrap();
    let mut request = reqwest::Client::new().request(method, format!("{base}{path}"));
    if let Some(token) = who.access_token() {
        request = request.bearer_auth(token);
    }
    if operation.multipart {
        let head = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4 a\r\n--x--\r\n";
        request = request.header("content-type", "multipart/form-data; boundary=x").body(head);
    } else if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    request.send().await.unwrap()
}
