//! Serves, and stops without dropping what has begun.

use crate::http::limits::Limits;
use crate::jobs::Jobs;
use crate::state::AppState;
use actix_web::dev::ServerHandle;
use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::{Context, Result};
use pitlane_platform::config::Config;
use pitlane_platform::jobs::workers::{self, Worker};
use pitlane_platform::jobs::{self, Tools};
use pitlane_platform::telemetry;
use sea_orm::DatabaseConnection;
use secrecy::ExposeSecret;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A server that runs.
pub struct Running {
    /// The port it listens at.
    pub port: u16,
    server: ServerHandle,
    task: JoinHandle<std::io::Result<()>>,
    workers: Vec<JoinHandle<()>>,
    keeper: Option<JoinHandle<()>>,
    stop: watch::Sender<bool>,
}

impl Running {
    /// Stops: requests under way finish, jobs that have begun end, sockets are closed.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        self.server.stop(true).await;
        let _ = self.task.await;
        for worker in self.workers {
            let _ = worker.await;
        }
        if let Some(keeper) = self.keeper {
            keeper.abort();
        }
    }

    /// Waits until the server ends by itself.
    async fn ended(&mut self) -> std::io::Result<()> {
        (&mut self.task).await.unwrap_or_else(|error| Err(std::io::Error::other(error)))
    }
}

/// Starts a worker in every lane; also answers who shows that they live, until they have ended.
#[expect(clippy::disallowed_methods, reason = "the workers live as long as the process")]
async fn start_workers(
    state: &AppState,
    stop: &watch::Sender<bool>,
) -> Result<(Vec<JoinHandle<()>>, JoinHandle<()>)> {
    let (db, bus) = (state.db.clone(), state.bus.clone());
    let worker = Worker::begin(state.config.database.url.expose_secret()).await?;
    // whatever a process that died here or elsewhere had begun goes on now
    workers::release(&db, worker.id()).await?;
    let tools = Tools {
        db: db.clone(),
        clock: state.clock.clone(),
        bus: bus.clone(),
        runner: Arc::new(Jobs(state.clone())),
        worker: Some(worker.id()),
    };
    let lanes = crate::jobs::lanes(state.config.jobs.messages_a_second).map(|lane| {
        let mut stopped = stop.subscribe();
        tokio::spawn(jobs::work(tools.clone(), lane, async move {
            let _ = stopped.wait_for(|stop| *stop).await;
        }))
    });
    Ok((lanes.into(), tokio::spawn(workers::keep(worker, db, bus))))
}

/// Starts serving `state` at `listener`.
pub async fn start(state: AppState, listener: TcpListener) -> Result<Running> {
    start_on(state, listener, Vec::new()).await
}

/// How many threads answer requests.
fn threads(config: &Config) -> usize {
    match config.http.workers {
        0 => std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
        number => number,
    }
}

/// Starts serving; each thread that answers requests takes one of `pools`, as far as there are any.
#[expect(clippy::disallowed_methods, reason = "the server and the worker live as long as the process")]
async fn start_on(state: AppState, listener: TcpListener, pools: Vec<DatabaseConnection>) -> Result<Running> {
    let port = listener.local_addr()?.port();
    let (stop, _) = watch::channel(false);
    crate::features::platform::jobs::schedule(&state.db, state.clock.now()).await?;
    let (working, keeper) = if state.config.jobs.enabled {
        let (working, keeper) = start_workers(&state, &stop).await?;
        (working, Some(keeper))
    } else {
        (Vec::new(), None)
    };
    let mut closing = stop.subscribe();
    tokio::spawn(state.sockets.listen(&state.bus, async move {
        let _ = closing.wait_for(|stop| *stop).await;
    }));
    let workers = threads(&state.config);
    let limits = web::Data::new(Limits::new(&state.config.limits));
    let pools = Arc::new(Mutex::new(pools));
    let own = move || pools.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let here = move || own().map_or_else(|| state.clone(), |db| state.on(db));
    let server = HttpServer::new(move || crate::app::build(web::Data::new(here()), limits.clone()))
        .workers(workers)
        .shutdown_timeout(10)
        .disable_signals()
        .listen(listener)
        .context("the port cannot be used")?
        .run();
    let handle = server.handle();
    Ok(Running { port, server: handle, task: tokio::spawn(server), workers: working, keeper, stop })
}

/// Serves until the process is told to stop.
pub(super) async fn serve(config: Config) -> Result<()> {
    let metrics = config.metrics.bind.clone();
    let listener = TcpListener::bind(&config.http.bind)
        .with_context(|| format!("http.bind: {} is taken", config.http.bind))?;
    let counting = telemetry::count();
    let threads = threads(&config);
    let (state, pools) = super::state_apart(config, threads).await?;
    let metrics_server = match (metrics.is_empty(), counting) {
        (false, Some(handle)) => Some(serve_metrics(&metrics, handle)?),
        _ => None,
    };
    // listened for before anybody knows that there is somebody to stop
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    let mut running = start_on(state, listener, pools).await?;
    tracing::info!(port = running.port, "serving");
    tokio::select! {
        ended = running.ended() => return Ok(ended?),
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("stopping");
    running.stop().await;
    if let Some(metrics) = metrics_server {
        metrics.stop(false).await;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "lives as long as the process")]
fn serve_metrics(bind: &str, handle: metrics_exporter_prometheus::PrometheusHandle) -> Result<ServerHandle> {
    let server = HttpServer::new(move || {
        let handle = handle.clone();
        let render = move || {
            let text = handle.render();
            async move { HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text) }
        };
        App::new().service(web::resource("/metrics").get(render))
    })
    .workers(1)
    .disable_signals()
    .bind(bind)
    .with_context(|| format!("metrics.bind: {bind} is taken"))?
    .run();
    let stop = server.handle();
    tokio::spawn(server);
    Ok(stop)
}
