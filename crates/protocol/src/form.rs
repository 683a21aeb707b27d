//! What is written down, from `data/forms.toml`: antiviral cover (protocol 2.2), the treatment record (3.8) and adverse
//! events (5.6). Needlework keeps no records; it says what one must hold.

use needlework_evidence::{Bibliography, Block, DataError, DataFile};
use schemars::JsonSchema;
use serde::Serialize;

use crate::record::{Record, RecordReader};

const FILE: DataFile = DataFile {
    name: "forms.toml",
    text: include_str!("../data/forms.toml"),
};

/// A form: what it is for, and its fields.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RecordForm {
    /// What it is for, and where that comes from.
    pub record: Record,
    /// Names of the fields.
    pub fields: Vec<String>,
}

/// The forms, by id.
///
/// # Errors
/// When the embedded file is not well formed, which the tests rule out.
pub fn record_forms(bibliography: &Bibliography) -> Result<Vec<RecordForm>, DataError> {
    let reader = RecordReader::shipped(bibliography)?;
    Block::parse(FILE.name, FILE.text)?
        .into_blocks()?
        .into_iter()
        .map(|(id, mut block)| {
            let fields = block.texts("fields")?;
            if fields.is_empty() {
                return Err(block.error("fields", "nothing", "the names of what is recorded"));
            }
            let record = reader.read(&id, &mut block)?;
            block.finish()?;
            Ok(RecordForm { record, fields })
        })
        .collect()
}
