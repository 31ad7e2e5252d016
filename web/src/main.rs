//! The Pitlane browser app: everything it shows it reads from the JSON API and the realtime connection.

mod account;
mod app;
mod clock;
mod features;
mod format;
mod later;
mod push;
mod realtime;
mod routing;
mod shell;
mod storage;
mod text;
mod ui;

fn main() {
    console_error_panic_hook::set_once();
    // what the page showed meanwhile goes in the same frame as the app comes
    if let Some(shell) = leptos::prelude::document().get_element_by_id("shell") {
        shell.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
