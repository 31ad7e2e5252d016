//! Build steps that need code. `cargo xtask web [--release] [--out FOLDER]` builds the web app.

mod assets;
mod modules;
mod page;
mod web;
mod words;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, bail};

const USAGE: &str = "usage: cargo xtask web [--release] [--out FOLDER]
  web        builds the browser app into dist/ (or FOLDER)
  --release  small and compressed, as it is served; without it a quick build for development";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<()> {
    match arguments.next().as_deref() {
        Some("web") => web::build(&web_options(arguments)?),
        _ => bail!("{USAGE}"),
    }
}

fn web_options(mut arguments: impl Iterator<Item = String>) -> Result<web::Options> {
    let root = repository_root()?;
    let mut options = web::Options { out: root.join("dist"), root, release: false };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--release" => options.release = true,
            "--out" => {
                let folder = arguments.next().context("--out needs a folder")?;
                options.out = std::path::absolute(folder)?;
            }
            other => bail!("unknown argument {other}\n{USAGE}"),
        }
    }
    Ok(options)
}

/// The folder above this crate. Read when it runs, not when it was compiled: one build serves several clones.
fn repository_root() -> Result<PathBuf> {
    let own = std::env::var("CARGO_MANIFEST_DIR").context("run this through `cargo xtask`")?;
    let root = PathBuf::from(own).join("..");
    root.canonicalize().context("the repository's root")
}
