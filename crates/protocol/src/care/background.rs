//! What stands behind the rules and binds nobody by itself: reports of harm on open channels (protocol 4.3), and what is
//! recorded of antiviral cover (protocol 2.2).

use needlework_evidence::{Bibliography, Block, DataError, DataFile};
use schemars::JsonSchema;
use serde::Serialize;

use crate::record::{Record, RecordReader};

const OPEN_CHANNELS: DataFile = DataFile {
    name: "open-channels.toml",
    text: include_str!("../../data/open-channels.toml"),
};
const ANTIVIRAL: DataFile = DataFile {
    name: "antiviral.toml",
    text: include_str!("../../data/antiviral.toml"),
};

/// What must not go on open channels, and why: one record per report.
///
/// # Errors
/// When the embedded file is not well formed, which the tests rule out.
pub fn open_channels(bibliography: &Bibliography) -> Result<Vec<Record>, DataError> {
    RecordReader::shipped(bibliography)?.file(OPEN_CHANNELS)
}

/// The fields in which a prescriber records the decision on antiviral cover. No drug and no dose is ever suggested.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AntiviralRecord {
    /// The rule.
    pub record: Record,
    /// Names of the fields.
    pub fields: Vec<String>,
}

/// What is recorded of antiviral cover.
///
/// # Errors
/// When the embedded file is not well formed, which the tests rule out.
pub fn antiviral_record(bibliography: &Bibliography) -> Result<AntiviralRecord, DataError> {
    let reader = RecordReader::shipped(bibliography)?;
    let mut root = Block::parse(ANTIVIRAL.name, ANTIVIRAL.text)?;
    let mut block = root.block("record")?;
    let fields = block.texts("fields")?;
    let record = reader.read("record", &mut block)?;
    block.finish()?;
    root.finish()?;
    Ok(AntiviralRecord { record, fields })
}
