//! Small parameter files made of rows.

use needlework_evidence::{Bibliography, DataError, DataFile, ParameterSet, Table};

/// A data file from text made at run time.
pub(crate) fn file(text: String) -> DataFile {
    DataFile {
        name: "example.toml",
        text: text.leak(),
    }
}

/// A bibliography of one entry, `known-2020`.
pub(crate) fn bibliography() -> Bibliography {
    Bibliography::load(file("[known-2020]\ntitle = \"Known 2020\"".to_owned())).unwrap()
}

/// A table `example.rates` of fields with unit `1/d`.
pub(crate) fn rates(fields: &[&'static str]) -> Table {
    let fields: Vec<_> = fields.iter().map(|field| (*field, "1/d")).collect();
    Table {
        name: "example.rates",
        fields: fields.leak(),
    }
}

/// A complete row with this prior.
pub(crate) fn row(field: &str, value: f64, prior: &str) -> String {
    format!(
        "[rates.{field}]\nvalue = {value:?}\nunit = \"1/d\"\nallowed = [-100.0, 100.0]\n\
         {prior}\nsource = [\"known-2020\"]\nconfidence = \"abstract\"\n"
    )
}

/// Loads a file that must hold these fields and nothing else.
pub(crate) fn load(fields: &[&'static str], text: String) -> Result<ParameterSet, DataError> {
    ParameterSet::load(
        &[("example", file(text), &[rates(fields)])],
        &bibliography(),
    )
}
