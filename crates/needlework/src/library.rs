//! The library, with the defaults of the clinic where a clinic file is given.

use anyhow::{Result, bail};
use needlework_planning::Library;

use crate::arguments::ClinicArgument;
use crate::case_file;

/// The shipped library, changed by a clinic file.
///
/// # Errors
/// When the file cannot be read, is not UTF-8, or is refused: unknown rule, value out of range.
pub(crate) fn with_clinic(clinic: &ClinicArgument) -> Result<Library> {
    let mut library = Library::shipped()?;
    if let Some(path) = &clinic.file {
        let name = path.display().to_string();
        let bytes = case_file::read(path, &name)?;
        match std::str::from_utf8(&bytes) {
            Ok(text) => library.apply_clinic(&name, text)?,
            Err(_) => bail!("{name}: the file is not UTF-8 text; save it as UTF-8."),
        }
    }
    Ok(library)
}
