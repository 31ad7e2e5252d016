//! What the binary can do.

mod admin;
mod backup;
mod bounce;
mod messages;
mod recompute;
mod seed;
mod serve;

pub use serve::{Running, start};

use crate::state::AppState;
use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use pitlane_migrations::{Migrator, MigratorTrait};
use pitlane_platform::bus::Bus;
use pitlane_platform::config::{self, Config};
use pitlane_platform::{Clock, db, telemetry};
use sea_orm::DatabaseConnection;
use secrecy::ExposeSecret;

/// Pitlane: book the mechanic you trust.
#[derive(Debug, Parser)]
#[command(name = "pitlane", version)]
pub struct Cli {
    /// Configuration file (TOML); the environment (`PITLANE__SECTION__KEY`) overrides it.
    #[arg(long, global = true)]
    config: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the API, the browser app and the jobs; migrates the database first.
    Serve,
    /// Brings the database to the newest schema.
    Migrate,
    /// Prints every value of the configuration and where it came from, secrets masked.
    Config,
    /// Prints the OpenAPI document.
    Openapi,
    /// Works counters and averages out again from the facts.
    Recompute,
    /// Fills an empty database.
    Seed {
        /// With the people and the history of the demo.
        #[arg(long, required = true)]
        demo: bool,
    },
    /// Prints how every message reads, with made-up content, as JSON.
    Messages {
        /// Stands wherever somebody's words do; more than one prints all messages with each.
        #[arg(long = "name", default_value = crate::features::notifications::samples::SOMEBODY)]
        names: Vec<String>,
    },
    /// Accounts of the platform's staff.
    Admin {
        #[command(subcommand)]
        command: AdminCommand,
    },
    /// Takes one mail from standard input that a mail server sent back: its message failed, and an address that is no good
    /// gets nothing more.
    Bounce,
    /// Makes a consistent copy of the database while the server runs.
    Backup {
        /// Where the copy goes; must not be there yet.
        file: std::path::PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum AdminCommand {
    /// Makes an account; the password is read from `PITLANE_ADMIN_PASSWORD` or standard input.
    Create {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// The person's name.
        #[arg(long)]
        name: String,
    },
    /// Removes the second factor of somebody who lost it, and ends their sign-ins; they set up another at the next one.
    ResetTwoFactor {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
    },
}

impl Cli {
    /// The exit code when the command fails.
    pub const fn failure(&self) -> u8 {
        match self.command {
            Command::Bounce => bounce::TRY_AGAIN,
            _ => 1,
        }
    }
}

/// Runs one command.
pub async fn run(cli: Cli) -> Result<()> {
    if let Command::Openapi = cli.command {
        print!("{}", crate::openapi::yaml()?);
        return Ok(());
    }
    if let Command::Config = cli.command {
        config::load(cli.config.as_deref())?;
        for line in config::describe(cli.config.as_deref())? {
            println!("{line}");
        }
        return Ok(());
    }
    let config = config::load(cli.config.as_deref())?;
    if let Command::Messages { names } = &cli.command {
        return messages::print(&config.http.public_url, names);
    }
    telemetry::log(&config.log);
    match cli.command {
        Command::Serve => serve::serve(config).await,
        Command::Migrate => open(&config).await.map(drop),
        Command::Recompute => recompute::run(&state(config).await?).await,
        Command::Seed { demo: _ } => Box::pin(seed::run(&state(config).await?)).await,
        Command::Admin { command: AdminCommand::Create { email, name } } => {
            admin::create(&state(config).await?, &email, &name).await
        }
        Command::Admin { command: AdminCommand::ResetTwoFactor { email } } => {
            admin::reset_two_factor(&state(config).await?, &email).await
        }
        Command::Backup { file } => backup::run(&config, &file).await,
        Command::Bounce => bounce::run(&config).await,
        Command::Config | Command::Openapi | Command::Messages { .. } => Ok(()),
    }
}

/// Connects to the database and brings it to the newest schema.
async fn open(config: &Config) -> Result<DatabaseConnection> {
    Ok(open_apart(config, 0).await?.0)
}

/// The same, with connections of their own for each of `threads`.
async fn open_apart(
    config: &Config,
    threads: usize,
) -> Result<(DatabaseConnection, Vec<DatabaseConnection>)> {
    if let Some(path) = config.database.url.expose_secret().strip_prefix("sqlite://") {
        let path = path.split('?').next().unwrap_or_default();
        if let Some(folder) = std::path::Path::new(path).parent() {
            std::fs::create_dir_all(folder).context("the folder of the database cannot be made")?;
        }
    }
    let (db, apart) =
        db::connect_apart(&config.database, threads).await.context("the database cannot be reached")?;
    Migrator::up(&db, None).await.context("the database cannot be migrated")?;
    Ok((db, apart))
}

/// Everything a command needs to work like the server.
async fn state(config: Config) -> Result<AppState> {
    Ok(state_apart(config, 0).await?.0)
}

/// The same, with connections of their own for each of `threads`.
async fn state_apart(config: Config, threads: usize) -> Result<(AppState, Vec<DatabaseConnection>)> {
    let (db, apart) = open_apart(&config, threads).await?;
    let redis = config.redis.url.expose_secret();
    let bus = if redis.is_empty() {
        Bus::local()
    } else {
        Bus::over_redis(redis).context("redis.url cannot be used")?
    };
    Ok((AppState::new(db, Clock::system(), bus, config).await?, apart))
}
