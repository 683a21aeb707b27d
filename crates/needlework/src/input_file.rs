//! Reads the bytes of a file that somebody wrote. What is plainly another file is refused before it is read.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Result, bail};
use needlework_evidence::FileKind;

/// The bytes of a file of this kind; `name` is what errors call it.
///
/// # Errors
/// When it is missing, a folder or another thing that is no file, too large or unreadable.
pub(crate) fn read(path: &Path, name: &str, kind: &FileKind) -> Result<Vec<u8>> {
    let what = kind.name;
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("{name}: there is no such file; give the path of a {what} file (TOML).")
        }
        Err(error) => bail!("{name}: the file cannot be read ({error}); check its permissions."),
    };
    if metadata.is_dir() {
        bail!("{name}: this is a folder; give the path of a {what} file (TOML) in it.");
    }
    if !metadata.is_file() {
        bail!("{name}: this is not a file; give the path of a {what} file (TOML).");
    }
    if metadata.len() > kind.largest_bytes as u64 {
        bail!(kind.too_large(name, metadata.len()));
    }
    match fs::read(path) {
        Ok(bytes) => Ok(bytes),
        Err(error) => bail!("{name}: the file cannot be read ({error}); check its permissions."),
    }
}
