//! The page that starts the app, and the text files around it. Nothing in it is inline, so that a content security
//! policy without `unsafe-inline` holds, and every address is absolute, because the app has routes of its own.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Result, ensure};

use crate::{assets, modules::Published};

/// Style sheets that others build on, in this order; the rest follow by name.
const STYLES_FIRST: [&str; 2] = ["tokens.css", "base.css"];
const ASSETS_MARK: &str = "<!-- assets -->";

/// Absolute paths of the files that the page starts with.
pub struct Assets {
    /// The script that runs before anything is painted.
    pub early: String,
    /// The script that starts the module.
    pub boot: String,
    /// All style sheets in one.
    pub style: String,
    /// The module and its JavaScript.
    pub code: Published,
}

/// The page: the template with the assets where its mark stands.
pub fn index(template: &str, all: &Assets) -> Result<String> {
    ensure!(
        template.matches(ASSETS_MARK).count() == 1,
        "web/index.html needs `{ASSETS_MARK}` once, in its head"
    );
    let Assets { early, boot, style, code: Published { script, wasm, link } } = all;
    let link = link
        .as_ref()
        .map_or_else(String::new, |link| format!("<link rel=\"modulepreload\" href=\"{link}\">\n    "));
    let links = format!(
        "<link rel=\"stylesheet\" href=\"{style}\">\n    \
         <script src=\"{early}\"></script>\n    \
         <link rel=\"modulepreload\" href=\"{script}\">\n    {link}\
         <link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin fetchpriority=\"low\">\n    \
         <script type=\"module\" src=\"{boot}\"></script>"
    );
    Ok(template.replace(ASSETS_MARK, &links))
}

/// The boot script: `__SCRIPT__` and `__WASM__` become the addresses of the module.
pub fn boot(template: &str, code: &Published) -> Result<String> {
    for mark in ["__SCRIPT__", "__WASM__"] {
        ensure!(template.contains(mark), "web/boot.js needs {mark}");
    }
    Ok(template.replace("__SCRIPT__", &code.script).replace("__WASM__", &code.wasm))
}

/// The service worker: `__BUILD_ID__` becomes the name of this build, `__PRECACHE__` a JSON list of its files.
pub fn service_worker(template: &str, build_id: &str, all: &Assets) -> String {
    let start = [&all.early, &all.boot, &all.style, &all.code.script, &all.code.wasm];
    let files: Vec<_> = start.into_iter().chain(&all.code.link).map(|path| format!("\"{path}\"")).collect();
    let list = files.join(", ");
    template.replace("__BUILD_ID__", build_id).replace("__PRECACHE__", &format!("[\"/\", {list}]"))
}

/// All style sheets of a folder as one, tokens first.
pub fn styles(folder: &Path) -> Result<String> {
    let mut names: Vec<_> = assets::files_below(folder)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect();
    names.sort_by_key(|path| {
        let early = STYLES_FIRST.iter().position(|first| Path::new(first) == path.as_path());
        (early.unwrap_or(STYLES_FIRST.len()), path.clone())
    });
    let mut all = String::new();
    for name in names {
        writeln!(all, "{}", without_comments(&fs::read_to_string(folder.join(name))?).trim_end())?;
    }
    Ok(all)
}

/// Drops comments, indentation and empty lines; the rest is left to compression.
fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut quote = None;
    let mut characters = css.chars().peekable();
    while let Some(character) = characters.next() {
        match quote {
            Some(open) => {
                if character == open {
                    quote = None;
                } else if character == '\\' {
                    out.push(character);
                    out.extend(characters.next());
                    continue;
                }
            }
            None if character == '/' && characters.peek() == Some(&'*') => {
                let mut previous = ' ';
                characters.next();
                for inside in characters.by_ref() {
                    if previous == '*' && inside == '/' {
                        break;
                    }
                    previous = inside;
                }
                continue;
            }
            None if character == '"' || character == '\'' => quote = Some(character),
            None => {}
        }
        out.push(character);
    }
    out.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |mut all, line| {
        all.push_str(line);
        all.push('\n');
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets() -> Assets {
        Assets {
            early: "/assets/early-0.js".into(),
            boot: "/assets/boot-1.js".into(),
            style: "/assets/app-3.css".into(),
            code: Published {
                script: "/assets/pitlane-2.js".into(),
                wasm: "/assets/pitlane-4.wasm".into(),
                link: Some("/assets/parts-5.js".into()),
            },
        }
    }

    #[test]
    fn the_page_has_absolute_addresses_and_nothing_inline() {
        let page = index("<head><!-- assets --></head>", &assets()).unwrap();
        assert!(page.contains("<script type=\"module\" src=\"/assets/boot-1.js\"></script>"));
        assert!(page.contains("href=\"/assets/pitlane-4.wasm\""));
        assert!(!page.contains("<style"));
    }

    #[test]
    fn a_page_without_the_mark_is_refused() {
        assert!(index("<head></head>", &assets()).is_err());
        assert!(boot("import \"__SCRIPT__\"", &assets().code).is_err());
    }

    #[test]
    fn the_service_worker_learns_its_files() {
        let text = service_worker("const id = '__BUILD_ID__', files = __PRECACHE__;", "abc", &assets());
        assert!(
            text.starts_with(
                "const id = 'abc', files = [\"/\", \"/assets/early-0.js\", \"/assets/boot-1.js\""
            )
        );
    }

    #[test]
    fn comments_go_and_strings_stay() {
        let css = "/* a\n * b */\n  a::after {\n    content: \"/* kept */ \\\" '\"; /* gone */\n  }\n\n";
        assert_eq!(without_comments(css), "a::after {\ncontent: \"/* kept */ \\\" '\";\n}\n");
    }
}
