//! Files that people write and programs read: what is plainly another file is refused before it is parsed.

use crate::DataError;

/// A kind of TOML file, for example a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKind {
    /// What it is called: "case".
    pub name: &'static str,
    /// Its largest size in bytes.
    pub largest_bytes: usize,
    /// What it needs at least, as the end of a sentence.
    pub needs: &'static str,
}

impl FileKind {
    /// The text of a file; `file` is the name that errors show.
    ///
    /// # Errors
    /// When it is too large, not UTF-8 or blank.
    pub fn text<'a>(&self, file: &str, bytes: &'a [u8]) -> Result<&'a str, DataError> {
        if bytes.len() > self.largest_bytes {
            return Err(self.too_large(file, bytes.len() as u64));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let at = error.valid_up_to() + 1;
            DataError::sentence(
                file,
                &format!(
                    "the file is not UTF-8 text (byte {at} cannot be read); save it as UTF-8."
                ),
            )
        })?;
        if text.trim().is_empty() {
            return Err(DataError::sentence(
                file,
                &format!(
                    "the file is empty; a {} needs at least {}.",
                    self.name, self.needs
                ),
            ));
        }
        Ok(text)
    }

    /// The refusal of a file beyond [`FileKind::largest_bytes`].
    pub fn too_large(&self, file: &str, bytes: u64) -> DataError {
        DataError::refused(
            file,
            "the size of the file",
            &format!("{bytes} bytes"),
            &format!(
                "at most {} bytes; this is not a {} file",
                self.largest_bytes, self.name
            ),
        )
    }
}
