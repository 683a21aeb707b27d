//! The library, with the defaults of the clinic where a clinic file is given.

use anyhow::Result;
use needlework_evidence::FileKind;
use needlework_planning::Library;

use crate::arguments::ClinicArgument;
use crate::input_file;

/// A file of clinic settings. A long one has a few hundred bytes for each rule that it changes.
const CLINIC_FILE: FileKind = FileKind {
    name: "clinic",
    largest_bytes: 1_000_000,
    needs: "schema and name",
};

/// The shipped library, changed by a clinic file.
///
/// # Errors
/// When the file cannot be read, is not UTF-8, or is refused: unknown rule, value out of range.
pub(crate) fn with_clinic(clinic: &ClinicArgument) -> Result<Library> {
    let mut library = Library::shipped()?;
    if let Some(path) = &clinic.file {
        let name = path.display().to_string();
        let bytes = input_file::read(path, &name, &CLINIC_FILE)?;
        library.apply_clinic(&name, CLINIC_FILE.text(&name, &bytes)?)?;
    }
    Ok(library)
}
