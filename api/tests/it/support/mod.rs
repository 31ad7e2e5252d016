//! A world for one test: a server on a port of its own, a database of its own, a clock that the test moves.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod booking;
pub mod database;
pub mod papers;
pub mod people;
pub mod process;
pub mod s3;
pub mod scene;
pub mod shop;
pub mod smtp;
pub mod socket;
pub mod stripe;
pub mod toll;
pub mod twilio;

use chrono::{DateTime, TimeDelta, Utc};
use pitlane_api::commands::{Running, start};
use pitlane_api::jobs::Jobs;
use pitlane_api::state::AppState;
use pitlane_client::{ApiError, Client};
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::Channel;
use pitlane_entities::{jobs as jobs_table, outbox_messages};
use pitlane_platform::bus::Bus;
use pitlane_platform::config::{self, Config};
use pitlane_platform::{Clock, jobs};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use uuid::Uuid;

/// Every statement that ran, each with the transaction that it was part of.
type Statements = Arc<Mutex<Vec<(Option<Uuid>, String)>>>;

/// What one test plays in.
pub struct World {
    /// The state of its server, to look behind the API where a test must.
    pub state: AppState,
    /// Where the server answers.
    pub base: String,
    server: Option<Running>,
    statements: Statements,
    folder: TempDir,
}

impl World {
    /// An empty world.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// An empty world with a changed configuration.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let mut config = config::load(None).unwrap();
        config.http.public_url.clone_from(&base);
        config.http.workers = 2;
        config.files.dir = folder.path().join("files").display().to_string();
        config.limits.enabled = false;
        config.jobs.enabled = false;
        config.auth.argon2_memory_kib = 64;
        config.demo.show_outbox = true;
        // clocks move by months in these tests; tests of expiry set their own
        config.auth.access_minutes = 60 * 24 * 365;
        change(&mut config);
        config.database = database::fresh(folder.path(), config.database.max_connections).await;
        let statements = Arc::default();
        let db = connect(&config, &statements).await;
        let clock = Clock::manual("2026-11-20T12:00:00Z".parse().unwrap());
        let state = AppState::new(db, clock, Bus::local(), config).await.unwrap();
        let server = Some(start(state.clone(), listener).await.unwrap());
        Self { state, base, server, statements, folder }
    }

    /// A world whose servers are processes of their own, on the machine's clock.
    pub async fn of_processes() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let mut config = config::load(None).unwrap();
        config.database.url = database::fresh_url(folder.path()).await.into();
        config.database.max_connections = 4;
        config.auth.access_minutes = 60 * 24;
        let db = pitlane_platform::db::connect(&config.database).await.unwrap();
        let state = AppState::new(db, Clock::system(), Bus::local(), config).await.unwrap();
        Self { state, base: String::new(), server: None, statements: Arc::default(), folder }
    }

    /// The present in this world.
    pub fn now(&self) -> DateTime<Utc> {
        self.state.clock.now()
    }

    /// Somebody who is not signed in.
    pub fn anyone(&self) -> Client {
        Client::new(&self.base)
    }

    /// Runs every job that is due, and those that follow from them.
    pub async fn run_jobs(&self) {
        let runner = Jobs(self.state.clone());
        while jobs::run_due(&self.state.db, &self.state.clock, &runner).await.unwrap() > 0 {}
    }

    /// Lets time pass, running each job at its time.
    pub async fn pass(&self, time: TimeDelta) {
        let until = self.now() + time;
        self.run_jobs().await;
        while let Some(due) = jobs::next_due(&self.state.db).await.unwrap().filter(|due| *due <= until) {
            self.state.clock.advance((due - self.now()).max(TimeDelta::zero()));
            self.run_jobs().await;
        }
        self.state.clock.advance(until - self.now());
    }

    /// The jobs that were given up: a good test ends with none.
    pub async fn failed_jobs(&self) -> Vec<jobs_table::Model> {
        jobs_table::Entity::find()
            .filter(jobs_table::Column::State.eq("failed"))
            .all(&self.state.db)
            .await
            .unwrap()
    }

    /// The mails that `recipient` got, oldest first, as (subject, text).
    pub async fn mails(&self, recipient: &str) -> Vec<(String, String)> {
        let rows = self.kept(Channel::Email).await.into_iter().filter(|mail| mail.recipient == recipient);
        rows.map(|mail| (mail.subject, mail.text_body)).collect()
    }

    /// What the sandbox keeps for `channel`, oldest first. Messages of one instant are handed over at once and in any order,
    /// so each comes in the order in which it was decided on: its name begins with the id of its row.
    pub async fn kept(&self, channel: Channel) -> Vec<outbox_messages::Model> {
        self.run_jobs().await;
        outbox_messages::Entity::find()
            .filter(outbox_messages::Column::Channel.eq(channel.as_str()))
            .order_by_asc(outbox_messages::Column::CreatedAt)
            .order_by_asc(outbox_messages::Column::MessageId)
            .all(&self.state.db)
            .await
            .unwrap()
    }

    /// The text messages that went out, oldest first.
    pub async fn texts(&self) -> Vec<String> {
        self.kept(Channel::Sms).await.into_iter().map(|text| text.text_body).collect()
    }

    /// How many statements `action` ran on the database, besides begin and commit.
    pub async fn statements_of<T>(&self, action: impl Future<Output = T>) -> (T, usize) {
        let before = self.statements.lock().unwrap().len();
        let result = action.await;
        (result, self.statements.lock().unwrap().len() - before)
    }

    /// The statements of each transaction that `action` ran, from its begin to its commit, in the order of their begins.
    pub async fn transactions_of<T>(&self, action: impl Future<Output = T>) -> (T, Vec<Vec<String>>) {
        let before = self.statements.lock().unwrap().len();
        let result = action.await;
        let mut transactions: Vec<(Uuid, Vec<String>)> = Vec::new();
        for (id, sql) in &self.statements.lock().unwrap()[before..] {
            let Some(id) = id else { continue };
            match transactions.iter_mut().find(|(known, _)| known == id) {
                Some((_, statements)) => statements.push(sql.clone()),
                None => transactions.push((*id, vec![sql.clone()])),
            }
        }
        (result, transactions.into_iter().map(|(_, statements)| statements).collect())
    }

    /// Ends the server and gives its connections back, for a test that needs many worlds.
    pub async fn close(mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
        self.state.db.close_by_ref().await.unwrap();
    }

    /// Stops the server and starts it again on the same database.
    pub async fn restart(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
        // connections of the server that stopped belong to its threads, which are gone
        let (clock, bus) = (self.state.clock.clone(), self.state.bus.clone());
        let db = connect(&self.state.config, &self.statements).await;
        self.state = AppState::new(db, clock, bus, (*self.state.config).clone()).await.unwrap();
        let listener = TcpListener::bind(self.base.trim_start_matches("http://")).unwrap();
        self.server = Some(start(self.state.clone(), listener).await.unwrap());
    }
}

/// Connects and keeps the statements.
async fn connect(config: &Config, statements: &Statements) -> DatabaseConnection {
    let mut db = pitlane_platform::db::connect(&config.database).await.unwrap();
    let kept = statements.clone();
    db.set_metric_callback(move |info| {
        kept.lock().unwrap().push((pitlane_api::work::transaction(), info.statement.sql.clone()));
    });
    db
}

/// What a call was refused with.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(result: Result<T, ApiError>) -> (u16, Code) {
    let error = result.expect_err("the call should be refused");
    let problem = error.problem().unwrap_or_else(|| panic!("no problem but {error:?}"));
    (problem.status, problem.code)
}

/// The fields that a call was refused for, with their codes.
#[track_caller]
pub fn refused_fields<T: std::fmt::Debug>(result: Result<T, ApiError>) -> Vec<(String, String)> {
    let error = result.expect_err("the call should be refused");
    let problem = error.problem().unwrap_or_else(|| panic!("no problem but {error:?}"));
    assert_eq!(problem.status, 422);
    problem.errors.iter().map(|field| (field.field.clone(), field.code.clone())).collect()
}

/// Whether this run has a database and a bus that several servers can share.
pub fn is_shared() -> bool {
    database::is_postgres() && std::env::var("PITLANE_TEST_REDIS_URL").is_ok()
}
