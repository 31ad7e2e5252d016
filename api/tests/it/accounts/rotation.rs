//! Any interleaving of exchanges leaves at most one refresh token that works, and a used one that comes back ends them all.

use super::signed_in;
use crate::support::World;
use pitlane_client::Client;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};

async fn exchange(world: &World, token: String) -> Option<String> {
    let client: Client = world.anyone();
    client.set_tokens(None, Some(token));
    client.refresh().await.ok()?;
    client.refresh_token()
}

/// Exchanges tokens as `choices` say: which of those handed out so far, and how many at the same instant.
async fn play(world: &World, first: String, choices: &[(usize, usize)]) {
    let mut handed_out = vec![first];
    let mut live = Some(0);
    for (which, at_once) in choices {
        let index = which % handed_out.len();
        let tries = (0..=at_once % 3).map(|_| exchange(world, handed_out[index].clone()));
        let won: Vec<String> = futures::future::join_all(tries).await.into_iter().flatten().collect();
        assert!(won.len() <= 1, "two exchanges of one token won");
        assert!(won.is_empty() || live == Some(index), "a used token was exchanged");
        live = match won.into_iter().next() {
            Some(token) => {
                handed_out.push(token);
                Some(handed_out.len() - 1)
            }
            // a used one came back: everything has ended
            None => None,
        };
        if at_once % 3 > 0 {
            // whoever came after the winner ended the sign-in, whoever came with it did not: look which it was
            live = None;
            break;
        }
    }
    let mut working = 0;
    for token in handed_out.iter().rev() {
        working += usize::from(exchange(world, token.clone()).await.is_some());
    }
    assert!(working <= 1, "{working} tokens of one sign-in worked");
    assert!(live.is_none() || working == 1);
}

#[actix_web::test]
async fn at_most_one_token_of_a_sign_in_works() {
    let world = World::new().await;
    let client = signed_in(&world).await;
    let mut runner = TestRunner::new(Config::with_cases(1));
    let strategy = proptest::collection::vec((0..4_usize, 0..6_usize), 1..6);
    for _ in 0..12 {
        let choices = strategy.new_tree(&mut runner).unwrap().current();
        let fresh = world.anyone();
        fresh.log_in_customer(&super::log_in("dana@example.com", super::PASSWORD)).await.unwrap();
        play(&world, fresh.refresh_token().unwrap(), &choices).await;
    }
    // other sign-ins are untouched
    client.me().await.unwrap();
}
