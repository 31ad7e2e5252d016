//! How every message reads: for whoever writes them, and for looking at them in a browser.

use crate::features::notifications::samples::{case, every_kind};
use anyhow::{Error, Result};
use serde_json::{Value, json};

/// Prints every case of every kind with each of `names`; links begin with `public_url`.
pub fn print(public_url: &str, names: &[String]) -> Result<()> {
    let mut all = Vec::new();
    for name in names {
        for content in every_kind(name) {
            let shown = case(public_url, &content, name).map_err(Error::msg)?;
            all.push(json!({ "kind": content.kind(), "name": name, "case": shown }));
        }
    }
    println!("{}", Value::Array(all));
    Ok(())
}
