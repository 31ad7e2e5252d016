//! What passes between two servers that share a Redis.

use pitlane_platform::bus::{Bus, Signal};
use pitlane_platform::new_id;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;

/// Everything that is heard until the passing frame `end` comes.
async fn heard(signals: &mut Receiver<Signal>, end: &str) -> Vec<String> {
    let mut frames = Vec::new();
    loop {
        if let Signal::Passing { frame, .. } = signals.recv().await.unwrap() {
            if frame == end {
                return frames;
            }
            frames.push(frame);
        }
    }
}

#[actix_web::test]
async fn what_passes_between_two_servers_is_heard_once_on_each() {
    // the run with Redis shows this; without it there is one server and nothing to pass
    let Ok(url) = std::env::var("PITLANE_TEST_REDIS_URL") else { return };
    let user_id = new_id();
    let passing = |frame: &str| Signal::Passing { user_id, frame: frame.to_owned() };
    let (one, two) = (Bus::over_redis(&url).unwrap(), Bus::over_redis(&url).unwrap());
    for (from, to) in [(&one, &two), (&two, &one)] {
        // until both listen
        let (mut signals, ping) = (to.subscribe(), format!("ping of {}", new_id()));
        loop {
            from.send(passing(&ping));
            if timeout(Duration::from_millis(50), heard(&mut signals, &ping)).await.is_ok() {
                break;
            }
        }
    }
    let (mut at_one, mut at_two) = (one.subscribe(), two.subscribe());
    one.send(passing("typing"));
    one.send(passing("end of one"));
    assert_eq!(without_pings(heard(&mut at_two, "end of one").await), ["typing"]);
    // what Redis hands back to one comes before what two sends now
    two.send(passing("end of two"));
    assert_eq!(without_pings(heard(&mut at_one, "end of two").await), ["typing", "end of one"]);
}

/// Pings that were still on their way.
fn without_pings(frames: Vec<String>) -> Vec<String> {
    frames.into_iter().filter(|frame| !frame.starts_with("ping")).collect()
}
