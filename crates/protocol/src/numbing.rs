//! What is known about numbing, from `data/numbing.toml` (protocol 3.6). No product, dose or time is proposed.

use needlework_evidence::{Bibliography, DataError, DataFile};

use crate::record::{Record, RecordReader};

const FILE: DataFile = DataFile {
    name: "numbing.toml",
    text: include_str!("../data/numbing.toml"),
};

/// The rules and facts about numbing, by id.
///
/// # Errors
/// When the embedded file is not well formed, which the tests rule out.
pub fn numbing(bibliography: &Bibliography) -> Result<Vec<Record>, DataError> {
    RecordReader::shipped(bibliography)?.file(FILE)
}
