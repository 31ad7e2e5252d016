//! Makes accounts of the platform's staff.

use crate::features::accounts::service::{staff, two_factor};
use crate::state::AppState;
use anyhow::{Context, Result, bail};

/// Names the password where no terminal asks for it.
const VARIABLE: &str = "PITLANE_ADMIN_PASSWORD";

/// Makes an account; the password comes from the environment or from standard input.
pub(super) async fn create(state: &AppState, email: &str, name: &str) -> Result<()> {
    let password = match std::env::var(VARIABLE) {
        Ok(password) => password,
        Err(_) => ask()?,
    };
    if let Err(error) = staff::create(state, email, name, password).await {
        let fields: Vec<_> = error.errors.iter().map(|e| format!("{}: {}", e.field, e.message)).collect();
        if fields.is_empty() {
            bail!("{}", error.detail);
        }
        bail!("{}", fields.join(" "));
    }
    println!("{email} can sign in now");
    Ok(())
}

/// Removes the second factor of somebody who lost it.
pub(super) async fn reset_two_factor(state: &AppState, email: &str) -> Result<()> {
    match two_factor::reset(state, email).await {
        Ok(true) => println!("{email} sets up another second factor at the next sign-in"),
        Ok(false) => println!("{email} had no second factor"),
        Err(_) => bail!("there is no account of the staff with the address {email}"),
    }
    Ok(())
}

fn ask() -> Result<String> {
    eprint!("Password of the new account: ");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("no password could be read")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
