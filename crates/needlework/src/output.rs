//! Writes the files of a plan or a report, all or none.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Writes every file into `folder`, which is made if needed. Each is first written under a temporary name; only when all
/// of them are on the disk do they get their own names.
///
/// # Errors
/// When the folder or a file cannot be written. The temporary files are removed then.
pub(crate) fn write_all(folder: &Path, files: &[(&str, &str)]) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| {
        format!(
            "{}: the folder cannot be made; choose another one with --out",
            folder.display()
        )
    })?;
    let waiting: Vec<(PathBuf, PathBuf)> = files
        .iter()
        .map(|(name, _)| (folder.join(format!(".{name}.partial")), folder.join(name)))
        .collect();
    let written = waiting
        .iter()
        .zip(files)
        .try_for_each(|((partial, _), (_, text))| fs::write(partial, text))
        .and_then(|()| {
            waiting
                .iter()
                .try_for_each(|(partial, path)| fs::rename(partial, path))
        });
    if written.is_err() {
        for (partial, _) in &waiting {
            // A file that was never made cannot be removed; the first error is the one that matters.
            let _ = fs::remove_file(partial);
        }
    }
    written.with_context(|| {
        format!(
            "{}: the files cannot be written; check space and permissions, or choose another folder with --out",
            folder.display()
        )
    })
}
