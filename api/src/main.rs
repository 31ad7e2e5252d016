//! The binary `pitlane`.

use clap::Parser;
use pitlane_api::commands::{self, Cli};

fn main() -> std::process::ExitCode {
    // one TLS provider for everything that speaks TLS; a second call in one process is harmless
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cli = Cli::parse();
    let failure = cli.failure();
    match actix_web::rt::System::new().block_on(commands::run(cli)) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pitlane: {error:#}");
            std::process::ExitCode::from(failure)
        }
    }
}
