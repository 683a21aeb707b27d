//! What stands behind the rules and binds nobody by itself: reports of harm on open channels (protocol 4.3).

use needlework_evidence::{Bibliography, DataError, DataFile};

use crate::record::{Record, RecordReader};

const OPEN_CHANNELS: DataFile = DataFile {
    name: "open-channels.toml",
    text: include_str!("../../data/open-channels.toml"),
};

/// What must not go on open channels, and why: one record per report.
///
/// # Errors
/// When the embedded file is not well formed, which the tests rule out.
pub fn open_channels(bibliography: &Bibliography) -> Result<Vec<Record>, DataError> {
    RecordReader::shipped(bibliography)?.file(OPEN_CHANNELS)
}
