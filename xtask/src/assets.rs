//! Files of the finished app: named by their content, compressed beside themselves, swapped in as a whole.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};

/// What compresses well. Pictures are compressed already.
const COMPRESSIBLE: [&str; 9] = ["html", "js", "css", "wasm", "svg", "json", "webmanifest", "txt", "xml"];
/// Below this the answer fits one packet either way.
const WORTH_COMPRESSING: usize = 512;

/// A digest over several inputs, each kept apart from the next by its length.
pub struct Digest(Sha256);

impl Digest {
    /// The digest of nothing.
    pub fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds one input.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    /// Sixteen hexadecimal digits: short enough for a file name, long enough never to meet twice.
    pub fn finish(self) -> String {
        let bytes = self.0.finalize();
        bytes[..8].iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }
}

/// Writes `bytes` under a name that holds their digest and returns the absolute path in the app.
pub fn publish(folder: &Path, stem: &str, extension: &str, bytes: &[u8]) -> Result<String> {
    let mut digest = Digest::new();
    digest.add(bytes);
    let name = format!("{stem}-{}.{extension}", digest.finish());
    fs::write(folder.join(&name), bytes)?;
    Ok(format!("/assets/{name}"))
}

/// All files below a folder, relative to it, in a stable order. A missing folder has none.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(inner) = waiting.pop() {
        let outer = folder.join(&inner);
        if !outer.exists() {
            continue;
        }
        for entry in fs::read_dir(&outer).with_context(|| format!("reading {}", outer.display()))? {
            let entry = entry?;
            let path = inner.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                waiting.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies all files below `from` to the same places below `to`.
pub fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    for file in files_below(from)? {
        let target = to.join(&file);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(from.join(&file), &target).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(())
}

/// How much the app weighs.
#[derive(Default)]
pub struct Sizes {
    /// Number of files, without the compressed copies.
    pub files: usize,
    /// Bytes as written.
    pub plain: usize,
    /// Bytes as sent to a browser that takes brotli.
    pub brotli: usize,
}

/// Puts a `.br` and a `.gz` beside every file that gains from it.
pub fn compress_tree(folder: &Path) -> Result<Sizes> {
    let mut sizes = Sizes::default();
    for file in files_below(folder)? {
        let path = folder.join(&file);
        let bytes = fs::read(&path)?;
        sizes.files += 1;
        sizes.plain += bytes.len();
        let extension = file.extension().and_then(|text| text.to_str()).unwrap_or_default();
        if bytes.len() < WORTH_COMPRESSING || !COMPRESSIBLE.contains(&extension) {
            sizes.brotli += bytes.len();
            continue;
        }
        let small = brotli(&bytes)?;
        sizes.brotli += small.len();
        fs::write(beside(&path, "br"), small)?;
        fs::write(beside(&path, "gz"), gzip(&bytes)?)?;
    }
    Ok(sizes)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters)?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Puts `staging` in the place of `out` by renaming, so that nobody is ever served half a build.
pub fn replace(staging: &Path, out: &Path) -> Result<()> {
    let old = out.with_file_name(format!(".web-old-{}", process::id()));
    if out.exists() {
        fs::rename(out, &old).with_context(|| format!("moving {} aside", out.display()))?;
    }
    fs::rename(staging, out).with_context(|| format!("putting {} in place", out.display()))?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_keeps_its_inputs_apart() {
        let digest = |parts: &[&str]| {
            let mut digest = Digest::new();
            for part in parts {
                digest.add(part.as_bytes());
            }
            digest.finish()
        };
        assert_eq!(digest(&["ab", "c"]), digest(&["ab", "c"]));
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_eq!(digest(&["ab"]).len(), 16);
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "a workshop's order sheet ".repeat(200);
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(text.as_bytes()).unwrap()[..], &mut plain).unwrap();
        assert_eq!(plain, text.as_bytes());
        let zipped = gzip(text.as_bytes()).unwrap();
        let mut plain = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&zipped[..]), &mut plain).unwrap();
        assert_eq!(plain, text);
    }
}
