//! From the crate `pitlane-web` to a folder that any web server can serve.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{self, Command},
    time::Instant,
};

use anyhow::{Context, Result, ensure};

use crate::{
    assets::{self, Digest},
    modules,
    page::{self, Assets},
    words,
};

const TARGET: &str = "wasm32-unknown-unknown";
/// Leptos then boxes the view of each component instead of writing the code for its exact type out again: a much
/// smaller module. Only for what is served, so that a debug build shares its dependencies with `cargo check`.
const ERASED: (&str, &str) = ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "--cfg erase_components");
/// The texts that a person reads, below `web/`.
const WORDS: &str = "src/text/en";
/// Bumped when the same inputs shall give a different folder.
const FORMAT: &str = "1";

/// What `cargo xtask web` was asked for.
pub struct Options {
    /// The repository.
    pub root: PathBuf,
    /// The folder that the finished app replaces.
    pub out: PathBuf,
    /// Optimised and compressed.
    pub release: bool,
}

/// Builds the app and puts it in place of the folder that was there.
pub fn build(options: &Options) -> Result<()> {
    let started = Instant::now();
    step("compiling the web app");
    let wasm = compile(options)?;
    let build_id = build_id(options, &wasm)?;
    if fs::read_to_string(options.out.join("build-id.txt")).is_ok_and(|old| old == build_id) {
        step(&format!("{} is up to date", options.out.display()));
        return Ok(());
    }
    let parent = options.out.parent().context("the output folder needs a parent")?;
    let staging = parent.join(format!(".web-{}", process::id()));
    let result =
        assemble(options, &wasm, &build_id, &staging).and_then(|()| assets::replace(&staging, &options.out));
    if result.is_err() {
        // The first error is the one worth telling; what is left of the attempt may stay if it cannot be removed.
        let _ = fs::remove_dir_all(&staging);
    }
    result?;
    step(&format!("{} ready after {:.1} s", options.out.display(), started.elapsed().as_secs_f32()));
    Ok(())
}

fn step(text: &str) {
    eprintln!("web: {text}");
}

/// Runs cargo for the browser's target and returns the module that it wrote.
fn compile(options: &Options) -> Result<PathBuf> {
    let target_dir = env::var_os("PITLANE_WASM_TARGET_DIR")
        .map_or_else(|| options.root.join("target-wasm"), PathBuf::from);
    let (profile, folder) = if options.release { ("wasm-release", "wasm-release") } else { ("dev", "debug") };
    let whole =
        ["--package", "pitlane-web", "--bin", "pitlane-web", "--target", TARGET, "--profile", profile];
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&options.root).arg("rustc").args(whole).env("CARGO_TARGET_DIR", &target_dir);
    // The outer cargo pins its own toolchain in these; the browser's target may belong to another one.
    for pinned in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC", "RUSTDOC", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        cargo.env_remove(pinned);
    }
    if options.release {
        cargo.env(ERASED.0, ERASED.1).args(["--features", "split", "--", "-Clink-arg=--emit-relocs"]);
    }
    let status = cargo.status().context("cargo could not be started")?;
    ensure!(status.success(), "the web app does not compile");
    Ok(target_dir.join(TARGET).join(folder).join("pitlane-web.wasm"))
}

/// Names one exact result: the same inputs in the same mode give the same id.
fn build_id(options: &Options, wasm: &Path) -> Result<String> {
    let web = options.root.join("web");
    let mut digest = Digest::new();
    digest.add(FORMAT.as_bytes());
    digest.add(if options.release { b"release" } else { b"debug" });
    digest.add(&fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?);
    for file in ["index.html", "early.js", "boot.js"] {
        digest.add(&fs::read(web.join(file)).with_context(|| format!("reading web/{file}"))?);
    }
    for folder in ["styles", "static", WORDS] {
        for file in assets::files_below(&web.join(folder))? {
            digest.add(file.to_string_lossy().as_bytes());
            digest.add(&fs::read(web.join(folder).join(&file))?);
        }
    }
    Ok(digest.finish())
}

fn assemble(options: &Options, wasm: &Path, build_id: &str, staging: &Path) -> Result<()> {
    let web = options.root.join("web");
    let served = staging.join("assets");
    fs::create_dir_all(&served)?;
    step("generating the modules and their JavaScript");
    let glue = staging.join(".glue");
    let made = modules::generate(wasm, &glue, options.release)?;
    if options.release {
        step("optimising the modules");
        for module in made.all(&glue) {
            optimise(&options.root, &module)?;
        }
    }
    let code = made.publish(&glue, &served)?;
    fs::remove_dir_all(&glue)?;
    let style = assets::publish(&served, "app", "css", page::styles(&web.join("styles"))?.as_bytes())?;
    let boot = page::boot(&fs::read_to_string(web.join("boot.js"))?, &code)?;
    let boot = assets::publish(&served, "boot", "js", boot.as_bytes())?;
    let early = assets::publish(&served, "early", "js", &fs::read(web.join("early.js"))?)?;
    let all = Assets { early, boot, style, code };

    assets::copy_tree(&web.join("static"), staging)?;
    let worker = staging.join("sw.js");
    if worker.exists() {
        let text = page::service_worker(&fs::read_to_string(&worker)?, build_id, &all);
        fs::write(&worker, text)?;
    }
    let words = words::read(&web.join(WORDS))?;
    let index = page::index(&words::fill(&fs::read_to_string(web.join("index.html"))?, &words)?, &all)?;
    fs::write(staging.join("index.html"), index)?;
    fs::write(staging.join("build-id.txt"), build_id)?;
    if options.release {
        step("compressing");
        report(&assets::compress_tree(staging)?);
    }
    Ok(())
}

/// Shrinks the module in place with the pinned binaryen. No feature flags: the module names the features it uses,
/// and more of them give code that today's browsers refuse.
fn optimise(root: &Path, module: &Path) -> Result<()> {
    let tool = root.join("e2e/node_modules/.bin/wasm-opt");
    ensure!(tool.exists(), "{} is missing: `./dev web` installs it", tool.display());
    let arguments: [&OsStr; 4] = ["-Oz".as_ref(), module.as_ref(), "-o".as_ref(), module.as_ref()];
    let status = Command::new(&tool).args(arguments).status().context("wasm-opt could not be started")?;
    ensure!(status.success(), "wasm-opt failed");
    Ok(())
}

fn report(sizes: &assets::Sizes) {
    step(&format!(
        "{} files, {} KiB plain, {} KiB as brotli",
        sizes.files,
        sizes.plain / 1024,
        sizes.brotli / 1024
    ));
}
