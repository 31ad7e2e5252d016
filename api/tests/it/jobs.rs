//! Durable jobs: what one that is slow, or whose worker died, holds up.

use crate::support::World;
use crate::support::database::is_postgres;
use crate::support::smtp::MailServer;
use chrono::TimeDelta;
use pitlane_api::features::notifications::{Content, Notification, notify};
use pitlane_api::state::AppState;
use pitlane_entities::jobs::{Column, Entity, Model};
use pitlane_platform::bus::Signal;
use pitlane_platform::jobs::{self, Lane, NewJob, Outcome, Runner, Tools, workers};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::timeout;
use uuid::Uuid;

const HOLDS: &str = "test.holds";
const FOLLOWS: &str = "test.follows";

/// Runs a job that holds the turn to write while another becomes due, and the other.
struct Held {
    state: AppState,
    followed: Arc<Notify>,
}

#[async_trait::async_trait]
impl Runner for Held {
    async fn run(&self, job: &Model) -> Outcome {
        if job.kind == FOLLOWS {
            self.followed.notify_one();
            return Ok(());
        }
        let work = self.state.begin().await?;
        self.state.clock.advance(TimeDelta::seconds(1));
        self.state.bus.send(Signal::Jobs);
        // the worker looks for the other job meanwhile
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        Ok(work.commit().await?)
    }
}

#[actix_web::test]
async fn a_job_that_holds_the_turn_to_write_is_never_kept_from_ending() {
    let world = World::new().await;
    let AppState { db, clock, bus, .. } = world.state.clone();
    let first = NewJob::new(HOLDS, serde_json::json!({}), clock.now());
    let second = NewJob::new(FOLLOWS, serde_json::json!({}), clock.now() + TimeDelta::seconds(1));
    jobs::enqueue(&db, clock.now(), vec![first, second]).await.unwrap();
    let followed = Arc::new(Notify::new());
    let runner = Arc::new(Held { state: world.state.clone(), followed: followed.clone() });
    let lane = Lane { kinds: &[HOLDS, FOLLOWS], only: true, at_once: 2, pace: Duration::ZERO };
    let tools = Tools { db: db.clone(), clock, bus, runner, worker: None };
    let working = jobs::work(tools, lane, async move { followed.notified().await });
    timeout(Duration::from_secs(5), working).await.expect("both jobs are done within five seconds");
    let ours = Entity::find().filter(Column::Kind.is_in([HOLDS, FOLLOWS])).all(&db).await.unwrap();
    assert_eq!(ours.iter().map(|job| job.state.as_str()).collect::<Vec<_>>(), ["done", "done"]);
}

async fn running(world: &World) -> Vec<Model> {
    Entity::find().filter(Column::State.eq("running")).all(&world.state.db).await.unwrap()
}

#[actix_web::test]
async fn what_a_living_server_runs_is_left_to_it_and_taken_over_when_it_dies() {
    if !is_postgres() {
        // one SQLite file is for one server
        return;
    }
    let mail = MailServer::start().await;
    let world = World::of_processes().await;
    let one = world.start_process_with(0, &mail.environment()).await;
    mail.hang_for_all();
    let mut work = world.state.begin().await.unwrap();
    let content =
        Content::SummaryReady { session_id: Uuid::from_u128(7), mechanic: "Marek Nowak".to_owned() };
    notify(&mut work, vec![Notification::to_address("n@example.org", "n", content)]).await.unwrap();
    work.commit().await.unwrap();
    mail.until_named(1).await;
    let held = running(&world).await;
    assert_eq!(held.len(), 1);

    // another one looks at its start for what dead ones left, and so does whoever asks
    let two = world.start_process_with(0, &mail.environment()).await;
    assert_eq!(workers::release(&world.state.db, 0).await.unwrap(), 0);
    assert_eq!((running(&world).await, mail.named()), (held, 1));

    one.kill().await;
    let taken_over = timeout(Duration::from_secs(10), mail.until_named(2)).await;
    taken_over.expect("the job is taken over long before its lease ends");
    two.kill().await;
}
