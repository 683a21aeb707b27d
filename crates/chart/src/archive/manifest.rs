//! The manifest of an export: the SHA-256 of every file, so that a file that was edited, lost or added is found before anything
//! is taken in.
//!
//! Whoever edits a file can write the manifest anew as well. The hash of the manifest itself, which the export tells and which is
//! kept elsewhere, finds that too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::{ArchiveError, failed};
use super::folder;
use crate::entry::Digest;
use crate::record::sha256;

const MANIFEST: &str = "manifest.json";

/// SHA-256 in hexadecimal digits of every file by its name, with the folders in which it lies.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    files: BTreeMap<String, String>,
}

/// Writes the manifest of a folder that holds everything else already, and tells its own hash.
pub(super) fn write(place: &Path) -> Result<Digest, ArchiveError> {
    let mut files = BTreeMap::new();
    for name in names(place)? {
        let bytes = folder::read(&place.join(&name))?;
        files.insert(name, sha256(&bytes));
    }
    folder::write_json(&place.join(MANIFEST), &Manifest { files })?;
    own_hash(place)
}

/// Compares every file of an export with its manifest, and tells the hash of the manifest.
pub(super) fn check(from: &Path) -> Result<Digest, ArchiveError> {
    let manifest: Manifest = folder::read_title(from, MANIFEST, "export", |_| true)?;
    let found: BTreeSet<String> = names(from)?.into_iter().collect();
    let named = manifest.files.keys().find(|name| !found.contains(*name));
    let unnamed = found
        .iter()
        .find(|name| !manifest.files.contains_key(*name));
    if let Some(name) = named.or(unnamed) {
        return Err(edited(from.join(name)));
    }
    for (name, hash) in &manifest.files {
        let path = from.join(name);
        if sha256(&folder::read(&path)?) != *hash {
            return Err(edited(path));
        }
    }
    own_hash(from)
}

const fn edited(path: PathBuf) -> ArchiveError {
    ArchiveError::Edited { path }
}

fn own_hash(place: &Path) -> Result<Digest, ArchiveError> {
    let path = place.join(MANIFEST);
    let hash = sha256(&folder::read(&path)?);
    Digest::from_hex(&hash).ok_or_else(|| edited(path))
}

/// Names of all files below a folder but the manifest, with slashes, whatever the system writes.
fn names(place: &Path) -> Result<Vec<String>, ArchiveError> {
    const UNREADABLE: &str =
        "the folder cannot be read; check its permissions, or take another copy";
    let mut names = Vec::new();
    let mut folders = vec![(place.to_owned(), String::new())];
    while let Some((folder, above)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(failed(&folder, UNREADABLE))? {
            let entry = entry.map_err(failed(&folder, UNREADABLE))?;
            let name = format!("{above}{}", entry.file_name().to_string_lossy());
            let path = entry.path();
            if path.is_dir() {
                folders.push((path, format!("{name}/")));
            } else if name != MANIFEST {
                names.push(name);
            }
        }
    }
    names.sort();
    Ok(names)
}
