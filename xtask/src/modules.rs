//! From the compiled module to what a browser loads: the module that starts, its JavaScript, and the parts that come
//! when they are needed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

use crate::assets::{self, Digest};

/// Name of the module and of its JavaScript.
const NAME: &str = "pitlane";
/// The JavaScript that fetches the parts. It and the module's own import each other.
const LINK: &str = "parts.js";

/// The files of the app's code, by their names in the folder they were generated in.
pub struct Modules {
    /// Those that come later.
    parts: Vec<String>,
    /// Whether there are any.
    split: bool,
}

/// Where a browser finds the files of the app's code.
pub struct Published {
    /// The JavaScript that starts.
    pub script: String,
    /// The module that starts.
    pub wasm: String,
    /// The JavaScript that fetches the parts.
    pub link: Option<String>,
}

/// Makes the files of the app's code in `folder` out of what the compiler wrote.
pub fn generate(compiled: &Path, folder: &Path, release: bool) -> Result<Modules> {
    fs::create_dir_all(folder)?;
    let mut modules = Modules { parts: Vec::new(), split: release };
    let main = if release { take_apart(compiled, folder, &mut modules)? } else { compiled.to_owned() };
    Bindgen::new()
        .input_path(&main)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        // the parts find what they share with the module by these
        .keep_lld_exports(release)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(folder)?;
    if release {
        fs::remove_file(&main)?;
    }
    Ok(modules)
}

/// Cuts the parts off. The answer is the module that is left.
fn take_apart(compiled: &Path, folder: &Path, modules: &mut Modules) -> Result<PathBuf> {
    let input = fs::read(compiled).with_context(|| format!("reading {}", compiled.display()))?;
    let rest = folder.join("rest.wasm");
    let mut options = Options::new(&input);
    let (link, script) = (format!("./{LINK}"), format!("./{NAME}.js"));
    options.output_dir = folder;
    options.main_out_path = &rest;
    options.link_name = &link;
    options.main_module = &script;
    let split = transform(options).map_err(|error| anyhow!("taking the module apart: {error:#}"))?;
    for part in split.split_modules {
        let name = part.file_name().and_then(|name| name.to_str()).context("a part without a name")?;
        modules.parts.push(name.to_owned());
    }
    modules.parts.sort();
    Ok(rest)
}

impl Modules {
    /// All modules, to be worked on in place.
    pub fn all(&self, folder: &Path) -> Vec<PathBuf> {
        let start = format!("{NAME}_bg.wasm");
        self.parts.iter().chain([&start]).map(|name| folder.join(name)).collect()
    }

    /// Puts the files into `served` under names that hold one digest of them all, because they name each other.
    pub fn publish(&self, folder: &Path, served: &Path) -> Result<Published> {
        let (script, wasm) = (format!("{NAME}.js"), format!("{NAME}_bg.wasm"));
        let mut names = vec![script.clone(), wasm.clone()];
        names.extend(self.split.then(|| LINK.to_owned()));
        names.extend(self.parts.iter().cloned());
        let mut digest = Digest::new();
        for name in &names {
            digest.add(&fs::read(folder.join(name)).with_context(|| format!("reading {name}"))?);
        }
        let digest = digest.finish();
        for name in &names {
            let to = served.join(hashed(name, &digest));
            if Path::new(name).extension().is_some_and(|extension| extension == "js") {
                let text = fs::read_to_string(folder.join(name))?;
                fs::write(to, names.iter().fold(text, |text, name| renamed(&text, name, &digest)))?;
            } else {
                fs::copy(folder.join(name), to)?;
            }
        }
        if folder.join("snippets").exists() {
            assets::copy_tree(&folder.join("snippets"), &served.join("snippets"))?;
        }
        let address = |name: &str| format!("/assets/{}", hashed(name, &digest));
        let link = self.split.then(|| address(LINK));
        Ok(Published { script: address(&script), wasm: address(&wasm), link })
    }
}

/// The script with another name for a file that it fetches. The module itself still asks for the old one.
fn renamed(script: &str, name: &str, digest: &str) -> String {
    ["from \"./", "URL(\"./"].iter().fold(script.to_owned(), |script, before| {
        script.replace(&format!("{before}{name}\""), &format!("{before}{}\"", hashed(name, digest)))
    })
}

fn hashed(name: &str, digest: &str) -> String {
    let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
    format!("{}-{digest}.{extension}", stem.trim_end_matches("_bg"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_name_each_other_still_do_under_their_new_names() {
        let folder = std::env::temp_dir().join(format!("pitlane-modules-{}", std::process::id()));
        let served = folder.join("served");
        fs::create_dir_all(&served).unwrap();
        fs::write(
            folder.join("pitlane.js"),
            "import * as parts from \"./parts.js\"; return { \"./parts.js\": parts };",
        )
        .unwrap();
        fs::write(
            folder.join("parts.js"),
            "import { initSync } from \"./pitlane.js\"; new URL(\"./split_a.wasm\")",
        )
        .unwrap();
        fs::write(folder.join("pitlane_bg.wasm"), "main").unwrap();
        fs::write(folder.join("split_a.wasm"), "part").unwrap();
        let modules = Modules { parts: vec!["split_a.wasm".into()], split: true };
        let published = modules.publish(&folder, &served).unwrap();
        let link =
            fs::read_to_string(served.join(published.link.unwrap().trim_start_matches("/assets/"))).unwrap();
        let (_, script) = published.script.rsplit_once('/').unwrap();
        assert!(link.contains(&format!("from \"./{script}\"")));
        let text = fs::read_to_string(served.join(script)).unwrap();
        assert!(text.ends_with("return { \"./parts.js\": parts };") && !text.contains("from \"./parts.js\""));
        let part = link.split_once("URL(\"./").unwrap().1.trim_end_matches("\")");
        assert_eq!(fs::read_to_string(served.join(part)).unwrap(), "part");
        fs::remove_dir_all(&folder).unwrap();
    }
}
