//! The Pitlane browser app: everything it shows it reads from the JSON API and the realtime connection.

mod account;
mod app;
mod clock;
mod features;
mod format;
mod realtime;
mod routing;
mod shell;
mod storage;
mod text;
mod ui;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
