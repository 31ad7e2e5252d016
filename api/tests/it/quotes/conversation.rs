//! What the two sides of a quote write each other: signed in, by link, and across revisions.

use super::decisions::link;
use crate::support::refused;
use crate::support::shop::{Shop, brakes, draft, yes};
use pitlane_contract::paging::CursorQuery;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{NewQuote, Quote, WriteQuoteMessage};
use pitlane_domain::vocabulary::QuoteSide::{self, Customer, Provider};
use pitlane_domain::vocabulary::RepairStatus;

fn say(text: &str) -> WriteQuoteMessage {
    WriteQuoteMessage { text: text.to_owned() }
}

/// The text of the one message about a quote that an address got; others may have come before or after it.
async fn letter(shop: &Shop, address: &str) -> String {
    let mails = shop.world.mails(address).await;
    let mut about = mails.into_iter().filter(|(subject, _)| subject == "A message about quote Q-1001");
    let (_, text) = about.next().unwrap();
    assert_eq!(about.count(), 0);
    text
}

fn thread(quote: &Quote) -> Vec<(QuoteSide, &str, &str)> {
    quote.messages.iter().map(|it| (it.author, it.name.as_str(), it.text.as_str())).collect()
}

#[actix_web::test]
async fn a_question_reaches_the_provider_and_its_answer_the_customer() {
    let shop = Shop::new().await;
    let (dana, olga) = (&shop.dana.client, &shop.olga.client);
    let quote = shop.sent(brakes()).await;
    let asked = dana.ask_about_quote(quote.id, &say(" Are the pads ceramic? "), Some("q1")).await.unwrap();
    let again = dana.ask_about_quote(quote.id, &say(" Are the pads ceramic? "), Some("q1")).await.unwrap();
    let question = (Customer, "Dana Okafor", "Are the pads ceramic?");
    assert_eq!((thread(&asked), thread(&again)), (vec![question], vec![question]));
    let text = letter(&shop, &shop.olga.email).await;
    assert!(text.contains("Are the pads ceramic?") && text.contains("/provider/quotes/"), "{text}");

    let answered = olga.answer_quote_question(quote.id, &say("Yes, both."), None).await.unwrap();
    assert_eq!(thread(&answered), [question, (Provider, "Harbor Garage", "Yes, both.")]);
    let text = letter(&shop, &shop.dana.email).await;
    assert!(text.contains("Yes, both.") && text.contains(&format!("/quotes/{}", quote.id)), "{text}");
    let reused = dana.ask_about_quote(quote.id, &say("Or not?"), Some("q1")).await;
    assert_eq!(refused(reused), (422, Code::IdempotencyKeyReused));

    // the next revision is talked about in the same thread
    let next = olga.revise_quote(quote.id, None).await.unwrap();
    assert_eq!(thread(&next).len(), 2);
    let early = olga.answer_quote_question(next.id, &say("Soon."), None).await;
    assert_eq!(refused(early), (409, Code::Conflict));
}

#[actix_web::test]
async fn whoever_holds_the_link_asks_and_gets_the_answer_with_a_new_link() {
    let shop = Shop::new().await;
    let new = NewQuote {
        customer_id: None,
        vehicle_id: None,
        customer_email: Some("ruth@example.com".to_owned()),
        customer_name: Some("Ruth Adler".to_owned()),
        vehicle: Some("2012 Volvo V70".to_owned()),
        ..draft(&shop.dana, brakes())
    };
    let quote = shop.olga.client.create_quote(&new, None).await.unwrap();
    shop.olga.client.send_quote(quote.id).await.unwrap();
    let (anyone, token) = (shop.world.anyone(), link(&shop, "ruth@example.com").await);
    for _ in 0..2 {
        let asked = anyone.ask_about_linked_quote(&token, &say("How long?"), Some("k")).await.unwrap();
        assert_eq!(thread(&asked), [(Customer, "Ruth Adler", "How long?")]);
    }
    let reused = anyone.ask_about_linked_quote(&token, &say("How much?"), Some("k")).await;
    assert_eq!(refused(reused), (422, Code::IdempotencyKeyReused));
    shop.olga.client.answer_quote_question(quote.id, &say("One day."), None).await.unwrap();
    let text = letter(&shop, "ruth@example.com").await;
    assert!(text.contains("One day."), "{text}");
    let (_, rest) = text.split_once("/quote-links/").unwrap();
    let newer: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    assert_ne!(newer, token);
    assert_eq!(anyone.get_linked_quote(&newer).await.unwrap().messages.len(), 2);
    assert_eq!(anyone.get_linked_quote(&token).await.unwrap().messages.len(), 2);
}

#[actix_web::test]
async fn nothing_is_written_about_the_quote_of_somebody_else_or_without_words() {
    let shop = Shop::new().await;
    let quote = shop.sent(brakes()).await;
    let (other, stranger) =
        (shop.world.customer("Lea Brandt").await, shop.world.mechanic("Marek Nowak").await);
    let by_customer = other.client.ask_about_quote(quote.id, &say("What is it?"), None).await;
    let by_provider = stranger.client.answer_quote_question(quote.id, &say("Mine."), None).await;
    let by_link = shop.world.anyone().ask_about_linked_quote("00", &say("Hello?"), None).await;
    for outcome in [by_customer, by_provider, by_link] {
        assert_eq!(refused(outcome), (404, Code::NotFound));
    }
    for text in [" ".to_owned(), "x".repeat(1_001)] {
        let outcome = shop.dana.client.ask_about_quote(quote.id, &say(&text), None).await;
        assert_eq!(refused(outcome), (422, Code::Invalid));
    }
    assert!(shop.dana.client.get_customer_quote(quote.id).await.unwrap().messages.is_empty());
}

#[actix_web::test]
async fn what_is_left_of_a_quote_ends_with_its_repair() {
    let shop = Shop::new().await;
    let dana = &shop.dana.client;
    let quote = shop.sent(brakes()).await;
    let approved = dana.approve_quote(quote.id, &yes(Some(vec![quote.lines[0].id]))).await.unwrap();
    assert!(approved.open);
    shop.go(approved.repair_id.unwrap(), &[RepairStatus::Cancelled]).await;
    assert!(!dana.get_customer_quote(quote.id).await.unwrap().open);
    let declined = dana.list_declined_lines(&CursorQuery::default()).await.unwrap().items;
    assert!(!declined.is_empty() && declined.iter().all(|it| !it.open));
}
