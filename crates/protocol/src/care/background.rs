//! Products and open channels (protocol 4.3): reports of harm, and the allow-list. Neither binds anybody by itself; the rule that
//! does is `prescribed-product`.

use needlework_evidence::{Bibliography, DataError, DataFile};

use crate::record::{Record, RecordReader};

const OPEN_CHANNELS: DataFile = DataFile {
    name: "open-channels.toml",
    text: include_str!("../../data/open-channels.toml"),
};

const ALLOW_LIST: DataFile = DataFile {
    name: "allow-list.toml",
    text: include_str!("../../data/allow-list.toml"),
};

/// What may be on needled skin, if it is sterile: one record per product, whose text is its name.
///
/// # Errors
/// When the embedded file is not well formed, which the tests rule out.
pub fn allow_list(bibliography: &Bibliography) -> Result<Vec<Record>, DataError> {
    RecordReader::shipped(bibliography)?.file(ALLOW_LIST)
}

/// What must not go on open channels, and why: one record per report.
///
/// # Errors
/// When the embedded file is not well formed, which the tests rule out.
pub fn open_channels(bibliography: &Bibliography) -> Result<Vec<Record>, DataError> {
    RecordReader::shipped(bibliography)?.file(OPEN_CHANNELS)
}
