//! Files that only their owner may read, written so that they are complete or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use zeroize::Zeroizing;

use super::error::KeyError;

/// Bits of a mode by which others read or write.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

pub(super) fn failed(path: &Path, what: &'static str) -> impl FnOnce(std::io::Error) -> KeyError {
    let path = path.to_owned();
    move |error| KeyError::File {
        path,
        what,
        reason: error.kind().to_string(),
    }
}

/// Makes a folder that only its owner may enter, with those above it.
pub(super) fn make_folder(path: &Path) -> Result<(), KeyError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    builder
        .create(path)
        .map_err(failed(path, "the folder cannot be made"))
}

/// The text of a file, if it is there.
pub(super) fn read(path: &Path) -> Result<Option<Zeroizing<String>>, KeyError> {
    match fs::read_to_string(path) {
        Ok(text) => {
            refuse_open_to_others(path)?;
            Ok(Some(Zeroizing::new(text)))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path, "the file cannot be read")(error)),
    }
}

/// Puts a text in place of a file. It is on the disk when this returns.
pub(super) fn write(path: &Path, text: &str) -> Result<(), KeyError> {
    put(path, text, |partial| fs::rename(partial, path)).map(|_| ())
}

/// Puts a text into a file that is not there yet; `false` if somebody else was faster.
pub(super) fn write_first(path: &Path, text: &str) -> Result<bool, KeyError> {
    put(path, text, |partial| {
        let linked = fs::hard_link(partial, path);
        fs::remove_file(partial)?;
        linked
    })
}

/// Counts what this process writes: two who write the same file at once must not meet under one temporary name.
static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// Writes under a name of its own, then gives the file its own name; `false` if that name is taken.
fn put(
    path: &Path,
    text: &str,
    name_it: impl FnOnce(&Path) -> std::io::Result<()>,
) -> Result<bool, KeyError> {
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let partial = path.with_extension(format!("{}-{number}.partial", std::process::id()));
    // Left by a process of the same number that was cut off; it never got its name.
    let _ = fs::remove_file(&partial);
    match write_new(&partial, text).and_then(|()| name_it(&partial)) {
        Ok(()) => sync_folder_of(path).map(|()| true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(path, "the file cannot be written")(error)),
    }
}

/// Overwrites a file and removes it; one that is not there is no error.
pub(super) fn destroy(path: &Path) -> Result<(), KeyError> {
    let destroyed = overwrite(path).and_then(|()| fs::remove_file(path));
    match destroyed {
        Ok(()) => sync_folder_of(path),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(path, "the file cannot be destroyed")(error)),
    }
}

fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn overwrite(path: &Path) -> std::io::Result<()> {
    let bytes = usize::try_from(fs::metadata(path)?.len()).unwrap_or(0);
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(&vec![0; bytes])?;
    file.sync_all()
}

/// A name is on the disk only when its folder is.
fn sync_folder_of(path: &Path) -> Result<(), KeyError> {
    let Some(folder) = path.parent() else {
        return Ok(());
    };
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(failed(folder, "the folder cannot be written"))
}

#[cfg(unix)]
fn refuse_open_to_others(path: &Path) -> Result<(), KeyError> {
    let metadata = fs::metadata(path).map_err(failed(path, "the file cannot be read"))?;
    if metadata.permissions().mode() & OTHERS == 0 {
        return Ok(());
    }
    Err(KeyError::Readable {
        path: path.to_owned(),
    })
}

#[cfg(not(unix))]
fn refuse_open_to_others(_path: &Path) -> Result<(), KeyError> {
    Ok(())
}
