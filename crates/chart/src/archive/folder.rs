//! Folders that appear complete or not at all.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{ArchiveError, failed};

const NOT_WRITTEN: &str =
    "the file cannot be written; check space and permissions, or name another folder";
const NOT_READ: &str = "the file cannot be read; check its permissions, or take another copy";

/// A folder under a temporary name. It gets its own name when it is complete; dropped before, it goes.
pub(super) struct NewFolder {
    partial: PathBuf,
    path: PathBuf,
}

impl NewFolder {
    pub(super) fn make(path: &Path) -> Result<Self, ArchiveError> {
        if path.exists() {
            return Err(ArchiveError::Exists {
                path: path.to_owned(),
            });
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.partial", std::process::id()));
        let partial = path.with_file_name(name);
        make_private(&partial).map_err(failed(
            &partial,
            "the folder cannot be made; name another one",
        ))?;
        Ok(Self {
            partial,
            path: path.to_owned(),
        })
    }

    /// Where its files are written meanwhile.
    pub(super) fn place(&self) -> &Path {
        &self.partial
    }

    /// Gives it its own name.
    pub(super) fn complete(self) -> Result<(), ArchiveError> {
        fs::rename(&self.partial, &self.path).map_err(failed(&self.path, NOT_WRITTEN))
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        // After the renaming there is nothing left to remove.
        let _ = fs::remove_dir_all(&self.partial);
    }
}

/// An export is in the clear: only its owner may enter.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes a folder.
pub(super) fn make(path: &Path) -> Result<(), ArchiveError> {
    fs::create_dir_all(path).map_err(failed(path, NOT_WRITTEN))
}

/// The names of the files of a folder, in order; none where there is no such folder.
pub(super) fn files_of(path: &Path) -> Result<Vec<String>, ArchiveError> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let read = || -> std::io::Result<Vec<String>> {
        let entries = fs::read_dir(path)?;
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect()
    };
    let mut names = read().map_err(failed(path, NOT_READ))?;
    names.sort();
    Ok(names)
}

/// Writes a file with the folders above it; it is on the disk when this returns.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let written = || -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    written().map_err(failed(path, NOT_WRITTEN))
}

/// Writes a value as a JSON file that people can read.
pub(super) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), ArchiveError> {
    let text = serde_json::to_string_pretty(value).map_err(|error| ArchiveError::File {
        path: path.to_owned(),
        what: NOT_WRITTEN,
        reason: error.to_string(),
    })?;
    write(path, (text + "\n").as_bytes())
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, ArchiveError> {
    fs::read(path).map_err(failed(path, NOT_READ))
}

/// Reads the file by which a copy is known; `is_known` tells whether this version reads copies like it.
pub(super) fn read_title<T: DeserializeOwned>(
    folder: &Path,
    file: &'static str,
    what: &'static str,
    is_known: impl Fn(&T) -> bool,
) -> Result<T, ArchiveError> {
    let no_copy = || ArchiveError::NotACopy {
        path: folder.to_owned(),
        what,
        file,
    };
    let text = fs::read(folder.join(file)).map_err(|_| no_copy())?;
    let title = serde_json::from_slice(&text).map_err(|_| no_copy())?;
    if is_known(&title) {
        Ok(title)
    } else {
        Err(no_copy())
    }
}

/// Writes values, one line of JSON each.
pub(super) struct LineWriter {
    path: PathBuf,
    file: BufWriter<File>,
}

impl LineWriter {
    pub(super) fn create(path: PathBuf) -> Result<Self, ArchiveError> {
        let file = File::create(&path).map_err(failed(&path, NOT_WRITTEN))?;
        Ok(Self {
            path,
            file: BufWriter::new(file),
        })
    }

    pub(super) fn write(&mut self, value: &impl Serialize) -> Result<(), ArchiveError> {
        let written = serde_json::to_writer(&mut self.file, value)
            .map_err(std::io::Error::from)
            .and_then(|()| self.file.write_all(b"\n"));
        written.map_err(failed(&self.path, NOT_WRITTEN))
    }

    pub(super) fn close(self) -> Result<(), ArchiveError> {
        let Self { path, file } = self;
        file.into_inner()
            .map_err(std::io::IntoInnerError::into_error)
            .and_then(|file| file.sync_all())
            .map_err(failed(&path, NOT_WRITTEN))
    }
}

/// Reads lines of JSON, and says which one is damaged.
pub(super) fn read_lines<T: DeserializeOwned>(
    path: &Path,
) -> Result<impl Iterator<Item = Result<T, ArchiveError>>, ArchiveError> {
    let file = File::open(path).map_err(failed(path, NOT_READ))?;
    let path = path.to_owned();
    let lines = BufReader::new(file).lines().zip(1..);
    Ok(lines.map(move |(text, line)| {
        let text = text.map_err(failed(&path, NOT_READ))?;
        serde_json::from_str(&text).map_err(|_| ArchiveError::Line {
            path: path.clone(),
            line,
        })
    }))
}
