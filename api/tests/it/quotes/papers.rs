//! Receipts, proofs and dispute packs.

use crate::support::papers::{amounts_of, text_of};
use crate::support::refused;
use crate::support::scene::{Scene, Stage};
use crate::support::shop::{Shop, brakes, draft, line, part, picture, rest, to, yes};
use chrono::TimeDelta;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{NewQuote, QuoteMessage, QuoteProof, RecordAuthorization, WriteQuoteMessage};
use pitlane_contract::repairs::{NewPhoto, NewRefund, Receipt, RepairEvent, UpdateRepairStatus};
use pitlane_contract::sessions::NewMessage;
use pitlane_domain::quotes::{sha256, sha256_of};
use pitlane_domain::vocabulary::RepairStatus::{Completed, InProgress, Ready};
use pitlane_domain::vocabulary::{AuthorizationMethod, LineKind};
use pitlane_entities::ledger_entries;
use pitlane_platform::new_id;
use sea_orm::EntityTrait;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Every amount that a receipt shows, in the order of the paper.
fn amounts(receipt: &Receipt) -> Vec<i64> {
    let mut all = Vec::new();
    for part in &receipt.parts {
        let costs = part.lines.iter().filter(|line| line.kind != LineKind::Discount);
        all.extend(costs.flat_map(|line| [line.unit_cents, line.total_cents]));
        all.push(part.subtotal_cents);
        all.extend((part.discount_cents > 0).then_some(-part.discount_cents));
        all.extend([part.tax_cents, part.total_cents]);
    }
    for payment in &receipt.payments {
        all.push(payment.amount_cents);
        all.extend((payment.refunded_cents > 0).then_some(-payment.refunded_cents));
    }
    all.extend([receipt.total_cents, receipt.paid_cents]);
    all.extend((receipt.refunded_cents > 0).then_some(-receipt.refunded_cents));
    all.push(receipt.due_cents);
    all
}

#[actix_web::test]
async fn a_receipt_on_paper_says_what_the_figures_and_the_ledger_say() {
    for name in ["Дана Окафор", "Δανάη Παπαδοπούλου", "محمد الحسيني", "山田 太郎"]
    {
        let shop = Shop::new().await;
        let dana = &shop.dana.client;
        let lines = vec![
            line(LineKind::Labor, &format!("Pads, as {name} asked"), 2_345, 12_000),
            line(LineKind::Part, "Front brake pads", 2_000, 6_495),
            line(LineKind::Discount, "Winter offer", 1_000, 2_500),
        ];
        let new = NewQuote {
            customer_id: None,
            vehicle_id: None,
            customer_email: Some(shop.dana.email.clone()),
            customer_name: Some(name.to_owned()),
            vehicle: Some("2019 Subaru Outback".to_owned()),
            ..draft(&shop.dana, lines)
        };
        let quote = shop.olga.client.create_quote(&new, None).await.unwrap();
        shop.olga.client.send_quote(quote.id).await.unwrap();
        dana.get_customer_quote(quote.id).await.unwrap();
        let repair = dana.approve_quote(quote.id, &yes(None)).await.unwrap().repair_id.unwrap();
        let unpaid = dana.get_receipt_pdf(repair).await;
        assert_eq!(refused(unpaid), (404, Code::NotFound));
        let paid = shop.pay(repair, &part(20_000)).await.unwrap().payment.id;
        shop.pay(repair, &rest()).await.unwrap();
        shop.go(repair, &[InProgress, Ready, Completed]).await;
        let back = NewRefund { amount_cents: Some(1_234), reason: "Goodwill".to_owned() };
        shop.olga.client.refund_payment(paid, &back, None).await.unwrap();
        shop.world.run_jobs().await;

        let receipt = dana.get_receipt(repair).await.unwrap();
        assert!(receipt.customer_name == name && receipt.refunded_cents == 1_234);
        let text = text_of(&dana.get_receipt_pdf(repair).await.unwrap());
        for word in name.split(' ').chain(["Harbor", "Outback", "2.345", "Q-1001", "Winter offer"]) {
            assert!(text.contains(word), "{word} is missing in\n{text}");
        }
        assert_eq!(amounts_of(&text), amounts(&receipt), "{text}");
        let rules = receipt.payments.iter().filter_map(|payment| payment.fee_rule.as_deref());
        assert_eq!(rules.filter(|rule| text.contains(*rule)).count(), 2);
        let entries = ledger_entries::Entity::find().all(&shop.world.state.db).await.unwrap();
        let kept: i64 = entries
            .iter()
            .filter(|entry| entry.account == "gateway_clearing")
            .map(|entry| entry.amount_cents)
            .sum();
        assert_eq!(kept, receipt.paid_cents - receipt.refunded_cents);
        shop.world.close().await;
    }
}

#[actix_web::test]
async fn the_accept_header_chooses_the_form_of_a_paper() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    shop.pay(repair, &rest()).await.unwrap();
    let web = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/api/v1/customer/repairs/{repair}/receipt", shop.world.base);
    let token = shop.dana.client.access_token().unwrap();
    for (accept, kind) in [
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("application/pdf", "application/pdf"),
        ("application/pdf, */*;q=0.5", "application/pdf"),
        ("application/json, application/pdf;q=0.5", "application/json"),
    ] {
        let answer = web.get(&url).bearer_auth(&token).header("accept", accept).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], kind, "{accept}");
        let vary: Vec<_> = answer.headers().get_all("vary").iter().filter_map(|v| v.to_str().ok()).collect();
        assert!(vary.iter().any(|names| names.to_ascii_lowercase().contains("accept")), "{vary:?}");
        if kind == "application/pdf" {
            let name = "attachment; filename=\"receipt-Q-1001.pdf\"";
            assert_eq!(answer.headers()["content-disposition"], name);
        }
    }
}

#[actix_web::test]
async fn a_proof_has_everything_that_was_kept_of_each_approval() {
    let shop = Shop::new().await;
    let (dana, olga) = (&shop.dana.client, &shop.olga.client);
    let quote = shop.sent(brakes()).await;
    assert_eq!(refused(dana.get_customer_quote_proof(quote.id).await), (404, Code::NotFound));
    dana.approve_quote(quote.id, &yes(Some(vec![quote.lines[0].id]))).await.unwrap();
    let said = RecordAuthorization {
        method: AuthorizationMethod::Phone,
        line_ids: Some(vec![quote.lines[1].id]),
        given_by: "Дана Окафор".to_owned(),
        given_at: Some(shop.world.now() - TimeDelta::minutes(5)),
        reason: Some("Called at noon".to_owned()),
    };
    olga.record_authorization(quote.id, &said).await.unwrap();

    let proof = dana.get_customer_quote_proof(quote.id).await.unwrap();
    let [typed, phoned] = proof.authorizations.as_slice() else { panic!("two approvals") };
    assert_eq!(typed.ip.as_deref(), Some("127.0.0.1"));
    assert_eq!(
        (phoned.ip.as_deref(), phoned.authorization.recorded_by.as_deref()),
        (None, Some("Olga Petrova"))
    );
    assert_eq!(phoned.recorded_at - phoned.authorization.at, TimeDelta::minutes(5));
    let lines =
        |place: usize| proof.authorizations[place].lines.iter().map(|line| line.id).collect::<Vec<_>>();
    assert_eq!(lines(0), [quote.lines[0].id]);
    assert_eq!(
        lines(1),
        [quote.lines[0].id, quote.lines[1].id],
        "the approval counts all lines from then on"
    );
    assert_eq!((typed.quote_total_cents, phoned.quote_total_cents), (30_000, 44_062));
    for given in &proof.authorizations {
        assert_eq!(sha256(&given.canonical), given.authorization.sha256);
    }
    // what is changed afterwards does not change what was approved
    let text = text_of(&dana.get_customer_quote_proof_pdf(quote.id).await.unwrap());
    for word in
        ["Dana Okafor", "Дана Окафор", "By phone", "Called at noon", "127.0.0.1", "Recorded by", "$440.62"]
    {
        assert!(text.contains(word), "{word} is missing in\n{text}");
    }
    let seams: String = text.split_whitespace().collect();
    assert!(proof.authorizations.iter().all(|given| seams.contains(&given.authorization.sha256)));
    let theirs = olga.get_quote_proof(quote.id).await.unwrap();
    assert_eq!(theirs, proof);
    assert_eq!(text_of(&olga.get_quote_proof_pdf(quote.id).await.unwrap()), text);

    let (stranger, rival) = (shop.world.customer("Sam").await, shop.world.mechanic("Ines Duarte").await);
    assert_eq!(refused(stranger.client.get_customer_quote_proof(quote.id).await), (404, Code::NotFound));
    assert_eq!(refused(rival.client.get_quote_proof(quote.id).await), (404, Code::NotFound));
}

/// The files of a pack, whose index must name each with its hash and nothing else.
fn unpacked(bytes: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for place in 0..zip.len() {
        let mut file = zip.by_index(place).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        let name = file.name().unwrap().into_owned();
        assert!(files.insert(name.clone(), content).is_none(), "{name} is there once");
    }
    let index = String::from_utf8(files["index.txt"].clone()).unwrap();
    let named: BTreeMap<String, String> = index
        .lines()
        .filter_map(|line| line.split_once("  "))
        .filter(|(hash, _)| hash.len() == 64)
        .map(|(hash, name)| (name.to_owned(), hash.to_owned()))
        .collect();
    let hashed: BTreeMap<String, String> = files
        .iter()
        .filter(|(name, _)| *name != "index.txt")
        .map(|(name, content)| (name.clone(), sha256_of(content)))
        .collect();
    assert_eq!(named, hashed, "{index}");
    files
}

fn read<T: serde::de::DeserializeOwned>(files: &BTreeMap<String, Vec<u8>>, name: &str) -> T {
    serde_json::from_slice(&files[name]).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[actix_web::test]
async fn a_pack_holds_everything_about_one_repair_and_nothing_else() {
    let scene = Scene::at(Stage::Waiting).await;
    let (dana, marek) = (&scene.dana.client, &scene.marek.client);
    let session = scene.session.unwrap();
    let say = |text: &str| NewMessage { text: text.to_owned(), file_ids: Vec::new(), client_id: new_id() };
    dana.send_message(session, &say("It squeals, 音がする")).await.unwrap();
    let shown = marek.upload_file(session, picture(7), None).await.unwrap();
    let told = NewMessage { file_ids: vec![shown.id], ..say("Like this?") };
    marek.send_message(session, &told).await.unwrap();
    marek.start_session(session).await.unwrap();
    marek.end_session(session).await.unwrap();
    scene.world.run_jobs().await;
    let new = NewQuote {
        customer_id: None,
        vehicle_id: None,
        session_id: Some(session),
        ..draft(&scene.dana, brakes())
    };
    let quote = marek.create_quote(&new, None).await.unwrap();
    marek.send_quote(quote.id).await.unwrap();
    let of_line = NewPhoto { quote_line_id: Some(quote.lines[0].id), ..NewPhoto::default() };
    marek.add_quote_photo(quote.id, &of_line, picture(8), None).await.unwrap();
    let ask = WriteQuoteMessage { text: "Are these the ceramic pads? 音がする".to_owned() };
    dana.ask_about_quote(quote.id, &ask, None).await.unwrap();
    let repair = dana.approve_quote(quote.id, &yes(None)).await.unwrap().repair_id.unwrap();
    let told = WriteQuoteMessage { text: "Yes, they are.".to_owned() };
    marek.answer_quote_question(quote.id, &told, None).await.unwrap();
    marek.add_repair_photo(repair, &NewPhoto::default(), picture(9), None).await.unwrap();
    let bare = unpacked(dana.get_customer_dispute_pack(repair).await.unwrap());
    assert!(!bare.contains_key("receipt.pdf") && bare.contains_key("photos.json"));
    let made = dana.create_repair_payment(repair, &rest(), None).await.unwrap();
    crate::support::shop::pay(dana, &made.payment, crate::support::booking::GOOD_CARD).await.unwrap();
    scene.world.run_jobs().await;
    let note = |text: &str, internal| UpdateRepairStatus {
        status: None,
        note: Some(text.to_owned()),
        internal,
        ..to(InProgress)
    };
    marek.update_repair_status(repair, &note("The pads are in", false)).await.unwrap();
    marek.update_repair_status(repair, &note("Bolt was cross-threaded", true)).await.unwrap();

    let (bytes, few) = scene.world.statements_of(dana.get_customer_dispute_pack(repair)).await;
    let theirs = unpacked(bytes.unwrap());
    let names: Vec<&str> = theirs.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "authorizations/Q-1001-revision-1.json",
            "authorizations/Q-1001-revision-1.pdf",
            "index.txt",
            "messages/quote-Q-1001.json",
            "messages/quote-Q-1001.txt",
            "messages/session-1/file-001.png",
            "messages/session-1/messages.json",
            "messages/session-1/messages.txt",
            "payments.json",
            "photos.json",
            "photos/001-progress.png",
            "photos/002-progress.png",
            "receipt.json",
            "receipt.pdf",
            "timeline.json",
            "timeline.txt",
        ]
    );
    let receipt: Receipt = read(&theirs, "receipt.json");
    assert_eq!(amounts_of(&text_of(&theirs["receipt.pdf"])), amounts(&receipt));
    let proof: QuoteProof = read(&theirs, names[0]);
    assert_eq!(proof.authorizations[0].authorization.sha256, sha256(&proof.authorizations[0].canonical));
    assert!(text_of(&theirs[names[1]]).contains("Dana Okafor"));
    let chat = String::from_utf8(theirs["messages/session-1/messages.txt"].clone()).unwrap();
    assert!(chat.contains("Dana Okafor: It squeals, 音がする") && chat.contains("file-001.png"), "{chat}");
    let thread: Vec<QuoteMessage> = read(&theirs, "messages/quote-Q-1001.json");
    assert_eq!(thread, dana.get_customer_quote(quote.id).await.unwrap().messages);
    let thread = String::from_utf8(theirs["messages/quote-Q-1001.txt"].clone()).unwrap();
    let said: Vec<_> =
        thread.lines().filter_map(|line| line.split_once("  ")).map(|(_, said)| said).collect();
    assert_eq!(said, ["Dana Okafor: Are these the ceramic pads? 音がする", "Marek Nowak: Yes, they are."]);
    let timeline: Vec<RepairEvent> = read(&theirs, "timeline.json");
    assert!(
        timeline.iter().all(|event| !event.internal) && timeline.iter().any(|e| e.note == "The pads are in")
    );
    let everything: Vec<u8> = theirs.values().flatten().copied().collect();
    let hidden = |secret: &str| !everything.windows(secret.len()).any(|part| part == secret.as_bytes());
    assert!(hidden("cross-threaded") && hidden("_secret_"));

    let own = unpacked(marek.get_dispute_pack(repair).await.unwrap());
    let notes = String::from_utf8(own["timeline.txt"].clone()).unwrap();
    assert!(notes.contains(", internal: Bolt was cross-threaded"), "{notes}");
    for width in 10..14 {
        marek.add_repair_photo(repair, &NewPhoto::default(), picture(width), None).await.unwrap();
    }
    let (more, many) = scene.world.statements_of(dana.get_customer_dispute_pack(repair)).await;
    assert_eq!(unpacked(more.unwrap()).keys().filter(|name| name.starts_with("photos/")).count(), 6);
    assert_eq!(few, many, "more photos cost no more statements");

    for stranger in [&scene.sam.client, &scene.marek.client] {
        assert!(matches!(refused(stranger.get_customer_dispute_pack(repair).await).0, 403 | 404));
    }
    assert_eq!(refused(scene.ines.client.get_dispute_pack(repair).await), (404, Code::NotFound));
}

#[actix_web::test]
async fn a_picture_that_is_gone_is_named_in_the_index() {
    let shop = Shop::new().await;
    let repair = shop.approved().await.repair_id.unwrap();
    shop.olga.client.add_repair_photo(repair, &NewPhoto::default(), picture(8), None).await.unwrap();
    std::fs::remove_dir_all(&shop.world.state.config.files.dir).unwrap();
    let files = unpacked(shop.dana.client.get_customer_dispute_pack(repair).await.unwrap());
    let index = String::from_utf8(files["index.txt"].clone()).unwrap();
    assert!(index.contains("missing: photos/001-progress.png: "), "{index}");
}
